//! A letter as a Word file: title, addressee, numbered points, signature.
//!
//! It is set as official letters are (GB/T 9704: 仿宋 三号, A4 with wide margins). What it says is
//! for the caller.

use std::io;

use model::Letter;

use super::package_of;
use super::paragraph::run_text;
use crate::looks::{Looks, twips};
use crate::write::{WriteError, clean};
use crate::xml::Xml;

const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// Writes a letter as a Word file. The same letter gives the same bytes.
///
/// # Errors
/// When the package cannot be put together.
pub fn letter(letter: &Letter, looks: &Looks) -> Result<Vec<u8>, WriteError> {
    let styles = looks.put_into(include_str!("parts/letter_styles.xml"));
    let written = document(letter, looks).and_then(|body| package_of(&letter.title, body, styles));
    written.map_err(|error| WriteError::Package(error.to_string()))
}

fn document(letter: &Letter, looks: &Looks) -> io::Result<Vec<u8>> {
    let mut xml = Xml::new()?;
    xml.open("w:document", &[("xmlns:w", MAIN), ("xmlns:r", RELATIONSHIPS)])?;
    xml.open("w:body", &[])?;
    paragraph(&mut xml, "LetterTitle", &letter.title)?;
    paragraph(&mut xml, "LetterAddressee", &format!("{}：", letter.addressee))?;
    for line in &letter.opening {
        paragraph(&mut xml, "LetterText", line)?;
    }
    for section in &letter.sections {
        paragraph(&mut xml, "LetterHeading", &section.heading)?;
        for point in &section.points {
            paragraph(&mut xml, "LetterPoint", &point.head)?;
            for line in &point.lines {
                paragraph(&mut xml, "LetterText", line)?;
            }
        }
    }
    for line in &letter.closing {
        paragraph(&mut xml, "LetterText", line)?;
    }
    paragraph(&mut xml, "LetterText", "")?;
    for line in &letter.signature {
        paragraph(&mut xml, "LetterSignature", line)?;
    }
    if !letter.strip.is_empty() {
        paragraph(&mut xml, "LetterStrip", &letter.strip)?;
    }
    section(&mut xml, looks)?;
    xml.close("w:body")?;
    xml.close("w:document")?;
    Ok(xml.finish())
}

fn paragraph(xml: &mut Xml, style: &str, text: &str) -> io::Result<()> {
    xml.open("w:p", &[])?;
    xml.open("w:pPr", &[])?;
    xml.value("w:pStyle", style)?;
    xml.close("w:pPr")?;
    let text = clean(text);
    if !text.is_empty() {
        xml.open("w:r", &[])?;
        xml.open("w:rPr", &[])?;
        xml.empty("w:rFonts", &[("w:hint", "eastAsia")])?;
        xml.close("w:rPr")?;
        run_text(xml, &text)?;
        xml.close("w:r")?;
    }
    xml.close("w:p")
}

/// A4 with the margins of official letters.
fn section(xml: &mut Xml, looks: &Looks) -> io::Result<()> {
    xml.open("w:sectPr", &[])?;
    xml.empty("w:footerReference", &[("w:type", "default"), ("r:id", "rId3")])?;
    xml.empty("w:pgSz", &[("w:w", "11906"), ("w:h", "16838")])?;
    let [top, right, bottom, left] = looks.margins.map(|edge| twips(edge).to_string());
    let edges = [
        ("w:top", top.as_str()),
        ("w:right", &right),
        ("w:bottom", &bottom),
        ("w:left", &left),
        ("w:header", "851"),
        ("w:footer", "1417"),
        ("w:gutter", "0"),
    ];
    xml.empty("w:pgMar", &edges)?;
    xml.close("w:sectPr")
}
