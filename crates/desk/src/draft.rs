//! The draft of a declaration: read to be filled in, changed by steps, and what somebody else's
//! save changed meanwhile.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use flow::Action;
use model::form::{Edit, Field};
use model::text::fold;
use model::{Form, FormKind};
use store::{DeclarationId, Renamed, Save, Waiver};

use crate::begin::{form_of, text_of};
use crate::layouts::settled;
use crate::lengths::{NAME, within};
use crate::reading::project_of;
use crate::{Around, Case, Desk, Error, Judgement, Result, Who, search};

/// A draft as it is filled in, judged with the unit's other forms.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Its declaration.
    pub case: Case,
    /// Its version.
    pub version: i64,
    /// When it was saved.
    pub at: DateTime<Utc>,
    /// What was found in the unit's forms; this one's own stands at `position`.
    pub judgement: Arc<Judgement>,
    /// Where the form stands among those judged.
    pub position: usize,
    /// Answers to warnings, of all forms of the unit.
    pub waivers: Vec<Waiver>,
}

/// Steps to be taken on a draft.
#[derive(Debug, Clone)]
pub struct Write {
    /// The declaration.
    pub id: DeclarationId,
    /// The version of the draft that was on the screen.
    pub version: i64,
    /// The steps, all or none.
    pub edits: Vec<Edit>,
    /// A key of the request: sent twice, it is done once.
    pub key: Option<String>,
}

/// What came of it.
#[derive(Debug, Clone)]
pub enum Wrote {
    /// It is saved.
    Saved(Box<Draft>),
    /// Somebody else saved first; nothing is saved.
    Conflict(Box<Conflict>),
}

/// Somebody else saved first.
#[derive(Debug, Clone)]
pub struct Conflict {
    /// Who.
    pub who: String,
    /// When.
    pub at: DateTime<Utc>,
    /// The draft as it is now.
    pub now: Draft,
    /// The form as it was on the screen; none when that is no longer known.
    pub before: Option<Form>,
}

impl Draft {
    /// The form.
    pub fn form(&self) -> &Form {
        &self.judgement.own[self.position].1
    }
}

impl Desk {
    /// A draft to be filled in.
    ///
    /// # Errors
    /// The refusal; else when the database fails.
    pub async fn open_draft(&self, who: &Who, id: DeclarationId) -> Result<Draft> {
        let case = self.case(who, id).await?;
        case.may(who, Action::Edit)?;
        self.draft_of(case).await
    }

    /// The draft of a case, judged.
    ///
    /// # Errors
    /// When what is kept cannot be read, or the database fails.
    pub async fn draft_of(&self, case: Case) -> Result<Draft> {
        let row = &case.standing.declaration;
        let kept = self.store.draft(row.region, row.id).await?;
        self.memory.keep_seen(row.id, kept.version, &kept.form);
        let waivers = self.store.waivers_of_unit(row.region, row.unit, row.cycle).await?;
        let around = Around { unit: row.unit, of: Some(row.id), text: Some(&kept.form) };
        let judgement = self.judge_forms(row.region, &case.setting, around).await?;
        let position = judgement.position(row.id).ok_or(store::Error::Missing("草稿"))?;
        let (version, at) = (kept.version, kept.at);
        Ok(Draft { case, version, at, judgement, position, waivers })
    }

    /// Takes steps on a draft, judges it with the unit's other forms and saves it.
    ///
    /// # Errors
    /// The refusal; a step that does not fit; else when the database fails.
    pub async fn write(&self, who: &Who, write: &Write) -> Result<Wrote> {
        let before = self.open_draft(who, write.id).await?;
        let stale = before.version != write.version;
        let mut form = before.form().clone();
        match form.apply_all(&write.edits) {
            Err(refused) if !stale => return Err(Error::bad(refused.0)),
            _ => {}
        }
        let setting = &before.case.setting;
        let unit = before.case.standing.declaration.unit;
        settled(&setting.policy, &mut form, setting.units.name(unit));
        let text = text_of(&form);
        if !stale && text == text_of(before.form()) {
            return Ok(Wrote::Saved(Box::new(before)));
        }
        let project = renamed(&before.case, &form)?;
        let folded = project.as_deref().map(fold).unwrap_or_default();
        let around = Around { unit, of: Some(write.id), text: Some(&text) };
        let judgement = self.judge_forms(who.region(), setting, around).await?;
        let save = Save {
            declaration: write.id,
            seen: before.case.standing.declaration.version,
            version: write.version,
            form: &text,
            judged: &judgement.counted(write.id),
            words: Some(&search::words_of(&form, setting.units.name(unit))),
            renamed: project.as_deref().map(|project| Renamed { project, folded: &folded }),
            key: write.key.as_deref(),
        };
        let permit = before.case.may(who, Action::Edit)?;
        match self.store.save_draft(who.by(&permit), who.region(), &save).await {
            Ok(saved) => {
                self.count_beside(who, &before, &judgement).await?;
                let mut draft = self.open_draft(who, write.id).await?;
                // Of a request sent twice: whoever saved after its first time is told of next.
                draft.version = saved.version;
                Ok(Wrote::Saved(Box::new(draft)))
            }
            Err(store::Error::Conflict { who: name, at, .. }) if stale => {
                let seen = self.memory.seen(write.id, write.version);
                let seen = seen.map(|text| form_of(&text)).transpose()?;
                let settle = |mut form: Form| {
                    settled(&setting.policy, &mut form, setting.units.name(unit));
                    form
                };
                let now = self.open_draft(who, write.id).await?;
                let before = seen.map(settle);
                Ok(Wrote::Conflict(Box::new(Conflict { who: name, at, now, before })))
            }
            Err(error @ store::Error::Exists(_)) => {
                let kind = before.case.standing.declaration.kind.clone();
                let same = (unit, kind, project.unwrap_or_default());
                Err(self.named_already(who, setting, same, error).await?)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Counts again on the forms beside where a save changed what is found on them.
    async fn count_beside(&self, who: &Who, before: &Draft, now: &Judgement) -> Result<()> {
        let changed = now.own.iter().map(|(id, _)| *id).filter(|id| *id != before.case.id());
        let differs = |id: DeclarationId| before.judgement.counted(id) != now.counted(id);
        if changed.into_iter().any(differs) {
            let unit = before.case.standing.declaration.unit;
            self.count_again(who, &before.case.setting, unit).await?;
        }
        Ok(())
    }
}

/// The project's name on the form where it is another one; a blank one leaves the old name.
fn renamed(case: &Case, form: &Form) -> Result<Option<String>> {
    let project = project_of(form);
    let named = form.kind == FormKind::Project && form.filled(Field::Project).is_some();
    if !named || project == case.standing.declaration.project {
        return Ok(None);
    }
    within("项目名称", &project, NAME)?;
    Ok(Some(project))
}
