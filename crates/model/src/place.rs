//! Where in a file something was read.

use std::fmt;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The place of one cell, paragraph or piece of a paragraph in its source file.
///
/// Everything a person counts is 1-based (table, sheet, page, row, column, paragraph);
/// `span` counts characters from 0 and is half-open, as programs do.
#[derive(
    Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
pub struct Place {
    /// The file as the user named it.
    pub file: Arc<str>,
    /// Table, sheet or page inside the file.
    pub part: Part,
    /// Row in the part; 0 when the text stands outside any table.
    pub row: u32,
    /// Column of the grid (not the ordinal of the cell in its row); 0 outside any table.
    pub column: u32,
    /// Paragraph within the cell, or within the body when there is no table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paragraph: Option<u32>,
    /// Characters within that paragraph (within the whole cell text when `paragraph` is absent).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub span: Option<Span>,
    /// Rectangle on the page, for PDF only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rect: Option<Rect>,
}

/// The part of a file that numbers its own rows.
#[derive(
    Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Text outside any table.
    Body,
    /// The n-th table of a Word or text file, nested ones included, in reading order.
    Table(u32),
    /// A sheet of a workbook.
    Sheet {
        /// 1-based position among all sheets, hidden ones included.
        index: u32,
        /// The name on the tab.
        name: Arc<str>,
    },
    /// A page of a PDF.
    Page(u32),
}

/// Characters `start..end`, counted from 0.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
pub struct Span {
    /// First character.
    pub start: u32,
    /// One past the last character.
    pub end: u32,
}

/// A rectangle on a PDF page in hundredths of a point, origin at the top left.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
pub struct Rect {
    /// Left edge.
    pub left: i32,
    /// Top edge.
    pub top: i32,
    /// Right edge.
    pub right: i32,
    /// Bottom edge.
    pub bottom: i32,
}

impl Place {
    /// A cell of a part, rows and columns counted from 1.
    pub fn cell(file: &Arc<str>, part: Part, row: u32, column: u32) -> Self {
        Place { file: file.clone(), part, row, column, paragraph: None, span: None, rect: None }
    }

    /// A paragraph outside any table, counted from 1.
    pub fn line(file: &Arc<str>, part: Part, paragraph: u32) -> Self {
        Place { paragraph: Some(paragraph), ..Place::cell(file, part, 0, 0) }
    }

    /// The same place narrowed to some of its characters.
    pub fn with_span(mut self, start: usize, end: usize) -> Self {
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        self.span = Some(Span { start: clamp(start), end: clamp(end) });
        self
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Part::Body => write!(f, "正文"),
            Part::Table(n) => write!(f, "表{n}"),
            Part::Sheet { name, .. } => write!(f, "工作表“{name}”"),
            Part::Page(n) => write!(f, "第{n}页"),
        }
    }
}

impl fmt::Display for Place {
    /// As one says it to a clerk: `表3 第12行第5列`, without the file.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.part)?;
        if self.row > 0 {
            write!(f, " 第{}行第{}列", self.row, self.column)?;
        }
        match self.paragraph {
            Some(n) if self.row == 0 || n > 1 => write!(f, " 第{n}段"),
            _ => Ok(()),
        }
    }
}
