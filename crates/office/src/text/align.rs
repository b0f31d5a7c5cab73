//! Cuts a run of items into rows under known columns: the cheapest reading wins.
//!
//! ```text
//! 森林火灾受害率 反向 = 0.8 ‰ 15   under  三级 | 性质 | 方向 | 目标值 | 单位 | 分值 | 备注
//! 重大森林火灾次数 正向 = 0 15           (no unit: the score must not slide left)
//! ```
//! Every column tells how well a [`Class`] of text fits it; leaving a column empty, putting two
//! items into one cell, and a row border where the file shows none all have their price. Prices
//! are small whole numbers: ten is "this should not happen".

use std::ops::Range;

use model::form::NamedColumn;

use super::class::Class;
use super::item::{Gap, Item};
use crate::{Budget, ReadError};

/// One row: for each column the items it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aligned {
    /// Items of each column; an empty range is an empty cell.
    pub cells: Vec<Range<usize>>,
}

/// What one column expects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expect {
    /// What the column holds; `None` for a past year.
    pub kind: Option<NamedColumn>,
    /// Whether comparator and unit have columns of their own.
    pub split: bool,
}

/// The most items one row may take beyond its columns, by broken or blank-cut text.
const SLACK: usize = 24;
const NEVER: u32 = u32::MAX / 4;

/// Cuts items into rows. Ranges count from the start of `items`.
///
/// # Errors
/// [`ReadError::TooLarge`] when time is up.
pub fn rows(
    items: &[Item],
    columns: &[Option<NamedColumn>],
    rows_known: bool,
    budget: &Budget,
) -> Result<Vec<Aligned>, ReadError> {
    let expects = expects(columns);
    let count = items.len();
    // best[i]: the price of the items before i, and where the row that ends at i began.
    let mut best = vec![(NEVER, 0usize); count + 1];
    best[0] = (0, 0);
    for start in 0..count {
        if start % 64 == 0 {
            budget.check_time()?;
        }
        if best[start].0 >= NEVER {
            continue;
        }
        let base = best[start].0 + row_price(&items[start], start == 0, rows_known);
        let window = &items[start..(start + expects.len() + SLACK).min(count)];
        let window = &window[..reach(window)];
        let prices = Prices::new(window, &expects, rows_known);
        for length in 1..=window.len() {
            let price = base.saturating_add(prices.of(length));
            if price < best[start + length].0 {
                best[start + length] = (price, start);
            }
        }
    }
    Ok(trace(items, &best, &expects, rows_known))
}

fn trace(
    items: &[Item],
    best: &[(u32, usize)],
    expects: &[Expect],
    rows_known: bool,
) -> Vec<Aligned> {
    let mut rows = Vec::new();
    let mut end = items.len();
    while end > 0 {
        let start = best[end].1;
        let cells = Prices::new(&items[start..end], expects, rows_known).cells(end - start);
        let cells = cells.into_iter().map(|cell| start + cell.start..start + cell.end).collect();
        rows.push(Aligned { cells });
        end = start;
    }
    rows.reverse();
    rows
}

fn expects(columns: &[Option<NamedColumn>]) -> Vec<Expect> {
    let split =
        columns.contains(&Some(NamedColumn::Nature)) || columns.contains(&Some(NamedColumn::Unit));
    columns.iter().map(|kind| Expect { kind: *kind, split }).collect()
}

/// How many items one row may take: it does not go on over many row borders.
fn reach(window: &[Item]) -> usize {
    const BORDERS: usize = 6;
    let mut borders = (1..window.len()).filter(|at| window[*at].gap == Gap::Row);
    borders.nth(BORDERS).unwrap_or(window.len())
}

/// What it costs to begin a row at an item.
fn row_price(item: &Item, first: bool, rows_known: bool) -> u32 {
    if first || item.gap == Gap::Row {
        return 0;
    }
    if rows_known { 9 } else { 0 }
}

/// Prices of aligning the first items of a window with all columns.
struct Prices {
    /// `table[column][items]`: price of the first items in the columns before `column`, and how
    /// many of them the last of those columns took.
    table: Vec<Vec<(u32, usize)>>,
}

impl Prices {
    fn new(window: &[Item], expects: &[Expect], rows_known: bool) -> Prices {
        let mut table = vec![vec![(NEVER, 0); window.len() + 1]; expects.len() + 1];
        table[0][0] = (0, 0);
        for (column, expect) in expects.iter().enumerate() {
            for before in 0..=window.len() {
                let base = table[column][before].0;
                if base >= NEVER {
                    continue;
                }
                let mut price = empty_price(expect);
                for take in 0..=window.len() - before {
                    if take > 0 {
                        price = cell_price(&window[before..before + take], expect, rows_known);
                    }
                    let total = base.saturating_add(price);
                    let slot = &mut table[column + 1][before + take];
                    if total < slot.0 {
                        *slot = (total, take);
                    }
                    if take > 1 && price > 60 {
                        break;
                    }
                }
            }
        }
        Prices { table }
    }

    fn of(&self, length: usize) -> u32 {
        self.table[self.table.len() - 1][length].0
    }

    fn cells(&self, length: usize) -> Vec<Range<usize>> {
        let mut cells = Vec::new();
        let mut end = length;
        for column in (1..self.table.len()).rev() {
            let start = end - self.table[column][end].1;
            cells.push(start..end);
            end = start;
        }
        cells.reverse();
        cells
    }
}

/// The price of several items in one cell: how the whole fits, and every border given up.
fn cell_price(cell: &[Item], expect: &Expect, rows_known: bool) -> u32 {
    let filled: Vec<&Item> = cell.iter().filter(|item| !item.is_blank()).collect();
    let blanks = (cell.len() - filled.len()) as u32;
    let Some(first) = filled.first() else {
        return blank_price(expect) + 2 * (blanks - 1);
    };
    let look = if filled.len() == 1 { first.class } else { joined(&filled) };
    let mut price = fit_price(look, expect) + blanks;
    for item in &filled[1..] {
        price += border_price(item, rows_known);
    }
    let number = |item: &Item| matches!(item.class, Class::Small | Class::Number);
    for pair in filled.windows(2) {
        price += if number(pair[0]) && number(pair[1]) { 8 } else { 0 };
    }
    if filled.len() > 1 {
        price += filled.iter().map(|item| own_cell_price(item.class)).sum::<u32>();
    }
    price
}

/// What it costs to deny a level name a cell of its own.
fn own_cell_price(look: Class) -> u32 {
    match look {
        Class::Level1 | Class::Level2 | Class::Satisfaction | Class::EitherLevel => 20,
        Class::BareLevel | Class::BareLevel1 => 4,
        _ => 0,
    }
}

/// What it costs to read across what stands before an item.
fn border_price(item: &Item, rows_known: bool) -> u32 {
    match item.gap {
        _ if item.is_blank() => 0,
        Gap::Glued | Gap::Border => 8,
        Gap::Blank => 3,
        Gap::Row => 5,
        Gap::Line | Gap::Paragraph if rows_known => 4,
        Gap::Line => 4,
        Gap::Paragraph => 6,
    }
}

/// The look of several items in one cell.
fn joined(filled: &[&Item]) -> Class {
    match filled[0].class {
        Class::Small | Class::Number | Class::Quantity if filled.len() == 2 => Class::Quantity,
        Class::Operator => Class::Quantity,
        _ => Class::Text,
    }
}

/// The price of a cell the file shows as blank.
fn blank_price(expect: &Expect) -> u32 {
    match expect.kind {
        Some(NamedColumn::Level3) => 3,
        Some(NamedColumn::Target) => 2,
        _ => 0,
    }
}

/// The price of a cell the file does not show.
fn empty_price(expect: &Expect) -> u32 {
    use NamedColumn::*;
    match expect.kind {
        Some(Level1 | Level2 | Reason | Remark | Evidence | Source | Block) | None => 0,
        Some(Level3) => 8,
        Some(Target) => 6,
        Some(Nature | Direction) => 3,
        Some(Actual | Weight | Score) => 2,
        Some(_) => 1,
    }
}

/// How badly a look fits a column.
fn fit_price(look: Class, expect: &Expect) -> u32 {
    use NamedColumn::*;
    let level =
        matches!(look, Class::Level1 | Class::Level2 | Class::Satisfaction | Class::EitherLevel);
    match expect.kind {
        // A level name alone is a row whose indicator was left out.
        kind if level && !matches!(kind, Some(Level1 | Level2)) => 30,
        Some(Level1) => level1_price(look),
        Some(Level2) => level2_price(look),
        Some(Level3) => name_price(look),
        Some(Target) => target_price(look, expect.split),
        Some(Actual | Progress | Forecast) => value_price(look),
        Some(Nature | Direction) => {
            if look == Class::Operator {
                0
            } else {
                8
            }
        }
        Some(Unit) => unit_price(look),
        Some(Weight | Score) => score_price(look),
        None | Some(Mean) => reference_price(look),
        Some(_) => remark_price(look),
    }
}

fn level1_price(look: Class) -> u32 {
    match look {
        Class::Level1 | Class::Satisfaction => 0,
        Class::EitherLevel | Class::BareLevel1 => 1,
        Class::BareLevel => 4,
        Class::OtherLevel => 6,
        Class::Level2 => 30,
        _ => 16,
    }
}

fn level2_price(look: Class) -> u32 {
    match look {
        Class::Level2 | Class::EitherLevel => 0,
        Class::Satisfaction | Class::BareLevel => 1,
        Class::OtherLevel => 4,
        Class::Level1 | Class::BareLevel1 => 30,
        _ => 14,
    }
}

fn name_price(look: Class) -> u32 {
    match look {
        Class::Text | Class::Short => 0,
        Class::BareLevel => 2,
        Class::BareLevel1 => 7,
        Class::Quantity | Class::OtherLevel => 5,
        Class::Dash => 6,
        Class::Small | Class::Number => 8,
        Class::Operator => 11,
        _ => 30,
    }
}

fn target_price(look: Class, split: bool) -> u32 {
    match look {
        Class::Quantity => u32::from(split),
        Class::Small | Class::Number => u32::from(!split),
        Class::Short | Class::Dash => 1,
        Class::Text => 2,
        Class::OtherLevel | Class::BareLevel => 3,
        Class::Operator => 6,
        _ => 10,
    }
}

fn value_price(look: Class) -> u32 {
    match look {
        Class::Quantity | Class::Small | Class::Number => 0,
        Class::Short | Class::Dash => 1,
        Class::Text => 2,
        Class::OtherLevel | Class::BareLevel => 3,
        Class::Operator => 6,
        _ => 12,
    }
}

fn unit_price(look: Class) -> u32 {
    match look {
        Class::Short => 0,
        Class::Dash => 1,
        Class::Text => 4,
        Class::Quantity => 5,
        Class::Small | Class::Number => 6,
        _ => 10,
    }
}

fn score_price(look: Class) -> u32 {
    match look {
        Class::Small => 0,
        Class::Dash => 1,
        Class::Quantity => 4,
        Class::Number => 5,
        _ => 12,
    }
}

fn reference_price(look: Class) -> u32 {
    match look {
        Class::Quantity | Class::Small | Class::Number | Class::Dash => 0,
        Class::Short => 3,
        Class::Text => 4,
        _ => 12,
    }
}

fn remark_price(look: Class) -> u32 {
    match look {
        Class::Text | Class::Dash => 0,
        Class::Short => 1,
        Class::Quantity => 5,
        Class::Small | Class::Number => 7,
        _ => 12,
    }
}
