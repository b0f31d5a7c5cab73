//! Declarations on their way out and back: all of a cycle as they stand, for whoever has the data in
//! hand; and whether a form that is brought in is there already.

use std::sync::Arc;

use chrono::NaiveDate;
use model::{Form, Printout};
use office::Looks;
use office::lay_out::lay_out;
use store::{CycleId, RegionId};

use crate::begin::{fitted, form_of};
use crate::layouts::{layout_of, settled};
use crate::reading::FormRead;
use crate::{Case, Desk, Error, Result, Setting, Who};

/// A declaration as it goes out.
#[derive(Debug, Clone)]
pub struct Exported {
    /// How it stands.
    pub case: Case,
    /// Its form as it is written now; after handing in, what was handed in.
    pub form: Form,
}

impl Exported {
    /// The form as JSON, without the places in the file it was once read from.
    pub fn json(&self) -> String {
        let json = serde_json::to_string_pretty(&office::json::form(&self.form, false));
        json.expect("invariant: a form is plain JSON")
    }

    /// The official form as a Word file; none where there is no official form for it.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn word(&self) -> Result<Option<Vec<u8>>> {
        let (policy, mut form) = (&self.case.setting.policy, self.form.clone());
        let unit = self.case.standing.declaration.unit;
        settled(policy, &mut form, self.case.setting.units.name(unit));
        let Some(layout) = layout_of(policy, &form) else { return Ok(None) };
        let drawing = lay_out(layout, &[(0, &form)]).drawing;
        let paper = Printout::Tables(vec![drawing]);
        let written = office::docx::printout(&paper, &Looks::of(policy));
        written.map(Some).map_err(|error| Error::bad(error.to_string()))
    }
}

impl Desk {
    /// Every declaration of a cycle that was not thrown away, whoever may see it.
    ///
    /// # Errors
    /// When there is no such cycle, what is kept cannot be read, or the database fails.
    pub async fn export(
        &self,
        region: RegionId,
        cycle: CycleId,
        on: NaiveDate,
    ) -> Result<Vec<Exported>> {
        let setting = Arc::new(self.setting(region, cycle, on).await?);
        let mut exported = Vec::new();
        for standing in self.store.standings(region, cycle).await? {
            let case = Case::new(standing, Arc::clone(&setting))?;
            if matches!(case.situation.state.stage, flow::Stage::Discarded) {
                continue;
            }
            let draft = self.store.draft(region, case.id()).await?;
            exported.push(Exported { form: form_of(&draft.form)?, case });
        }
        Ok(exported)
    }

    /// Whether a form that was read is kept already, word for word.
    ///
    /// # Errors
    /// When what is kept cannot be read, or the database fails.
    pub async fn is_kept(&self, who: &Who, setting: &Setting, read: &FormRead) -> Result<bool> {
        let (Some(there), Some(unit)) = (&read.there, read.unit) else { return Ok(false) };
        let draft = self.store.draft(who.region(), there.id).await?;
        let told = |form: &Form| serde_json::to_value(office::json::form(form, false)).ok();
        Ok(told(&form_of(&draft.form)?) == told(&fitted(setting, unit, &read.form)))
    }
}
