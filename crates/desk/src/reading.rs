//! A file somebody brings: what was read in it, what is unsure, and where each form would go.
//! Nothing is kept here; taking the forms over is `begin.rs`.

use flow::{Reason, Refusal};
use model::form::Field;
use model::text::fold;
use model::{Finding, Form, FormKind, SourceKind};
use office::recognise::Recogniser;
use store::{DeclarationId, UnitId};

use crate::loaded::read_bytes;
use crate::{Case, Desk, Error, Result, Setting, Who};

/// A file as it was read.
#[derive(Debug, Clone)]
pub struct FileRead {
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: SourceKind,
    /// Its forms, in reading order.
    pub forms: Vec<FormRead>,
    /// What the reading has to say about the file as a whole.
    pub remarks: Vec<Finding>,
    /// Why there is no form, when there is none.
    pub nothing: Option<String>,
}

/// One form of a file.
#[derive(Debug, Clone)]
pub struct FormRead {
    /// The form.
    pub form: Form,
    /// What the reading has to say about it.
    pub remarks: Vec<Finding>,
    /// Whose it would be, where the name on it or the person's grants say so.
    pub unit: Option<UnitId>,
    /// What stands already for the same unit and project.
    pub there: Option<There>,
    /// Why it cannot be taken over, where it cannot.
    pub barred: Option<String>,
}

/// A declaration that is there already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct There {
    /// The declaration.
    pub id: DeclarationId,
    /// Why its draft may not be written over; none where it may.
    pub refusal: Option<Refusal>,
}

/// Kinds of forms that are declared.
pub fn is_declared(kind: FormKind) -> bool {
    matches!(kind, FormKind::Department | FormKind::Project)
}

/// The project a form declares; "" for the form of a whole unit.
pub(crate) fn project_of(form: &Form) -> String {
    match form.kind {
        FormKind::Project => form.filled(Field::Project).map(fold).unwrap_or_default(),
        _ => String::new(),
    }
}

impl Desk {
    /// Reads a file and says where its forms would go. Reading keeps a core busy and runs beside
    /// the requests.
    ///
    /// # Errors
    /// Why the file cannot be read, and what to do.
    pub async fn read_file(
        &self,
        who: &Who,
        setting: &Setting,
        cases: &[Case],
        name: &str,
        bytes: Vec<u8>,
    ) -> Result<FileRead> {
        let (packs, limits) = (self.packs.clone(), self.limits);
        let (file, pack) = (name.to_owned(), setting.cycle.pack.clone());
        let read = move || {
            let recogniser = Recogniser::new(&packs, Some(&pack)).ok_or("没有这个规则包")?;
            read_bytes(&file, &bytes, limits, &recogniser)
        };
        let read = tokio::task::spawn_blocking(read).await;
        let read = read.map_err(|_| Error::bad("这个文件读到一半出了错，请换一种格式再试。"))?;
        let (kind, read) = read.map_err(|why| Error::bad(format!("{name}：{why}")))?;
        let units = own_units(who, setting);
        let of = |index: Option<usize>| {
            let own = read.findings.iter().filter(move |finding| finding.form == index);
            own.cloned().collect::<Vec<_>>()
        };
        let remarks = of(None);
        let forms = read.forms.iter().enumerate().map(|(index, form)| {
            let unit = unit_of(form, setting, &units);
            let there = unit.and_then(|unit| there(cases, who, unit, form));
            let barred = barred(who, setting, form, unit, there.as_ref());
            FormRead { form: form.clone(), remarks: of(Some(index)), unit, there, barred }
        });
        let forms = forms.collect();
        Ok(FileRead { name: name.to_owned(), kind, forms, remarks, nothing: read.nothing })
    }

    /// Puts a form to a unit that somebody chose, since none was found on it; one they may not
    /// declare for changes nothing.
    pub fn put_to_unit(
        &self,
        who: &Who,
        setting: &Setting,
        cases: &[Case],
        read: &mut FormRead,
        unit: UnitId,
    ) {
        if read.unit.is_some() || may_declare(who, setting, unit).is_err() {
            return;
        }
        read.unit = Some(unit);
        read.there = there(cases, who, unit, &read.form);
        read.barred = barred(who, setting, &read.form, read.unit, read.there.as_ref());
    }

    /// The units somebody may begin declarations for now.
    pub fn declaring_units(&self, who: &Who, setting: &Setting) -> Vec<UnitId> {
        let units = setting.units.iter().map(|(unit, _)| unit.id);
        units.filter(|unit| may_declare(who, setting, *unit).is_ok()).collect()
    }
}

/// Whether somebody may begin a declaration for a unit.
pub(crate) fn may_declare(
    who: &Who,
    setting: &Setting,
    unit: UnitId,
) -> std::result::Result<flow::Permit, flow::Refusal> {
    who.may_manage(&setting.workflow, flow::Duty::Declare, &setting.ground(unit))
}

/// The unit whose name is on the form, a declaring unit before the department of the same name;
/// else the only one there is to choose.
fn unit_of(form: &Form, setting: &Setting, units: &[UnitId]) -> Option<UnitId> {
    let name = fold(form.text(Field::Unit));
    let mut named: Vec<UnitId> = units
        .iter()
        .copied()
        .filter(|unit| !name.is_empty() && fold(setting.units.name(*unit)) == name)
        .collect();
    named.sort_by_key(|unit| setting.units.kind(*unit) != crate::units::kind::UNIT);
    match (named.first(), units) {
        (Some(unit), _) => Some(*unit),
        (None, [only]) => Some(*only),
        _ => None,
    }
}

fn there(cases: &[Case], who: &Who, unit: UnitId, form: &Form) -> Option<There> {
    let (kind, project) = (form.kind.as_str(), project_of(form));
    let case = cases.iter().find(|case| {
        let row = &case.standing.declaration;
        let gone = row.stage == "discarded";
        !gone && row.unit == unit && row.kind == kind && fold(&row.project) == project
    })?;
    let refusal = case.may(who, flow::Action::Edit).err();
    Some(There { id: case.id(), refusal })
}

/// Why a form cannot be taken over. What is there already is written over as it is edited, after
/// the last day too where it came back; a new one is begun as any other.
fn barred(
    who: &Who,
    setting: &Setting,
    form: &Form,
    unit: Option<UnitId>,
    there: Option<&There>,
) -> Option<String> {
    if !is_declared(form.kind) {
        return Some(format!("这是“{}”，申报只收部门整体和项目的目标表。", form.kind.chinese()));
    }
    let Some(unit) = unit else {
        return Some("表上的单位不是您填报的单位。".to_owned());
    };
    if form.kind == FormKind::Project && project_of(form).is_empty() {
        return Some("表上没有项目名称。".to_owned());
    }
    let refusal = match there {
        Some(there) => there.refusal.clone(),
        None => may_declare(who, setting, unit).err(),
    };
    refusal.map(|refusal| refusal.to_string())
}

/// The units somebody brings forms in for; whether something bars that just now is told of each
/// form.
fn own_units(who: &Who, setting: &Setting) -> Vec<UnitId> {
    let own = |unit: &UnitId| match may_declare(who, setting, *unit) {
        Ok(_) => true,
        Err(refusal) => matches!(refusal.reason, Reason::Locked | Reason::Late),
    };
    setting.units.iter().map(|(unit, _)| unit.id).filter(own).collect()
}
