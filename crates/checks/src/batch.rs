//! The forms looked at together, each with the policy that judges it.
//!
//! A batch is what one unit hands in: ties between forms are only drawn within it.

use std::collections::BTreeMap;

use model::{Field, Form};
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
}

/// Whose forms a batch holds, counted once for all checks.
#[derive(Debug, Default)]
pub(crate) struct Units {
    /// Folded name for each form; empty where the form names none.
    pub names: Vec<String>,
    /// Forms of each name.
    pub counts: BTreeMap<String, usize>,
}

impl Units {
    /// Of a batch.
    pub(crate) fn of(batch: &Batch<'_>) -> Self {
        let folded = |member: &Member<'_>| model::text::fold(member.form.text(Field::Unit));
        let names: Vec<String> = batch.members.iter().map(folded).collect();
        let mut counts = BTreeMap::new();
        for name in names.iter().filter(|name| !name.is_empty()) {
            *counts.entry(name.clone()).or_default() += 1;
        }
        Units { names, counts }
    }
}
