//! Word document → tables and lines, in one pass over `document.xml`, without a tree.
//!
//! What counts is what the finished page shows: tracked insertions are kept and deletions
//! dropped, field codes, comments, notes, page heads and placeholders are left out, hidden text
//! is left out with a note, a text box is read once and after its paragraph, the text of a
//! nested table belongs to that table only. Automatic list numbers are not text and are not
//! read. Styles are never opened.

use std::ops::Range;
use std::sync::Arc;

use model::Document;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::QName;

use super::body::Body;
use super::names::{Names, Tag};
use super::properties::{CellProperties, RowProperties, is_on};
use super::symbol::symbol;
use super::trail::{Grain, Trail};
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
    let mut pass = Pass::new(&part, &text, Body::new(file, budget), None);
    pass.run()?;
    let mut document = pass.body.finish();
    if package.has("word/vbaProject.bin") {
        document.findings.push(notes::MACROS.finding("文件带宏，没有运行".into(), None, ""));
    }
    Ok(document)
}

/// Reads `document.xml` as [`read`] does and records where everything stands.
///
/// # Errors
/// As [`read`].
pub(super) fn trace(part: &str, text: &str, budget: &mut Budget) -> Result<Trail, ReadError> {
    let file: Arc<str> = part.into();
    let body = Body::recording(&file, budget);
    let mut pass = Pass::new(part, text, body, Some(Trail::default()));
    pass.run()?;
    let mut trail = pass.trail.take().expect("invariant: the pass began with a trail");
    trail.spots = pass.body.into_spots();
    Ok(trail)
}

/// The pass over `document.xml`.
struct Pass<'a> {
    part: &'a str,
    xml: Reader<&'a [u8]>,
    /// First byte of the event at hand.
    from: usize,
    /// What is recorded, if anything.
    trail: Option<Trail>,
    names: Names,
    depth: u32,
    in_text: bool,
    /// One entry an open `mc:AlternateContent`: whether an alternative has been taken.
    alternatives: Vec<bool>,
    body: Body<'a>,
}

impl<'a> Pass<'a> {
    fn new(part: &'a str, text: &'a str, body: Body<'a>, trail: Option<Trail>) -> Self {
        Pass {
            part,
            xml: Reader::from_str(text),
            from: 0,
            trail,
            names: Names::default(),
            depth: 0,
            in_text: false,
            alternatives: Vec::new(),
            body,
        }
    }

    fn run(&mut self) -> Result<(), ReadError> {
        loop {
            self.from = self.position();
            match next_event(&mut self.xml, self.part)? {
                Event::Start(start) => {
                    self.depth += 1;
                    self.body.budget.check_depth(self.depth)?;
                    let tag = self.names.opening(&start);
                    self.record(|trail, bytes| trail.open(tag, bytes));
                    self.open(tag, &start)?;
                    let depth = self.depth as usize;
                    self.record(|trail, bytes| trail.settle(depth, bytes.end));
                }
                Event::Empty(start) => {
                    let tag = self.names.opening(&start);
                    self.record(|trail, bytes| trail.empty(tag, bytes));
                    self.empty(tag, &start)?;
                }
                Event::End(end) => {
                    self.depth -= 1;
                    self.record(|trail, bytes| trail.close(bytes));
                    self.close(self.names.tag(end.name().0))?;
                }
                Event::Text(text) if self.in_text => self.push_text(&text, Grain::Characters),
                Event::CData(text) if self.in_text => self.push_text(&text, Grain::Whole),
                Event::GeneralRef(reference) if self.in_text => {
                    let mut character = String::new();
                    push_reference(&mut character, &reference);
                    self.push(&character, Grain::Whole);
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

    fn position(&self) -> usize {
        usize::try_from(self.xml.buffer_position()).unwrap_or(usize::MAX)
    }

    /// Records something about the bytes of the event at hand.
    fn record(&mut self, note: impl FnOnce(&mut Trail, Range<usize>)) {
        let bytes = self.from..self.position();
        if let Some(trail) = &mut self.trail {
            note(trail, bytes);
        }
    }

    /// Characters that the event at hand stands for.
    fn push(&mut self, characters: &str, grain: Grain) {
        let bytes = self.from..self.position();
        let piece = self.trail.as_ref().and_then(|trail| trail.piece(bytes, grain));
        self.body.paragraphs.push(characters, piece);
    }

    /// A line break in the XML is white space; only `w:br` breaks a line.
    fn push_text(&mut self, text: &str, grain: Grain) {
        if text.contains(['\n', '\r']) {
            self.push(&text.replace("\r\n", " ").replace(['\n', '\r'], " "), grain);
        } else {
            self.push(text, grain);
        }
    }

    fn begin_paragraph(&mut self) {
        self.body.begin_paragraph(self.trail.as_ref().and_then(Trail::last));
    }

    fn open(&mut self, tag: Tag, start: &BytesStart) -> Result<(), ReadError> {
        match tag {
            Tag::Text => self.in_text = true,
            Tag::Paragraph => self.begin_paragraph(),
            Tag::Table => self.body.begin_table(),
            Tag::Cell => self.body.begin_cell()?,
            Tag::Control => self.body.paragraphs.begin_control(),
            Tag::Alternatives => self.alternatives.push(false),
            Tag::Choice | Tag::Fallback => return self.open_alternative(start),
            Tag::Inserted => self.body.changes = true,
            Tag::Deleted => {
                self.body.changes = true;
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
                    Tag::Paragraph => self.begin_paragraph(),
                    Tag::Table => self.body.begin_table(),
                    Tag::Cell => self.body.begin_cell()?,
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
            Tag::Tab => self.push("\t", Grain::Whole),
            Tag::Break => self.push("\n", Grain::Whole),
            Tag::Hyphen => self.push("-", Grain::Whole),
            Tag::Symbol => {
                let font = attribute(start, "font").unwrap_or_default();
                let code = attribute(start, "char").unwrap_or_default();
                self.push(&symbol(&font, &code), Grain::Whole);
            }
            Tag::FieldCharacter => {
                self.body.paragraphs.field(&attribute(start, "fldCharType").unwrap_or_default());
            }
            _ => {}
        }
    }

    fn close(&mut self, tag: Tag) -> Result<(), ReadError> {
        match tag {
            Tag::Text => self.in_text = false,
            Tag::Run => self.body.paragraphs.hidden = false,
            Tag::Paragraph => self.body.end_paragraph()?,
            Tag::Cell => self.body.end_cell(),
            Tag::Row => self.body.end_row(),
            Tag::Table => self.body.end_table()?,
            Tag::Control => self.body.paragraphs.end_control(),
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

    fn skip_to_end(&mut self, name: QName) -> Result<(), ReadError> {
        match self.xml.read_to_end(name) {
            Ok(_) => Ok(()),
            Err(_) => Err(broken(&format!("“{}”没有写完就断了", self.part))),
        }
    }

    /// Passes over the rest of the row or cell whose properties have just been read.
    fn skip_parent(&mut self, properties: &BytesStart) -> Result<(), ReadError> {
        self.depth -= 1;
        let name = properties.name().0;
        self.skip_to_end(QName(name.strip_suffix("Pr").unwrap_or(name)))
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
                    self.body.budget.check_depth(self.depth + depth)?;
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
        self.body.changes |= changed || mark_deleted;
        if mark_deleted {
            self.body.paragraphs.join_next();
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
        self.body.paragraphs.hidden = hidden;
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
            self.body.paragraphs.mute_control();
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
        self.body.changes |= inserted || row.deleted;
        if row.deleted {
            return self.skip_parent(start);
        }
        self.body.set_row(row);
        Ok(())
    }

    fn cell_properties(&mut self, start: &BytesStart) -> Result<(), ReadError> {
        let mut cell = CellProperties::default();
        self.inside(start, |depth, child| {
            if depth == 1 {
                cell.take(child);
            }
        })?;
        if cell.deleted {
            self.body.changes = true;
            self.body.drop_cell();
            return self.skip_parent(start);
        }
        self.body.set_cell(cell)
    }
}
