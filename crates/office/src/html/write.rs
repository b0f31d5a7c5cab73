//! A web page from drawings: the official form with a named control in every field.
//!
//! One file, no script, no outside resource. A control is named `forms.0.indicators.3.target`,
//! form and path, so that a server takes the page back without another table. Text areas grow
//! with their text (`field-sizing`); browsers older than that get as many rows as the printed
//! text needs, and the page prints the controls themselves: a printed twin of the text would
//! show old words after an edit. It does not send or save anything by itself.

use std::io;

use model::{Cell, Drawing, Ink, Role};

use super::label;
use crate::fit::{self, Fit};
use crate::measure;
use crate::write::{self, CREATOR, Side, clean};
use crate::xml::Xml;

/// Padding of a control on both sides, in twips.
const CONTROL_SIDES: u32 = 160;

/// Writes the drawings as one page, in order; without drawings a page that says so.
pub fn write(drawings: &[Drawing]) -> String {
    let bytes = page(drawings).expect("invariant: writing to memory does not fail");
    String::from_utf8(bytes).expect("invariant: every piece written is UTF-8")
}

fn page(drawings: &[Drawing]) -> io::Result<Vec<u8>> {
    let mut xml = Xml::page("<!DOCTYPE html>\n");
    xml.open("html", &[("lang", "zh-CN")])?;
    let title = drawings.first().map_or("没有可以显示的表", |drawing| &drawing.title);
    head(&mut xml, title)?;
    xml.open("body", &[])?;
    if drawings.len() > 1 {
        contents(&mut xml, drawings)?;
    }
    xml.open("main", &[])?;
    for (index, drawing) in drawings.iter().enumerate() {
        form(&mut xml, drawing, index)?;
    }
    if drawings.is_empty() {
        element(&mut xml, "p", &[], title)?;
    }
    xml.close("main")?;
    xml.close("body")?;
    xml.close("html")?;
    Ok(xml.finish())
}

fn head(xml: &mut Xml, title: &str) -> io::Result<()> {
    xml.open("head", &[])?;
    xml.empty("meta", &[("charset", "utf-8")])?;
    xml.empty("meta", &[("name", "viewport"), ("content", "width=device-width, initial-scale=1")])?;
    xml.empty("meta", &[("name", "generator"), ("content", CREATOR)])?;
    element(xml, "title", &[], title)?;
    xml.open("style", &[])?;
    xml.verbatim(include_str!("page.css"))?;
    xml.close("style")?;
    xml.close("head")
}

/// Links to the forms of the page.
fn contents(xml: &mut Xml, drawings: &[Drawing]) -> io::Result<()> {
    xml.open("nav", &[("aria-label", "本页各表")])?;
    xml.open("ol", &[])?;
    for (index, drawing) in drawings.iter().enumerate() {
        xml.open("li", &[])?;
        element(xml, "a", &[("href", &format!("#form-{index}"))], &write::name_of(drawing))?;
        xml.close("li")?;
    }
    xml.close("ol")?;
    xml.close("nav")
}

fn form(xml: &mut Xml, drawing: &Drawing, index: usize) -> io::Result<()> {
    let id = format!("form-{index}");
    let class = if drawing.landscape { "sheet turned" } else { "sheet upright" };
    let sheet = Sheet::new(drawing, index);
    let size = sheet.fit.size;
    let style = format!("--paper-type:{}.{}pt", size / 2, size % 2 * 5);
    xml.open(
        "form",
        &[
            ("id", &id),
            ("class", class),
            ("style", &style),
            ("method", "post"),
            ("aria-label", &clean(&drawing.title)),
        ],
    )?;
    xml.open("table", &[])?;
    sheet.caption(xml)?;
    xml.open("colgroup", &[])?;
    for share in measure::shares(&drawing.widths, drawing.grid.columns, 10_000) {
        let style = format!("width:{}.{:02}%", share / 100, share % 100);
        xml.empty("col", &[("style", &style)])?;
    }
    xml.close("colgroup")?;
    let body = sheet.repeated_head().unwrap_or(sheet.above_frame);
    if body > sheet.above_frame {
        sheet.rows(xml, "thead", sheet.above_frame..body)?;
    }
    sheet.rows(xml, "tbody", body..drawing.grid.rows)?;
    xml.close("table")?;
    xml.close("form")
}

/// One form being written.
struct Sheet<'a> {
    drawing: &'a Drawing,
    index: usize,
    /// Rows at the top that hold the title and the line below it.
    above_frame: usize,
    /// Type size and column widths on paper.
    fit: Fit,
}

impl<'a> Sheet<'a> {
    fn new(drawing: &'a Drawing, index: usize) -> Self {
        let title_rows = write::open_rows(drawing);
        let above_frame = title_rows.iter().take_while(|above| **above).count();
        let above_frame = if write::is_clean_cut(drawing, above_frame) { above_frame } else { 0 };
        Sheet { drawing, index, above_frame, fit: fit::fit_roomy(drawing) }
    }

    /// Title and subtitle stand above the frame, as the caption of the table.
    fn caption(&self, xml: &mut Xml) -> io::Result<()> {
        if self.above_frame == 0 {
            return Ok(());
        }
        xml.open("caption", &[])?;
        for row in 0..self.above_frame {
            xml.open("div", &[])?;
            for cell in self.drawing.grid.cells.iter().filter(|cell| cell.row == row) {
                let name = if cell.ink == Ink::Printed(Role::Title) { "h2" } else { "span" };
                xml.open(name, &[])?;
                self.content(xml, cell)?;
                xml.close(name)?;
            }
            xml.close("div")?;
        }
        xml.close("caption")
    }

    /// Where the header rows end, when they stand right below the title and no merged cell
    /// reaches out of them; only then can a browser repeat them on every page.
    fn repeated_head(&self) -> Option<usize> {
        let [header] = &self.drawing.headers[..] else { return None };
        let fits = header.start <= self.above_frame
            && header.end <= self.drawing.grid.rows
            && write::is_clean_cut(self.drawing, header.end);
        fits.then_some(header.end.max(self.above_frame))
    }

    fn rows(&self, xml: &mut Xml, group: &str, rows: std::ops::Range<usize>) -> io::Result<()> {
        xml.open(group, &[])?;
        for row in rows {
            xml.open("tr", &[])?;
            for cell in self.drawing.grid.cells.iter().filter(|cell| cell.row == row) {
                self.cell(xml, cell)?;
            }
            xml.close("tr")?;
        }
        xml.close(group)
    }

    fn cell(&self, xml: &mut Xml, cell: &Cell) -> io::Result<()> {
        let scope = match cell.ink {
            Ink::Printed(Role::Head | Role::Title | Role::Subtitle) if cell.column_span > 1 => {
                Some("colgroup")
            }
            Ink::Printed(Role::Head | Role::Title | Role::Subtitle) => Some("col"),
            Ink::Printed(Role::Label) => Some("row"),
            Ink::Printed(Role::Plain) | Ink::Field(_) | Ink::Unknown => None,
        };
        let (rows, columns) = (cell.row_span.to_string(), cell.column_span.to_string());
        let mut attributes = Vec::new();
        if cell.row_span > 1 {
            attributes.push(("rowspan", rows.as_str()));
        }
        if cell.column_span > 1 {
            attributes.push(("colspan", columns.as_str()));
        }
        attributes.extend(scope.map(|scope| ("scope", scope)));
        let name = if scope.is_some() { "th" } else { "td" };
        xml.open(name, &attributes)?;
        self.content(xml, cell)?;
        xml.close(name)
    }

    fn content(&self, xml: &mut Xml, cell: &Cell) -> io::Result<()> {
        match &cell.ink {
            Ink::Field(path) => self.control(xml, cell, path),
            Ink::Printed(_) | Ink::Unknown => lines(xml, &cell.text()),
        }
    }

    fn control(&self, xml: &mut Xml, cell: &Cell, path: &str) -> io::Result<()> {
        // Laid out drawings name their fields by form already; one table may hold many forms.
        let prefix = if path.starts_with("forms.") {
            String::new()
        } else {
            format!("forms.{}.", self.index)
        };
        let name = prefix + path;
        let label = label::of(self.drawing, cell);
        let width = measure::width_of(cell, &self.fit.columns).saturating_sub(CONTROL_SIDES);
        let room = measure::room(width, self.fit.size);
        let lines = measure::lines(&cell.paragraphs, room);
        let side = match write::side(self.drawing, cell, lines) {
            Side::Left => "left",
            Side::Center => "center",
            Side::Right => "right",
        };
        let (name, label) = (clean(&name), clean(&label));
        let common = [("name", &*name), ("aria-label", &*label), ("class", side)];
        let text = cell.text();
        let text = clean(&text);
        let amount = write::path_in_form(path).starts_with("money.")
            || write::plain_decimals(&text).is_some();
        if amount && lines == 1 {
            let rest = [("inputmode", "decimal"), ("autocomplete", "off"), ("value", &*text)];
            return xml.empty("input", &[&common[..], &rest].concat());
        }
        let rows = lines.to_string();
        xml.open("textarea", &[&common[..], &[("rows", &rows)]].concat())?;
        // A browser drops the first line break of a text area.
        if text.starts_with('\n') {
            xml.text("\n")?;
        }
        xml.text(&text)?;
        xml.close("textarea")
    }
}

fn lines(xml: &mut Xml, text: &str) -> io::Result<()> {
    for (index, line) in clean(text).split('\n').enumerate() {
        if index > 0 {
            xml.empty("br", &[])?;
        }
        xml.text(line)?;
    }
    Ok(())
}

fn element(xml: &mut Xml, name: &str, attributes: &[(&str, &str)], text: &str) -> io::Result<()> {
    xml.open(name, attributes)?;
    xml.text(&clean(text))?;
    xml.close(name)
}
