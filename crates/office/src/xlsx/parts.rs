//! The parts of a workbook that all its sheets share: tabs, strings, number formats.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::package::{attribute, broken, next_event, push_reference};
use crate::sheet::{NumberFormat, builtin};
use crate::{Budget, ReadError};

/// `workbook.xml`.
#[derive(Debug, Default)]
pub(super) struct Workbook {
    /// Sheets in the order of their tabs.
    pub tabs: Vec<Tab>,
    /// Dates count from 1904.
    pub from_1904: bool,
}

/// One sheet's entry in the workbook.
#[derive(Debug)]
pub(super) struct Tab {
    pub name: String,
    /// The id of its relation.
    pub relation: String,
    pub hidden: bool,
}

/// Reads `workbook.xml`.
pub(super) fn workbook(text: &str, name: &str) -> Result<Workbook, ReadError> {
    let mut workbook = Workbook::default();
    let mut depth = 0;
    each_start(text, name, |tag| {
        depth += 1;
        match tag.local_name().as_ref() {
            "sheet" => workbook.tabs.extend(tab(tag)),
            "workbookPr" => {
                let value = attribute(tag, "date1904");
                workbook.from_1904 = matches!(value.as_deref(), Some("1" | "true" | "on"));
            }
            _ => {}
        }
    })?;
    if depth == 0 {
        return Err(broken(&format!("“{name}”是空的")));
    }
    Ok(workbook)
}

fn tab(tag: &BytesStart) -> Option<Tab> {
    // `sheetId` is another attribute; the relation's is `id` with a prefix.
    let relation = tag.attributes().with_checks(false).flatten().find(|attribute| {
        attribute.key.prefix().is_some() && attribute.key.local_name().as_ref() == "id"
    })?;
    let state = attribute(tag, "state");
    Some(Tab {
        name: attribute(tag, "name")?,
        relation: relation.value.into_owned(),
        hidden: matches!(state.as_deref(), Some("hidden" | "veryHidden")),
    })
}

/// Reads `sharedStrings.xml`: rich text joined, phonetic guides left out.
pub(super) fn shared_strings(
    text: &str,
    name: &str,
    budget: &mut Budget,
) -> Result<Vec<String>, ReadError> {
    let mut xml = Reader::from_str(text);
    let mut strings = Vec::new();
    loop {
        match next_event(&mut xml, name)? {
            Event::Start(tag) if tag.local_name().as_ref() == "si" => {
                budget.take_lines(1)?;
                strings.push(string_item(&mut xml, &tag, name)?);
            }
            Event::Empty(tag) if tag.local_name().as_ref() == "si" => {
                budget.take_lines(1)?;
                strings.push(String::new());
            }
            Event::Eof => return Ok(strings),
            _ => {}
        }
    }
}

/// The text of `si` or `is`, whose start has just been read.
pub(super) fn string_item(
    xml: &mut Reader<&[u8]>,
    start: &BytesStart,
    name: &str,
) -> Result<String, ReadError> {
    let (mut text, mut in_text, mut depth) = (String::new(), false, 0_usize);
    loop {
        match next_event(xml, name)? {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "rPh" => {
                    let skipped = xml.read_to_end(tag.name());
                    skipped.map_err(|_| broken(&format!("“{name}”没有写完就断了")))?;
                }
                local => {
                    in_text = local == "t";
                    depth += 1;
                }
            },
            Event::End(_) if depth == 0 => return Ok(unescape(text)),
            Event::End(_) => {
                in_text = false;
                depth -= 1;
            }
            Event::Text(piece) if in_text => text.push_str(&piece),
            Event::CData(piece) if in_text => text.push_str(&piece),
            Event::GeneralRef(reference) if in_text => push_reference(&mut text, &reference),
            Event::Eof => {
                let element = start.name();
                return Err(broken(&format!("“{name}”的 {} 没有写完", element.0)));
            }
            _ => {}
        }
    }
}

/// Characters XML cannot hold are written `_x000D_` in spreadsheets.
pub(super) fn unescape(text: String) -> String {
    if !text.contains("_x") {
        return text;
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find("_x") {
        plain.push_str(&rest[..at]);
        let code = rest[at + 2..].get(..5).and_then(|code| code.strip_suffix('_'));
        let character = code.and_then(|code| u32::from_str_radix(code, 16).ok());
        match character.and_then(char::from_u32) {
            Some(character) => {
                plain.push(character);
                rest = &rest[at + 7..];
            }
            None => {
                plain.push_str("_x");
                rest = &rest[at + 2..];
            }
        }
    }
    plain + rest
}

/// Reads `styles.xml`: the number format of each cell style, by its index.
pub(super) fn formats(text: &str, name: &str) -> Result<Vec<NumberFormat>, ReadError> {
    let mut codes: HashMap<u32, String> = HashMap::new();
    let mut styles: Vec<u32> = Vec::new();
    let (mut in_styles, mut in_cell_styles) = (false, false);
    each_start(text, name, |tag| {
        let number = |name| attribute(tag, name).and_then(|id| id.trim().parse().ok());
        match tag.local_name().as_ref() {
            "cellXfs" => (in_styles, in_cell_styles) = (true, true),
            "cellStyleXfs" | "cellStyles" | "dxfs" => in_cell_styles = false,
            "numFmt" if !in_styles || in_cell_styles => {
                if let (Some(id), Some(code)) = (number("numFmtId"), attribute(tag, "formatCode")) {
                    codes.entry(id).or_insert(code);
                }
            }
            "xf" if in_cell_styles => styles.push(number("numFmtId").unwrap_or(0)),
            _ => {}
        }
    })?;
    let mut ready: HashMap<u32, NumberFormat> = HashMap::new();
    let mut format = |id: u32| {
        let code = codes.get(&id).map(String::as_str).or_else(|| builtin(id));
        ready.entry(id).or_insert_with(|| NumberFormat::new(code.unwrap_or("General"))).clone()
    };
    Ok(styles.into_iter().map(&mut format).collect())
}

/// Shows every opening element of a part.
fn each_start(text: &str, name: &str, mut look: impl FnMut(&BytesStart)) -> Result<(), ReadError> {
    let mut xml = Reader::from_str(text);
    loop {
        match next_event(&mut xml, name)? {
            Event::Start(tag) | Event::Empty(tag) => look(&tag),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}
