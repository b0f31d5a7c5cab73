//! `word/document.xml`: one table a form, one form a page.

use std::io;
use std::ops::Range;

use model::{Cell, Drawing};

use super::paragraph::{hairline, page_break, paragraph, section, section_end, style};
use crate::fit::{CELL_SIDE, Fit, line_height};
use crate::measure;
use crate::write::{self, Side};
use crate::xml::Xml;

const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// The main part for the drawings, each with its fit.
pub(super) fn document(drawings: &[Drawing], fits: &[Fit]) -> io::Result<Vec<u8>> {
    let mut xml = Xml::new()?;
    xml.open("w:document", &[("xmlns:w", MAIN), ("xmlns:r", RELATIONSHIPS)])?;
    xml.open("w:body", &[])?;
    for (index, (drawing, fit)) in drawings.iter().zip(fits).enumerate() {
        form(&mut xml, drawing, fit)?;
        match fits.get(index + 1) {
            Some(next) if next.page == fit.page => page_break(&mut xml)?,
            Some(_) => section_end(&mut xml, fit.page)?,
            None => {
                hairline(&mut xml, |_| Ok(()))?;
                section(&mut xml, fit.page)?;
            }
        }
    }
    xml.close("w:body")?;
    xml.close("w:document")?;
    Ok(xml.finish())
}

/// One form: one table, or several that touch where header rows in the middle must repeat.
fn form(xml: &mut Xml, drawing: &Drawing, fit: &Fit) -> io::Result<()> {
    let pieces = pieces(drawing, fit);
    for (index, piece) in pieces.iter().enumerate() {
        if index > 0 {
            hairline(xml, |_| Ok(()))?;
        }
        table(xml, drawing, fit, piece)?;
    }
    Ok(())
}

/// Rows of one table, the first `headers` of which repeat on every page.
struct Piece {
    rows: Range<usize>,
    headers: usize,
}

/// Word repeats only the first rows of a table. A form that fits its page stays one table; a
/// longer one is cut above each run of header rows where no merged cell is in the way.
fn pieces(drawing: &Drawing, fit: &Fit) -> Vec<Piece> {
    let rows = drawing.grid.rows;
    let mut cuts = vec![0];
    if !fit.one_page {
        let starts = drawing.headers.iter().map(|header| header.start);
        cuts.extend(starts.filter(|row| *row < rows && write::is_clean_cut(drawing, *row)));
    }
    cuts.sort_unstable();
    cuts.dedup();
    let ends = cuts.iter().skip(1).copied().chain([rows]);
    cuts.iter()
        .zip(ends)
        .map(|(start, end)| {
            let header = drawing.headers.iter().find(|header| header.start == *start);
            let headers = header.map_or(0, |header| header.len().min(end - start));
            Piece { rows: *start..end, headers }
        })
        .collect()
}

fn table(xml: &mut Xml, drawing: &Drawing, fit: &Fit, piece: &Piece) -> io::Result<()> {
    xml.open("w:tbl", &[])?;
    xml.open("w:tblPr", &[])?;
    xml.value("w:tblStyle", "Form")?;
    let total: u32 = fit.columns.iter().sum();
    xml.empty("w:tblW", &[("w:w", &total.to_string()), ("w:type", "dxa")])?;
    xml.value("w:jc", "center")?;
    xml.empty("w:tblLayout", &[("w:type", "fixed")])?;
    xml.close("w:tblPr")?;
    xml.open("w:tblGrid", &[])?;
    for width in &fit.columns {
        xml.empty("w:gridCol", &[("w:w", &width.to_string())])?;
    }
    xml.close("w:tblGrid")?;
    let slots = drawing.grid.slots();
    let outside = write::open_rows(drawing);
    for row in piece.rows.clone() {
        let cut_below = row + 1 == piece.rows.end && row + 1 < drawing.grid.rows;
        let line = Line { drawing, fit, slots: &slots, outside: &outside, row, cut_below };
        line.write(xml, row - piece.rows.start < piece.headers)?;
    }
    xml.close("w:tbl")
}

/// One row of a table being written.
struct Line<'a> {
    drawing: &'a Drawing,
    fit: &'a Fit,
    slots: &'a [Option<usize>],
    outside: &'a [bool],
    row: usize,
    /// Whether another table goes on below this row, with a border of its own at its top.
    cut_below: bool,
}

impl Line<'_> {
    fn write(&self, xml: &mut Xml, repeats: bool) -> io::Result<()> {
        let breaks = self.breaks();
        let height = if breaks { line_height(self.fit.size) } else { self.fit.heights[self.row] };
        xml.open("w:tr", &[])?;
        xml.open("w:trPr", &[])?;
        if !breaks {
            xml.empty("w:cantSplit", &[])?;
        }
        xml.empty("w:trHeight", &[("w:val", &height.to_string()), ("w:hRule", "atLeast")])?;
        if repeats {
            xml.empty("w:tblHeader", &[])?;
        }
        xml.close("w:trPr")?;
        let columns = self.drawing.grid.columns;
        let mut column = 0;
        while column < columns {
            let owner = self.slot(self.row, column);
            let end = (column + 1..columns)
                .find(|at| owner.is_none() || self.slot(self.row, *at) != owner)
                .unwrap_or(columns);
            self.cell(xml, owner, column..end)?;
            column = end;
        }
        xml.close("w:tr")
    }

    /// A very tall row may break over pages; its height is then left to its text, which starts
    /// at the top, for a label in the middle of two pages would show on neither.
    fn breaks(&self) -> bool {
        self.fit.heights[self.row] > self.fit.page.text_height() / 2
    }

    fn slot(&self, row: usize, column: usize) -> Option<usize> {
        self.slots.get(row * self.drawing.grid.columns + column).copied().flatten()
    }

    fn cell(&self, xml: &mut Xml, owner: Option<usize>, span: Range<usize>) -> io::Result<()> {
        let goes_up =
            self.row > 0 && owner.is_some() && self.slot(self.row - 1, span.start) == owner;
        let goes_down = owner.is_some()
            && self.row + 1 < self.drawing.grid.rows
            && self.slot(self.row + 1, span.start) == owner;
        let width: u32 = self.fit.columns[span.clone()].iter().sum();
        xml.open("w:tc", &[])?;
        xml.open("w:tcPr", &[])?;
        xml.empty("w:tcW", &[("w:w", &width.to_string()), ("w:type", "dxa")])?;
        if span.len() > 1 {
            xml.value("w:gridSpan", &span.len().to_string())?;
        }
        match (goes_up, goes_down) {
            (false, true) => xml.value("w:vMerge", "restart")?,
            (true, _) => xml.empty("w:vMerge", &[])?,
            (false, false) => {}
        }
        self.borders(xml)?;
        xml.value("w:vAlign", if self.breaks() { "top" } else { "center" })?;
        xml.close("w:tcPr")?;
        match owner.map(|index| &self.drawing.grid.cells[index]) {
            Some(cell) if !goes_up => self.paragraphs(xml, cell, width)?,
            _ => self.blank(xml)?,
        }
        xml.close("w:tc")
    }

    /// The style gives every cell a border. Rows above the frame have none but where the frame
    /// begins, and where a form goes on in a second table only that one draws the line between.
    fn borders(&self, xml: &mut Xml) -> io::Result<()> {
        let outside = self.outside[self.row];
        if !outside && !self.cut_below {
            return Ok(());
        }
        let frame_below = self.outside.get(self.row + 1) == Some(&false);
        let frame_above = self.row > 0 && !self.outside[self.row - 1];
        xml.open("w:tcBorders", &[])?;
        for (edge, drawn) in [
            ("w:top", !outside || frame_above),
            ("w:left", !outside),
            ("w:bottom", frame_below && !self.cut_below),
            ("w:right", !outside),
        ] {
            if drawn {
                let line =
                    [("w:val", "single"), ("w:sz", "4"), ("w:space", "0"), ("w:color", "000000")];
                xml.empty(edge, &line)?;
            } else {
                xml.value(edge, "nil")?;
            }
        }
        xml.close("w:tcBorders")
    }

    fn paragraphs(&self, xml: &mut Xml, cell: &Cell, width: u32) -> io::Result<()> {
        let inner = width.saturating_sub(2 * CELL_SIDE);
        let size = measure::type_size(cell, self.fit.size, inner);
        let lines = measure::lines(&cell.paragraphs, measure::room(inner, size));
        let side = write::side(self.drawing, cell, lines);
        for text in &cell.paragraphs {
            paragraph(xml, style(cell), side, size, text)?;
        }
        Ok(())
    }

    fn blank(&self, xml: &mut Xml) -> io::Result<()> {
        paragraph(xml, "FormText", Side::Center, self.fit.size, "")
    }
}
