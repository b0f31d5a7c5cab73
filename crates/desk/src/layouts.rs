//! Which official form a declaration is filled in on, and the form made to fit it.

use std::sync::Arc;

use model::Form;
use office::lay_out::settle;
use policy::{Layout, Policy};

/// The official form of a declaration: its own, else the pack's first of its kind. A list of many
/// projects is no form to fill in.
pub fn layout_of<'p>(policy: &'p Policy, form: &Form) -> Option<&'p Arc<Layout>> {
    let single = || policy.layouts().iter().filter(|layout| !layout.many);
    let own = single().find(|layout| Some(&layout.key) == form.layout.as_ref());
    own.or_else(|| single().find(|layout| layout.kind == form.kind))
}

/// Makes a form what its official form shows, every cell with a place of its own. `whole` names
/// what it belongs to: forms of one unit are one whole, so that one cause is one answer.
pub(crate) fn settled(policy: &Policy, form: &mut Form, whole: &str) {
    let Some(layout) = layout_of(policy, form) else { return };
    form.layout = Some(layout.key.clone());
    settle(layout, form, &whole.into(), 1);
}
