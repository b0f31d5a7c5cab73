//! Targets (指标值): the original string, and what it says.

use crate::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A target as written, and its reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Target {
    /// As written.
    pub text: String,
    /// What kind of statement it is.
    pub kind: Kind,
    /// The comparator; [`Comparator::Unstated`] when none is written, never guessed.
    pub comparator: Comparator,
    /// The number in its base unit (万元 → 元), printed precision kept.
    #[schemars(with = "Option<String>")]
    pub value: Option<Decimal>,
    /// Normalised unit such as `元/(人·月)`; empty when none is written.
    pub unit: String,
}

/// What kind of statement a target makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Nothing written.
    Blank,
    /// Anything not otherwise understood.
    Prose,
}

/// How the actual value is to be compared with the target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
pub enum Comparator {
    /// None written.
    #[default]
    #[serde(rename = "unstated")]
    Unstated,
}

impl Target {
    /// Reads a target from its string alone. Never fails, never guesses.
    pub fn read(text: &str) -> Self {
        let kind = if crate::text::is_blank(text) { Kind::Blank } else { Kind::Prose };
        Target {
            text: text.to_owned(),
            kind,
            comparator: Comparator::Unstated,
            value: None,
            unit: String::new(),
        }
    }

    /// Reads a target whose comparator (性质) and unit stand in columns of their own.
    pub fn with_columns(text: &str, _nature: &str, _unit: &str) -> Self {
        Target::read(text)
    }
}
