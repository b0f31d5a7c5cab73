//! Why a rule holds: the document and article it rests on.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A basis: which text says so, how strongly, and whether anyone looked.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Citation {
    /// Title of the document, without 《》.
    pub title: String,
    /// Document number such as `财预〔2020〕10号`; empty where the text has none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub number: String,
    /// Article; `None` while nobody has seen it, printed 条款待核.
    pub article: Option<String>,
    /// How far the text binds a county.
    pub force: Force,
}

/// How far a text binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Force {
    /// Law or a rule issued to localities, arithmetic, or the form's own filling rule.
    Binding,
    /// Written for somebody else and followed by custom (参照).
    Reference,
    /// What reviewers do.
    Practice,
}

impl std::fmt::Display for Citation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.force == Force::Reference {
            write!(f, "参照")?;
        }
        write!(f, "《{}》", self.title)?;
        if !self.number.is_empty() {
            write!(f, "（{}）", self.number)?;
        }
        match &self.article {
            Some(article) => write!(f, "{article}"),
            None => write!(f, "（条款待核）"),
        }
    }
}
