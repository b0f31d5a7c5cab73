//! Plain text flattenings of the official tables.
//!
//! Reads text that some other program made of a table back into rows and columns, each cell with
//! the line it stands on. Does not know forms, and never guesses: text that cannot be cut safely
//! stays whole in one line, with a finding.

mod decode;
mod labels;
mod source;
mod table;
mod tika;

use std::sync::Arc;

use model::{Document, SourceKind};

use crate::{Budget, ReadError};
pub use decode::decode;
pub use labels::Labels;
use source::SourceLine;
use table::Section;

/// Reads a plain text file.
///
/// # Errors
/// [`ReadError::Empty`], [`ReadError::UnknownKind`] when the bytes are no text, and
/// [`ReadError::TooLarge`] when the budget is spent.
pub fn read(
    file: &Arc<str>,
    bytes: &[u8],
    _labels: &Labels,
    budget: &mut Budget,
) -> Result<Document, ReadError> {
    budget.take_bytes(bytes.len() as u64)?;
    let text = decode(bytes)?;
    let lines = source::lines(&text);
    let mut sections = Vec::new();
    let (before, tabbed, after) = tabbed(&lines);
    loose(before, &mut sections);
    sections.extend(tika::read(tabbed));
    loose(after, &mut sections);
    let blocks = table::blocks(file, sections, budget)?;
    Ok(Document { file: file.clone(), kind: SourceKind::Text, blocks, findings: Vec::new() })
}

/// The lines before, within and after the part that Tika or POI flattened.
fn tabbed<'a, 'b>(
    lines: &'a [SourceLine<'b>],
) -> (&'a [SourceLine<'b>], &'a [SourceLine<'b>], &'a [SourceLine<'b>]) {
    let is_cell = |line: &SourceLine<'_>| line.text.starts_with('\t');
    let Some(first) = lines.iter().position(is_cell) else { return (lines, &[], &[]) };
    let last = lines.iter().rposition(is_cell).unwrap_or(first);
    // Further paragraphs of the last cell.
    let tail = lines[last + 1..].iter().take_while(|line| !line.is_blank()).count();
    let end = last + 1 + tail;
    (&lines[..first], &lines[first..end], &lines[end..])
}

fn loose(lines: &[SourceLine<'_>], sections: &mut Vec<Section>) {
    let filled = lines.iter().filter(|line| !line.is_blank());
    sections.extend(filled.map(|line| Section::Line(line.piece(0, line.text.len()))));
}
