//! What one check is: its permanent code, its text for people, and its function.
//!
//! Severity and thresholds are not here: they are looked up in the form's policy.

use crate::{Context, Out, Undecided};

/// What a check file declares about itself. Its name, group and text come from the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meta {
    /// Permanent code such as `C084`; a retired code is never used again.
    pub code: &'static str,
    /// Severity cases beside the plain one: `checks.<code>.severity_<case>` in the pack.
    pub cases: &'static [&'static str],
    /// Whether its findings may be the reader's doing where merged cells were lost (rule R7).
    pub reader_doubt: bool,
}

/// A registered check.
#[derive(Debug, Clone, Copy)]
pub struct Check {
    /// What the file declares.
    pub meta: Meta,
    /// Folder it lies in.
    pub group: &'static str,
    /// File name: the fault it finds, in English.
    pub name: &'static str,
    /// The file's documentation, Markdown in Chinese.
    pub doc: &'static str,
    /// Looks at one form, with the batch in view.
    pub run: fn(&Context<'_>, &mut Out) -> Result<(), Undecided>,
}

impl Meta {
    /// A check with one severity, whose findings do not depend on merged cells.
    pub const fn new(code: &'static str) -> Self {
        Meta { code, cases: &[], reader_doubt: false }
    }
}
