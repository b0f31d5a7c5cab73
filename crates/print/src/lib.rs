//! PDF from drawn grids: A4 pages, full borders, spans, repeated header rows, Chinese text that
//! can be selected and searched.
//!
//! What a form says and how its grid is laid out is decided elsewhere; here a [`model::Drawing`]
//! is only set on paper. No PDF is read here, and no other office format written. The crate is
//! its own because the typesetter (Typst) is nearly half of the whole build.
//!
//! The way of one drawing: [`fonts`] finds faces → `ink` proves that every character has a
//! picture → `sheet` cuts the grid into blocks and writes them as JSON data → `form.typ`, a
//! fixed template, reads that data → Typst lays it out → typst-pdf writes bytes. Texts reach the
//! template as data only, so nothing in a form can be taken for a command.

mod error;
pub mod fonts;
mod ink;
mod letter;
mod sheet;
mod width;
mod world;

pub use error::{MissingGlyph, PrintError};
pub use fonts::Fonts;

use model::{Drawing, Letter, Printout};
use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

/// Sets the drawings on A4 pages, each starting on a page of its own, and gives the PDF's bytes.
///
/// The same drawings and fonts give the same bytes: no date is written. Nothing is clipped: rows
/// grow with their text and long ones go on over the next page.
///
/// # Errors
/// [`PrintError::Empty`] without a drawing, [`PrintError::MissingGlyph`] when no font has a
/// character (never a box on paper), [`PrintError::Typeset`] when the typesetter refuses, which
/// for a drawing with overlapping cells is the caller's mistake.
pub fn pdf(drawings: &[Drawing], fonts: &Fonts) -> Result<Vec<u8>, PrintError> {
    if drawings.is_empty() {
        return Err(PrintError::Empty);
    }
    let faces = ink::faces(drawings, fonts)?;
    let book = sheet::Book::new(drawings, &faces, fonts.heading());
    let world = world::FormWorld::new(world::Template::Form, &book, faces);
    pdf_of(&world)
}

/// Sets a letter on A4 pages as official letters are, and gives the PDF's bytes.
///
/// # Errors
/// As [`pdf`].
pub fn letter(text: &Letter, fonts: &Fonts) -> Result<Vec<u8>, PrintError> {
    let faces = ink::faces(&[letter::as_drawing(text)], fonts)?;
    let book = letter::Book::new(text, &faces, fonts.heading());
    pdf_of(&world::FormWorld::new(world::Template::Letter, &book, faces))
}

/// Sets one paper.
///
/// # Errors
/// As [`pdf`].
pub fn printout(printout: &Printout, fonts: &Fonts) -> Result<Vec<u8>, PrintError> {
    match printout {
        Printout::Tables(drawings) => pdf(drawings, fonts),
        Printout::Letter(text) => letter(text, fonts),
    }
}

fn pdf_of(world: &world::FormWorld) -> Result<Vec<u8>, PrintError> {
    let printed = typeset(world);
    // Typst memoizes for the life of the process. What the last print did not use either is
    // forgotten, also after a failure, which leaves as much behind; keeping what it did use (the
    // template, the fonts) makes the next form cheaper and does not grow.
    comemo::evict(1);
    printed
}

fn typeset(world: &world::FormWorld) -> Result<Vec<u8>, PrintError> {
    let document: PagedDocument =
        typst::compile(world).output.map_err(|errors| PrintError::typeset(&errors))?;
    ink::no_box(&document)?;
    let options = PdfOptions {
        creator: Smart::Custom(Some(format!("Heng {}", env!("CARGO_PKG_VERSION")))),
        timestamp: None,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&document, &options).map_err(|errors| PrintError::typeset(&errors))
}
