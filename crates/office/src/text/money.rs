//! Money: columns of amounts under a head, and two series of amounts side by side.
//!
//! ```text
//! 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分      项目资金总额 甲 年度资金申请总额 乙
//! 年度资金总额: 52 52 51.6 10 99.2% 9.9                        其中：财政资金 甲 其中：当年财政拨款 乙
//! 其中:本年财政拨款 50 50 49.6 - -                              上年结转资金 乙
//! ```
//! Amounts are put under their columns by what they look like, as indicator values are. In the
//! second shape a label without a partner belongs to the right-hand, annual series.

use std::ops::Range;

use model::form::{Field, RowKind};

use super::class::Class;
use super::head::{is_label, is_money};
use super::item::{Gap, Item, Sheet};
use super::labels::{Kind, Labels};
use super::source::Token;
use super::table::{Placed, Row};

/// A money table and where it ends.
pub struct Table {
    /// Rows without the side label, labels in column 1.
    rows: Vec<Row>,
    /// The first item after it.
    pub end: usize,
}

impl Table {
    /// The rows, with the side label in the first of them.
    pub fn rows(mut self, section: Option<Token>) -> Vec<Row> {
        if let (Some(section), Some(first)) = (section, self.rows.first_mut()) {
            first.insert(0, Placed::new(0, section));
        }
        self.rows
    }
}

/// The money table that begins at the start of the range, if one does; `series` tells whether two
/// series of amounts may begin there.
pub fn table(
    sheet: &Sheet<'_>,
    range: Range<usize>,
    labels: &Labels,
    series: bool,
) -> Option<Table> {
    let under_head = under_head(sheet, range.clone());
    under_head.or_else(|| if series { two_series(sheet, range, labels) } else { None })
}

fn under_head(sheet: &Sheet<'_>, range: Range<usize>) -> Option<Table> {
    let run = run(sheet, range.clone())?;
    let kinds: Vec<RowKind> = run.iter().map(|at| kind(&sheet.items[*at])).collect();
    let columns = kinds.len();
    let mut rows = Vec::new();
    let heads = run.iter().zip(2..);
    rows.push(
        heads.map(|(at, column)| Placed::new(column, sheet.items[*at].token.clone())).collect(),
    );
    let mut at = run[columns - 1] + 1;
    while at < range.end {
        if sheet.items[at].is_blank() {
            at += 1;
            continue;
        }
        let fund = sheet.items[at].is(|kind| kind == Kind::Fund);
        if !fund || sheet.items[at].is(is_goal) {
            break;
        }
        let end = (at + 1..range.end).find(|next| is_label(sheet, *next)).unwrap_or(range.end);
        rows.push(amounts(sheet, at..end, &kinds));
        at = end;
    }
    Some(Table { rows, end: at })
}

fn is_goal(kind: Kind) -> bool {
    matches!(kind, Kind::Field(Field::Goal | Field::MediumGoal | Field::GoalActual))
}

/// At least two labels of amounts in a row, one of them an amount of money.
fn run(sheet: &Sheet<'_>, range: Range<usize>) -> Option<Vec<usize>> {
    let mut run = Vec::new();
    for at in range {
        let item = &sheet.items[at];
        if item.is_blank() && !run.is_empty() {
            continue;
        }
        if !item.is(is_money) {
            break;
        }
        run.push(at);
    }
    let money = run.iter().filter(|at| kind(&sheet.items[**at]).is_money()).count();
    let alone = run.len() == 1 && sheet.rows_known && heads_funds(sheet, run[0]);
    ((run.len() >= 2 || alone) && money >= 1).then_some(run)
}

/// Whether a label of amounts ends its row and a source of money begins the next.
fn heads_funds(sheet: &Sheet<'_>, at: usize) -> bool {
    let ends_row = |next: &Item| next.gap == Gap::Row;
    let next = sheet.items.get(at + 1).filter(|next| ends_row(next));
    sheet.items[at].gap == Gap::Blank && next.is_some_and(|next| next.is(|kind| kind == Kind::Fund))
}

fn kind(item: &Item) -> RowKind {
    let kinds = &item.kinds;
    let found = kinds.iter().find_map(|kind| match kind {
        Kind::Money(row) => Some(*row),
        _ => None,
    });
    found.unwrap_or(RowKind::Initial)
}

/// A label and its amounts, each under its column.
fn amounts(sheet: &Sheet<'_>, range: Range<usize>, kinds: &[RowKind]) -> Row {
    let mut row = vec![Placed::new(1, sheet.items[range.start].token.clone())];
    let values = &sheet.items[range.start + 1..range.end];
    let glued = values.iter().any(|item| item.gap == Gap::Glued);
    if glued && kinds.len() > 1 {
        // Digits of several columns run together: whose they are cannot be told.
        row[0] =
            Placed { column: 0, span: kinds.len() + 2, token: sheet.join(&sheet.items[range]) };
        return row;
    }
    for (column, cell) in kinds.iter().zip(place(values, kinds)).enumerate() {
        let (_, cell) = cell;
        row.push(Placed::new(column + 2, sheet.join(&values[cell])));
    }
    row
}

/// The cheapest way to put the values under the columns, in order.
fn place(values: &[Item], kinds: &[RowKind]) -> Vec<Range<usize>> {
    const NEVER: u32 = u32::MAX / 4;
    let count = values.len();
    let mut table = vec![vec![(NEVER, 0usize); count + 1]; kinds.len() + 1];
    table[0][0] = (0, 0);
    for (column, kind) in kinds.iter().enumerate() {
        for before in 0..=count {
            let base = table[column][before].0;
            if base >= NEVER {
                continue;
            }
            let last = column + 1 == kinds.len();
            let most = if last { count - before } else { (count - before).min(8) };
            for take in 0..=most {
                let price = base + price(&values[before..before + take], *kind);
                let slot = &mut table[column + 1][before + take];
                if price < slot.0 {
                    *slot = (price, take);
                }
            }
        }
    }
    let mut cells = Vec::new();
    let mut end = count;
    for column in (1..=kinds.len()).rev() {
        let start = end - table[column][end].1;
        cells.push(start..end);
        end = start;
    }
    cells.reverse();
    cells
}

fn price(cell: &[Item], kind: RowKind) -> u32 {
    let filled: Vec<&Item> = cell.iter().filter(|item| !item.is_blank()).collect();
    let Some(first) = filled.first() else {
        let missing = match kind {
            RowKind::Reason => 0,
            RowKind::Weight | RowKind::Rate | RowKind::Score => 1,
            _ => 3,
        };
        return if cell.is_empty() { missing } else { 2 * (cell.len() as u32 - 1) };
    };
    let numeric = matches!(first.class, Class::Small | Class::Number);
    let fits = match (kind, first.class) {
        (RowKind::Reason, _) => {
            if numeric {
                6
            } else {
                0
            }
        }
        (RowKind::Rate, Class::Quantity) => 0,
        (RowKind::Rate, _) => 2,
        (RowKind::Weight | RowKind::Score, Class::Small | Class::Dash) => 0,
        (RowKind::Weight | RowKind::Score, _) => 5,
        (_, Class::Small | Class::Number) => 0,
        (_, Class::Quantity) => {
            if first.text().ends_with(['%', '％']) {
                5
            } else {
                0
            }
        }
        (_, Class::Dash) => 3,
        _ => 3,
    };
    fits + 4 * (cell.len() as u32 - 1)
}

/// Two totals, each with its amount: over all years on the left, of this year on the right.
fn two_series(sheet: &Sheet<'_>, range: Range<usize>, labels: &Labels) -> Option<Table> {
    if sheet.rows_known {
        return None;
    }
    let pairs = pairs(sheet, range);
    let [left, right, ..] = pairs.as_slice() else { return None };
    let total = |pair: &Range<usize>| sheet.items[pair.start].is(|kind| kind == Kind::Total);
    if !total(left) || !total(right) {
        return None;
    }
    let mut rows = Vec::new();
    let mut at = 0;
    while at < pairs.len() {
        let partner = pairs
            .get(at + 1)
            .filter(|next| fund(sheet, &pairs[at], labels) == fund(sheet, next, labels));
        let cells = |pair: &Range<usize>, column| {
            [
                Placed::new(column, sheet.items[pair.start].token.clone()),
                Placed::new(column + 1, sheet.join(&sheet.items[pair.start + 1..pair.end])),
            ]
        };
        match partner {
            Some(next) => {
                rows.push(cells(&pairs[at], 1).into_iter().chain(cells(next, 3)).collect());
                at += 2;
            }
            None => {
                rows.push(cells(&pairs[at], 3).into_iter().collect());
                at += 1;
            }
        }
    }
    let end = pairs.last().map_or(0, |pair| pair.end);
    Some(Table { rows, end })
}

/// Labels of money with their values, as long as they follow one another.
fn pairs(sheet: &Sheet<'_>, range: Range<usize>) -> Vec<Range<usize>> {
    let mut pairs = Vec::new();
    let mut at = range.start;
    while at < range.end && sheet.items[at].is(|kind| kind == Kind::Fund) && is_label(sheet, at) {
        let end = (at + 1..range.end).find(|next| is_label(sheet, *next)).unwrap_or(range.end);
        pairs.push(at..end);
        at = end;
    }
    pairs
}

/// Which source of money a label names: total, fiscal, other, or its own words.
fn fund(sheet: &Sheet<'_>, pair: &Range<usize>, labels: &Labels) -> String {
    labels.fund(&sheet.items[pair.start].text())
}
