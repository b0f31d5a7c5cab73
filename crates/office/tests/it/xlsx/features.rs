//! What a sheet shows: values, merges, trimming, hidden and unknown cells.

use office::{Limits, read};

use crate::parts::{Book, blocks, cells, codes, only_table, sheet};

fn rows(inside: &str) -> String {
    format!("<sheetData>{inside}</sheetData>")
}

#[test]
fn values_of_every_type() {
    let xml = rows(
        r#"<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>
        <c r="C1" t="inlineStr"><is><r><t>行</t></r><r><t>内</t></r></is></c>
        <c r="D1" t="b"><v>1</v></c><c r="E1" t="str"><f>A1</f><v>算得</v></c>
        <c r="F1"><v>0.30000000000000004</v></c><c r="G1" t="d"><v>2026-01-01</v></c></row>"#,
    );
    let strings = r#"<si><t xml:space="preserve"> 空 </t></si><si><r><t>富</t></r><r><t>文</t></r>
        <rPh sb="0" eb="1"><t>fù</t></rPh></si>"#;
    let book = Book { sheets: &[("表", "", &xml)], formats: &[], strings, properties: "" };
    let document = read("甲.xlsx", &book.file(), Limits::default()).unwrap();
    let expected =
        ["0,0  空 ", "0,1 富文", "0,2 行内", "0,3 TRUE", "0,4 算得", "0,5 0.3", "0,6 2026-01-01"];
    assert_eq!(only_table(&document), expected);
    assert_eq!(document.findings, []);
}

#[test]
fn numbers_are_read_as_shown() {
    let xml = rows(
        r#"<row r="1"><c r="A1" s="1"><v>0.2147</v></c><c r="B1" s="2"><v>123456</v></c>
        <c r="C1" s="3"><v>46022</v></c><c r="D1"><v>46022</v></c></row>"#,
    );
    let shown = |properties| {
        let formats = &["0.00%", "0!.0,\"万元\"", "yyyy\"年\"m\"月\""];
        let book = Book { sheets: &[("表", "", &xml)], formats, strings: "", properties };
        only_table(&read("甲.xlsx", &book.file(), Limits::default()).unwrap())
    };
    assert_eq!(shown(""), ["0,0 21.47%", "0,1 12.3万元", "0,2 2025年12月", "0,3 46022"]);
    assert_eq!(shown("date1904=\"1\"")[2], "0,2 2030年1月");
}

#[test]
fn line_breaks_in_a_cell_are_paragraphs() {
    let xml = rows(
        r#"<row r="1"><c r="A1" t="inlineStr"><is><t>一级&#10;指标</t></is></c>
        <c r="B1" t="inlineStr"><is><t>甲_x000D_
乙_x0041_x</t></is></c></row>"#,
    );
    assert_eq!(only_table(&sheet(&xml)), ["0,0 一级¶指标", "0,1 甲¶乙Ax"]);
}

#[test]
fn a_formula_without_a_result_is_unknown_not_empty() {
    let xml = rows(
        r#"<row r="1"><c r="A1"><f>SUM(B1:B9)</f></c><c r="B1"><f>C1</f><v></v></c>
        <c r="C1" t="str"><f>""</f><v></v></c><c r="D1"><f>1</f><v>1</v></c></row>"#,
    );
    let document = sheet(&xml);
    assert_eq!(only_table(&document), ["0,0 ? ", "0,1 ? ", "0,2 ", "0,3 1"]);
    assert_eq!(codes(&document), ["R006"]);
    assert_eq!(document.findings[0].quote, "=SUM(B1:B9)；=C1");
}

#[test]
fn an_error_value_is_unknown_and_kept() {
    let document = sheet(&rows(r#"<row r="1"><c r="A1" t="e"><v>#REF!</v></c></row>"#));
    assert_eq!(only_table(&document), ["0,0 ? #REF!"]);
    assert_eq!(codes(&document), ["R007"]);
}

const TEXT: &str = r#" t="inlineStr"><is><t>"#;

/// A row of text cells, each with its reference.
fn row(number: u32, attributes: &str, cells: &[(&str, &str)]) -> String {
    let cell = |(at, text): &(&str, &str)| format!(r#"<c r="{at}"{TEXT}{text}</t></is></c>"#);
    let cells: String = cells.iter().map(cell).collect();
    format!(r#"<row r="{number}" {attributes}>{cells}</row>"#)
}

#[test]
fn merges_reach_beyond_the_used_cells() {
    let rows = rows(&(row(1, "", &[("A1", "题")]) + &row(2, "", &[("A2", "1"), ("B2", "2")])));
    let merges = r#"<mergeCells><mergeCell ref="A1:D1"/><mergeCell ref="B2:D3"/></mergeCells>"#;
    let expected = ["0,0 1×4 题", "1,0 1", "1,1 2×3 2", "2,0 "];
    assert_eq!(only_table(&sheet(&(rows + merges))), expected);
}

#[test]
fn a_merge_over_the_whole_width_is_clipped_to_the_content() {
    let rows = rows(&(row(1, "", &[("A1", "题")]) + &row(2, "", &[("A2", "1"), ("B2", "2")])));
    let merges = r#"<mergeCells><mergeCell ref="A1:XFD1"/></mergeCells>"#;
    assert_eq!(only_table(&sheet(&(rows + merges))), ["0,0 1×2 题", "1,0 1", "1,1 2"]);
}

#[test]
fn text_below_a_merge_is_not_lost() {
    let rows = rows(&row(1, "", &[("A1", "题"), ("B1", "压着")]));
    let document = sheet(&(rows + r#"<mergeCells><mergeCell ref="A1:B1"/></mergeCells>"#));
    assert_eq!(only_table(&document), ["0,0 1×2 题"]);
    assert_eq!((codes(&document), document.findings[0].quote.as_str()), (vec!["R004"], "压着"));
}

#[test]
fn overlapping_merges_hide_nothing() {
    let rows = rows(&(row(1, "", &[("A1", "甲")]) + &row(2, "", &[("A2", "乙"), ("B2", "丙")])));
    let merges = r#"<mergeCells><mergeCell ref="A1:A2"/><mergeCell ref="A2:B2"/></mergeCells>"#;
    let document = sheet(&(rows + merges));
    assert_eq!(only_table(&document), ["0,0 2×1 甲", "0,1 ", "1,1 丙"]);
    assert_eq!(document.findings[0].quote, "乙");
}

#[test]
fn the_grid_is_trimmed_and_places_stay_true() {
    let blank: String = (0..900).map(|_| r#"<c s="1"/>"#).collect();
    let first = format!(r#"<row r="3"><c r="C3"{TEXT}甲</t></is></c>{blank}</row>"#);
    let document = sheet(&rows(&(first + &row(4, "", &[("E4", "乙"), ("F4", " ")]))));
    let grid = document.grids().next().unwrap();
    assert_eq!((grid.rows, grid.columns), (2, 3));
    assert_eq!(cells(grid), ["0,0 甲", "0,1 ", "0,2 ", "1,0 ", "1,1 ", "1,2 乙"]);
    assert_eq!(grid.cells[5].place.as_ref().unwrap().to_string(), "工作表“表” 第4行第5列");
}

#[test]
fn a_stray_cell_far_away_costs_nothing_and_is_kept() {
    let far = row(1_048_576, "", &[("XFD1048576", "远")]);
    let document = sheet(&rows(&(row(1, "", &[("A1", "甲")]) + &far)));
    let grid = document.grids().next().unwrap();
    assert_eq!((grid.rows, grid.columns), (3, 3));
    let place = grid.cells[8].place.as_ref().unwrap();
    assert_eq!((grid.cells[8].text().as_str(), place.row, place.column), ("远", 1_048_576, 16_384));
}

#[test]
fn hidden_rows_columns_and_sheets_are_read_and_marked() {
    let columns = r#"<cols><col min="2" max="2" hidden="1"/></cols>"#;
    let content =
        row(1, "", &[("A1", "甲"), ("B1", "乙")]) + &row(2, "hidden=\"1\"", &[("A2", "丙")]);
    let (first, second) =
        (columns.to_owned() + &rows(&content), rows(&row(1, "", &[("A1", "丁")])));
    let sheets = [("一", "", first.as_str()), ("二", "state=\"veryHidden\"", second.as_str())];
    let book = Book { sheets: &sheets, formats: &[], strings: "", properties: "" };
    let document = read("甲.xlsx", &book.file(), Limits::default()).unwrap();
    let expected = [
        "工作表“一”",
        "0,0 甲",
        "0,1 hidden 乙",
        "1,0 hidden 丙",
        "1,1 hidden ",
        "工作表“二”",
        "0,0 hidden 丁",
    ];
    assert_eq!(blocks(&document), expected);
    assert_eq!(codes(&document), ["R005"]);
}

#[test]
fn a_merge_that_begins_in_a_hidden_row_is_still_to_be_seen() {
    let content = row(1, "hidden=\"1\"", &[("A1", "甲")]) + &row(2, "", &[("B2", "乙")]);
    let merges = r#"<mergeCells><mergeCell ref="A1:A2"/></mergeCells>"#;
    let document = sheet(&(rows(&content) + merges));
    assert_eq!(only_table(&document), ["0,0 2×1 甲", "0,1 hidden ", "1,1 乙"]);
}

#[test]
fn a_value_its_format_suppresses_is_hidden_not_lost() {
    let xml = rows(r#"<row r="1"><c r="A1" s="1"><v>7</v></c></row>"#);
    let book =
        Book { sheets: &[("表", "", &xml)], formats: &[";;;"], strings: "", properties: "" };
    let document = read("甲.xlsx", &book.file(), Limits::default()).unwrap();
    assert_eq!(only_table(&document), ["0,0 hidden 7"]);
    assert_eq!(codes(&document), ["R005"]);
}

#[test]
fn empty_sheets_give_no_table_but_keep_their_number() {
    let text = rows(&row(1, "", &[("A1", "甲")]));
    let sheets = [("空", "", "<sheetData/>"), ("表", "", text.as_str())];
    let book = Book { sheets: &sheets, formats: &[], strings: "", properties: "" };
    let document = read("甲.xlsx", &book.file(), Limits::default()).unwrap();
    let grid = document.grids().next().unwrap();
    assert!(matches!(&grid.part, model::Part::Sheet { index: 2, name } if &**name == "表"));
    assert_eq!(document.grids().count(), 1);
}

#[test]
fn rows_and_cells_without_references_follow_one_another() {
    let xml = rows("<row><c><v>1</v></c><c/><c><v>3</v></c></row><row><c><v>4</v></c></row>");
    assert_eq!(only_table(&sheet(&xml)), ["0,0 1", "0,1 ", "0,2 3", "1,0 4", "1,1 ", "1,2 "]);
}

#[test]
fn prefixes_and_links_around_cells_do_not_matter() {
    let xml = r#"<x:sheetData><x:row r="1"><x:c r="A1"><x:v>5</x:v></x:c></x:row></x:sheetData>
        <extLst><ext><row r="9"><c r="A9"><v>9</v></c></row></ext></extLst>"#;
    assert_eq!(only_table(&sheet(xml)), ["0,0 5"]);
}
