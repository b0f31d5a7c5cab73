//! Text without pipes: cells of a row separated by blanks on one line, or one cell a line.
//!
//! ```text
//! 产出指标 数量指标 运营助餐点个数 ≥14个        一级指标
//! 全年助餐人次 ≥6.8万人次                       数量指标
//! ```
//! Both give the same items; which of the two it is, is told by where the column labels stand:
//! side by side on one line, or each on its own. Text inside a cell is cut at its blanks here and
//! put together again where the columns are known.

use super::item::{self, Gap, Item, Sheet};
use super::labels::Labels;
use super::source::{SourceLine, Token};
use crate::{Budget, ReadError};

/// Cuts lines into items at blanks.
///
/// # Errors
/// [`ReadError::TooLarge`] when the budget is spent.
pub fn items(
    lines: &[SourceLine<'_>],
    labels: &Labels,
    budget: &Budget,
) -> Result<Vec<Item>, ReadError> {
    let mut items = Vec::new();
    let mut skipped = 0;
    for line in lines {
        if line.text.is_empty() || line.text.chars().all(|c| c == ' ' || c == '\t') {
            skipped += 1;
            continue;
        }
        let gap = if skipped > 0 { Gap::Paragraph } else { Gap::Line };
        skipped = 0;
        if line.is_blank() {
            // A no-break blank is what a web page puts into an empty cell.
            items.push(Item::new(Token::default(), gap, labels));
            continue;
        }
        cut(line, gap, labels, budget, &mut items)?;
    }
    Ok(items)
}

fn cut(
    line: &SourceLine<'_>,
    first: Gap,
    labels: &Labels,
    budget: &Budget,
    items: &mut Vec<Item>,
) -> Result<(), ReadError> {
    let mut gap = first;
    for (start, end) in words(line.text) {
        if items.len().is_multiple_of(256) {
            item::check(items, budget)?;
        }
        items.push(Item::new(Token::of(line.piece(start, end)), gap, labels));
        gap = Gap::Blank;
    }
    Ok(())
}

/// The stretches between blanks; a colon and 其中 hold on to their neighbour.
fn words(text: &str) -> Vec<(usize, usize)> {
    let mut words: Vec<(usize, usize)> = Vec::new();
    let mut start = None;
    let ends = text.char_indices().map(|(at, c)| (at, model::text::is_space(c)));
    for (at, space) in ends.chain([(text.len(), true)]) {
        match (space, start) {
            (false, None) => start = Some(at),
            (true, Some(from)) => {
                start = None;
                let colon = text[from..at].starts_with([':', '：']);
                let last = words.last_mut();
                match last {
                    Some(last) if colon || is_thereof(&text[last.0..last.1]) => last.1 = at,
                    _ => words.push((from, at)),
                }
            }
            _ => {}
        }
    }
    words
}

fn is_thereof(word: &str) -> bool {
    word.trim_end_matches([':', '：']).trim_end() == "其中"
}

/// Settles whether lines are rows: they are when column labels stand side by side on one line and
/// the rows below have lines of their own.
pub fn settle(sheet: &mut Sheet<'_>, labels: &Labels) {
    let is_column = |item: &&Item| labels.column(&item.text()).is_some();
    let last = sheet.items.last().map_or(0, Item::line);
    let mut side_by_side = false;
    let mut run: Vec<&Item> = Vec::new();
    for item in &sheet.items {
        if is_column(&item) && run.last().is_none_or(|before| before.line() == item.line()) {
            run.push(item);
            side_by_side |= run.len() >= 3 && item.line() + 1 < last;
        } else {
            run.clear();
        }
    }
    sheet.rows_known = side_by_side;
    if side_by_side {
        for item in &mut sheet.items {
            if matches!(item.gap, Gap::Line | Gap::Paragraph) {
                item.gap = Gap::Row;
            }
        }
    }
}
