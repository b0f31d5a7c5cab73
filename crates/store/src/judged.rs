//! What the checks made of a form, as the layer above counted it. Nothing is judged here.

use sea_orm::{ActiveValue::Set, EntityTrait};
use serde::{Deserialize, Serialize};

use crate::change::Changing;
use crate::tables::finding_row;
use crate::{CycleId, Declaration, DeclarationId, Draft, Entry, Result, Revision, record};

/// Rows written by one statement; a statement has room for some thirty thousand values.
pub(crate) const BATCH: usize = 1_000;

/// What the checks made of a form, counted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    /// Findings that are errors.
    pub errors: i32,
    /// Causes of the warnings, each once.
    pub warnings: Vec<String>,
    /// Findings that are advice.
    pub advice: i32,
    /// Checks that could not be decided.
    pub open: i32,
    /// The packs it was judged by, with their versions.
    pub packs: String,
}

/// A finding as it is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundFault {
    /// Code of the check.
    pub code: String,
    /// How grave, a word.
    pub severity: String,
    /// Key of the cause.
    pub cause: String,
}

impl Judged {
    /// The causes as they are kept.
    pub(crate) fn warnings_text(&self) -> String {
        serde_json::to_string(&self.warnings).expect("invariant: texts are plain JSON")
    }
}

/// Reads causes as they are kept.
pub(crate) fn causes(warnings: &str) -> Vec<String> {
    serde_json::from_str(warnings).unwrap_or_default()
}

impl Draft {
    /// What the checks made of it.
    pub fn judged(&self) -> Judged {
        Judged {
            errors: self.errors,
            warnings: causes(&self.warnings),
            advice: self.advice,
            open: self.open,
            packs: self.packs.clone(),
        }
    }
}

impl Revision {
    /// What the checks made of it.
    pub fn judged(&self) -> Judged {
        Judged {
            errors: self.errors,
            warnings: causes(&self.warnings),
            advice: self.advice,
            open: self.open,
            packs: self.packs.clone(),
        }
    }
}

impl Changing {
    /// Writes down the findings of a revision; none when there are none.
    pub(crate) async fn keep_findings(
        &self,
        of: &Declaration,
        revision: &Revision,
        found: &[FoundFault],
    ) -> Result<Option<Entry>> {
        for batch in found.chunks(BATCH) {
            let rows = batch.iter().map(|fault| finding_row::ActiveModel {
                region: Set(of.region),
                cycle: Set(of.cycle),
                declaration: Set(of.id),
                revision: Set(revision.id),
                code: Set(fault.code.clone()),
                severity: Set(fault.severity.clone()),
                cause: Set(fault.cause.clone()),
                ..Default::default()
            });
            finding_row::Entity::insert_many(rows).exec_without_returning(self.on()).await?;
        }
        let list: Vec<String> = found.iter().map(|fault| told(of.id, of.cycle, fault)).collect();
        let entry = Entry::of_group(record::findings(revision.id.0), &[], &list);
        Ok((!found.is_empty()).then_some(entry))
    }
}

/// A finding as the chain keeps it.
pub(crate) fn told(of: DeclarationId, cycle: CycleId, fault: &FoundFault) -> String {
    let FoundFault { code, severity, cause } = fault;
    format!("{} {} {code} {severity} {cause}", of.0, cycle.0)
}
