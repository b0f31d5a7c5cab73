//! Word document → tables and lines, in one pass over `document.xml`, without a tree.
//!
//! What counts is what the finished page shows: tracked insertions are kept and deletions
//! dropped, field codes, comments, notes, page heads and placeholders are left out, hidden text
//! is left out with a note, a text box is read once and after its paragraph, the text of a
//! nested table belongs to that table only. Automatic list numbers are not text and are not
//! read. Styles are never opened.

use std::sync::Arc;

use model::{Block, Document, Finding, Line, Part, Place, SourceKind};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::names::{Names, Tag};
use super::paragraph::{Closed, Paragraphs};
use super::properties::{CellProperties, RowProperties, is_on};
use super::symbol::symbol;
use super::table::Table;
use crate::package::{Package, attribute, broken, next_event, push_reference};
use crate::{Budget, ReadError, notes};

/// Reads a Word document.
///
/// # Errors
/// Damaged or encrypted files, and files beyond the limits.
pub(crate) fn read(
    file: &Arc<str>,
    bytes: &[u8],
    budget: &mut Budget,
) -> Result<Document, ReadError> {
    let mut package = Package::open(bytes)?;
    let part = package.main_part(budget)?.unwrap_or_else(|| "word/document.xml".to_owned());
    let Some(text) = package.xml(&part, budget)? else {
        return Err(broken("压缩包里没有 Word 正文（word/document.xml）"));
    };
    let mut body = Body::new(file, &part, &text, budget);
    body.run()?;
    let mut document = body.finish();
    if package.has("word/vbaProject.bin") {
        document.findings.push(notes::MACROS.finding("文件带宏，没有运行".into(), None, ""));
    }
    Ok(document)
}

/// The pass over `document.xml`.
struct Body<'a> {
    file: &'a Arc<str>,
    part: &'a str,
    xml: Reader<&'a [u8]>,
    budget: &'a mut Budget,
    names: Names,
    depth: u32,
    in_text: bool,
    paragraphs: Paragraphs,
    /// Open tables, the innermost last.
    tables: Vec<Table>,
    /// One entry an open `mc:AlternateContent`: whether an alternative has been taken.
    alternatives: Vec<bool>,
    /// A table's slot is reserved at its first cell, so that nested tables follow.
    blocks: Vec<Option<Block>>,
    table_count: u32,
    line_count: u32,
    changes: bool,
    hidden_rows: Option<Place>,
    hidden_text: Vec<(Place, String)>,
    covered_text: Vec<(Place, String)>,
}

impl<'a> Body<'a> {
    fn new(file: &'a Arc<str>, part: &'a str, text: &'a str, budget: &'a mut Budget) -> Self {
        Body {
            file,
            part,
            xml: Reader::from_str(text),
            budget,
            names: Names::default(),
            depth: 0,
            in_text: false,
            paragraphs: Paragraphs::default(),
            tables: Vec::new(),
            alternatives: Vec::new(),
            blocks: Vec::new(),
            table_count: 0,
            line_count: 0,
            changes: false,
            hidden_rows: None,
            hidden_text: Vec::new(),
            covered_text: Vec::new(),
        }
    }

    fn run(&mut self) -> Result<(), ReadError> {
        loop {
            match next_event(&mut self.xml, self.part)? {
                Event::Start(start) => {
                    self.depth += 1;
                    self.budget.check_depth(self.depth)?;
                    let tag = self.names.opening(&start);
                    self.open(tag, &start)?;
                }
                Event::Empty(start) => {
                    let tag = self.names.opening(&start);
                    self.empty(tag, &start)?;
                }
                Event::End(end) => {
                    self.depth -= 1;
                    self.close(self.names.tag(end.name().0))?;
                }
                Event::Text(text) if self.in_text => self.push_text(&text),
                Event::CData(text) if self.in_text => self.push_text(&text),
                Event::GeneralRef(reference) if self.in_text => {
                    let mut character = String::new();
                    push_reference(&mut character, &reference);
                    self.paragraphs.push(&character);
                }
                Event::Eof => return self.check_end(),
                _ => {}
            }
        }
    }

    fn check_end(&self) -> Result<(), ReadError> {
        if self.depth > 0 {
            return Err(broken(&format!("“{}”没有写完就断了", self.part)));
        }
        if !self.names.found_word() {
            return Err(broken(&format!("“{}”不是 Word 正文", self.part)));
        }
        Ok(())
    }

    /// A line break in the XML is white space; only `w:br` breaks a line.
    fn push_text(&mut self, text: &str) {
        if text.contains(['\n', '\r']) {
            self.paragraphs.push(&text.replace("\r\n", " ").replace(['\n', '\r'], " "));
        } else {
            self.paragraphs.push(text);
        }
    }

    fn open(&mut self, tag: Tag, start: &BytesStart) -> Result<(), ReadError> {
        match tag {
            Tag::Text => self.in_text = true,
            Tag::Paragraph => self.paragraphs.begin(self.tables.len()),
            Tag::Table => self.begin_table(),
            Tag::Cell => self.begin_cell()?,
            Tag::Control => self.paragraphs.begin_control(),
            Tag::Alternatives => self.alternatives.push(false),
            Tag::Choice | Tag::Fallback => return self.open_alternative(start),
            Tag::Inserted => self.changes = true,
            Tag::Deleted => {
                self.changes = true;
                return self.skip(start);
            }
            Tag::Skipped => return self.skip(start),
            Tag::ParagraphProperties => return self.paragraph_properties(start),
            Tag::RunProperties => return self.run_properties(start),
            Tag::RowProperties => return self.row_properties(start),
            Tag::CellProperties => return self.cell_properties(start),
            Tag::ControlProperties => return self.control_properties(start),
            Tag::Tab | Tag::Break | Tag::Hyphen | Tag::Symbol | Tag::FieldCharacter => {
                self.mark(tag, start);
            }
            Tag::Document | Tag::Row | Tag::Run | Tag::Other => {}
        }
        Ok(())
    }

    /// An element without content: both ends of a container, or a mark in the text.
    fn empty(&mut self, tag: Tag, start: &BytesStart) -> Result<(), ReadError> {
        match tag {
            Tag::Paragraph | Tag::Table | Tag::Row | Tag::Cell => {
                match tag {
                    Tag::Paragraph => self.paragraphs.begin(self.tables.len()),
                    Tag::Table => self.begin_table(),
                    Tag::Cell => self.begin_cell()?,
                    _ => {}
                }
                self.close(tag)
            }
            _ => {
                self.mark(tag, start);
                Ok(())
            }
        }
    }

    fn mark(&mut self, tag: Tag, start: &BytesStart) {
        match tag {
            Tag::Tab => self.paragraphs.push("\t"),
            Tag::Break => self.paragraphs.push("\n"),
            Tag::Hyphen => self.paragraphs.push("-"),
            Tag::Symbol => {
                let font = attribute(start, "font").unwrap_or_default();
                let code = attribute(start, "char").unwrap_or_default();
                self.paragraphs.push(&symbol(&font, &code));
            }
            Tag::FieldCharacter => {
                self.paragraphs.field(&attribute(start, "fldCharType").unwrap_or_default());
            }
            _ => {}
        }
    }

    fn close(&mut self, tag: Tag) -> Result<(), ReadError> {
        match tag {
            Tag::Text => self.in_text = false,
            Tag::Run => self.paragraphs.hidden = false,
            Tag::Paragraph => self.end_paragraph(),
            Tag::Cell => self.end_cell(),
            Tag::Row => {
                if let Some(table) = self.tables.last_mut() {
                    table.end_row();
                }
            }
            Tag::Table => self.end_table()?,
            Tag::Control => self.paragraphs.end_control(),
            Tag::Alternatives => drop(self.alternatives.pop()),
            _ => {}
        }
        Ok(())
    }

    /// The first alternative is taken, all others are skipped: they say the same again.
    fn open_alternative(&mut self, start: &BytesStart) -> Result<(), ReadError> {
        match self.alternatives.last_mut() {
            Some(taken) if *taken => self.skip(start),
            Some(taken) => {
                *taken = true;
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// Passes over the rest of the element that has just begun.
    fn skip(&mut self, start: &BytesStart) -> Result<(), ReadError> {
        self.depth -= 1;
        self.skip_to_end(start.name())
    }

    fn skip_to_end(&mut self, name: quick_xml::name::QName) -> Result<(), ReadError> {
        match self.xml.read_to_end(name) {
            Ok(_) => Ok(()),
            Err(_) => Err(broken(&format!("“{}”没有写完就断了", self.part))),
        }
    }

    /// Shows each element inside the one that has just begun, with its depth (1 = child).
    fn inside(
        &mut self,
        start: &BytesStart,
        mut look: impl FnMut(u32, &BytesStart),
    ) -> Result<(), ReadError> {
        let mut depth = 0;
        self.depth -= 1;
        loop {
            match next_event(&mut self.xml, self.part)? {
                Event::Start(child) => {
                    depth += 1;
                    self.budget.check_depth(self.depth + depth)?;
                    look(depth, &child);
                }
                Event::Empty(child) => look(depth + 1, &child),
                Event::End(_) if depth == 0 => return Ok(()),
                Event::End(_) => depth -= 1,
                Event::Eof => {
                    let name = start.name();
                    return Err(broken(&format!("“{}”的 {} 没有写完", self.part, name.0)));
                }
                _ => {}
            }
        }
    }

    fn paragraph_properties(&mut self, start: &BytesStart) -> Result<(), ReadError> {
        let (mut mark_deleted, mut changed) = (false, false);
        self.inside(start, |depth, child| match child.local_name().as_ref() {
            "del" | "moveFrom" if depth == 2 => mark_deleted = true,
            "ins" | "moveTo" if depth == 2 => changed = true,
            _ => {}
        })?;
        self.changes |= changed || mark_deleted;
        if mark_deleted {
            self.paragraphs.join_next();
        }
        Ok(())
    }

    fn run_properties(&mut self, start: &BytesStart) -> Result<(), ReadError> {
        let mut hidden = false;
        self.inside(start, |depth, child| {
            if depth == 1 && child.local_name().as_ref() == "vanish" {
                hidden = is_on(child);
            }
        })?;
        self.paragraphs.hidden = hidden;
        Ok(())
    }

    fn control_properties(&mut self, start: &BytesStart) -> Result<(), ReadError> {
        let mut placeholder = false;
        self.inside(start, |depth, child| {
            if depth == 1 && child.local_name().as_ref() == "showingPlcHdr" {
                placeholder = is_on(child);
            }
        })?;
        if placeholder {
            self.paragraphs.mute_control();
        }
        Ok(())
    }

    fn row_properties(&mut self, start: &BytesStart) -> Result<(), ReadError> {
        let (mut row, mut inserted) = (RowProperties::default(), false);
        self.inside(start, |depth, child| {
            if depth == 1 {
                row.take(child);
                inserted |= child.local_name().as_ref() == "ins";
            }
        })?;
        self.changes |= inserted || row.deleted;
        if row.deleted {
            let end = start.name().0.trim_end_matches("Pr").to_owned();
            self.depth -= 1;
            return self.skip_to_end(quick_xml::name::QName(&end));
        }
        if let Some(table) = self.tables.last_mut() {
            table.set_row(row);
        }
        Ok(())
    }

    fn cell_properties(&mut self, start: &BytesStart) -> Result<(), ReadError> {
        let mut cell = CellProperties::default();
        self.inside(start, |depth, child| {
            if depth == 1 {
                cell.take(child);
            }
        })?;
        self.budget.take_cells(cell.span as u64 - 1)?;
        let Some(table) = self.tables.last_mut() else { return Ok(()) };
        if cell.deleted {
            self.changes = true;
            table.drop_cell();
            let end = start.name().0.trim_end_matches("Pr").to_owned();
            self.depth -= 1;
            return self.skip_to_end(quick_xml::name::QName(&end));
        }
        table.set_cell(cell);
        Ok(())
    }

    fn begin_table(&mut self) {
        self.flush_carried();
        self.tables.push(Table::new());
    }

    fn begin_cell(&mut self) -> Result<(), ReadError> {
        self.budget.take_cells(1)?;
        let Some(table) = self.tables.last_mut() else { return Ok(()) };
        if table.position.is_none() {
            self.table_count += 1;
            table.position = Some((self.table_count, self.blocks.len()));
            self.blocks.push(None);
        }
        table.begin_cell();
        Ok(())
    }

    fn end_cell(&mut self) {
        self.flush_carried();
        if let Some(table) = self.tables.last_mut()
            && let Some(covered) = table.end_cell(self.file)
        {
            self.covered_text.push(covered);
        }
    }

    fn end_table(&mut self) -> Result<(), ReadError> {
        let Some(table) = self.tables.pop() else { return Ok(()) };
        if table.hidden_rows && self.hidden_rows.is_none() {
            self.hidden_rows = Some(table.place(self.file));
        }
        if let Some((slot, grid)) = table.finish() {
            let slots = (grid.rows as u64).saturating_mul(grid.columns as u64);
            self.budget.take_cells(slots.saturating_sub(grid.cells.len() as u64))?;
            self.blocks[slot] = Some(Block::Table(grid));
        }
        Ok(())
    }

    fn end_paragraph(&mut self) {
        let hidden = std::mem::take(&mut self.paragraphs.hidden_text);
        if !model::text::is_blank(&hidden) {
            let place = self.place();
            self.hidden_text.push((place, hidden));
        }
        if let Some(closed) = self.paragraphs.end() {
            self.deliver(closed);
        }
    }

    /// The place of the cell at hand, or of the line at hand outside any table.
    fn place(&self) -> Place {
        match self.tables.last() {
            Some(table) => table.place(self.file),
            None => Place::line(self.file, Part::Body, self.line_count + 1),
        }
    }

    fn deliver(&mut self, closed: Closed) {
        if let Some(table) = self.tables.last_mut() {
            if let Some(paragraphs) = table.paragraphs() {
                paragraphs.extend(closed.texts);
            }
            return;
        }
        let place = self.place();
        self.line_count += 1;
        for text in closed.texts {
            if !model::text::is_blank(&text) {
                self.blocks.push(Some(Block::Line(Line { text, place: place.clone() })));
            }
        }
    }

    fn flush_carried(&mut self) {
        if let Some(text) = self.paragraphs.take_carried(self.tables.len()) {
            self.deliver(Closed { texts: vec![text] });
        }
    }

    fn finish(mut self) -> Document {
        self.flush_carried();
        let findings = self.notes();
        Document {
            file: self.file.clone(),
            kind: SourceKind::Docx,
            blocks: self.blocks.into_iter().flatten().collect(),
            findings,
        }
    }

    fn notes(&mut self) -> Vec<Finding> {
        let mut findings = Vec::new();
        if self.changes {
            let message = "文件里有未处理的修订，按接受全部修订后的内容读取".to_owned();
            findings.push(notes::TRACKED_CHANGES.finding(message, None, ""));
        }
        if let Some(place) = self.hidden_rows.take() {
            let message = format!("{}有隐藏的行，照样读取", place.part);
            findings.push(notes::HIDDEN_CELLS.finding(message, Some(place), ""));
        }
        let kinds = [
            (&notes::HIDDEN_TEXT, "隐藏文字", &self.hidden_text),
            (&notes::COVERED_TEXT, "被合并单元格盖住的文字", &self.covered_text),
        ];
        for (note, what, texts) in kinds {
            let Some((place, _)) = texts.first() else { continue };
            let quote: Vec<&str> = texts.iter().map(|(_, text)| text.as_str()).collect();
            let message = format!("有 {} 处{what}没有作为表格内容读取", texts.len());
            findings.push(note.finding(message, Some(place.clone()), &quote.join("；")));
        }
        findings
    }
}
