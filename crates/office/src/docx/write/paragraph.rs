//! Paragraphs and sections of the main part.

use std::io;

use model::{Cell, Ink, Role};

use crate::fit::{Page, line_height};
use crate::write::{self, Side};
use crate::xml::Xml;

/// The paragraph style of a cell; `parts/styles.xml` gives it its font.
pub(super) fn style(cell: &Cell) -> &'static str {
    match cell.ink {
        Ink::Printed(Role::Title) => "FormTitle",
        Ink::Printed(Role::Subtitle) => "FormSubtitle",
        Ink::Printed(Role::Head) => "FormHead",
        Ink::Printed(Role::Label) => "FormLabel",
        Ink::Printed(Role::Plain) => "FormPlain",
        Ink::Field(_) | Ink::Unknown => "FormText",
    }
}

pub(super) fn paragraph(
    xml: &mut Xml,
    style: &str,
    side: Side,
    size: u32,
    text: &str,
) -> io::Result<()> {
    let (size, line) = (size.to_string(), line_height(size).to_string());
    let side = match side {
        Side::Left => "left",
        Side::Center => "center",
        Side::Right => "right",
    };
    xml.open("w:p", &[])?;
    xml.open("w:pPr", &[])?;
    xml.value("w:pStyle", style)?;
    xml.empty("w:spacing", &[("w:line", &line), ("w:lineRule", "exact")])?;
    xml.value("w:jc", side)?;
    run_size(xml, &size)?;
    xml.close("w:pPr")?;
    let text = write::clean(text);
    if !text.is_empty() {
        xml.open("w:r", &[])?;
        run_size(xml, &size)?;
        run_text(xml, &text)?;
        xml.close("w:r")?;
    }
    xml.close("w:p")
}

fn run_size(xml: &mut Xml, size: &str) -> io::Result<()> {
    xml.open("w:rPr", &[])?;
    xml.empty("w:rFonts", &[("w:hint", "eastAsia")])?;
    xml.value("w:sz", size)?;
    xml.value("w:szCs", size)?;
    xml.close("w:rPr")
}

/// Text of a run; tabs and line feeds inside it have elements of their own.
pub(super) fn run_text(xml: &mut Xml, text: &str) -> io::Result<()> {
    for piece in text.split_inclusive(['\t', '\n']) {
        let words = piece.trim_end_matches(['\t', '\n']);
        if !words.is_empty() {
            xml.open("w:t", &[("xml:space", "preserve")])?;
            xml.text(words)?;
            xml.close("w:t")?;
        }
        if piece.ends_with('\t') {
            xml.empty("w:tab", &[])?;
        } else if piece.ends_with('\n') {
            xml.empty("w:br", &[])?;
        }
    }
    Ok(())
}

/// A paragraph one point high that no one sees: what stands between two tables.
pub(super) fn hairline(
    xml: &mut Xml,
    properties: impl Fn(&mut Xml) -> io::Result<()>,
) -> io::Result<()> {
    xml.open("w:p", &[])?;
    xml.open("w:pPr", &[])?;
    xml.value("w:pStyle", "Hairline")?;
    properties(xml)?;
    xml.close("w:pPr")?;
    xml.close("w:p")
}

pub(super) fn page_break(xml: &mut Xml) -> io::Result<()> {
    hairline(xml, |xml| xml.empty("w:pageBreakBefore", &[]))
}

pub(super) fn section_end(xml: &mut Xml, page: Page) -> io::Result<()> {
    hairline(xml, |xml| section(xml, page))
}

pub(super) fn section(xml: &mut Xml, page: Page) -> io::Result<()> {
    xml.open("w:sectPr", &[])?;
    xml.empty("w:footerReference", &[("w:type", "default"), ("r:id", "rId3")])?;
    xml.value("w:type", "nextPage")?;
    let (width, height) = (page.width.to_string(), page.height.to_string());
    let mut size = vec![("w:w", width.as_str()), ("w:h", height.as_str())];
    if page.width > page.height {
        size.push(("w:orient", "landscape"));
    }
    xml.empty("w:pgSz", &size)?;
    let edges = [page.top, page.right, page.bottom, page.left].map(|edge| edge.to_string());
    xml.empty(
        "w:pgMar",
        &[
            ("w:top", &edges[0]),
            ("w:right", &edges[1]),
            ("w:bottom", &edges[2]),
            ("w:left", &edges[3]),
            ("w:header", "567"),
            ("w:footer", "567"),
            ("w:gutter", "0"),
        ],
    )?;
    xml.close("w:sectPr")
}
