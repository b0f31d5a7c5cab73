//! Comments in the clerk's own file, read back by a reader of their own.

use std::sync::Arc;

use model::{Part, Place};
use office::docx::{Author, Comment, EditError, annotate};
use office::{Limits, ReadError};

use super::tree;
use crate::parts::{table, word_xml, zipped};
use crate::real;

const TYPES: &str = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#;

/// A package whole enough to be changed.
pub fn package(body: &str) -> Vec<u8> {
    let xml = word_xml(body);
    zipped(&[("[Content_Types].xml", TYPES.as_bytes()), ("word/document.xml", xml.as_bytes())])
}

/// Whoever writes here.
pub fn author() -> Author {
    let date = Some("2026-11-23T09:30:00Z".to_owned());
    Author { name: "衡".into(), initials: "衡".into(), date }
}

/// A cell of the first table.
pub fn cell(row: u32, column: u32) -> Place {
    let file: Arc<str> = "甲.docx".into();
    Place::cell(&file, Part::Table(1), row, column)
}

fn comment(place: Option<Place>, quote: &str) -> Comment {
    Comment {
        place,
        quote: quote.into(),
        paragraphs: vec!["C107 缺单位".into(), "补上“元”".into()],
    }
}

fn annotated(bytes: &[u8], comments: &[Comment]) -> Vec<u8> {
    annotate(bytes, comments, &author(), Limits::default()).unwrap()
}

/// The words one comment with this quote at the first cell of a table of one cell stands at.
fn anchored(paragraphs: &str, quote: &str, place: Place) -> String {
    let body = format!("<w:tbl><w:tr><w:tc>{paragraphs}</w:tc></w:tr></w:tbl><w:p/>");
    let old = package(&body);
    let new = annotated(&old, &[comment(Some(place), quote)]);
    let comments = tree::comments(&new);
    assert_eq!(comments.len(), 1);
    unchanged(&old, &new, &comments);
    comments.into_iter().next().unwrap().anchored
}

/// The new file without our marks is the old one, every other part byte by byte.
fn unchanged(old: &[u8], new: &[u8], ours: &[tree::Remark]) {
    let ids: Vec<String> = ours.iter().map(|one| one.id.clone()).collect();
    let without = tree::without_comments(&tree::document(new), &ids);
    assert_eq!(tree::joined(&without), tree::joined(&tree::document(old)));
    let new = tree::parts(new);
    for (name, bytes) in tree::parts(old) {
        let may_change = [
            "word/document.xml",
            "word/comments.xml",
            "word/_rels/document.xml.rels",
            "[Content_Types].xml",
        ];
        if !may_change.contains(&name.as_str()) {
            assert_eq!(new.get(&name), Some(&bytes), "{name}");
        }
    }
}

fn run(text: &str) -> String {
    format!("<w:r><w:rPr><w:b/></w:rPr><w:t>{text}</w:t></w:r>")
}

#[test]
fn a_comment_stands_at_the_words_it_quotes() {
    let one = format!("<w:p>{}</w:p>", run("补助共计87人，其中5人"));
    assert_eq!(anchored(&one, "共计87人", cell(1, 1)), "共计87人");
    assert_eq!(anchored(&one, "补助", cell(1, 1)), "补助");
    assert_eq!(anchored(&one, "5人", cell(1, 1).with_span(9, 11)), "5人");
    assert_eq!(anchored(&one, "补助共计87人，其中5人", cell(1, 1)), "补助共计87人，其中5人");
    // Not there, or there twice: the whole cell.
    assert_eq!(anchored(&one, "九十人", cell(1, 1)), "补助共计87人，其中5人");
    assert_eq!(anchored(&one, "人", cell(1, 1)), "补助共计87人，其中5人");
}

#[test]
fn words_split_over_runs_paragraphs_tabs_and_breaks() {
    let split =
        format!("<w:p>{}{}<w:r><w:tab/><w:t>元</w:t></w:r></w:p>", run("共计8"), run("7人"));
    assert_eq!(anchored(&split, "计87人", cell(1, 1)), "计87人");
    assert_eq!(anchored(&split, "人\t元", cell(1, 1)), "人\t元");
    let broken = "<w:p><w:r><w:t>一级</w:t><w:br/><w:t>指标</w:t></w:r></w:p>";
    assert_eq!(anchored(broken, "一级\n指标", cell(1, 1)), "一级\n指标");
    assert_eq!(anchored(broken, "一级指标", cell(1, 1)), "一级\n指标");
    let two = format!("<w:p>{}</w:p><w:p>{}</w:p>", run("甲乙"), run("丙丁"));
    assert_eq!(anchored(&two, "乙\n丙", cell(1, 1)), "乙\n丙");
    let second = Place { paragraph: Some(2), ..cell(1, 1) }.with_span(1, 2);
    assert_eq!(anchored(&two, "丁", second), "丁");
    let escaped = "<w:p><w:r><w:t>甲&amp;乙<![CDATA[<丙>]]></w:t></w:r></w:p>";
    assert_eq!(anchored(escaped, "&", cell(1, 1)), "&");
    assert_eq!(anchored(escaped, "乙<", cell(1, 1)), "乙<丙>");
}

#[test]
fn containers_that_can_be_cut_and_those_that_cannot() {
    for (open, close) in [
        ("<w:hyperlink>", "</w:hyperlink>"),
        ("<w:sdt><w:sdtPr/><w:sdtContent>", "</w:sdtContent></w:sdt>"),
        ("<w:ins w:id=\"7\" w:author=\"甲\">", "</w:ins>"),
        ("<w:fldSimple w:instr=\"x\">", "</w:fldSimple>"),
    ] {
        let inside = format!("<w:p>{}{open}{}{close}</w:p>", run("前"), run("八十七人"));
        assert_eq!(anchored(&inside, "十七", cell(1, 1)), "十七", "{open}");
        assert_eq!(anchored(&inside, "前八", cell(1, 1)), "前八", "{open}");
    }
    let formula = format!("<w:p>{}<m:oMath><m:r><m:t>x+y</m:t></m:r></m:oMath></w:p>", run("前"));
    assert_eq!(anchored(&formula, "+", cell(1, 1)), "x+y");
    let boxed = |inside: &str| {
        format!(
            "<w:p>{}<w:r><mc:AlternateContent><mc:Choice><w:txbxContent>{inside}</w:txbxContent>\
             </mc:Choice><mc:Fallback>{inside}</mc:Fallback></mc:AlternateContent></w:r></w:p>",
            run("前")
        )
    };
    let text = format!("<w:p>{}</w:p>", run("框里的字"));
    assert_eq!(anchored(&boxed(&text), "里的", cell(1, 1)), "框里的字\n");
}

#[test]
fn blank_cells_take_comments_too() {
    for blank in
        ["<w:p/>", "<w:p><w:pPr><w:jc/></w:pPr></w:p>", "<w:p><w:r><w:t> </w:t></w:r></w:p>"]
    {
        assert_eq!(anchored(blank, "", cell(1, 1)), "", "{blank}");
    }
}

#[test]
fn merged_and_nested_cells_are_the_ones_the_reader_means() {
    let across = "<w:tc><w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr><w:p><w:r><w:t>宽</w:t></w:r></w:p></w:tc>";
    let start = "<w:tc><w:tcPr><w:vMerge w:val=\"restart\"/></w:tcPr><w:p><w:r><w:t>高</w:t></w:r></w:p></w:tc>";
    let more = "<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>";
    let plain = |text: &str| format!("<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>");
    let nested =
        format!("<w:tc><w:p><w:r><w:t>外</w:t></w:r></w:p>{}<w:p/></w:tc>", table(&["内"]));
    let body = format!(
        "<w:tbl><w:tr>{across}{}</w:tr><w:tr>{start}{}{nested}</w:tr><w:tr>{more}{}{}</w:tr></w:tbl>",
        plain("一"),
        plain("二"),
        plain("三"),
        plain("四")
    );
    let file: Arc<str> = "甲.docx".into();
    let inner = Place::cell(&file, Part::Table(2), 1, 1);
    let places = [cell(1, 3), cell(2, 1), cell(2, 3), cell(3, 2), cell(3, 3), inner];
    let comments: Vec<Comment> = places.iter().map(|p| comment(Some(p.clone()), "")).collect();
    let old = package(&body);
    let new = annotated(&old, &comments);
    let read = tree::comments(&new);
    unchanged(&old, &new, &read);
    let words: Vec<&str> = read.iter().map(|one| one.anchored.as_str()).collect();
    assert_eq!(words, ["一", "高", "外", "三", "四", "内"]);
}

#[test]
fn without_a_cell_it_stands_at_the_first_words() {
    let body = format!("<w:p/><w:p>{}</w:p>{}", run("绩效目标申报表"), table(&["甲"]));
    let nowhere = [comment(None, ""), comment(Some(cell(9, 9)), "")];
    let words = tree::comments(&annotated(&package(&body), &nowhere));
    assert!(words.iter().all(|one| one.anchored == "绩效目标申报表"), "{words:?}");
    let line = Place::line(&"甲.docx".into(), Part::Body, 2);
    let line = annotated(&package(&body), &[comment(Some(line), "目标")]);
    assert_eq!(tree::comments(&line)[0].anchored, "目标");
}

#[test]
fn several_comments_may_share_cross_and_nest() {
    let old = package(&table(&["甲乙丙丁戊"]));
    let quotes = ["甲乙丙", "乙丙丁", "甲乙丙", "丙", "甲", "乙", "甲乙丙丁戊"];
    let comments: Vec<Comment> = quotes.iter().map(|q| comment(Some(cell(1, 1)), q)).collect();
    let new = annotated(&old, &comments);
    let read = tree::comments(&new);
    unchanged(&old, &new, &read);
    assert_eq!(read.iter().map(|one| one.anchored.as_str()).collect::<Vec<_>>(), quotes);
    assert!(read.iter().all(|one| one.author == "衡" && one.text == "C107 缺单位\n补上“元”"));
}

/// A file whose clerk already wrote a comment and a tracked change.
fn commented() -> Vec<u8> {
    let body = "<w:tbl><w:tr><w:tc><w:p><w:bookmarkStart w:id=\"1\" w:name=\"b\"/>\
        <w:commentRangeStart w:id=\"0\"/><w:r><w:t>甲乙</w:t></w:r><w:commentRangeEnd w:id=\"0\"/>\
        <w:r><w:commentReference w:id=\"0\"/></w:r><w:bookmarkEnd w:id=\"1\"/>\
        <w:del w:id=\"2\" w:author=\"李\"><w:r><w:delText>旧</w:delText></w:r></w:del>\
        </w:p></w:tc></w:tr></w:tbl>";
    let xml = word_xml(body);
    let word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let comments = format!(
        "<x:comments xmlns:x=\"{word}\" xmlns:w=\"{word}\"><w:comment w:id=\"0\" w:author=\"李\">\
         <w:p><w:r><w:t>原来的批注</w:t></w:r></w:p></w:comment></x:comments>"
    );
    let relations = r#"<r:Relationships xmlns:r="http://schemas.openxmlformats.org/package/2006/relationships"><r:Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments" Target="comments.xml"/></r:Relationships>"#;
    let types = TYPES.replace("</Types>", r#"<Override PartName="/word/comments.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"/></Types>"#);
    zipped(&[
        ("[Content_Types].xml", types.as_bytes()),
        ("word/document.xml", xml.as_bytes()),
        ("word/_rels/document.xml.rels", relations.as_bytes()),
        ("word/comments.xml", comments.as_bytes()),
        ("word/commentsExtended.xml", b"<w15:commentsEx/>"),
    ])
}

#[test]
fn comments_and_revisions_that_are_there_survive() {
    let old = commented();
    let new = annotated(&old, &[comment(Some(cell(1, 1)), "乙")]);
    let read = tree::comments(&new);
    assert_eq!(read.len(), 2);
    assert_eq!((read[0].author.as_str(), read[0].text.as_str()), ("李", "原来的批注"));
    assert_eq!(read[0].anchored, "甲乙");
    assert_eq!((read[1].author.as_str(), read[1].anchored.as_str()), ("衡", "乙"));
    unchanged(&old, &new, &read[1..]);
    for kept in ["[Content_Types].xml", "word/_rels/document.xml.rels", "word/commentsExtended.xml"]
    {
        assert_eq!(tree::parts(&old)[kept], tree::parts(&new)[kept], "{kept}");
    }
}

#[test]
fn a_new_comments_part_is_declared_and_related() {
    let new = annotated(&package(&table(&["甲"])), &[comment(None, "")]);
    let types = tree::part(&new, "[Content_Types].xml");
    assert!(types.contains("<Override PartName=\"/word/comments.xml\""), "{types}");
    let relations = tree::part(&new, "word/_rels/document.xml.rels");
    assert!(relations.contains("Target=\"comments.xml\""), "{relations}");
    assert!(relations.contains("Id=\"rId1\""), "{relations}");
}

#[test]
fn the_real_file_but_for_our_marks_is_what_it_was() {
    let old = real::bytes("renhe-2026.docx");
    let document = real::document("renhe-2026.docx");
    let cells = document.grids().flat_map(|grid| &grid.cells);
    let comments: Vec<Comment> =
        cells.map(|cell| comment(cell.place.clone(), &cell.text())).collect();
    assert!(comments.len() > 600);
    let new = annotated(&old, &comments);
    let read = tree::comments(&new);
    assert_eq!(read.len(), comments.len());
    for (read, comment) in read.iter().zip(&comments) {
        let (anchored, quote) =
            (model::text::fold(&read.anchored), model::text::fold(&comment.quote));
        assert_eq!(anchored, quote);
    }
    unchanged(&old, &new, &read);
    // Whole cells begin and end between runs, so that here even the bytes are the same.
    let mut xml = tree::part(&new, "word/document.xml");
    for one in &read {
        let id = format!("w:id=\"{}\"/>", one.id);
        xml = xml.replace(&format!("<w:commentRangeStart {id}"), "");
        xml = xml.replace(&format!("<w:commentRangeEnd {id}"), "");
        xml = xml.replace(&format!("<w:r><w:commentReference {id}</w:r>"), "");
    }
    xml = xml.replace("<w:p></w:p>", "<w:p/>");
    let old_xml = tree::part(&old, "word/document.xml").replace("<w:p></w:p>", "<w:p/>");
    assert!(xml == old_xml, "the bytes differ");
    let again = office::read("新.docx", &new, Limits::default()).unwrap();
    assert_eq!(again.blocks.len(), document.blocks.len());
    let cells = |document: &model::Document| -> Vec<Vec<String>> {
        document.grids().flat_map(|g| &g.cells).map(|c| c.paragraphs.clone()).collect()
    };
    assert_eq!(cells(&again), cells(&document));
}

#[test]
fn other_kinds_of_files_are_refused() {
    for (name, ending) in
        [("renhe-2026.doc", "doc"), ("renhe-2026.xlsx", "xlsx"), ("renhe-2026.pdf", "pdf")]
    {
        let refused = annotate(&real::bytes(name), &[], &author(), Limits::default());
        assert_eq!(refused, Err(EditError::NotWord(ending)));
    }
    let xml = word_xml("<w:p/>");
    let signed =
        zipped(&[("word/document.xml", xml.as_bytes()), ("_xmlsignatures/origin.sigs", b"")]);
    assert_eq!(annotate(&signed, &[], &author(), Limits::default()), Err(EditError::Signed));
    let utf16: Vec<u8> = xml.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let strange = zipped(&[("word/document.xml", &utf16)]);
    let refused = annotate(&strange, &[comment(None, "")], &author(), Limits::default());
    assert!(matches!(refused, Err(EditError::Read(ReadError::Damaged(_)))), "{refused:?}");
}
