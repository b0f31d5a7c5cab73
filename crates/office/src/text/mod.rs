//! Plain text flattenings of the official tables.
//!
//! Reads text that some other program made of a table back into rows and columns, each cell with
//! the line it stands on. Does not know forms, and never guesses: text that cannot be cut safely
//! stays whole in one line, with a finding.

mod align;
mod class;
mod columns;
mod decode;
mod form;
mod glue;
mod halves;
mod head;
mod item;
mod labels;
mod money;
mod pipes;
mod plain;
mod region;
mod rejoin;
mod source;
mod table;
mod tika;

use std::sync::Arc;

use model::{Document, Finding, SourceKind};

use crate::{Budget, ReadError, notes};
pub use decode::decode;
use item::Sheet;
pub use labels::Labels;
use region::Family;
use source::Piece;
use table::Section;

/// Reads a plain text file.
///
/// # Errors
/// [`ReadError::Empty`], [`ReadError::UnknownKind`] when the bytes are no text, and
/// [`ReadError::TooLarge`] when the budget is spent.
pub fn read(
    file: &Arc<str>,
    bytes: &[u8],
    labels: &Labels,
    budget: &mut Budget,
) -> Result<Document, ReadError> {
    // The text, its cells and the tries at other encodings each hold it again.
    budget.take_bytes(4 * bytes.len() as u64)?;
    let text = decode(bytes)?;
    let lines = source::lines(&text);
    let mut sections = Vec::new();
    for region in region::regions(&lines) {
        let part = &lines[region.lines.clone()];
        match region.family {
            Family::Tabs => sections.extend(tika::read(part)),
            Family::Pipes => {
                let (items, rows_known) = pipes::items(part, labels, budget)?;
                let sheet = Sheet { items, rows_known, lines: &lines };
                sections.extend(by_labels(sheet, labels, budget)?);
            }
            Family::Plain => {
                let items = plain::items(part, labels, budget)?;
                let mut sheet = Sheet { items, rows_known: false, lines: &lines };
                plain::settle(&mut sheet, labels);
                glue::cut(&mut sheet, labels, budget)?;
                sections.extend(by_labels(sheet, labels, budget)?);
            }
            Family::Loose => {
                let filled = part.iter().filter(|line| !line.is_blank());
                sections.extend(filled.map(|line| Section::Line(line.piece(0, line.text.len()))));
            }
        }
    }
    let findings = uncut(file, &sections).into_iter().collect();
    let blocks = table::blocks(file, sections, budget)?;
    Ok(Document { file: file.clone(), kind: SourceKind::Text, blocks, findings })
}

fn by_labels(
    mut sheet: Sheet<'_>,
    labels: &Labels,
    budget: &Budget,
) -> Result<Vec<Section>, ReadError> {
    rejoin::rejoin(&mut sheet, labels);
    form::read(&sheet, labels, budget)
}

/// One finding for all glued text that stayed whole.
fn uncut(file: &Arc<str>, sections: &[Section]) -> Option<Finding> {
    let pieces: Vec<&Piece> = sections
        .iter()
        .filter_map(|section| match section {
            Section::Uncut(piece) => Some(piece),
            _ => None,
        })
        .collect();
    let first = pieces.first()?;
    let place = table::line(file, (*first).clone()).place;
    let message = format!("有 {} 处文字粘连，分不清单元格，已整段保留", pieces.len());
    Some(notes::GLUED_TEXT.finding(message, Some(place), &first.text))
}
