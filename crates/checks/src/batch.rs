//! The forms looked at together, each with the policy that judges it.
//!
//! A batch is what one unit hands in: ties between forms are only drawn within it.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use model::{Field, Form};
use policy::Policy;

use crate::local::Values;
use crate::neighbours::{Goals, Rows};
use crate::peers::Peer;
use crate::tidy::Found;

/// Forms of one submission.
#[derive(Debug, Clone, Default)]
pub struct Batch<'a> {
    /// The forms, in reading order.
    pub members: Vec<Member<'a>>,
    /// Whether the user declares that every form of the unit is here (rule R4).
    pub declared_complete: bool,
    /// Forms of earlier years, to compare with; never judged themselves.
    pub past: Vec<&'a Form>,
    /// What projects of other units state, to compare with; never judged themselves.
    pub peers: Vec<&'a Peer>,
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
        Batch { members, ..Batch::default() }
    }
}

/// Whose forms a batch holds, counted once for all checks.
#[derive(Debug, Default)]
pub(crate) struct Units {
    /// Folded name for each form; empty where the form names none.
    pub names: Vec<String>,
    /// Forms of each name.
    pub counts: BTreeMap<String, usize>,
    /// File each form was read from; `None` for a form that comes from no file.
    pub files: Vec<Option<Arc<str>>>,
    /// How the forms are written.
    pub tidy: Found,
    /// The forms as values, for local checks.
    pub values: Vec<OnceCell<Values>>,
    /// Rows of all units by name.
    pub rows: OnceCell<Rows>,
    /// Goals of all units by what they share.
    pub goals: OnceCell<Goals>,
    /// Forms of each name in each file.
    by_file: BTreeMap<Option<Arc<str>>, BTreeMap<String, usize>>,
}

impl Units {
    /// Of a batch.
    pub(crate) fn of(batch: &Batch<'_>) -> Self {
        let folded = |member: &Member<'_>| model::text::fold(member.form.text(Field::Unit));
        let names: Vec<String> = batch.members.iter().map(folded).collect();
        let files: Vec<_> = batch.members.iter().map(|member| file_of(member.form)).collect();
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        let mut by_file: BTreeMap<_, BTreeMap<String, usize>> = BTreeMap::new();
        for (name, file) in names.iter().zip(&files) {
            let in_file = by_file.entry(file.clone()).or_default();
            if !name.is_empty() {
                *in_file.entry(name.clone()).or_default() += 1;
                *counts.entry(name.clone()).or_default() += 1;
            }
        }
        let values = batch.members.iter().map(|_| OnceCell::new()).collect();
        Units { names, counts, files, tidy: Found::of(batch), values, by_file, ..Units::default() }
    }

    /// Forms of each name among those of a form's file.
    pub(crate) fn counts_in_file(&self, index: usize) -> &BTreeMap<String, usize> {
        &self.by_file[&self.files[index]]
    }
}

/// The file a form was read from, told by the first field that has a place.
fn file_of(form: &Form) -> Option<Arc<str>> {
    let fields = form.fields.values();
    let cells = form.indicators.iter().flat_map(|row| row.cells.values());
    let place = fields.chain(cells).find_map(|text| text.place.as_ref())?;
    Some(place.file.clone())
}
