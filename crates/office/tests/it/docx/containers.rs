//! Tables in tables, content controls, text boxes, tracked changes.

use crate::parts::{blocks, codes, only_table, table, word};

fn paragraph(inside: &str) -> String {
    format!("<w:p>{inside}</w:p>")
}

fn text(text: &str) -> String {
    format!("<w:r><w:t>{text}</w:t></w:r>")
}

#[test]
fn a_nested_table_follows_its_parent_and_owns_its_text() {
    let cell = format!("<w:tc>{}{}<w:p/></w:tc>", paragraph(&text("外")), table(&["内1|内2"]));
    let body = format!("<w:tbl><w:tr>{cell}<w:tc><w:p/></w:tc></w:tr></w:tbl>{}", table(&["后"]));
    let expected = ["表1", "0,0 外¶", "0,1 ", "表2", "0,0 内1", "0,1 内2", "表3", "0,0 后"];
    assert_eq!(blocks(&word(&body)), expected);
}

#[test]
fn content_controls_at_every_level_are_seen_through() {
    let control = |inside: &str| {
        format!("<w:sdt><w:sdtPr><w:id/></w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>")
    };
    let run = paragraph(&control(&text("字")));
    let cell = control(&format!("<w:tc>{}</w:tc>", control(&run)));
    let row = control(&format!("<w:tr>{cell}<w:tc><w:p/></w:tc></w:tr>"));
    let body = control(&format!("<w:tbl>{row}</w:tbl>"));
    assert_eq!(only_table(&word(&body)), ["0,0 字", "0,1 "]);
}

#[test]
fn a_placeholder_is_not_an_answer() {
    let control = |switch: &str| {
        let content = text("单击此处输入文字");
        let inside = format!("<w:sdtContent>{content}</w:sdtContent>");
        let control = format!("<w:sdt><w:sdtPr>{switch}</w:sdtPr>{inside}</w:sdt>");
        let cell = format!("<w:tc>{}</w:tc>", paragraph(&(control + &text("。"))));
        only_table(&word(&format!("<w:tbl><w:tr>{cell}</w:tr></w:tbl>")))
    };
    assert_eq!(control("<w:showingPlcHdr/>"), ["0,0 。"]);
    assert_eq!(control(r#"<w:showingPlcHdr w:val="false"/>"#), ["0,0 单击此处输入文字。"]);
}

/// A text box as Word writes it: once for itself, once for older programs.
fn text_box(inside: &str) -> String {
    let content = format!("<w:txbxContent>{inside}</w:txbxContent>");
    format!(
        "<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing>{content}</w:drawing>\
         </mc:Choice><mc:Fallback><w:pict>{content}</w:pict></mc:Fallback>\
         </mc:AlternateContent></w:r>"
    )
}

#[test]
fn a_text_box_is_read_once_after_its_paragraph() {
    let boxed = text_box(&paragraph(&text("框")));
    let body = paragraph(&(text("前") + &boxed + &text("后")));
    assert_eq!(blocks(&word(&body)), ["# 前后", "# 框"]);
    let cell = format!("<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>", paragraph(&boxed));
    assert_eq!(only_table(&word(&cell)), ["0,0 框"]);
}

#[test]
fn a_text_box_may_hold_a_table() {
    let body = paragraph(&(text("前") + &text_box(&(table(&["1|2"]) + "<w:p/>"))));
    assert_eq!(blocks(&word(&body)), ["表1", "0,0 1", "0,1 2", "# 前"]);
}

#[test]
fn insertions_count_and_deletions_do_not() {
    let deleted = "<w:del><w:r><w:delText>旧</w:delText></w:r></w:del>";
    let inserted = format!("<w:ins>{}</w:ins>", text("新"));
    let moved = format!("<w:moveFrom>{0}</w:moveFrom><w:moveTo>{0}</w:moveTo>", text("移"));
    let document = word(&paragraph(&(deleted.to_owned() + &inserted + &moved)));
    assert_eq!(blocks(&document), ["# 新移"]);
    assert_eq!(codes(&document), ["R002"]);
}

#[test]
fn deleted_rows_and_cells_go_and_inserted_ones_stay() {
    let row = |properties: &str, cells: &str| {
        format!("<w:tr><w:trPr>{properties}</w:trPr>{cells}</w:tr>")
    };
    let cell = |properties: &str, of: &str| {
        format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", paragraph(&text(of)))
    };
    let body = format!(
        "<w:tbl>{}{}{}</w:tbl>",
        row("<w:ins/>", &cell("", "1")),
        row("<w:del/>", &cell("", "2")),
        row("", &(cell("<w:cellDel/>", "3") + &cell("<w:cellIns/>", "4"))),
    );
    let document = word(&body);
    assert_eq!(only_table(&document), ["0,0 1", "1,0 4"]);
    assert_eq!(codes(&document), ["R002"]);
}

#[test]
fn a_table_with_all_rows_deleted_is_not_there() {
    let gone = table(&["1"]).replace("<w:tr>", "<w:tr><w:trPr><w:del/></w:trPr>");
    assert_eq!(blocks(&word(&(gone + &table(&["2"])))), ["表1", "0,0 2"]);
}

#[test]
fn a_deleted_paragraph_mark_joins_two_paragraphs() {
    let mark = "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>";
    let body = paragraph(&format!("{mark}{}", text("甲"))) + &paragraph(&text("乙"));
    assert_eq!(blocks(&word(&body)), ["# 甲乙"]);
    let cell = format!(
        "<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>",
        paragraph(&format!("{mark}{}", text("甲")))
    );
    assert_eq!(only_table(&word(&cell)), ["0,0 甲"]);
}

#[test]
fn hidden_rows_are_read_and_marked() {
    let body = table(&["1", "2"]).replacen("<w:tr>", "<w:tr><w:trPr><w:hidden/></w:trPr>", 1);
    let document = word(&body);
    assert_eq!(only_table(&document), ["0,0 hidden 1", "1,0 2"]);
    assert_eq!(codes(&document), ["R005"]);
}
