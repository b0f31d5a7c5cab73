//! What a reader gives back: the tables and loose lines of one file, in reading order.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Finding, Grid, Place};

/// One file as read, before anyone asks which form it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// The file as the user named it.
    pub file: Arc<str>,
    /// What the content turned out to be, whatever the ending says.
    pub kind: SourceKind,
    /// Tables and the lines between them.
    pub blocks: Vec<Block>,
    /// What the reader has to say about the file itself (wrong ending, hidden rows …).
    pub findings: Vec<Finding>,
}

/// A table, or a line outside any table.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A paragraph outside any table.
    Line(Line),
    /// A table.
    Table(Grid),
}

/// A paragraph outside any table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The text as written.
    pub text: String,
    /// Where it stands.
    pub place: Place,
}

/// The kind of file, told by its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum SourceKind {
    /// Office Open XML text document, macros or not.
    Docx,
    /// Office Open XML workbook, macros or not.
    Xlsx,
    /// Word 97–2003 binary document, `.wps` included.
    Doc,
    /// Excel 97–2003 binary workbook, `.et` included.
    Xls,
    /// PDF with a text layer.
    Pdf,
    /// Plain text, whatever flattened it.
    Text,
    /// Our own JSON.
    Json,
}

impl SourceKind {
    /// The customary file ending, without the dot.
    pub fn ending(self) -> &'static str {
        match self {
            SourceKind::Docx => "docx",
            SourceKind::Xlsx => "xlsx",
            SourceKind::Doc => "doc",
            SourceKind::Xls => "xls",
            SourceKind::Pdf => "pdf",
            SourceKind::Text => "txt",
            SourceKind::Json => "json",
        }
    }

    /// Whether merged cells and blanks at the edges of a cell survive in this kind of file.
    ///
    /// Where they do not, some findings may be the reader's doing and say so (rule R7).
    pub fn keeps_merges(self) -> bool {
        !matches!(self, SourceKind::Pdf | SourceKind::Text)
    }
}

impl Document {
    /// The tables, in reading order.
    pub fn grids(&self) -> impl Iterator<Item = &Grid> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Table(grid) => Some(grid),
            Block::Line(_) => None,
        })
    }
}
