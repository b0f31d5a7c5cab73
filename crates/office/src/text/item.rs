//! A run of candidate cells with what stood between them: the one shape that pipes, blanks, lines
//! and glued text are brought into before labels decide what is a row.
//!
//! ```text
//! 质量指标 水质检测达标率 100%      →  质量指标 ␣ 水质检测达标率 ␣ 100%
//! | 质量指标 | 水质检测达标率 |      →  质量指标 ⏐ 水质检测达标率 ⏐
//! ```

use std::collections::BTreeSet;
use std::sync::Arc;

use super::class::{Class, class};
use super::labels::{Kind, Labels};
use super::source::{Piece, SourceLine, Token};
use crate::{Budget, ReadError};

/// What stood before an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// Nothing: the text was cut here by label words.
    Glued,
    /// Blanks within a line.
    Blank,
    /// A cell border within or at the end of a line, which is no row border.
    Border,
    /// A line break.
    Line,
    /// A line break after blank lines.
    Paragraph,
    /// A row border.
    Row,
}

/// A candidate cell.
#[derive(Debug, Clone)]
pub struct Item {
    /// Its text and place.
    pub token: Token,
    /// What stood before it.
    pub gap: Gap,
    /// What it looks like.
    pub class: Class,
    /// What it is as a label; empty when it is none.
    pub kinds: Arc<BTreeSet<Kind>>,
}

/// Candidate cells of one region of the file.
#[derive(Debug, Clone, Default)]
pub struct Sheet<'a> {
    /// In reading order.
    pub items: Vec<Item>,
    /// Whether [`Gap::Row`] stands before every row, as far as lines were not broken.
    pub rows_known: bool,
    /// The lines of the whole file, to take text with its blanks from.
    pub lines: &'a [SourceLine<'a>],
}

/// Stops a file of far too many candidate cells before it fills the memory.
///
/// # Errors
/// [`ReadError::TooLarge`] when there are more items than cells allowed, or time is up.
pub fn check(items: &[Item], budget: &Budget) -> Result<(), ReadError> {
    if items.len() as u64 > budget.limits().cells {
        return Budget::new(budget.limits()).take_cells(items.len() as u64);
    }
    budget.check_time()
}

impl Item {
    /// An item of one token.
    pub fn new(token: Token, gap: Gap, labels: &Labels) -> Item {
        let text = token.text();
        Item { class: class(&text, labels), kinds: labels.kinds(&text), token, gap }
    }

    /// Whether it is a label of the given kind.
    pub fn is(&self, test: impl Fn(Kind) -> bool) -> bool {
        self.kinds.iter().any(|kind| test(*kind))
    }

    /// Whether the item shows nothing.
    pub fn is_blank(&self) -> bool {
        self.class == Class::Blank
    }

    /// The whole text.
    pub fn text(&self) -> String {
        self.token.text()
    }

    /// The line of the file it begins on; 0 for a blank cell no line shows.
    pub fn line(&self) -> u32 {
        self.token.pieces.first().map_or(0, |piece| piece.line)
    }
}

impl Sheet<'_> {
    /// Several items as one token: what blanks or nothing divides on one line is taken with its
    /// blanks, everything else becomes paragraphs.
    pub fn join(&self, items: &[Item]) -> Token {
        let mut joined = Token::default();
        for item in items.iter().filter(|item| !item.is_blank()) {
            let mut pieces = item.token.pieces.iter();
            if matches!(item.gap, Gap::Blank | Gap::Glued)
                && let (Some(last), Some(first)) =
                    (joined.pieces.last_mut(), item.token.pieces.first())
                && last.line == first.line
            {
                *last = self.slice(last.line, last.start, first.start + first.text.chars().count());
                pieces.next();
            }
            joined.pieces.extend(pieces.cloned());
        }
        joined
    }

    /// The characters `start..end` of a line.
    fn slice(&self, line: u32, start: usize, end: usize) -> Piece {
        let text = self.lines.get(line as usize - 1).map_or("", |line| line.text);
        let text: String = text.chars().skip(start).take(end - start).collect();
        Piece { line, start, text }
    }
}
