//! Files that are damaged, hostile or something else: each gives its own clear error, soon and
//! in little memory, and none makes a reader panic.

use std::time::Duration;

use office::{Limits, ReadError, read};

use crate::parts::{Book, table, try_word, word_file, word_xml, zipped};
use crate::real;

/// The counts decide, not the clock of a busy machine; and small ones are soon reached.
const LIMITS: Limits =
    Limits { bytes: 8 << 20, cells: 20_000, depth: 256, time: Duration::from_secs(600) };

fn error(name: &str, bytes: &[u8]) -> ReadError {
    read(name, bytes, LIMITS).unwrap_err()
}

fn word_error(body: &str) -> ReadError {
    error("甲.docx", &word_file(word_xml(body).as_bytes()))
}

fn workbook(xml: &str) -> Vec<u8> {
    let sheets = [("表", "", xml)];
    Book { sheets: &sheets, formats: &[], strings: "", properties: "" }.file()
}

fn is_too_large(error: &ReadError) -> bool {
    matches!(error, ReadError::TooLarge { .. })
}

#[test]
fn an_empty_file() {
    assert_eq!(error("空.docx", b""), ReadError::Empty);
}

#[test]
fn files_of_other_kinds_are_named() {
    let cases: [(&[u8], &str); 10] = [
        (b"\x89PNG\r\n\x1a\n....", "图片"),
        (b"\xff\xd8\xff\xe0....", "图片"),
        (b"{\\rtf1\\ansi ...}", "RTF"),
        (b"<!DOCTYPE html><html><table>", "网页"),
        (b"\xef\xbb\xbf  <html>", "网页"),
        (b"<?xml version=\"1.0\"?><?mso-application progid=\"Word.Document\"?>", "XML"),
        (b"Rar!\x1a\x07\x01\x00", "压缩包"),
        (b"\x01\x02\x03\x04\x05\x06\x07\x08\x00\x01", "二进制"),
        (&zipped(&[("readme.txt", b"x")]), "压缩包"),
        (&zipped(&[("OFD.xml", b"<x/>")]), "OFD"),
    ];
    for (bytes, what) in cases {
        let error = error("文件.docx", bytes);
        let ReadError::UnknownKind(text) = &error else { panic!("{what}: {error}") };
        assert!(text.contains(what), "{what}: {text}");
    }
}

#[test]
fn real_files_cut_anywhere_are_damaged_and_never_panic() {
    for name in ["renhe-2026.docx", "renhe-2026.xlsx", "renhe-2026.xls"] {
        let bytes = real::bytes(name);
        let steps =
            (0..32).map(|step| bytes.len() * step / 32).chain(4..30).chain([bytes.len() - 1]);
        for length in steps {
            let Err(error) = read(name, &bytes[..length], LIMITS) else {
                panic!("{name} cut to {length} bytes was read");
            };
            let named = match error {
                ReadError::Empty => length == 0,
                ReadError::Damaged(_) => length > 3,
                ReadError::UnknownKind(_) => length < 8,
                _ => false,
            };
            assert!(named, "{name} cut to {length} bytes");
        }
    }
}

#[test]
fn real_files_with_bytes_overwritten_never_panic() {
    for name in ["renhe-2026.docx", "renhe-2026.xlsx", "renhe-2026.xls"] {
        let bytes = real::bytes(name);
        for step in 0..40 {
            let mut broken = bytes.clone();
            let at = broken.len() * step / 40;
            let end = broken.len().min(at + 3);
            broken[at..end].fill((step * 137 % 256) as u8);
            let _ = read(name, &broken, Limits::default());
        }
    }
}

#[test]
fn a_document_that_stops_within_its_container_is_damaged() {
    let xml = word_xml(&table(&["甲|乙"]));
    for length in (60..xml.len() - 1).filter(|length| xml.is_char_boundary(*length)) {
        let error = error("甲.docx", &word_file(&xml.as_bytes()[..length]));
        assert!(matches!(error, ReadError::Damaged(_)), "{length}: {error}");
    }
    let whole = r#"<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>"#;
    for length in (1..whole.len()).filter(|length| whole.is_char_boundary(*length)) {
        let error = error("甲.xlsx", &workbook(&whole[..length]));
        assert!(matches!(error, ReadError::Damaged(_)), "{length}: {error}");
    }
}

#[test]
fn a_zip_bomb_stops_at_the_limit() {
    let bytes = word_file(&vec![b' '; 10 << 20]);
    assert!(bytes.len() < 1 << 16);
    let error = error("甲.docx", &bytes);
    assert!(is_too_large(&error), "{error}");
    assert!(error.to_string().contains("展开后的内容太大（上限 8 MB）"), "{error}");
}

#[test]
fn many_parts_share_one_limit() {
    let sheet = format!("<sheetData>{}</sheetData>", " ".repeat(1 << 20));
    let sheets: Vec<(&str, &str, &str)> = (0..10).map(|_| ("表", "", sheet.as_str())).collect();
    let book = Book { sheets: &sheets, formats: &[], strings: "", properties: "" };
    assert!(is_too_large(&error("甲.xlsx", &book.file())));
}

#[test]
fn an_entity_bomb_is_refused() {
    let bomb = "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>";
    let xml = word_xml("<w:p><w:r><w:t>&b;</w:t></w:r></w:p>");
    let error = error(
        "甲.docx",
        &word_file(xml.replace("<w:document", &format!("{bomb}<w:document")).as_bytes()),
    );
    assert!(matches!(&error, ReadError::Damaged(why) if why.contains("文档类型声明")), "{error}");
}

#[test]
fn unknown_entities_stay_as_written() {
    let document = try_word("<w:p><w:r><w:t>&b;</w:t></w:r></w:p>").unwrap();
    assert_eq!(crate::parts::blocks(&document), ["# &b;"]);
}

#[test]
fn deep_nesting_stops_at_the_limit() {
    let elements = "<w:sdt><w:sdtContent>".repeat(100_000);
    let error = word_error(&elements);
    assert!(is_too_large(&error), "{error}");
    let tables = "<w:tbl><w:tr><w:tc>".repeat(100_000);
    assert!(is_too_large(&word_error(&tables)));
    let properties = format!("<w:p><w:pPr>{}", "<w:x>".repeat(100_000));
    assert!(is_too_large(&word_error(&properties)));
}

#[test]
fn too_many_rows_stop_at_the_limit() {
    let rows: String =
        (1..=30_000).map(|row| format!("<row r=\"{row}\"><c><v>1</v></c></row>")).collect();
    let error = error("甲.xlsx", &workbook(&format!("<sheetData>{rows}</sheetData>")));
    assert!(is_too_large(&error), "{error}");
    assert!(error.to_string().contains("只保留绩效目标表"), "{error}");
}

#[test]
fn one_long_string_in_every_cell_stops_at_the_limit() {
    let cell = r#"<row><c t="s"><v>0</v></c></row>"#;
    let sheet = format!("<sheetData>{}</sheetData>", cell.repeat(1000));
    let strings = format!("<si><t>{}</t></si>", "长".repeat(10_000));
    let sheets = [("表", "", sheet.as_str())];
    let file = Book { sheets: &sheets, formats: &[], strings: &strings, properties: "" }.file();
    let error = error("甲.xlsx", &file);
    assert!(error.to_string().contains("展开后的内容太大"), "{error}");
}

#[test]
fn glued_text_without_end_stops_with_the_clock() {
    let head = "项目绩效目标申报表\n一级指标二级指标三级指标指标值\n";
    let text = head.to_owned() + &"产出指标数量指标修建道路里程≥12公里".repeat(2000);
    let limits = Limits { time: Duration::from_millis(1), ..Limits::default() };
    assert!(is_too_large(&read("甲.txt", text.as_bytes(), limits).unwrap_err()));
}

#[test]
fn blank_rows_are_no_content() {
    let rows: String = (1..=50_000).map(|row| format!("<row r=\"{row}\"/>")).collect();
    let bytes = workbook(&format!("<sheetData>{rows}</sheetData>"));
    assert_eq!(read("甲.xlsx", &bytes, LIMITS).unwrap().blocks, []);
}

#[test]
fn spans_that_promise_millions_of_slots_stop_at_the_limit() {
    let cell = r#"<w:tc><w:tcPr><w:gridSpan w:val="4000000000"/></w:tcPr><w:p/></w:tc>"#;
    let row = format!("<w:tr>{cell}</w:tr>");
    assert!(is_too_large(&word_error(&format!("<w:tbl>{}</w:tbl>", row.repeat(2000)))));
    let before = r#"<w:trPr><w:gridBefore w:val="1000"/></w:trPr>"#;
    let row = format!("<w:tr>{before}<w:tc/></w:tr>");
    assert!(is_too_large(&word_error(&format!("<w:tbl>{}</w:tbl>", row.repeat(2000)))));
}

#[test]
fn too_many_blank_paragraphs_stop_at_the_limit() {
    let cell = format!("<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>", "<w:p/>".repeat(100_000));
    assert!(is_too_large(&word_error(&cell)));
}

#[test]
fn scattered_cells_that_span_a_huge_grid_stop_at_the_limit() {
    let cell = |at: u32| format!("<row r=\"{at}\"><c r=\"{}{at}\"><v>1</v></c></row>", letters(at));
    let rows: String = (1..=2000).map(|step| cell(step * 8)).collect();
    let error = error("甲.xlsx", &workbook(&format!("<sheetData>{rows}</sheetData>")));
    assert!(is_too_large(&error), "{error}");
}

/// A column's name.
fn letters(mut column: u32) -> String {
    let mut name = String::new();
    while column > 0 {
        name.insert(0, char::from(b'A' + ((column - 1) % 26) as u8));
        column = (column - 1) / 26;
    }
    name
}

#[test]
fn parts_with_odd_names_or_twice_are_harmless() {
    let xml = word_xml(&table(&["甲"]));
    let bytes = zipped(&[
        ("../../etc/passwd", b"x"),
        ("/word/../word/./x", b"x"),
        ("word/document.xml", xml.as_bytes()),
    ]);
    assert!(read("甲.docx", &bytes, Limits::default()).is_ok());
    let mut twice = zipped(&[
        ("word/document.xml", word_xml(&table(&["乙"])).as_bytes()),
        ("word/documens.xml", xml.as_bytes()),
    ]);
    for at in 0..twice.len() - 17 {
        if &twice[at..at + 17] == b"word/documens.xml" {
            twice[at + 12] = b't';
        }
    }
    let _ = read("甲.docx", &twice, Limits::default());
}

#[test]
fn a_document_without_text_reads_as_one_without_tables() {
    let picture = "<w:p><w:r><w:drawing><a:blip xmlns:a=\"urn:a\"/></w:drawing></w:r></w:p>";
    let document = try_word(picture).unwrap();
    assert_eq!(document.blocks, []);
}

#[test]
fn containers_without_their_main_part_are_damaged() {
    for part in ["word/styles.xml", "xl/styles.xml"] {
        let error = error("甲.docx", &zipped(&[(part, b"<x/>")]));
        assert!(matches!(error, ReadError::Damaged(_)), "{error}");
    }
    let error = error("甲.docx", &word_file(b"<html/>"));
    assert!(matches!(&error, ReadError::Damaged(why) if why.contains("不是 Word 正文")), "{error}");
    let error = crate::hostile::error("甲.docx", &word_file(b""));
    assert!(matches!(error, ReadError::Damaged(_)), "{error}");
}

#[test]
fn the_clock_stops_a_reader() {
    let body = table(&["甲"]).repeat(20_000);
    let limits = Limits { time: Duration::ZERO, ..Limits::default() };
    let error = read("甲.docx", &word_file(word_xml(&body).as_bytes()), limits).unwrap_err();
    assert!(is_too_large(&error), "{error}");
}
