//! Which layout a form was made with.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use model::form::NamedColumn;
use model::{Column, Field, Finding, Form};
use policy::layout::Binding;
use policy::{Layout, Policy};

use super::labels::Labels;
use super::notes::{LAYOUT_DEVIATION, NO_AMOUNT, UNKNOWN_LAYOUT};

/// Share of common labels, in per cent, from which a form is taken to follow a layout.
const ALIKE: usize = 90;

/// The day to look rules up for when nobody names one: all that is in force without an end.
pub fn latest() -> NaiveDate {
    NaiveDate::MAX
}

/// The day whose rules judge a budget year's form.
pub fn first_day(year: Option<i32>) -> NaiveDate {
    year.and_then(|year| NaiveDate::from_ymd_opt(year, 1, 1)).unwrap_or_else(latest)
}

/// A layout with what it prints, by meaning.
#[derive(Debug)]
pub struct Known {
    layout: Arc<Layout>,
    labels: BTreeMap<String, String>,
}

/// The layouts of a policy, made ready for comparing.
pub fn known(policy: &Policy, labels: &Labels) -> Vec<Known> {
    let known = |layout: &Arc<Layout>| Known {
        layout: layout.clone(),
        labels: by_meaning(layout.label_keys(), labels),
    };
    policy.layouts().iter().map(known).collect()
}

/// Finds the layout with the most labels in common, and settles what depends on it.
///
/// `printed` are the labels of the form by meaning, see [`by_meaning`].
pub fn assign(
    form: &mut Form,
    printed: &BTreeMap<String, String>,
    layouts: &[Known],
    index: usize,
    findings: &mut Vec<Finding>,
) {
    let likeness = |known: &Known| likeness(&known.labels, printed);
    let columns = filled_columns(form);
    let fits = |known: &&Known| known.layout.kind == form.kind && has_room(&known.layout, &columns);
    let best = layouts.iter().filter(fits).max_by_key(|known| likeness(known));
    let place = form.place(Field::Title).cloned();
    let title = form.text(Field::Title).to_owned();
    let note = match best {
        Some(known) if likeness(known) >= ALIKE => {
            form.layout = Some(known.layout.key.clone());
            settle_unit(form, &known.layout);
            deviation(known, printed)
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
    // A deviation of the template is said once a file.
    let said = |note: &Finding| findings.iter().any(|old| old.message == note.message);
    let note = note.filter(|note| note.code != LAYOUT_DEVIATION.code || !said(note));
    let found = note.into_iter().chain(unread).collect::<Vec<_>>().into_iter();
    findings.extend(found.map(|finding| Finding { form: Some(index), ..finding }));
}

/// The columns that the form fills in.
fn filled_columns(form: &Form) -> BTreeSet<Column> {
    let cells = form.indicators.iter().flat_map(|row| &row.cells);
    cells.filter(|(_, text)| !text.is_blank()).map(|(column, _)| *column).collect()
}

/// Whether the layout has all these columns.
fn has_room(layout: &Layout, columns: &BTreeSet<Column>) -> bool {
    columns.iter().all(|column| match column {
        Column::Named(NamedColumn::Block) => true,
        Column::Named(name) => layout.binds(&Binding::Column(*name)),
        Column::Year(_) => layout.binds(&Binding::YearBack(1)),
    })
}

/// Labels by what they mean, so that 当年财政拨款 and 本年财政拨款 are one.
pub fn by_meaning(
    keys: impl IntoIterator<Item = String>,
    labels: &Labels,
) -> BTreeMap<String, String> {
    keys.into_iter().map(|key| (labels.meaning(&key), key)).collect()
}

/// Twice the common labels over all labels, in per cent.
fn likeness(own: &BTreeMap<String, String>, printed: &BTreeMap<String, String>) -> usize {
    let common = own.keys().filter(|meaning| printed.contains_key(*meaning)).count();
    200 * common / (own.len() + printed.len()).max(1)
}

fn settle_unit(form: &mut Form, layout: &Layout) {
    for row in &mut form.money {
        if row.amounts.values().any(|amount| amount.unit_assumed) {
            row.reread(layout.money_unit, true);
        }
    }
}

fn deviation(known: &Known, printed: &BTreeMap<String, String>) -> Option<String> {
    let Known { layout, labels: own } = known;
    let without = |these: &BTreeMap<String, String>, those: &BTreeMap<String, String>| {
        let rest = these.iter().filter(|(meaning, _)| !those.contains_key(*meaning));
        rest.map(|(_, key)| format!("“{key}”")).collect::<String>()
    };
    let (missing, more) = (without(own, printed), without(printed, own));
    match (missing.is_empty(), more.is_empty()) {
        (true, true) => None,
        (false, true) => Some(format!("表上没有版式“{}”的{missing}", layout.name)),
        (true, false) => Some(format!("表上比版式“{}”多出{more}", layout.name)),
        (false, false) => Some(format!("与版式“{}”相比，少了{missing}，多了{more}", layout.name)),
    }
}

fn guesses(form: &Form) -> String {
    let filled = form.fields.iter().filter(|(_, text)| !text.is_blank());
    let names: Vec<&str> = filled.map(|(field, _)| field.chinese()).collect();
    format!("按文字标签读出{}，以及 {} 行指标", names.join("、"), form.indicators.len())
}

/// Blank, or a mark that stands for nothing; such cells are the checks' business.
fn is_mark(text: &str) -> bool {
    let marks = ['…', '.', '—', '-', '－', '/', '／', '*', '无', '·', '–', '─'];
    model::text::fold(text).chars().all(|c| marks.contains(&c))
}
