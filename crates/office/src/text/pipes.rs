//! Text with pipes: Markdown tables, and the flattenings that put a pipe after every cell.
//!
//! ```text
//! | 一级指标 | 二级指标 |          列养里程 |          质量指标 | 抽检合格率 | ≧ | 90 |
//! |---|---|                        = |                 | 时效指标 | 公示时限 | ≦ | 15 |
//! | 产出指标 | 数量指标 |          1286.4 |
//! ```
//! In a Markdown table every line is a row. With one cell a line, a lone pipe is an empty cell
//! and a run of pipes the end of a row. Where lines hold several cells and differ in number, a
//! line break stands for an empty cell, and rows are told by their labels.

use super::item::{self, Gap, Item};
use super::labels::Labels;
use super::source::{SourceLine, Token};
use crate::{Budget, ReadError};

/// What a line break means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lines {
    /// The end of a row.
    Rows,
    /// Nothing: one cell a line.
    Cells,
    /// An empty cell.
    Blanks,
}

/// Whether a line has pipes at its edge, or several inside.
pub fn is_piped(line: &SourceLine<'_>) -> bool {
    let text = model::text::trim(line.text);
    !text.starts_with('#')
        && (text.starts_with('|') || text.ends_with('|') || text.matches('|').count() >= 2)
}

/// Cuts lines into items at pipes; also says whether rows are known.
///
/// # Errors
/// [`ReadError::TooLarge`] when the budget is spent.
pub fn items(
    lines: &[SourceLine<'_>],
    labels: &Labels,
    budget: &Budget,
) -> Result<(Vec<Item>, bool), ReadError> {
    let piped: Vec<&SourceLine<'_>> = lines.iter().filter(|line| !is_rule(line)).collect();
    let meaning = meaning(lines);
    let mut ends_row = false;
    let mut items = Vec::new();
    let mut known = meaning == Lines::Rows;
    for (at, line) in piped.iter().enumerate() {
        item::check(&items, budget)?;
        let text = model::text::trim(line.text);
        if text.len() >= 2 && text.chars().all(|c| c == '|') && meaning != Lines::Rows {
            ends_row = true;
            known = true;
            continue;
        }
        let gap = if ends_row || meaning == Lines::Rows { Gap::Row } else { Gap::Line };
        ends_row = false;
        let before = items.len();
        cut(line, gap, labels, &mut items);
        if meaning == Lines::Blanks && at + 1 < piped.len() {
            items.push(Item::new(Token::default(), Gap::Border, labels));
        }
        if meaning == Lines::Cells && items.len() == before {
            items.push(Item::new(Token::default(), gap, labels));
        }
    }
    Ok((items, known))
}

/// The line below the head of a Markdown table.
fn is_rule(line: &SourceLine<'_>) -> bool {
    line.text.contains("--")
        && line.text.contains('|')
        && line.text.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
}

/// Rows when there is the Markdown rule, or most lines have the same number of cells; cells when
/// most have at most one.
fn meaning(lines: &[SourceLine<'_>]) -> Lines {
    if lines.iter().any(is_rule) {
        return Lines::Rows;
    }
    let counts: Vec<usize> = lines.iter().map(|line| inner(line.text).split('|').count()).collect();
    let single = lines
        .iter()
        .zip(&counts)
        .filter(|(line, count)| **count <= 1 || line.text.chars().all(|c| c == '|'))
        .count();
    if single * 10 >= counts.len() * 8 {
        return Lines::Cells;
    }
    let several = counts.iter().copied().filter(|count| *count > 1);
    let most = several.clone().max().unwrap_or(0);
    let same = several.clone().filter(|count| *count == most).count();
    if same * 2 > several.count() { Lines::Rows } else { Lines::Blanks }
}

/// A line without the pipes at its edges.
fn inner(text: &str) -> &str {
    let text = model::text::trim(text);
    let text = text.strip_prefix('|').unwrap_or(text);
    text.strip_suffix('|').unwrap_or(text)
}

fn cut(line: &SourceLine<'_>, first: Gap, labels: &Labels, items: &mut Vec<Item>) {
    let inner = inner(line.text);
    if model::text::is_blank(inner) {
        return;
    }
    let mut start = inner.as_ptr() as usize - line.text.as_ptr() as usize;
    let mut gap = first;
    for cell in inner.split('|') {
        let trimmed = model::text::trim(cell);
        let from = start + (trimmed.as_ptr() as usize - cell.as_ptr() as usize);
        let token = match trimmed {
            "" => Token::default(),
            _ => Token::of(line.piece(from, from + trimmed.len())),
        };
        items.push(Item::new(token, gap, labels));
        gap = Gap::Border;
        start += cell.len() + 1;
    }
}
