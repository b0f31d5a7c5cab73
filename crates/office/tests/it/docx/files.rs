//! Namespaces, encodings and containers that differ from the usual.

use model::SourceKind;
use office::{Limits, read};

use crate::parts::{blocks, codes, table, word_file, word_xml, zipped};

fn document(bytes: &[u8]) -> model::Document {
    read("甲.docx", bytes, Limits::default()).unwrap()
}

#[test]
fn the_strict_namespace() {
    let strict = "http://purl.oclc.org/ooxml/wordprocessingml/main";
    let usual = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let xml = word_xml(&table(&["甲"])).replace(usual, strict);
    assert_eq!(blocks(&document(&word_file(xml.as_bytes()))), ["表1", "0,0 甲"]);
}

#[test]
fn any_prefix_or_none() {
    let xml = word_xml(&table(&["甲"]));
    let other =
        xml.replace("xmlns:w=", "xmlns:ns0=").replace("<w:", "<ns0:").replace("</w:", "</ns0:");
    assert_eq!(blocks(&document(&word_file(other.as_bytes()))), ["表1", "0,0 甲"]);
    let none = xml.replace("xmlns:w=", "xmlns=").replace("<w:", "<").replace("</w:", "</");
    assert_eq!(blocks(&document(&word_file(none.as_bytes()))), ["表1", "0,0 甲"]);
}

#[test]
fn names_of_other_namespaces_are_not_mistaken() {
    let body = r#"<w:p><a:p xmlns:a="urn:x"><a:t>不是</a:t></a:p><w:r><w:t>是</w:t></w:r></w:p>"#;
    assert_eq!(blocks(&crate::parts::word(body)), ["# 是"]);
}

#[test]
fn every_encoding_of_the_xml() {
    let xml = word_xml(&table(&["甲"]));
    let units = |mark: bool| {
        let mark = mark.then_some(0xfeff_u16);
        mark.into_iter().chain(xml.encode_utf16()).collect::<Vec<u16>>()
    };
    let little = |mark| units(mark).into_iter().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let big = |mark| units(mark).into_iter().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
    let with_mark = [b"\xef\xbb\xbf".as_slice(), xml.as_bytes()].concat();
    let declared = xml.replace(r#"version="1.0""#, r#"version="1.0" encoding="GBK""#);
    let (gbk, _, _) = encoding_rs::GBK.encode(&declared);
    for bytes in [little(true), little(false), big(true), big(false), with_mark, gbk.into_owned()] {
        assert_eq!(blocks(&document(&word_file(&bytes))), ["表1", "0,0 甲"]);
    }
}

#[test]
fn the_main_part_is_where_the_relations_say() {
    let relations = r#"<Relationships><Relationship Id="r1"
        Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"
        Target="/word/document2.xml"/></Relationships>"#;
    let xml = word_xml(&table(&["甲"]));
    let bytes = zipped(&[
        ("_rels/.rels", relations.as_bytes()),
        ("word/document2.xml", xml.as_bytes()),
        ("word/document.xml", b"<other/>"),
    ]);
    assert_eq!(blocks(&document(&bytes)), ["表1", "0,0 甲"]);
}

#[test]
fn part_names_with_backslashes_and_capitals() {
    let xml = word_xml(&table(&["甲"]));
    let bytes = zipped(&[("Word\\Document.xml", xml.as_bytes())]);
    assert_eq!(blocks(&document(&bytes)), ["表1", "0,0 甲"]);
}

#[test]
fn macros_are_not_run_but_named() {
    let xml = word_xml(&table(&["甲"]));
    let bytes = zipped(&[("word/document.xml", xml.as_bytes()), ("word/vbaProject.bin", b"x")]);
    let document = read("甲.docm", &bytes, Limits::default()).unwrap();
    assert_eq!(blocks(&document), ["表1", "0,0 甲"]);
    assert_eq!(codes(&document), ["R008"]);
}

#[test]
fn a_wrong_ending_is_read_all_the_same() {
    let bytes = word_file(word_xml(&table(&["甲"])).as_bytes());
    let document = read("申报表.xls", &bytes, Limits::default()).unwrap();
    assert_eq!(document.kind, SourceKind::Docx);
    assert_eq!(codes(&document), ["R001"]);
    assert_eq!(document.findings[0].message, "扩展名是 .xls，内容其实是 docx 文件；已按内容读取");
    assert_eq!(codes(&read("申报表.DOTX", &bytes, Limits::default()).unwrap()), [""; 0]);
}
