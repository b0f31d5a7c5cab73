//! What a form holds that its author did not mean as content, or that nobody can read: hints of the
//! template, date serials, unfilled and damaged targets. One note a form each; nothing is mended.

use model::target::Kind;
use model::{Column, Finding, Form, Indicator, Text};

use super::labels::Labels;
use super::notes::{BARE_TARGET, DAMAGED_TARGET, DATE_SERIAL, HINT_LEFT};
use crate::notes::Note;

/// Takes the template's hints out of the fields (they are no content; the note quotes them).
pub fn take_hints(form: &mut Form, labels: &Labels) -> Option<Finding> {
    let mut hints: Vec<Text> = Vec::new();
    for text in form.fields.values_mut().filter(|text| labels.is_hint(&text.text)) {
        hints.push(text.clone());
        text.text.clear();
    }
    let (left, rest) = std::mem::take(&mut form.unknown)
        .into_iter()
        .partition(|(_, text): &(String, Text)| labels.is_hint(&text.text));
    form.unknown = rest;
    hints.extend(left.into_iter().map(|(_, text): (String, Text)| text));
    note(&HINT_LEFT, &hints)
}

/// Notes on targets that cannot be taken as they stand.
pub fn targets(form: &Form) -> impl Iterator<Item = Finding> {
    let written = |holds: fn(&Indicator) -> bool| -> Vec<Text> {
        let rows = form.indicators.iter().filter(|row| holds(row));
        rows.filter_map(|row| row.cells.get(&Column::Target).cloned()).collect()
    };
    let found = [
        (&DATE_SERIAL, written(|row| row.target.suspect_date_serial())),
        (&BARE_TARGET, written(|row| row.target.kind == Kind::Skeleton)),
        (&DAMAGED_TARGET, written(|row| row.target.kind == Kind::Unreadable)),
    ];
    found.into_iter().filter_map(|(kind, texts)| note(kind, &texts))
}

/// One note for all places: it stands at the first and counts the rest.
fn note(note: &Note, texts: &[Text]) -> Option<Finding> {
    let first = texts.first()?;
    let quotes: Vec<String> = texts.iter().map(|text| format!("“{}”", text.text)).collect();
    let message = format!("{}，共 {} 处：{}", note.name, texts.len(), quotes.join("、"));
    Some(note.finding(message, first.place.clone(), &first.text))
}
