//! Tracked changes: accepting all gives the repaired text, rejecting all the file as it was.

use model::{Part, Place};
use office::Limits;
use office::docx::{EditError, Left, Repair, repairs_between, revise};

use super::annotate::{author, cell, package};
use super::tree::{self, Node};
use crate::parts::{only_table, table};
use crate::real;

fn repair(place: Place, quote: &str, replacement: &str) -> Repair {
    Repair { place, quote: quote.into(), replacement: replacement.into() }
}

/// The new file, after proving that rejecting gives the old one back.
fn revised(old: &[u8], repairs: &[Repair]) -> Vec<u8> {
    let revised = revise(old, repairs, &author(), Limits::default()).unwrap();
    assert_eq!(revised.left, []);
    rejecting_gives(old, &revised.bytes);
    revised.bytes
}

/// Rejecting every change of ours gives the old document back; no other part differs.
pub fn rejecting_gives(old: &[u8], new: &[u8]) {
    let rejected = tree::rejected(&tree::document(new), "衡");
    assert_eq!(tree::joined(&rejected), tree::joined(&tree::document(old)));
    let (mut old, mut new) = (tree::parts(old), tree::parts(new));
    old.remove("word/document.xml");
    new.remove("word/document.xml");
    assert_eq!(old, new);
}

/// What a reader of its own shows once every change of ours is accepted.
pub fn accepted(bytes: &[u8]) -> Node {
    tree::joined(&tree::accepted(&tree::document(bytes), "衡"))
}

fn one_cell(paragraphs: &str) -> Vec<u8> {
    package(&format!("<w:tbl><w:tr><w:tc>{paragraphs}</w:tc></w:tr></w:tbl><w:p/>"))
}

fn run(text: &str) -> String {
    format!("<w:r><w:rPr><w:b/></w:rPr><w:t>{text}</w:t></w:r>")
}

/// The cell's text after a repair, by the reader and by the tree; both must agree.
fn text_after(paragraphs: &str, repairs: &[Repair]) -> String {
    let new = revised(&one_cell(paragraphs), repairs);
    let read = office::read("甲.docx", &new, Limits::default()).unwrap();
    let text = read.grids().next().unwrap().cells[0].text();
    assert_eq!(accepted(&new).shown(), text.clone() + "\n\n");
    text
}

#[test]
fn only_the_characters_that_differ_are_marked() {
    let old = one_cell(&format!("<w:p>{}</w:p>", run("（一)170 万")));
    let new = revised(&old, &[repair(cell(1, 1), "（一)170 万", "（一）170万元")]);
    let xml = tree::part(&new, "word/document.xml");
    let date = "w:author=\"衡\" w:date=\"2026-11-23T09:30:00Z\"";
    let looks = "<w:r><w:rPr><w:b/></w:rPr>";
    let t = |text: &str| format!("{looks}<w:t xml:space=\"preserve\">{text}</w:t></w:r>");
    let del = |n: u8, text: &str| {
        format!(
            "<w:del w:id=\"{n}\" {date}>{looks}<w:delText xml:space=\"preserve\">{text}</w:delText></w:r></w:del>"
        )
    };
    let ins = |n: u8, text: &str| format!("<w:ins w:id=\"{n}\" {date}>{}</w:ins>", t(text));
    let expected = format!(
        "<w:p>{looks}<w:t>（一</w:t></w:r>{}{}{}{}{}{}</w:p>",
        del(0, ")"),
        ins(1, "）"),
        t("170"),
        del(2, " "),
        t("万"),
        ins(3, "元")
    );
    assert!(xml.contains(&expected), "{xml}\n{expected}");
}

#[test]
fn a_repair_reaches_over_runs_breaks_tabs_and_entities() {
    let split = format!("<w:p>{}{}{}</w:p>", run("≥ "), run("9"), run("5 ％"));
    assert_eq!(text_after(&split, &[repair(cell(1, 1), "≥ 95 ％", "≥95%")]), "≥95%");
    let marks = "<w:p><w:r><w:t>甲</w:t><w:br/><w:tab/><w:t>乙</w:t></w:r></w:p>";
    assert_eq!(text_after(marks, &[repair(cell(1, 1), "甲\n\t乙", "甲乙")]), "甲乙");
    assert_eq!(text_after(marks, &[repair(cell(1, 1), "甲\n\t乙", "\n\t丙\n丁")]), "\n\t丙\n丁");
    let escaped = "<w:p><w:r><w:t>甲&lt;乙&amp;<![CDATA[<]]></w:t></w:r></w:p>";
    assert_eq!(text_after(escaped, &[repair(cell(1, 1), "甲<乙&<", "甲>乙&&")]), "甲>乙&&");
    let sign = "<w:p><w:r><w:sym w:font=\"Symbol\" w:char=\"F0B3\"/><w:t>5</w:t></w:r></w:p>";
    assert_eq!(text_after(sign, &[repair(cell(1, 1), "≥5", "≧5")]), "≧5");
}

#[test]
fn whole_runs_the_ends_and_the_middle_of_a_run() {
    for (old, new) in [
        ("甲乙丙", "乙丙"),
        ("甲乙丙", "甲乙"),
        ("甲乙丙", "甲丙"),
        ("甲乙丙", ""),
        ("甲乙丙", "丁"),
        ("甲乙丙", "丁甲乙丙戊"),
        (" 甲 乙 ", "甲乙"),
        ("甲 乙 丙", "甲乙 丙"),
    ] {
        let runs = format!("<w:p>{}{}{}</w:p>", run("前"), run(old), run("后"));
        let length = old.chars().count();
        let place = cell(1, 1).with_span(1, 1 + length);
        assert_eq!(
            text_after(&runs, &[repair(place, old, new)]),
            format!("前{new}后"),
            "{old}→{new}"
        );
        let alone = format!("<w:p>{}</w:p>", run(old));
        assert_eq!(text_after(&alone, &[repair(cell(1, 1), old, new)]), new, "{old}→{new}");
    }
}

#[test]
fn white_space_at_a_cut_stays_white_space() {
    let old = one_cell("<w:p><w:r><w:t>甲 乙 丙</w:t></w:r></w:p>");
    let new = revised(&old, &[repair(cell(1, 1).with_span(2, 3), "乙", "")]);
    let xml = tree::part(&new, "word/document.xml");
    assert!(xml.contains("<w:t xml:space=\"preserve\">甲 </w:t>"), "{xml}");
    assert!(xml.contains("<w:t xml:space=\"preserve\"> 丙</w:t>"), "{xml}");
    // What a text ends with unkept is not shown, and does not come to be.
    let old = one_cell("<w:p><w:r><w:t>甲乙丙 </w:t></w:r></w:p>");
    let new = revised(&old, &[repair(cell(1, 1).with_span(1, 2), "乙", "")]);
    assert!(tree::part(&new, "word/document.xml").contains("<w:t>丙 </w:t>"));
}

#[test]
fn inside_the_insertion_of_another_author_both_keep_their_own() {
    let ins = "<w:ins w:id=\"9\" w:author=\"李\">";
    let before = format!("<w:p>{ins}{}{}</w:ins></w:p>", run("（甲)"), run("乙)"));
    let all = [repair(cell(1, 1), "（甲)乙)", "（甲）乙）")];
    assert_eq!(text_after(&before, &all), "（甲）乙）");
    let new = revised(&one_cell(&before), &all);
    let theirs = tree::accepted(&tree::document(&new), "李");
    assert_eq!(tree::joined(&tree::accepted(&theirs, "衡")).shown(), "（甲）乙）\n\n");
    // Where theirs is rejected, what we put into it goes with what we took from it.
    let none = tree::rejected(&tree::rejected(&tree::document(&new), "衡"), "李");
    assert_eq!(tree::joined(&none).shown(), "\n\n");
    let xml = tree::part(&new, "word/document.xml");
    assert!(!xml.contains(&format!("{ins}</w:ins>")), "{xml}");
}

#[test]
fn what_cannot_be_reached_is_left_and_nothing_changes() {
    let boxed = format!(
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p>{0}</w:p></w:txbxContent></mc:Choice><mc:Fallback><w:p>{0}</w:p></mc:Fallback></mc:AlternateContent></w:r></w:p>",
        run("(甲）")
    );
    let formula = "<w:p><m:oMath><m:r><m:t>(甲）</m:t></m:r></m:oMath></w:p>".to_owned();
    let step = |step: &str| format!("<w:r><w:fldChar w:fldCharType=\"{step}\"/></w:r>");
    let field =
        format!("<w:p>{}{}{}{}</w:p>", step("begin"), step("separate"), run("(甲）"), step("end"));
    let moved =
        format!("<w:p><w:moveTo w:id=\"1\" w:author=\"李\">{}</w:moveTo></w:p>", run("(甲）"));
    let two = format!("<w:p>{}</w:p><w:p>{}</w:p>", run("(甲"), run("）"));
    for (paragraphs, quote, new, reason) in [
        (boxed, "(甲）", "（甲）", Left::Unreachable),
        (formula, "(甲）", "（甲）", Left::Unreachable),
        (field, "(甲）", "（甲）", Left::Unreachable),
        (moved, "(甲）", "（甲）", Left::Unreachable),
        (two, "(甲\n）", "(甲）", Left::ParagraphBreak),
        (format!("<w:p>{}</w:p>", run("甲乙")), "甲", "丙", Left::NotThere),
    ] {
        let old = one_cell(&paragraphs);
        let revised =
            revise(&old, &[repair(cell(1, 1), quote, new)], &author(), Limits::default()).unwrap();
        assert_eq!(revised.left, [(0, reason)], "{paragraphs}");
        assert_eq!(revised.bytes, old);
    }
}

#[test]
fn repairs_of_one_cell_are_made_together_unless_they_overlap() {
    let cell_of = |text: &str| format!("<w:p>{}</w:p>", run(text));
    let apart = [
        repair(cell(1, 1).with_span(0, 1), "(", "（"),
        repair(cell(1, 1), "(甲）95％", "(甲）95%"),
        repair(cell(1, 1), "(甲）95％", "(甲）95%"),
    ];
    assert_eq!(text_after(&cell_of("(甲）95％"), &apart), "（甲）95%");
    let touching = [
        repair(cell(1, 1).with_span(0, 1), "(", "（"),
        repair(cell(1, 1).with_span(0, 2), "(甲", "【甲"),
    ];
    let old = one_cell(&cell_of("(甲）"));
    let once = revise(&old, &touching, &author(), Limits::default()).unwrap();
    assert_eq!(once.left, [(1, Left::Overlaps)]);
}

#[test]
fn several_rounds_amount_to_one() {
    let old = one_cell(&format!("<w:p>{}{}</w:p>", run("(甲)"), run(" 95％")));
    let first = revised(&old, &[repair(cell(1, 1), "(甲) 95％", "（甲） 95％")]);
    let later = [repair(cell(1, 1), "（甲） 95％", "（甲）95%")];
    let second = revise(&first, &later, &author(), Limits::default()).unwrap().bytes;
    let sum = repairs_between(&old, &second, Limits::default()).unwrap();
    assert_eq!(sum, [repair(cell_place(&sum), "(甲) 95％", "（甲）95%")]);
    let at_once = revised(&old, &sum);
    assert_eq!(accepted(&at_once).shown(), "（甲）95%\n\n");
    assert_eq!(repairs_between(&second, &at_once, Limits::default()).unwrap(), []);
}

fn cell_place(repairs: &[Repair]) -> Place {
    let place = repairs[0].place.clone();
    assert_eq!((&place.part, place.row, place.column), (&Part::Table(1), 1, 1));
    place
}

#[test]
fn lines_outside_tables_are_mended_too() {
    let old = package(&format!("<w:p/><w:p>{}</w:p>{}", run("(2026年度）"), table(&["甲"])));
    let line = Place::line(&"甲.docx".into(), Part::Body, 2);
    let new = revised(&old, &[repair(line, "(2026年度）", "（2026年度）")]);
    assert!(accepted(&new).shown().contains("（2026年度）"));
    let document = office::read("甲.docx", &new, Limits::default()).unwrap();
    assert_eq!(only_table(&document), ["0,0 甲"]);
}

#[test]
fn every_cell_of_the_real_file_can_be_mended_and_unmended() {
    let old = real::bytes("renhe-2026.docx");
    let document = real::document("renhe-2026.docx");
    let cells = document.grids().flat_map(|grid| &grid.cells).filter(|cell| !cell.is_blank());
    let repairs: Vec<Repair> = cells
        .map(|cell| {
            let text = cell.text();
            let quote = model::text::trim(&text);
            // Something goes at the front, something comes at the end.
            let rest: String = quote.chars().skip(1).collect();
            repair(cell.place.clone().unwrap(), quote, &format!("{rest}〇"))
        })
        .collect();
    assert!(repairs.len() > 600, "{}", repairs.len());
    let new = revise(&old, &repairs, &author(), Limits::default()).unwrap();
    assert!(new.left.is_empty(), "{:?}", new.left);
    rejecting_gives(&old, &new.bytes);
    let again = office::read("新.docx", &new.bytes, Limits::default()).unwrap();
    let mut read = again.grids().flat_map(|grid| &grid.cells).filter(|cell| !cell.is_blank());
    for repair in &repairs {
        assert_eq!(
            model::text::trim(&read.next().unwrap().text()),
            model::text::trim(&repair.replacement)
        );
    }
    assert_eq!(again.findings[0].code, "R002");
}

#[test]
fn other_kinds_of_files_are_refused() {
    let refused = revise(&real::bytes("renhe-2026.doc"), &[], &author(), Limits::default());
    assert_eq!(refused, Err(EditError::NotWord("doc")));
}
