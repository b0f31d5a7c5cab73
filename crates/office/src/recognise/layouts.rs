//! Which layout a form was made with.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use model::{Finding, Form};
use policy::{Layout, Policy};

use super::notes::{LAYOUT_DEVIATION, NO_AMOUNT, UNKNOWN_LAYOUT};

/// Share of common labels, in per cent, from which a form is taken to follow a layout.
const ALIKE: usize = 80;

/// The day to look rules up for when nobody names one: all that is in force without an end.
pub fn latest() -> NaiveDate {
    NaiveDate::MAX
}

/// The day whose rules judge a budget year's form.
pub fn first_day(year: Option<i32>) -> NaiveDate {
    year.and_then(|year| NaiveDate::from_ymd_opt(year, 1, 1)).unwrap_or_else(latest)
}

/// Finds the layout with the most labels in common, and settles what depends on it.
pub fn assign(
    form: &mut Form,
    printed: &[String],
    policy: &Policy,
    index: usize,
    findings: &mut Vec<Finding>,
) {
    let printed: BTreeSet<String> = printed.iter().cloned().collect();
    let same_kind = policy.layouts().iter().filter(|layout| layout.kind == form.kind);
    let best = same_kind.max_by_key(|layout| likeness(layout, &printed));
    let place = form.place(model::Field::Title).cloned();
    let title = form.text(model::Field::Title).to_owned();
    let note = match best {
        Some(layout) if likeness(layout, &printed) >= ALIKE => {
            form.layout = Some(layout.key.clone());
            settle_unit(form, layout);
            deviation(layout, &printed)
                .map(|message| LAYOUT_DEVIATION.finding(message, place, &title))
        }
        _ => Some(UNKNOWN_LAYOUT.finding(guesses(form), place, &title)),
    };
    let amounts =
        form.money.iter().filter(|row| row.row.is_money()).flat_map(|row| row.amounts.values());
    let unread = amounts.filter(|amount| amount.money.is_none() && !is_mark(&amount.text.text));
    let unread = unread.map(|amount| {
        let text = &amount.text.text;
        NO_AMOUNT.finding(format!("“{text}”不是一个金额"), amount.text.place.clone(), text)
    });
    let found = note.into_iter().chain(unread);
    findings.extend(found.map(|finding| Finding { form: Some(index), ..finding }));
}

/// Twice the common labels over all labels, in per cent.
fn likeness(layout: &Layout, printed: &BTreeSet<String>) -> usize {
    let own = layout.label_keys();
    let common = own.intersection(printed).count();
    200 * common / (own.len() + printed.len()).max(1)
}

fn settle_unit(form: &mut Form, layout: &Layout) {
    for row in &mut form.money {
        if row.amounts.values().any(|amount| amount.unit_assumed) {
            row.reread(layout.money_unit, true);
        }
    }
}

fn deviation(layout: &Layout, printed: &BTreeSet<String>) -> Option<String> {
    let own = layout.label_keys();
    let list =
        |keys: Vec<&String>| keys.iter().map(|key| format!("“{key}”")).collect::<Vec<_>>().join("");
    let missing = list(own.difference(printed).collect());
    let more = list(printed.difference(&own).collect());
    match (missing.is_empty(), more.is_empty()) {
        (true, true) => None,
        (false, true) => Some(format!("表上没有版式“{}”的{missing}", layout.name)),
        (true, false) => Some(format!("表上比版式“{}”多出{more}", layout.name)),
        (false, false) => Some(format!("与版式“{}”相比，少了{missing}，多了{more}", layout.name)),
    }
}

fn guesses(form: &Form) -> String {
    let fields: Vec<String> = form
        .fields
        .iter()
        .filter(|(_, text)| !text.is_blank())
        .map(|(field, _)| field.to_string())
        .collect();
    format!(
        "按标签读出 {} 个字段、{} 行指标（{}）",
        fields.len(),
        form.indicators.len(),
        fields.join("、")
    )
}

/// Blank, or a mark that stands for nothing; such cells are the checks' business.
fn is_mark(text: &str) -> bool {
    let marks = ['…', '.', '—', '-', '－', '/', '／', '*', '无', '·', '–', '─'];
    model::text::fold(text).chars().all(|c| marks.contains(&c))
}
