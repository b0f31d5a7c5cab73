//! Proof that every character gets a picture, before and after typesetting.
//! Chooses no font by its looks.

use model::Drawing;
use typst::layout::{Frame, FrameItem};
use typst::text::{Font, is_default_ignorable};
use typst_layout::PagedDocument;

use crate::fonts::covers;
use crate::{Fonts, MissingGlyph, PrintError};

/// The text as it can be printed: blanks of every width but the full one become plain blanks,
/// and characters that have no picture by nature (controls, joiners, byte order marks) go.
pub(crate) fn printable(text: &str) -> String {
    let shown =
        text.chars().filter(|c| c.is_whitespace() || !(c.is_control() || is_default_ignorable(*c)));
    shown.map(|c| if c.is_whitespace() && c != '\u{3000}' { ' ' } else { c }).collect()
}

/// The faces to typeset with, best first; the reserve only where it is needed.
pub(crate) fn faces(drawings: &[Drawing], fonts: &Fonts) -> Result<Vec<Font>, PrintError> {
    let faces = fonts.faces().to_vec();
    if missing(drawings, &faces).is_none() {
        return Ok(faces);
    }
    let all: Vec<Font> = faces.iter().chain(fonts.reserve()).cloned().collect();
    match missing(drawings, &all) {
        Some(glyph) => Err(PrintError::MissingGlyph(Box::new(glyph))),
        None => Ok(all),
    }
}

/// The first character that none of the faces has.
fn missing(drawings: &[Drawing], faces: &[Font]) -> Option<MissingGlyph> {
    for drawing in drawings {
        for cell in &drawing.grid.cells {
            let text = printable(&cell.text());
            let character = text.chars().find(|c| !faces.iter().any(|face| covers(face, *c)));
            if let Some(character) = character {
                return Some(MissingGlyph {
                    character,
                    title: drawing.title.clone(),
                    row: cell.row + 1,
                    column: cell.column + 1,
                    cell: cell.text(),
                });
            }
        }
    }
    None
}

/// Looks at what was really set: a glyph 0 is the box that fonts draw for an unknown character.
/// It can only come from a sequence whose parts are covered by different faces.
pub(crate) fn no_box(document: &PagedDocument) -> Result<(), PrintError> {
    for page in document.pages() {
        frame_has_no_box(&page.frame)?;
    }
    Ok(())
}

fn frame_has_no_box(frame: &Frame) -> Result<(), PrintError> {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => frame_has_no_box(&group.frame)?,
            FrameItem::Text(text) => {
                if let Some(glyph) = text.glyphs.iter().find(|glyph| glyph.id == 0) {
                    let rest = text.text.get(usize::from(glyph.range.start)..).unwrap_or_default();
                    return Err(PrintError::MissingGlyph(Box::new(MissingGlyph {
                        character: rest.chars().next().unwrap_or(char::REPLACEMENT_CHARACTER),
                        title: String::new(),
                        row: 0,
                        column: 0,
                        cell: text.text.to_string(),
                    })));
                }
            }
            _ => {}
        }
    }
    Ok(())
}
