//! The Word writer.

use std::io::{Cursor, Read};

use model::Drawing;
use office::WriteError;
use quick_xml::events::Event;

use super::drawings;

fn part(bytes: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

fn document(drawings: &[Drawing]) -> String {
    part(&office::docx::write(drawings).unwrap(), "word/document.xml")
}

#[test]
fn no_forms_is_an_error_not_an_empty_file() {
    assert_eq!(office::docx::write(&[]), Err(WriteError::NoForms));
}

#[test]
fn spans_become_grid_spans_and_vertical_merges() {
    let xml = document(&[drawings::small()]);
    let rows: Vec<&str> = xml.split("<w:tr>").skip(1).collect();
    assert!(rows[0].contains(r#"<w:gridSpan w:val="3"/>"#) && rows[0].contains("FormTitle"));
    assert!(rows[1].contains(r#"<w:gridSpan w:val="2"/>"#));
    assert!(rows[2].contains(r#"<w:vMerge w:val="restart"/>"#));
    assert!(rows[3].contains("<w:vMerge/>"));
    assert_eq!(rows.len(), 4);
}

#[test]
fn every_text_stands_exactly_once() {
    let drawings = drawings::renhe();
    let mut written = texts(&document(&drawings));
    let cells = drawings.iter().flat_map(|drawing| &drawing.grid.cells);
    let mut given: Vec<String> = cells.flat_map(|cell| cell.paragraphs.clone()).collect();
    given.retain(|text| !text.is_empty());
    written.sort();
    given.sort();
    assert_eq!(written, given);
}

#[test]
fn our_reader_gives_back_the_same_grids() {
    let mut drawings = drawings::renhe();
    drawings.push(drawings::small());
    let bytes = office::docx::write(&drawings).unwrap();
    let given: Vec<_> = drawings.iter().map(|drawing| drawings::shape(&drawing.grid)).collect();
    let read = drawings::shapes_read("a.docx", &bytes);
    assert_eq!(read.len(), given.len());
    for (read, given) in read.iter().zip(&given) {
        assert_eq!(read, given);
    }
}

#[test]
fn the_same_drawings_give_the_same_bytes() {
    let drawings = drawings::renhe();
    assert_eq!(office::docx::write(&drawings), office::docx::write(&drawings));
}

#[test]
fn a_form_that_fits_stays_one_table_and_a_long_one_repeats_its_header() {
    assert_eq!(document(&drawings::renhe()).matches("<w:tbl>").count(), 13);
    let xml = document(&[drawings::long(90)]);
    let tables: Vec<&str> = xml.split("<w:tbl>").skip(1).collect();
    assert_eq!(tables.len(), 2, "the title, and the list below it");
    assert!(!tables[0].contains("tblHeader"));
    let header = tables[1].split("</w:tr>").next().unwrap();
    assert!(header.contains("<w:tblHeader/>") && header.contains("三级指标"));
    assert_eq!(tables[1].matches("<w:tblHeader/>").count(), 1);
}

#[test]
fn each_form_begins_a_page_and_landscape_has_its_own_section() {
    let turned = Drawing { landscape: true, ..drawings::small() };
    let xml = document(&[drawings::small(), drawings::small(), turned]);
    assert_eq!(xml.matches("<w:pageBreakBefore/>").count(), 1);
    assert_eq!(xml.matches("<w:sectPr>").count(), 2);
    assert!(xml.contains(r#"<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>"#));
}

#[test]
fn only_a_very_tall_row_may_break_over_pages() {
    let xml = document(&[drawings::tall(), drawings::small()]);
    let rows: Vec<&str> = xml.split("<w:tr>").skip(1).collect();
    assert!(!rows[0].contains("cantSplit") && rows[0].contains(r#"<w:vAlign w:val="top"/>"#));
    assert!(rows[1..].iter().all(|row| row.contains("<w:cantSplit/>")));
}

#[test]
fn nasty_texts_keep_the_part_well_formed() {
    let long = "长".repeat(3000);
    let nasty = ["<&\"'>", "a\u{0}b\u{b}c", "🙂]]>", "  两端空格  ", "a\tb", &long];
    let cells = nasty.iter().enumerate().map(|(row, text)| drawings::field(row, 0, text, "goal"));
    let xml = document(&[drawings::drawing("<标题> & \u{1}", cells.collect())]);
    let expected = ["<&\"'>", "abc", "🙂]]>", "  两端空格  ", "a\tb", &long];
    assert_eq!(texts(&xml), expected);
}

/// Text of every paragraph that has any; fails on XML that is not well-formed.
fn texts(xml: &str) -> Vec<String> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let (mut texts, mut current) = (vec![], String::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Text(text) => current += &text,
            Event::GeneralRef(name) => {
                let entity = format!("&{};", &*name);
                current += &quick_xml::escape::unescape(&entity).unwrap();
            }
            Event::Empty(tag) if tag.name().as_ref() == "w:tab" => current.push('\t'),
            Event::End(tag) if tag.name().as_ref() == "w:p" => {
                texts.push(std::mem::take(&mut current));
            }
            Event::Eof => break,
            _ => {}
        }
    }
    texts.retain(|text| !text.is_empty());
    texts
}
