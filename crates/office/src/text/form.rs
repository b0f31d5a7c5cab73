//! From items to tables: where a form begins, its head, its indicator tables, and what is below.
//!
//! A form runs from its title to the next title. Inside it the runs of column labels
//! ([`columns`]) divide head from indicators; the first closing word (总分, 合计, 备注, 注 …) ends
//! them. Without any run of column labels there are only labels and values.

use std::ops::Range;

use model::form::NamedColumn;

use super::align;
use super::class::Class;
use super::columns::{self, Columns};
use super::head;
use super::item::{Gap, Item, Sheet};
use super::labels::{Kind, Labels};
use super::source::{Piece, Token};
use super::table::{Placed, Row, Section};
use crate::{Budget, ReadError};

/// Reads the items of one region.
///
/// # Errors
/// [`ReadError::TooLarge`] when time is up.
pub fn read(
    sheet: &Sheet<'_>,
    labels: &Labels,
    budget: &Budget,
) -> Result<Vec<Section>, ReadError> {
    let mut sections = Vec::new();
    for range in forms(sheet, labels) {
        one(sheet, range, labels, budget, &mut sections)?;
    }
    Ok(sections)
}

/// From title to title. A title repeated before any label belongs to the same form.
fn forms(sheet: &Sheet<'_>, labels: &Labels) -> Vec<Range<usize>> {
    let mut starts = vec![0];
    let mut has_labels = false;
    for (at, item) in sheet.items.iter().enumerate() {
        let text = item.text();
        if labels.is_title(&text) {
            if has_labels {
                starts.push(at);
            }
            has_labels = false;
        }
        has_labels |= !item.kinds.is_empty();
    }
    let ends = starts.iter().skip(1).copied().chain([sheet.items.len()]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

fn one(
    sheet: &Sheet<'_>,
    form: Range<usize>,
    labels: &Labels,
    budget: &Budget,
    sections: &mut Vec<Section>,
) -> Result<(), ReadError> {
    let items = &sheet.items[..form.end];
    let first = columns::find(items, form.start, labels);
    let head_end = first.as_ref().map_or(form.end, |run| run.start);
    let start = head::lines(sheet, form.start..head_end, labels, sections);
    let mut rows = head::rows(sheet, start..head_end, labels, budget)?;
    let mut uncut = Vec::new();
    let mut next = first;
    while let Some(run) = next {
        let head = columns::columns(&items[run.clone()], labels);
        next = columns::find(items, run.end, labels);
        let limit = next.as_ref().map_or(form.end, |run| run.start);
        let end = closing(sheet, run.end..limit, labels);
        rows.extend(head.rows.iter().cloned());
        uncut.extend(body(sheet, run.end..end, &head, budget, &mut rows)?);
        tail(sheet, end..limit, &head, labels, &mut rows);
    }
    rows.retain(|row| row.iter().any(|placed| !placed.token.is_blank()));
    if !rows.is_empty() {
        sections.push(Section::Table(rows));
    }
    sections.extend(uncut.into_iter().map(Section::Uncut));
    Ok(())
}

/// Where what is below the indicators begins.
fn closing(sheet: &Sheet<'_>, range: Range<usize>, labels: &Labels) -> usize {
    let ends = |at: &usize| {
        let item = &sheet.items[*at];
        (!sheet.rows_known || item.gap == Gap::Row) && is_closing(&item.text(), labels)
    };
    range.clone().find(ends).unwrap_or(range.end)
}

fn is_closing(text: &str, labels: &Labels) -> bool {
    let before = text.split([':', '：']).next().unwrap_or(text);
    labels.is(text, |kind| kind == Kind::End)
        || (before != text && labels.is(before, |kind| kind == Kind::End))
}

/// Indicator rows; filler and the remains of lost labels stand in rows of their own. Gives back
/// the glued text that stands in no row.
fn body(
    sheet: &Sheet<'_>,
    range: Range<usize>,
    head: &Columns,
    budget: &Budget,
    rows: &mut Vec<Row>,
) -> Result<Vec<Piece>, ReadError> {
    let mut uncut = Vec::new();
    let mut start = range.start;
    for at in range.clone() {
        let item = &sheet.items[at];
        let filler = is_filler(&item.text());
        if filler || item.class == Class::Uncut {
            indicators(sheet, start..at, head, budget, rows)?;
            start = at + 1;
        }
        if filler {
            rows.push(note(item.token.clone(), head));
        } else if item.class == Class::Uncut {
            uncut.extend(item.token.pieces.iter().cloned());
        }
    }
    indicators(sheet, start..range.end, head, budget, rows)?;
    Ok(uncut)
}

/// `……`, or a lone `(50分)` where the vertical name of a level-1 class was lost.
pub fn is_filler(text: &str) -> bool {
    let key = model::text::label_key(text);
    let dots = !key.is_empty() && key.chars().all(|c| matches!(c, '…' | '.' | '·' | '。'));
    let points = key.strip_prefix('(').and_then(|rest| rest.strip_suffix("分)"));
    dots || points.is_some_and(|points| points.chars().all(|c| c.is_ascii_digit() || c == '.'))
}

/// A row that is no indicator: one cell across the table.
fn note(token: Token, head: &Columns) -> Row {
    vec![Placed { column: 0, span: head.kinds.len().max(1), token }]
}

fn indicators(
    sheet: &Sheet<'_>,
    range: Range<usize>,
    head: &Columns,
    budget: &Budget,
    rows: &mut Vec<Row>,
) -> Result<(), ReadError> {
    let items = &sheet.items[range];
    let side = usize::from(head.side);
    let aligned = align::rows(items, &head.kinds[side..], sheet.rows_known, budget)?;
    for row in aligned {
        let mut cells: Row = vec![Placed::new(0, Token::default()); side];
        for (column, cell) in row.cells.into_iter().enumerate() {
            cells.push(Placed::new(side + column, sheet.join(&items[cell])));
        }
        rows.push(cells);
    }
    Ok(())
}

/// What stands below the indicators: a label and its values a row, totals under their columns.
fn tail(
    sheet: &Sheet<'_>,
    range: Range<usize>,
    head: &Columns,
    labels: &Labels,
    rows: &mut Vec<Row>,
) {
    let mut at = range.start;
    while at < range.end {
        let starts = |next: &usize| {
            let item = &sheet.items[*next];
            let text = item.text();
            (item.gap == Gap::Row || (!sheet.rows_known && item.gap != Gap::Glued))
                && (is_closing(&text, labels)
                    || labels.is(&text, |kind| matches!(kind, Kind::Field(_))))
        };
        let end = (at + 1..range.end).find(starts).unwrap_or(range.end);
        rows.push(tail_row(sheet, at..end, head));
        at = end;
    }
}

fn tail_row(sheet: &Sheet<'_>, range: Range<usize>, head: &Columns) -> Row {
    let label = &sheet.items[range.start];
    let values: Vec<&Item> =
        sheet.items[range.start + 1..range.end].iter().filter(|item| !item.is_blank()).collect();
    let numbers =
        values.iter().take_while(|item| matches!(item.class, Class::Small | Class::Number)).count();
    let side = usize::from(head.side);
    if values.first().is_some_and(|item| item.gap == Gap::Glued) {
        // Digits of two columns may run together.
        return note(sheet.join(&sheet.items[range]), head);
    }
    let mut row = vec![Placed::new(side, label.token.clone())];
    let scores: Vec<usize> = (0..head.kinds.len())
        .filter(|c| matches!(head.kinds[*c], Some(NamedColumn::Weight | NamedColumn::Score)))
        .collect();
    if numbers == 0 || numbers > scores.len() {
        let rest = sheet.join(&sheet.items[range.start + 1..range.end]);
        if !rest.is_blank() {
            row.push(Placed::new(side + 1, rest));
        }
        return row;
    }
    for (item, column) in values.iter().zip(&scores).take(numbers) {
        row.push(Placed::new(*column, item.token.clone()));
    }
    let rest: Vec<Item> = values[numbers..].iter().map(|item| (*item).clone()).collect();
    if !rest.is_empty() {
        let after = row.last().map_or(side, |placed| placed.column) + 1;
        row.push(Placed::new(after, sheet.join(&rest)));
    }
    row
}
