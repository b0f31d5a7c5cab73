//! Declarations begun: from forms of a file, from last year's approved form, or blank.

use std::collections::BTreeSet;

use model::form::{Field, Path, Text};
use model::text::fold;
use model::{Form, FormKind};
use office::lay_out::lay_out;
use store::{DeclarationId, Judged, KeptForm, NewAttachment, NewDeclaration, Save, UnitId};

use crate::attachments::file_name;
use crate::layouts::settled;
use crate::lengths::{NAME, within};
use crate::reading::{FormRead, is_declared, may_declare, project_of};
use crate::{Desk, Error, Result, Setting, Who, search, state};

/// A file forms were read from, kept beside each of them.
#[derive(Debug, Clone, Copy)]
pub struct SourceFile<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
}

impl Desk {
    /// Takes several forms of a file over and judges each unit once, when all are there. Gives for
    /// each the declaration, or why it was not taken.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn take_all(
        &self,
        who: &Who,
        setting: &Setting,
        reads: &[FormRead],
        source: SourceFile<'_>,
        key: &str,
    ) -> Result<Vec<Result<DeclarationId>>> {
        let mut taken = Vec::new();
        for (number, read) in reads.iter().enumerate() {
            let key = (!key.is_empty()).then(|| format!("{key}-{number}"));
            taken.push(self.take(who, setting, read, source, key).await);
        }
        let done = reads.iter().zip(&taken).filter(|(_, taken)| taken.is_ok());
        let units: BTreeSet<UnitId> = done.filter_map(|(read, _)| read.unit).collect();
        for unit in units {
            self.count_again(who, setting, unit).await?;
        }
        Ok(taken)
    }

    /// Takes a form that was read over into a declaration: a new one, or the draft that is there.
    /// Gives its id.
    ///
    /// # Errors
    /// The refusal; why the form cannot be taken; else when the database fails.
    pub async fn take(
        &self,
        who: &Who,
        setting: &Setting,
        read: &FormRead,
        source: SourceFile<'_>,
        key: Option<String>,
    ) -> Result<DeclarationId> {
        if let Some(refusal) = read.there.as_ref().and_then(|there| there.refusal.clone()) {
            return Err(refusal.into());
        }
        if let Some(why) = &read.barred {
            return Err(Error::bad(why.clone()));
        }
        let unit = read.unit.ok_or_else(|| Error::bad("没有选单位。"))?;
        let id = match &read.there {
            Some(there) => {
                let form = fitted(setting, unit, &read.form);
                let case = self.case(who, there.id).await?;
                let permit = case.may(who, flow::Action::Edit)?;
                let standing = &case.standing;
                let save = Save {
                    declaration: there.id,
                    seen: standing.declaration.version,
                    version: standing.draft.version,
                    form: &text_of(&form),
                    judged: &Judged::default(),
                    words: Some(&search::words_of(&form, setting.units.name(unit))),
                    renamed: None,
                    key: key.as_deref(),
                };
                self.store.save_draft(who.by(&permit), who.region(), &save).await?;
                there.id
            }
            None => self.begin(who, setting, unit, &read.form, key.clone()).await?,
        };
        let case = self.case(who, id).await?;
        let permit = case.may(who, flow::Action::Edit)?;
        let attachment = NewAttachment {
            declaration: id,
            name: file_name(source.name),
            kind: SOURCE.to_owned(),
            content: source.bytes,
            key: key.as_deref(),
        };
        self.store.attach(case.by(who, &permit), who.region(), &attachment).await?;
        Ok(id)
    }

    /// Begins a declaration with a form. Gives its id.
    ///
    /// # Errors
    /// The refusal; when the unit has it already; else when the database fails.
    pub async fn begin(
        &self,
        who: &Who,
        setting: &Setting,
        unit: UnitId,
        form: &Form,
        key: Option<String>,
    ) -> Result<DeclarationId> {
        if !is_declared(form.kind) {
            return Err(Error::bad("申报只收部门整体和项目的目标表。"));
        }
        let permit = may_declare(who, setting, unit)?;
        let form = &fitted(setting, unit, form);
        let project = project_of(form);
        within("项目名称", &project, NAME)?;
        let new = NewDeclaration {
            cycle: setting.cycle.id,
            unit,
            kind: form.kind.as_str().to_owned(),
            project_folded: fold(&project),
            project,
            state: state::kept(&flow::State::new()),
            form: text_of(form),
            judged: Judged::default(),
            words: search::words_of(form, setting.units.name(unit)),
            key,
        };
        match self.store.make_declaration(who.by(&permit), who.region(), &new).await {
            Err(error @ store::Error::Exists(_)) => {
                Err(self.named_already(who, setting, (unit, new.kind, new.project), error).await?)
            }
            made => Ok(made?),
        }
    }

    /// Names the declaration that stands in the way of another of the same unit, kind and project.
    pub(crate) async fn named_already(
        &self,
        who: &Who,
        setting: &Setting,
        (unit, kind, project): (UnitId, String, String),
        error: store::Error,
    ) -> Result<Error> {
        let project = fold(&project);
        let cases = self.cases(who, setting.cycle.id).await?;
        let same = cases.iter().find(|case| {
            let row = &case.standing.declaration;
            (row.unit, &row.kind, &row.project_folded) == (unit, &kind, &project)
        });
        Ok(same.map_or(Error::Store(error), |case| Error::There(case.id())))
    }

    /// What was approved last year for the units somebody may declare for.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn past_forms(&self, who: &Who, setting: &Setting) -> Result<Vec<KeptForm>> {
        let units = self.declaring_units(who, setting);
        let year = setting.cycle.year - 1;
        let mut forms = self.store.forms_of_year(who.region(), &units, year).await?;
        forms.retain(|kept| kept.approved.is_some());
        Ok(forms)
    }

    /// A blank form of a kind for a unit: the names and the year are filled in.
    pub fn blank(&self, setting: &Setting, unit: UnitId, kind: FormKind, project: &str) -> Form {
        let mut form = Form { kind, year: Some(setting.cycle.year), ..Form::default() };
        let layouts = setting.policy.layouts();
        let layout = layouts.iter().find(|layout| layout.kind == kind && !layout.many);
        form.layout = layout.map(|layout| layout.key.clone());
        form.merges_known = true;
        let mut fill = |field: Field, text: &str| {
            form.fields.insert(field, Text::new(text, None));
        };
        fill(Field::Unit, setting.units.name(unit));
        if let Some(department) = setting.units.department(unit) {
            fill(Field::Department, setting.units.name(department));
        }
        if kind == FormKind::Project {
            fill(Field::Project, project);
        }
        // Nobody wrote what the official form has no room for: it is not there then.
        let laid = layout.map(|layout| lay_out(layout, &[(0, &form)]));
        for (_, path) in laid.iter().flat_map(|laid| &laid.unplaced) {
            if let Path::Field(field) = path {
                form.fields.remove(field);
            }
        }
        form
    }

    /// Last year's form as the beginning of this year's: the same words, the new year, nothing of
    /// what was achieved.
    pub fn renewed(&self, setting: &Setting, past: &Form) -> Form {
        let mut form = past.clone().without_places();
        form.year = Some(setting.cycle.year);
        let layouts = setting.policy.layouts();
        let layout = layouts.iter().find(|layout| layout.kind == form.kind && !layout.many);
        form.layout = layout.map(|layout| layout.key.clone());
        let (old, new) = (setting.cycle.year - 1, setting.cycle.year);
        for field in [Field::Title, Field::Year] {
            if let Some(text) = form.fields.get_mut(&field) {
                text.text = text.text.replace(&old.to_string(), &new.to_string());
            }
        }
        form
    }
}

/// The form as it is kept: what its official form shows, and in its cycle's year.
pub(crate) fn fitted(setting: &Setting, unit: UnitId, form: &Form) -> Form {
    let mut form = form.clone();
    settled(&setting.policy, &mut form, setting.units.name(unit));
    form
}

/// The kind of attachment a form was read from.
pub const SOURCE: &str = "source";

/// A form as the store keeps it.
pub(crate) fn text_of(form: &Form) -> String {
    serde_json::to_string(&office::json::form(form, true)).expect("invariant: a form is plain JSON")
}

/// A form from what the store keeps.
///
/// # Errors
/// When it is not what the program wrote.
pub fn form_of(text: &str) -> Result<Form> {
    let forms = office::json::read(text.as_bytes());
    let form = forms.ok().and_then(|forms| forms.into_iter().next());
    form.ok_or_else(|| Error::bad("保存的表读不出来，请告诉系统管理员。"))
}
