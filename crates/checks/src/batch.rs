//! The forms looked at together, each with the policy that judges it.
//!
//! A batch is what one unit hands in: ties between forms are only drawn within it.

use model::{Field, Form, FormKind};
use policy::Policy;

/// Forms of one submission.
#[derive(Debug, Clone, Default)]
pub struct Batch<'a> {
    /// The forms, in reading order.
    pub members: Vec<Member<'a>>,
    /// Whether the user declares that every form of the unit is here (rule R4).
    pub declared_complete: bool,
}

/// One form and the policy of its own pack and budget year.
#[derive(Debug, Clone, Copy)]
pub struct Member<'a> {
    /// The form.
    pub form: &'a Form,
    /// The policy that judges it.
    pub policy: &'a Policy,
}

impl<'a> Batch<'a> {
    /// A batch all judged by one policy, not declared complete.
    pub fn of(forms: &'a [Form], policy: &'a Policy) -> Self {
        let members = forms.iter().map(|form| Member { form, policy }).collect();
        Batch { members, declared_complete: false }
    }

    /// The project forms of the unit and year of a form, with their index.
    pub fn projects_beside(&self, form: &Form) -> Vec<(usize, &'a Form)> {
        let unit = model::text::fold(form.text(Field::Unit));
        let same_year = |other: &Form| match (form.year, other.year) {
            (Some(year), Some(other)) => year == other,
            _ => true,
        };
        let members = self.members.iter().enumerate().map(|(index, member)| (index, member.form));
        members
            .filter(|(_, other)| other.kind == FormKind::Project && same_year(other))
            .filter(|(_, other)| model::text::fold(other.text(Field::Unit)) == unit)
            .collect()
    }
}
