//! What of a paragraph is text, and what is not.

use crate::parts::{blocks, codes, only_table, table, word};

/// The lines a body of one paragraph with these runs gives.
fn line(runs: &str) -> Vec<String> {
    blocks(&word(&format!("<w:p>{runs}</w:p>")))
}

fn run(inside: &str) -> String {
    format!("<w:r>{inside}</w:r>")
}

fn text(text: &str) -> String {
    run(&format!("<w:t>{text}</w:t>"))
}

#[test]
fn runs_join_and_breaks_stay() {
    let runs =
        text("一级") + &run("<w:br/>") + &text("指标") + &run("<w:tab/><w:cr/>") + &text("x");
    assert_eq!(line(&runs), ["# 一级\n指标\t\nx"]);
}

#[test]
fn signs() {
    let sign =
        |font: &str, code: &str| run(&format!(r#"<w:sym w:font="{font}" w:char="{code}"/>"#));
    let runs = sign("Symbol", "F0B3") + &text("95%") + &run("<w:noBreakHyphen/>") + &text("5");
    assert_eq!(line(&runs), ["# ≥95%-5"]);
    assert_eq!(line(&sign("Wingdings", "F0FE")), ["# ☑"]);
    assert_eq!(line(&sign("Wingdings 2", "0052")), ["# ☑"]);
    assert_eq!(line(&sign("某字体", "F0AB")), ["# \u{f0ab}"]);
}

#[test]
fn entities_and_line_ends_of_the_xml() {
    let runs = "<w:r><w:t xml:space=\"preserve\"> a&amp;b &lt;&#x4E2D;\n 文</w:t></w:r>";
    assert_eq!(line(runs), ["#  a&b <中  文"]);
    assert_eq!(line("<w:r><w:t><![CDATA[<甲>]]></w:t></w:r>"), ["# <甲>"]);
}

#[test]
fn field_results_without_their_codes() {
    let step = |step: &str| run(&format!(r#"<w:fldChar w:fldCharType="{step}"/>"#));
    let code = run("<w:instrText> IF </w:instrText>");
    let inner = step("begin") + &code + &step("separate") + &text("内") + &step("end");
    let runs = step("begin") + &code + &inner + &step("separate") + &text("结果") + &step("end");
    assert_eq!(line(&(runs + &text("后"))), ["# 结果后"]);
    let simple = r#"<w:fldSimple w:instr="PAGE"><w:r><w:t>3</w:t></w:r></w:fldSimple>"#;
    assert_eq!(line(simple), ["# 3"]);
}

#[test]
fn a_field_without_an_end_swallows_one_paragraph_at_most() {
    let begin = run(r#"<w:fldChar w:fldCharType="begin"/>"#);
    let body = format!("<w:p>{begin}{}</w:p><w:p>{}</w:p>", text("a"), text("b"));
    assert_eq!(blocks(&word(&body)), ["# b"]);
}

#[test]
fn wrappers_are_seen_through() {
    let wrappers = [
        ("<w:hyperlink>", "</w:hyperlink>"),
        ("<w:smartTag>", "</w:smartTag>"),
        ("<w:customXml>", "</w:customXml>"),
        ("<w:bdo>", "</w:bdo>"),
        ("<m:oMath><m:r>", "</m:r></m:oMath>"),
    ];
    for (open, close) in wrappers {
        let inside = if open.starts_with("<m:") { "<m:t>字</m:t>".into() } else { text("字") };
        assert_eq!(line(&format!("{open}{inside}{close}")), ["# 字"], "{open}");
    }
}

#[test]
fn ruby_notes_comments_and_bookmarks() {
    let ruby = format!(
        "<w:r><w:ruby><w:rubyPr/><w:rt>{}</w:rt><w:rubyBase>{}</w:rubyBase></w:ruby></w:r>",
        text("hàn"),
        text("汉")
    );
    let marks = r#"<w:bookmarkStart w:name="_GoBack"/><w:r><w:footnoteReference w:id="1"/></w:r>
        <w:r><w:commentReference w:id="0"/></w:r><w:bookmarkEnd/>"#;
    assert_eq!(line(&(ruby + marks)), ["# 汉"]);
}

#[test]
fn hidden_text_is_left_out_and_noted() {
    let runs = text("显") + &run("<w:rPr><w:vanish/></w:rPr><w:t>隐</w:t>");
    let document = word(&format!("<w:p>{runs}</w:p>"));
    assert_eq!(blocks(&document), ["# 显"]);
    assert_eq!(codes(&document), ["R003"]);
    assert_eq!(document.findings[0].quote, "隐");
    assert_eq!(line(&run(r#"<w:rPr><w:vanish w:val="0"/></w:rPr><w:t>显</w:t>"#)), ["# 显"]);
}

#[test]
fn paragraphs_of_a_cell_stay_apart() {
    let paragraphs = format!("<w:p>{}</w:p><w:p/><w:p>{}</w:p>", text("甲"), text("乙"));
    let body = format!("<w:tbl><w:tr><w:tc>{paragraphs}</w:tc><w:tc/></w:tr></w:tbl>");
    assert_eq!(only_table(&word(&body)), ["0,0 甲¶¶乙", "0,1 "]);
}

#[test]
fn lines_between_tables_keep_their_number() {
    let body = format!("<w:p/><w:p>{}</w:p>{}<w:p>{}</w:p>", text("题"), table(&["1"]), text("注"));
    let document = word(&body);
    assert_eq!(blocks(&document), ["# 题", "表1", "0,0 1", "# 注"]);
    let model::Block::Line(line) = &document.blocks[2] else { panic!() };
    assert_eq!(line.place.to_string(), "正文 第3段");
}
