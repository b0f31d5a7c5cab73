//! One `sheetN.xml`: cells as shown, merges, hidden rows and columns.

use std::ops::Range;
use std::sync::Arc;

use model::{Part, State};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::parts::{string_item, unescape};
use crate::package::{attribute, broken, next_event, push_reference};
use crate::sheet::{Merge, Number, NumberFormat, Sheet, SheetCell, SheetNotes, Shown};
use crate::{Budget, ReadError};

/// What the workbook knows and the sheet needs.
pub(super) struct Worksheet<'a> {
    pub file: &'a Arc<str>,
    /// Name of the part.
    pub name: &'a str,
    pub strings: &'a [String],
    /// By cell style.
    pub formats: &'a [NumberFormat],
    pub from_1904: bool,
}

/// Excel's own limits; a reference beyond them is not one.
const ROWS: u32 = 1 << 20;
const COLUMNS: u32 = 1 << 14;

/// Reads a sheet.
pub(super) fn worksheet(
    context: Worksheet,
    part: Part,
    hidden: bool,
    text: &str,
    budget: &mut Budget,
    notes: &mut SheetNotes,
) -> Result<Sheet, ReadError> {
    let sheet = Sheet {
        part,
        hidden,
        cells: Vec::new(),
        merges: Vec::new(),
        hidden_rows: Vec::new(),
        hidden_columns: Vec::new(),
    };
    let xml = Reader::from_str(text);
    let mut pass = Pass { context, xml, sheet, row: 0, column: 0, notes, budget };
    pass.run()?;
    pass.sheet.hidden_rows.sort_unstable();
    Ok(pass.sheet)
}

struct Pass<'a> {
    context: Worksheet<'a>,
    xml: Reader<&'a [u8]>,
    sheet: Sheet,
    /// The next row and column where the file does not name them, from 0.
    row: u32,
    column: u32,
    notes: &'a mut SheetNotes,
    budget: &'a mut Budget,
}

/// What a `c` element holds.
#[derive(Default)]
struct Content {
    kind: String,
    style: usize,
    /// `v`; an empty element is an empty value.
    value: Option<String>,
    formula: Option<String>,
    inline: Option<String>,
}

impl Pass<'_> {
    fn run(&mut self) -> Result<(), ReadError> {
        let mut depth = 0_u32;
        loop {
            match next_event(&mut self.xml, self.context.name)? {
                Event::Start(tag) => {
                    depth += 1;
                    self.budget.check_depth(depth)?;
                    match tag.local_name().as_ref() {
                        "c" => {
                            depth -= 1;
                            self.cell(&tag)?;
                        }
                        "extLst" => {
                            depth -= 1;
                            self.skip(&tag)?;
                        }
                        local => self.element(local, &tag)?,
                    }
                }
                Event::Empty(tag) => match tag.local_name().as_ref() {
                    "c" => drop(self.position(&tag)),
                    local => self.element(local, &tag)?,
                },
                Event::End(_) => depth -= 1,
                Event::Eof if depth > 0 => return Err(self.cut_short()),
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    fn element(&mut self, local: &str, tag: &BytesStart) -> Result<(), ReadError> {
        match local {
            "row" => {
                let number = attribute(tag, "r").and_then(|row| row.trim().parse::<u32>().ok());
                self.row = number.unwrap_or(self.row + 1).clamp(1, ROWS);
                self.column = 0;
                if is_on(tag, "hidden") {
                    self.sheet.hidden_rows.push(self.row - 1);
                }
            }
            "col" if is_on(tag, "hidden") => self.sheet.hidden_columns.extend(columns(tag)),
            "mergeCell" => {
                self.budget.take_lines(1)?;
                self.sheet.merges.extend(attribute(tag, "ref").and_then(|text| merge(&text)));
            }
            _ => {}
        }
        Ok(())
    }

    fn skip(&mut self, tag: &BytesStart) -> Result<(), ReadError> {
        self.xml.read_to_end(tag.name()).map(drop).map_err(|_| self.cut_short())
    }

    fn cut_short(&self) -> ReadError {
        broken(&format!("“{}”没有写完就断了", self.context.name))
    }

    /// Row and column of a cell, from 0.
    fn position(&mut self, tag: &BytesStart) -> (u32, u32) {
        let named = attribute(tag, "r").and_then(|name| reference(&name));
        let next = (self.row.saturating_sub(1), self.column);
        let (row, column) = named.unwrap_or(next);
        self.column = (column + 1).min(COLUMNS - 1);
        (row, column)
    }

    fn cell(&mut self, tag: &BytesStart) -> Result<(), ReadError> {
        let (row, column) = self.position(tag);
        let content = self.content(tag)?;
        let Some((text, state)) = self.shown(&content) else { return Ok(()) };
        self.budget.take_cells(1)?;
        // One shared string, or one number format, can stand in every cell.
        self.budget.take_bytes(text.len() as u64)?;
        let place = || self.sheet.place(self.context.file, row, column);
        if state == State::Unknown {
            if text.is_empty() {
                let formula = content.formula.unwrap_or_default();
                self.notes.no_result.push((place(), format!("={formula}")));
            } else {
                self.notes.errors.push((place(), text.clone()));
            }
        }
        self.sheet.cells.push(SheetCell { row, column, text, state });
        Ok(())
    }

    fn content(&mut self, tag: &BytesStart) -> Result<Content, ReadError> {
        let mut content = Content {
            kind: attribute(tag, "t").unwrap_or_default(),
            style: attribute(tag, "s").and_then(|s| s.trim().parse().ok()).unwrap_or(0),
            ..Content::default()
        };
        loop {
            match next_event(&mut self.xml, self.context.name)? {
                Event::Start(child) => match child.local_name().as_ref() {
                    "v" => content.value = Some(self.characters()?),
                    "f" => content.formula = Some(self.characters()?),
                    "is" => {
                        let text = string_item(&mut self.xml, &child, self.context.name)?;
                        content.inline = Some(text);
                    }
                    _ => self.skip(&child)?,
                },
                Event::Empty(child) => match child.local_name().as_ref() {
                    "v" => content.value = Some(String::new()),
                    "f" => content.formula = Some(String::new()),
                    _ => {}
                },
                Event::End(_) => return Ok(content),
                Event::Eof => return Err(self.cut_short()),
                _ => {}
            }
        }
    }

    /// The characters of an element without children.
    fn characters(&mut self) -> Result<String, ReadError> {
        let mut text = String::new();
        loop {
            match next_event(&mut self.xml, self.context.name)? {
                Event::Text(piece) => text.push_str(&piece),
                Event::CData(piece) => text.push_str(&piece),
                Event::GeneralRef(reference) => push_reference(&mut text, &reference),
                Event::Start(child) => self.skip(&child)?,
                Event::End(_) => return Ok(text),
                Event::Eof => return Err(self.cut_short()),
                _ => {}
            }
        }
    }

    /// The text of a cell and its standing; none when there is nothing in it.
    fn shown(&self, content: &Content) -> Option<(String, State)> {
        let format = self.context.formats.get(content.style);
        let known = |shown| match shown {
            Shown::Text(text) => (text, State::Known),
            Shown::Suppressed(text) => (text, State::Hidden),
        };
        let text = |text: String| match format {
            Some(format) => known(format.text(text)),
            None => (text, State::Known),
        };
        if let Some(inline) = &content.inline {
            return Some(text(inline.clone()));
        }
        let value = content.value.as_deref();
        if content.formula.is_some() && value.is_none_or(str::is_empty) {
            // A formula's empty string is a result; no number is.
            let empty = content.kind == "str" && value.is_some();
            return (!empty).then(|| (String::new(), State::Unknown));
        }
        let value = value?;
        match content.kind.as_str() {
            "s" => {
                let index: usize = value.trim().parse().ok()?;
                Some(text(self.context.strings.get(index)?.clone()))
            }
            "str" => Some(text(unescape(value.to_owned()))),
            "b" => {
                Some((if value.trim() == "1" { "TRUE" } else { "FALSE" }.to_owned(), State::Known))
            }
            "e" => Some((value.to_owned(), State::Unknown)),
            _ if value.trim().is_empty() => None,
            _ => Some(match (Number::parse(value), format) {
                (Some(number), Some(format)) => {
                    known(format.number(&number, self.context.from_1904))
                }
                (Some(number), None) => (number.general(), State::Known),
                // ISO dates (`t="d"`) and whatever else is no number stays as written.
                (None, _) => (value.to_owned(), State::Known),
            }),
        }
    }
}

fn is_on(tag: &BytesStart, name: &str) -> bool {
    matches!(attribute(tag, name).as_deref(), Some("1" | "true" | "on"))
}

/// `col`'s columns, from 0 and half-open.
fn columns(tag: &BytesStart) -> Option<Range<u32>> {
    let number = |name| attribute(tag, name)?.trim().parse::<u32>().ok();
    Some(number("min")?.saturating_sub(1)..number("max")?.min(COLUMNS))
}

/// `B3` as row 2 and column 1.
fn reference(name: &str) -> Option<(u32, u32)> {
    let name = name.trim().trim_start_matches('$');
    let split = name.find(|c: char| !c.is_ascii_alphabetic())?;
    let (letters, digits) = name.split_at(split);
    let column = letters.bytes().try_fold(0_u32, |sum, letter| {
        let value = u32::from(letter.to_ascii_uppercase() - b'A') + 1;
        sum.checked_mul(26)?.checked_add(value)
    })?;
    let row: u32 = digits.trim_start_matches('$').parse().ok()?;
    let inside = (1..=ROWS).contains(&row) && (1..=COLUMNS).contains(&column);
    inside.then(|| (row - 1, column - 1))
}

/// `A1:I1`; a region of one cell is no merge.
fn merge(text: &str) -> Option<Merge> {
    let (first, last) = text.split_once(':')?;
    let ((top, left), (bottom, right)) = (reference(first)?, reference(last)?);
    let merge = Merge {
        top: top.min(bottom),
        left: left.min(right),
        bottom: top.max(bottom),
        right: left.max(right),
    };
    (merge.top != merge.bottom || merge.left != merge.right).then_some(merge)
}
