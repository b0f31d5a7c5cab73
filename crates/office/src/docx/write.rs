//! Word files from drawings.
//!
//! A `.docx` of our own making: fixed parts beside this file (`write/parts/*.xml`) and
//! `document.xml` written here with the same XML library that reads. One form a page, real merges,
//! fonts by their official names (nothing is embedded). The same drawings give the same bytes.
//! It does not decide what a form contains, nor its column widths: the drawing does.

mod body;
mod letter;
mod paragraph;

pub use letter::letter;

use std::io::{self, Cursor, Write};

use model::{Drawing, Printout};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::fit;
use crate::looks::Looks;
use crate::write::{CREATOR, WriteError, clean};
use crate::xml::Xml;

/// Most columns a Word table may have.
const MAX_COLUMNS: usize = 63;

/// Parts that are the same in every file.
const PARTS: [(&str, &str); 6] = [
    ("[Content_Types].xml", include_str!("write/parts/content_types.xml")),
    ("_rels/.rels", include_str!("write/parts/rels.xml")),
    ("docProps/app.xml", include_str!("write/parts/app.xml")),
    ("word/_rels/document.xml.rels", include_str!("write/parts/document_rels.xml")),
    ("word/settings.xml", include_str!("write/parts/settings.xml")),
    ("word/footer1.xml", include_str!("write/parts/footer.xml")),
];

/// Writes the drawings as one Word file, in order.
///
/// # Errors
/// [`WriteError::NoForms`] without drawings, [`WriteError::TooManyColumns`] past Word's 63.
pub fn write(drawings: &[Drawing]) -> Result<Vec<u8>, WriteError> {
    write_in(drawings, &Looks::default())
}

/// Writes one paper as a Word file.
///
/// # Errors
/// As [`write()`] and [`letter`].
pub fn printout(printout: &Printout, looks: &Looks) -> Result<Vec<u8>, WriteError> {
    match printout {
        Printout::Tables(drawings) => write_in(drawings, looks),
        Printout::Letter(text) => letter(text, looks),
    }
}

/// The same in other fonts and margins.
///
/// # Errors
/// As [`write()`].
pub fn write_in(drawings: &[Drawing], looks: &Looks) -> Result<Vec<u8>, WriteError> {
    let first = drawings.first().ok_or(WriteError::NoForms)?;
    for (index, drawing) in drawings.iter().enumerate() {
        let columns = drawing.grid.columns;
        if columns > MAX_COLUMNS {
            return Err(WriteError::TooManyColumns {
                form: index + 1,
                columns,
                limit: MAX_COLUMNS,
            });
        }
    }
    package(first, drawings, looks).map_err(|error| WriteError::Package(error.to_string()))
}

fn package(first: &Drawing, drawings: &[Drawing], looks: &Looks) -> io::Result<Vec<u8>> {
    let fits = fit::fit_all(drawings, looks);
    let styles = looks.put_into(include_str!("write/parts/styles.xml"));
    package_of(&first.title, body::document(drawings, &fits)?, styles)
}

/// A Word file of a main part with its styles.
fn package_of(title: &str, document: Vec<u8>, styles: String) -> io::Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let parts = PARTS.iter().map(|(name, text)| (*name, text.as_bytes().to_vec()));
    let made = [
        ("word/styles.xml", styles.into_bytes()),
        ("docProps/core.xml", properties(title)?),
        ("word/document.xml", document),
    ];
    for (name, bytes) in parts.chain(made) {
        // The default time stamp is constant, so that equal drawings give equal bytes.
        zip.start_file(name, SimpleFileOptions::default())?;
        zip.write_all(&bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// `docProps/core.xml`; its dates are constant, for the writer has no clock.
fn properties(title: &str) -> io::Result<Vec<u8>> {
    const DATE: &str = "2026-01-01T00:00:00Z";
    let mut xml = Xml::new()?;
    xml.open(
        "cp:coreProperties",
        &[
            ("xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"),
            ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
            ("xmlns:dcterms", "http://purl.org/dc/terms/"),
            ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
        ],
    )?;
    let date = [("xsi:type", "dcterms:W3CDTF")];
    for (name, attributes, text) in [
        ("dc:title", &[][..], &*clean(title)),
        ("dc:creator", &[], CREATOR),
        ("cp:lastModifiedBy", &[], CREATOR),
        ("dcterms:created", &date, DATE),
        ("dcterms:modified", &date, DATE),
    ] {
        xml.open(name, attributes)?;
        xml.text(text)?;
        xml.close(name)?;
    }
    xml.close("cp:coreProperties")?;
    Ok(xml.finish())
}
