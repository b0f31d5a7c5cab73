//! The forms of a run drawn by their layouts: what every writer and the report page print.

use std::sync::Arc;

use model::Form;
use office::lay_out::{Laid, lay_out};
use policy::Layout;

use crate::Failure;
use crate::load::{Loaded, Policies};

/// Draws every form, by the layout asked for or its own; says which has none.
pub fn draw(
    loaded: &Loaded,
    policies: &Policies,
    asked: Option<&str>,
) -> Result<Vec<Laid>, Failure> {
    let forms = loaded.forms.iter().enumerate();
    let layouts = forms
        .map(|(index, form)| layout(form, layouts_of(loaded, policies, index), asked).map(Some));
    let layouts: Vec<Option<Arc<Layout>>> = layouts.collect::<Result<_, _>>()?;
    Ok(in_runs(loaded, &layouts))
}

/// Draws every form that has a layout and leaves the others out.
pub fn draw_known(loaded: &Loaded, policies: &Policies) -> Vec<Laid> {
    let forms = loaded.forms.iter().enumerate();
    let layouts: Vec<Option<Arc<Layout>>> = forms
        .map(|(index, form)| layout(form, layouts_of(loaded, policies, index), None).ok())
        .collect();
    in_runs(loaded, &layouts)
}

fn layouts_of<'p>(loaded: &Loaded, policies: &'p Policies, index: usize) -> &'p [Arc<Layout>] {
    policies.get(&loaded.packs[index], &loaded.forms[index]).layouts()
}

/// One drawing a form; forms of a list that follow each other share one.
fn in_runs(loaded: &Loaded, layouts: &[Option<Arc<Layout>>]) -> Vec<Laid> {
    let forms: Vec<(usize, &Form)> = loaded.forms.iter().enumerate().collect();
    let mut laid = Vec::new();
    let mut start = 0;
    while start < forms.len() {
        let Some(layout) = &layouts[start] else {
            start += 1;
            continue;
        };
        let same = |other: &&Option<Arc<Layout>>| {
            other.as_ref().is_some_and(|other| other.key == layout.key)
        };
        let run = layouts[start..].iter().take_while(same).count();
        let count = if layout.many { run } else { 1 };
        laid.push(lay_out(layout, &forms[start..start + count]));
        start += count;
    }
    laid
}

/// The layout asked for, else the form's own, else the pack's first of its kind.
fn layout(
    form: &Form,
    layouts: &[Arc<Layout>],
    asked: Option<&str>,
) -> Result<Arc<Layout>, Failure> {
    let by_key = |key: &str| layouts.iter().find(|layout| layout.key == key);
    if let Some(key) = asked {
        let known = || layouts.iter().map(|l| l.key.as_str()).collect::<Vec<_>>().join("、");
        let found = by_key(key);
        return found
            .cloned()
            .ok_or_else(|| Failure::new(format!("没有版式“{key}”，有：{}", known())));
    }
    let own = form.layout.as_deref().and_then(by_key);
    let alike = || layouts.iter().find(|layout| layout.kind == form.kind && !layout.many);
    own.or_else(alike).cloned().ok_or_else(|| {
        let kind = form.kind.chinese();
        Failure::new(format!("没有“{kind}”的版式，请用 --layout 指定一个"))
    })
}
