//! Spans and merges in all the ways programs write them.

use crate::parts::{codes, only_table, word};

/// A cell with these properties and one paragraph.
fn cell(properties: &str, text: &str) -> String {
    format!("<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>")
}

fn table(rows: &[String]) -> String {
    let rows: String = rows.iter().map(|row| format!("<w:tr>{row}</w:tr>")).collect();
    format!("<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid>{rows}</w:tbl>")
}

const START: &str = r#"<w:vMerge w:val="restart"/>"#;
const GOES_ON: &str = r#"<w:vMerge w:val="continue"/>"#;
const GOES_ON_WPS: &str = "<w:vMerge/>";

#[test]
fn column_spans() {
    let body = table(&[
        cell(r#"<w:gridSpan w:val="2"/>"#, "甲") + &cell("", "乙"),
        cell("", "1") + &cell("", "2") + &cell("", "3"),
    ]);
    let expected = ["0,0 1×2 甲", "0,2 乙", "1,0 1", "1,1 2", "1,2 3"];
    assert_eq!(only_table(&word(&body)), expected);
}

#[test]
fn vertical_merges_with_and_without_a_value() {
    for goes_on in [GOES_ON, GOES_ON_WPS] {
        let body = table(&[
            cell(START, "甲") + &cell("", "1"),
            cell(goes_on, "") + &cell("", "2"),
            cell(START, "乙") + &cell("", "3"),
            cell(goes_on, "") + &cell("", "4"),
        ]);
        let expected = ["0,0 2×1 甲", "0,1 1", "1,1 2", "2,0 2×1 乙", "2,1 3", "3,1 4"];
        assert_eq!(only_table(&word(&body)), expected);
    }
}

#[test]
fn a_continued_merge_without_a_beginning_is_a_cell() {
    let body = table(&[cell("", "甲"), cell(GOES_ON, "乙"), cell(GOES_ON, "")]);
    assert_eq!(only_table(&word(&body)), ["0,0 甲", "1,0 2×1 乙"]);
}

#[test]
fn a_merge_does_not_jump_over_a_row() {
    let body = table(&[cell(START, "甲"), cell("", "乙"), cell(GOES_ON, "丙")]);
    assert_eq!(only_table(&word(&body)), ["0,0 甲", "1,0 乙", "2,0 丙"]);
}

#[test]
fn horizontal_merges_of_old_files() {
    let start = r#"<w:hMerge w:val="restart"/>"#;
    let body = table(&[
        cell(start, "甲") + &cell("<w:hMerge/>", "") + &cell("<w:hMerge/>", "") + &cell("", "乙"),
        cell("", "1") + &cell("", "2") + &cell("", "3") + &cell("", "4"),
    ]);
    let expected = ["0,0 1×3 甲", "0,3 乙", "1,0 1", "1,1 2", "1,2 3", "1,3 4"];
    assert_eq!(only_table(&word(&body)), expected);
}

#[test]
fn a_block_merged_both_ways_in_the_old_manner() {
    let row = |vertical: &str, text: &str| {
        cell(&format!(r#"<w:hMerge w:val="restart"/>{vertical}"#), text)
            + &cell(&format!("<w:hMerge/>{vertical}"), "")
            + &cell("", "右")
    };
    let body = table(&[row(START, "甲"), row(GOES_ON_WPS, "")]);
    assert_eq!(only_table(&word(&body)), ["0,0 2×2 甲", "0,2 右", "1,2 右"]);
}

#[test]
fn rows_may_begin_late_end_early_or_be_short() {
    let before = r#"<w:trPr><w:gridBefore w:val="1"/></w:trPr>"#;
    let after = r#"<w:trPr><w:gridAfter w:val="2"/></w:trPr>"#;
    let body = table(&[
        before.to_owned() + &cell("", "甲") + &cell("", "乙"),
        after.to_owned() + &cell("", "丙"),
        cell("", "丁"),
    ]);
    let document = word(&body);
    assert_eq!(only_table(&document), ["0,1 甲", "0,2 乙", "1,0 丙", "2,0 丁"]);
    let grid = document.grids().next().unwrap();
    assert_eq!((grid.rows, grid.columns), (3, 3));
    assert_eq!(grid.cells[0].place.as_ref().unwrap().to_string(), "表1 第1行第2列");
}

#[test]
fn text_below_a_merge_is_not_lost() {
    let body = table(&[cell(START, "甲"), cell(GOES_ON, "压着的字")]);
    let document = word(&body);
    assert_eq!(only_table(&document), ["0,0 2×1 甲"]);
    assert_eq!(codes(&document), ["R004"]);
    assert_eq!(document.findings[0].quote, "压着的字");
    assert_eq!(document.findings[0].place.as_ref().unwrap().to_string(), "表1 第2行第1列");
}

#[test]
fn a_narrower_continuation_hides_no_neighbour() {
    let wide = format!(r#"<w:gridSpan w:val="2"/>{START}"#);
    let body = table(&[cell(&wide, "甲"), cell(GOES_ON, "") + &cell("", "值")]);
    assert_eq!(only_table(&word(&body)), ["0,0 1×2 甲", "1,0 ", "1,1 值"]);
}

#[test]
fn old_properties_in_a_tracked_change_do_not_count() {
    let now = r#"<w:gridSpan w:val="2"/><w:tcPrChange><w:tcPr><w:gridSpan w:val="9"/>
        <w:vMerge/></w:tcPr></w:tcPrChange>"#;
    assert_eq!(only_table(&word(&table(&[cell(now, "甲")]))), ["0,0 1×2 甲"]);
}
