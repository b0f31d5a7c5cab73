//! The Excel writer.

use std::io::{Cursor, Read};

use model::Drawing;
use office::WriteError;

use super::drawings::{self, Shape};

fn part(drawings: &[Drawing], name: &str) -> String {
    let bytes = office::xlsx::write(drawings).unwrap();
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

fn texts_read(texts: &[&str]) -> Vec<String> {
    let cells =
        texts.iter().enumerate().map(|(row, text)| drawings::field(row, 0, text, "goal")).collect();
    let bytes = office::xlsx::write(&[drawings::drawing("表", cells)]).unwrap();
    let mut sheets = drawings::shapes_read("a.xlsx", &bytes);
    sheets.remove(0).into_iter().map(|(.., text)| text).collect()
}

#[test]
fn no_forms_is_an_error_not_an_empty_file() {
    assert_eq!(office::xlsx::write(&[]), Err(WriteError::NoForms));
}

#[test]
fn our_reader_gives_back_the_same_grids() {
    let mut drawings = drawings::renhe();
    drawings.push(drawings::small());
    let bytes = office::xlsx::write(&drawings).unwrap();
    let given: Vec<Shape> = drawings.iter().map(|drawing| drawings::shape(&drawing.grid)).collect();
    let read = drawings::shapes_read("a.xlsx", &bytes);
    assert_eq!(read.len(), given.len(), "one sheet a form");
    for (read, given) in read.iter().zip(&given) {
        assert_eq!(read, given);
    }
}

#[test]
fn numbers_come_back_as_written_and_nothing_turns_into_a_date() {
    let texts = ["646.00", "0", "0.10", "-10.5", "007", "2026年1月", "2026-01-05", "1-2", "36.80%"];
    assert_eq!(texts_read(&texts), texts);
    let cells = texts.iter().enumerate().map(|(row, text)| drawings::field(row, 0, text, "goal"));
    let sheet = part(&[drawings::drawing("表", cells.collect())], "xl/worksheets/sheet1.xml");
    assert_eq!(sheet.matches(r#"t="s""#).count(), 5, "four plain numbers, five texts");
}

#[test]
fn nasty_texts_come_back_without_what_xml_forbids() {
    let long = "长".repeat(3000);
    let nasty =
        ["<&\"'>", "a\u{0}b\u{b}c", "🙂]]>", "=1+1", "http://a.b", "_x0041_", "a\nb", &long];
    let expected = ["<&\"'>", "abc", "🙂]]>", "=1+1", "http://a.b", "_x0041_", "a\nb", &long];
    assert_eq!(texts_read(&nasty), expected);
}

#[test]
fn a_text_beyond_excels_limit_is_an_error_that_names_the_cell() {
    let cells = vec![drawings::field(4, 2, &"长".repeat(32_768), "goal")];
    let error = office::xlsx::write(&[drawings::drawing("表", cells)]).unwrap_err();
    assert_eq!(error, WriteError::CellTooLong { form: 1, row: 5, column: 3, length: 32_768 });
}

#[test]
fn the_same_drawings_give_the_same_bytes() {
    let drawings = drawings::renhe();
    assert_eq!(office::xlsx::write(&drawings), office::xlsx::write(&drawings));
}

#[test]
fn sheets_print_on_a4_one_page_wide_and_a_long_one_repeats_its_header() {
    let turned = Drawing { landscape: true, ..drawings::small() };
    let drawings = [drawings::long(90), turned];
    let long = part(&drawings, "xl/worksheets/sheet1.xml");
    assert!(long.contains(r#"paperSize="9""#) && long.contains(r#"fitToHeight="0""#));
    assert!(long.contains("<rowBreaks"));
    let turned = part(&drawings, "xl/worksheets/sheet2.xml");
    assert!(turned.contains(r#"orientation="landscape""#) && !turned.contains("fitToHeight"));
    let workbook = part(&drawings, "xl/workbook.xml");
    assert!(workbook.contains("绩效目标批复表!$2:$2</definedName>"), "{workbook}");
}

#[test]
fn a_page_ends_where_no_merged_cell_is_cut() {
    let mut drawing = drawings::long(90);
    for block in 0..30 {
        drawing
            .grid
            .cells
            .retain(|cell| cell.column > 0 || cell.row < 2 || (cell.row - 2) % 3 == 0);
        let first = drawing
            .grid
            .cells
            .iter_mut()
            .find(|cell| (cell.row, cell.column) == (2 + block * 3, 0));
        first.expect("the first of three rows").row_span = 3;
    }
    let sheet = part(&[drawing], "xl/worksheets/sheet1.xml");
    let breaks = sheet.split("<brk id=\"").skip(1);
    let breaks: Vec<usize> =
        breaks.filter_map(|rest| rest.split('"').next()?.parse().ok()).collect();
    assert!(breaks.len() > 1 && breaks.iter().all(|row| (row - 2) % 3 == 0), "{breaks:?}");
}
