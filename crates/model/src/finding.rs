//! What a check has to say about one place of one form.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Citation, Place};

/// A finding: where, what (with the numbers), why, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// Permanent code of the check, such as `C084`.
    pub code: String,
    /// How much it weighs.
    pub severity: Severity,
    /// Whether the form failed, or the check could not decide.
    pub outcome: Outcome,
    /// Index of the form in the batch; `None` for the file as a whole.
    pub form: Option<usize>,
    /// The cell or paragraph, when there is one.
    pub place: Option<Place>,
    /// The words it is about, as written.
    pub quote: String,
    /// What is wrong, with the actual numbers.
    pub message: String,
    /// What to do.
    pub remedy: String,
    /// Why.
    pub basis: Vec<Citation>,
    /// Findings of one group have one cause and are answered once.
    pub group: String,
    /// A repair that cannot change the meaning, when there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<Fix>,
}

/// How much a finding weighs. The order is the order of reading: errors first.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Bars submission.
    Error,
    /// Must be answered by a repair or a reasoned waiver.
    Warning,
    /// May be ignored.
    Advice,
}

/// What a check concluded about one form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Something is wrong.
    Fail,
    /// Everything looked at is right.
    Pass,
    /// The check has no business with this form.
    NotApplicable,
    /// Something it needs is missing; neither passed nor failed.
    CannotDecide,
}

/// A repair that cannot change the meaning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Fix {
    /// The text to put in the place of `Finding::quote`.
    pub replacement: String,
    /// Whether it only changes how the text is written (brackets, widths, blanks), so that it may
    /// be applied unasked; any other repair waits for a person to accept it.
    #[serde(default)]
    pub automatic: bool,
}

impl std::fmt::Display for Severity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Severity::Error => "错误",
            Severity::Warning => "需答复",
            Severity::Advice => "建议",
        })
    }
}
