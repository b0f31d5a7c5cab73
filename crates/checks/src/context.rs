//! What a check may look at: its form, the batch around it, and the policy of the form.

use std::collections::BTreeMap;
use std::sync::Arc;

use model::{Decimal, Form, FormKind, Path};
use policy::layout::Binding;
use policy::{Layout, Policy, Value};

use crate::Batch;
use crate::batch::Units;

/// The view a check gets of one form.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// All forms handed in together.
    pub batch: &'a Batch<'a>,
    /// Index of the form in the batch.
    pub index: usize,
    /// Code of the running check, for its keys in the pack.
    pub code: &'static str,
    /// Whose forms these are.
    pub(crate) units: &'a Units,
}

/// Why a check cannot decide: what is missing, and how to supply it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undecided {
    /// What is missing.
    pub message: String,
    /// How to supply it.
    pub remedy: String,
}

impl<'a> Context<'a> {
    /// The form.
    pub fn form(&self) -> &'a Form {
        self.batch.members[self.index].form
    }

    /// The policy that judges the form.
    pub fn policy(&self) -> &'a Policy {
        self.batch.members[self.index].policy
    }

    /// Whether the form sets targets: a project's or a department's plan. What a monitoring or
    /// self-evaluation form repeats of the plan can no longer be changed there.
    pub fn is_plan(&self) -> bool {
        matches!(self.form().kind, FormKind::Project | FormKind::Department)
    }

    /// The project forms of the form's unit and year, with their index: those of its own file
    /// where there are any, for a file that holds both is complete in itself; else of all files.
    pub fn projects_beside(&self) -> Vec<(usize, &'a Form)> {
        let own = self.form();
        let same_year = |other: &Form| match (own.year, other.year) {
            (Some(year), Some(other)) => year == other,
            _ => true,
        };
        let members = self.batch.members.iter().enumerate();
        let same_unit =
            members.filter(|(i, _)| self.units.names[*i] == self.units.names[self.index]);
        let forms = same_unit.map(|(index, member)| (index, member.form));
        let projects: Vec<(usize, &Form)> =
            forms.filter(|(_, form)| form.kind == FormKind::Project && same_year(form)).collect();
        let own_file = |index: &usize| self.units.files[*index] == self.units.files[self.index];
        let (here, elsewhere): (Vec<_>, Vec<_>) =
            projects.into_iter().partition(|(index, _)| own_file(index));
        if here.is_empty() { elsewhere } else { here }
    }

    /// Whether a form of the batch was handed in by the same unit.
    pub(crate) fn is_beside(&self, index: usize) -> bool {
        self.units.names[index] == self.units.names[self.index]
    }

    /// Whether a form of the batch was handed in by another unit; both must name theirs.
    pub(crate) fn is_elsewhere(&self, index: usize) -> bool {
        let (own, other) = (&self.units.names[self.index], &self.units.names[index]);
        !own.is_empty() && !other.is_empty() && own != other
    }

    /// Whether the batch holds forms of another unit too.
    pub(crate) fn has_neighbours(&self) -> bool {
        (0..self.batch.members.len()).any(|index| self.is_elsewhere(index))
    }

    /// The layout the form was made with; none when it was read through its labels alone.
    pub fn layout(&self) -> Option<&'a Layout> {
        let key = self.form().layout.as_ref()?;
        self.policy().layouts().iter().find(|layout| layout.key == *key).map(Arc::as_ref)
    }

    /// The fields that must not be blank: what the layout says, else what forms of the kind have
    /// in common; empty for kinds nobody has said it of.
    ///
    /// # Errors
    /// When the pack has no list for the kind of form.
    pub fn required(&self) -> Result<Vec<Path>, Undecided> {
        if let Some(layout) = self.layout() {
            let paths = layout.required.iter().filter_map(|binding| match binding {
                Binding::Field(field) => Some(Path::Field(*field)),
                Binding::Money(row, fund) => Some(Path::Money(*row, fund.clone())),
                Binding::Column(_) | Binding::YearBack(_) | Binding::Task(_) => None,
            });
            return Ok(paths.collect());
        }
        let names = match self.form().kind {
            FormKind::Project => self.words("words.required.project")?,
            FormKind::Department => self.words("words.required.department")?,
            _ => return Ok(Vec::new()),
        };
        Ok(names.iter().filter_map(|name| name.parse().ok()).collect())
    }

    /// A threshold of this check: `checks.<code>.<name>`.
    ///
    /// # Errors
    /// When the pack has no such number; the check then cannot decide.
    pub fn number(&self, name: &str) -> Result<Decimal, Undecided> {
        self.decimal(&format!("checks.{}.{name}", self.code))
    }

    /// A number by its whole key, such as `past.likeness`.
    ///
    /// # Errors
    /// When the pack has no such number; the check then cannot decide.
    pub fn decimal(&self, key: &str) -> Result<Decimal, Undecided> {
        self.policy().decimal(key).ok_or_else(|| missing(key))
    }

    /// A word list by its whole key, such as `words.placeholders`.
    ///
    /// # Errors
    /// When the pack has no such list; the check then cannot decide.
    pub fn words(&self, key: &str) -> Result<&'a [String], Undecided> {
        match self.policy().entry(key).map(|entry| &entry.value) {
            Some(Value::Words(words)) => Ok(words),
            _ => Err(missing(key)),
        }
    }

    /// A table of words by its whole key.
    ///
    /// # Errors
    /// When the pack has no such table; the check then cannot decide.
    pub fn table(&self, key: &str) -> Result<&'a BTreeMap<String, String>, Undecided> {
        self.policy().table(key).ok_or_else(|| missing(key))
    }
}

/// A value the pack lacks: what follows, and who can supply it.
pub(crate) fn missing(key: &str) -> Undecided {
    Undecided {
        message: format!("规则包里没有“{key}”，这一项无法检查"),
        remedy: format!("请规则包管理员补上“{key}”（数值、依据、起始日期）"),
    }
}
