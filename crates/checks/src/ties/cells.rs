//! Every number of every cell as a node.
//!
//! Reads cells; relates nothing. Weights, scores and labels printed by the form are no numbers of
//! its matter and are left out.

use model::form::TaskColumn;
use model::target::Comparator;
use model::{Column, Decimal, Field, Form, Fund, Indicator, Path, RowKind};

use super::book::Book;
use crate::numbers::{Printed, printed};

/// Fields whose sentences are read.
const FIELDS: [Field; 6] = [
    Field::Goal,
    Field::MediumGoal,
    Field::Content,
    Field::Basis,
    Field::GoalActual,
    Field::Remark,
];

/// Makes the nodes of a form.
pub(super) fn collect(form: &Form, index: usize, book: &mut Book) {
    for row in form.money.iter().filter(|row| row.row.is_money()) {
        for (fund, amount) in &row.amounts {
            if amount.money.is_some() {
                book.amount(form, index, row.row, fund);
            }
        }
    }
    for field in FIELDS {
        let text = form.text(field);
        for number in printed(text) {
            book.number(form, index, &Path::Field(field), &number, 0);
        }
    }
    for (row, task) in form.tasks.iter().enumerate() {
        for (column, text) in &task.cells {
            for number in printed(&text.text).iter().filter(|_| *column != TaskColumn::Name) {
                book.number(form, index, &Path::Task(row, *column), number, 0);
            }
        }
    }
    for (at, row) in form.indicators.iter().enumerate() {
        for column in row.cells.keys().filter(|column| holds_numbers(**column)) {
            for number in numbers(row, *column) {
                book.number(form, index, &Path::Indicator(at, *column), &number, 0);
            }
        }
    }
}

fn holds_numbers(column: Column) -> bool {
    let read = [Column::Target, Column::Mean, Column::Actual];
    matches!(column, Column::Year(_)) || read.contains(&column)
}

/// The numbers of a cell of an indicator row; a target that is one bare number takes the unit and
/// the comparator from their own columns.
pub(crate) fn numbers(row: &Indicator, column: Column) -> Vec<Printed> {
    let mut numbers = printed(row.text(column));
    let target = match column {
        Column::Target => Some(&row.target),
        Column::Actual => row.actual.as_ref(),
        _ => None,
    };
    let (Some(target), [only]) = (target, &mut numbers[..]) else { return numbers };
    let Some(value) = target.value.filter(|_| only.unit().is_empty()) else { return numbers };
    let factor = match only.value().is_zero() {
        true => Decimal::ONE,
        false => value.checked_div(only.value()).unwrap_or(Decimal::ONE),
    };
    only.step = only.step.checked_mul(factor).unwrap_or(only.step);
    only.quantity.value = value;
    only.quantity.unit.clone_from(&target.unit);
    only.quantity.comparator = target.comparator;
    only.loose |= !matches!(target.comparator, Comparator::Equal | Comparator::Unstated);
    numbers
}

/// The words before a number in its clause; a remark in brackets between them is left out:
/// 缴费人数（含政府代缴）3.25万人 counts 缴费人数. `start` is its first character in the text.
pub(super) fn label(text: &str, number: &Printed, start: usize) -> String {
    let label = &number.quantity.label;
    if label == "计" {
        return String::new();
    }
    if !label.contains([')', '）']) || label.contains(['(', '（']) {
        return label.clone();
    }
    let mut words: Vec<char> = Vec::new();
    let mut depth = 0usize;
    for c in text.chars().take(start) {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            '，' | ',' | '；' | ';' | '。' | '\n' if depth == 0 => words.clear(),
            c if depth == 0 => words.push(c),
            _ => {}
        }
    }
    model::text::fold(&words.into_iter().collect::<String>())
}

/// The total of the row that says what a form asks for.
pub(super) fn budget(form: &Form, index: usize, book: &mut Book) -> Option<usize> {
    let row: RowKind = form.funds()?.row;
    Some(book.amount(form, index, row, &Fund::Total))
}
