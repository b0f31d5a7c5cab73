//! The page: every finding at its cell, every link arriving, nothing of a form taken for markup.

use std::collections::BTreeSet;

use model::{Outcome, Severity};

use crate::run::{Run, cell, finding};

/// The values of an attribute, in order.
fn values<'p>(page: &'p str, attribute: &str) -> Vec<&'p str> {
    let start = format!(" {attribute}=\"");
    let rest = page.split(&start).skip(1);
    rest.map(|rest| rest.split('"').next().expect("split gives a first part")).collect()
}

/// The drawn cells: what stands between `<td` or `<th` and its end.
fn cells(page: &str) -> Vec<&str> {
    let table = page.split("<table class=\"official\">").nth(1).expect("a drawn form");
    let table = table.split("</table>").next().expect("an end");
    table.split("<t").filter(|cell| cell.starts_with("d") || cell.starts_with("h")).collect()
}

#[test]
fn a_finding_stands_at_its_cell_and_marks_the_words_it_quotes() {
    let mut run = Run::of_a_project("培训", "2025年预计培训50人");
    run.report.findings = vec![finding("C120", Severity::Error, Some(cell(9, 4)), "2025年预计")];
    let page = run.page();
    let at: Vec<&str> = cells(&page).into_iter().filter(|cell| cell.contains("错1")).collect();
    let [at] = at[..] else { panic!("one cell: {at:?}") };
    assert!(at.contains("<mark class=\"error\">2025年预计</mark>培训50人"), "{at}");
    assert!(page.contains("「培训人数」的指标值"));
    assert!(page.contains("问题C120") && page.contains("改C120"));
    assert!(page.contains("参照《某办法》（条款待核）"));
}

#[test]
fn severities_are_told_by_words_so_that_black_and_white_is_enough() {
    let mut run = Run::of_a_project("培训", "50人");
    let mut open = finding("C082", Severity::Advice, Some(cell(9, 4)), "50人");
    open.outcome = Outcome::CannotDecide;
    run.report.findings = vec![
        finding("C001", Severity::Error, Some(cell(2, 2)), "培训"),
        finding("C041", Severity::Warning, Some(cell(9, 4)), "50人"),
        finding("C103", Severity::Advice, Some(cell(9, 3)), "培训人数"),
        open,
    ];
    let page = run.page();
    for (mark, word) in [("错1", "错误"), ("答2", "需答复"), ("议3", "建议"), ("未4", "不能判断")]
    {
        assert!(cells(&page).iter().any(|cell| cell.contains(mark)), "{mark}");
        assert!(page.contains(word), "{word}");
    }
    assert!(page.contains("<strong>不能提交</strong>"));
}

#[test]
fn without_errors_the_page_does_not_bar_the_form_and_without_findings_it_praises_nothing() {
    let mut run = Run::of_a_project("培训", "50人");
    assert!(run.page().contains("<strong>未见问题</strong>"));
    run.report.findings = vec![finding("C041", Severity::Warning, None, "")];
    let page = run.page();
    assert!(page.contains("<strong>须答复</strong>"));
    assert!(!page.contains("<strong>不能提交</strong>"));
    run.report.findings[0].outcome = Outcome::CannotDecide;
    assert!(run.page().contains("<strong>有未判项</strong>"), "undecided is not passed");
}

#[test]
fn a_file_nobody_could_read_is_named_and_nothing_is_said_to_be_in_order() {
    let mut run = Run::of_a_project("培训", "50人");
    run.files[0].error = Some("文件损坏".to_owned());
    assert!(run.page().contains("读不了：文件损坏"));
    (run.forms, run.sheets) = (Vec::new(), Vec::new());
    let page = run.page();
    assert!(page.contains("<strong>没有表</strong>"));
    assert!(!page.contains("未见问题"));
}

#[test]
fn a_form_without_a_layout_is_named_and_its_findings_are_told() {
    let mut run = Run::of_a_project("培训", "50人");
    run.sheets.clear();
    run.report.findings = vec![finding("C041", Severity::Warning, Some(cell(9, 4)), "50人")];
    let page = run.page();
    assert!(page.contains("没有画出的表：项目目标《培训》"));
    assert!(page.contains("问题C041") && page.contains("表1 第9行第4列"));
}

#[test]
fn what_has_one_cause_is_one_item_with_the_others_inside() {
    let mut run = Run::of_a_project("培训", "50人");
    let mut other = finding("C117", Severity::Advice, Some(cell(9, 3)), "培训人数");
    other.group = "0/C041".to_owned();
    run.report.findings = vec![finding("C041", Severity::Warning, Some(cell(9, 4)), "50人"), other];
    let page = run.page();
    assert_eq!(page.matches("id=\"i1\"").count(), 1);
    assert!(!page.contains("id=\"i2\""));
    assert!(page.contains("还有 1 处"));
    assert_eq!(cells(&page).iter().filter(|cell| cell.contains("答1")).count(), 2);
}

#[test]
fn nothing_a_form_says_is_taken_for_markup() {
    let hostile = "</td><script>alert(1)</script><img src=x onerror='a()'>&amp;\"\u{0}\u{ffff}";
    let mut run = Run::of_a_project(hostile, hostile);
    run.files[0].file = hostile.to_owned();
    let mut at = finding("C001", Severity::Error, Some(cell(9, 4)), "<script>");
    (at.message, at.remedy) = (hostile.to_owned(), hostile.to_owned());
    at.basis[0].title = hostile.to_owned();
    run.report.findings = vec![at];
    let page = run.page();
    for markup in ["<script", "<img", "onerror='", "\u{0}", "\u{ffff}", "</td><s"] {
        assert!(!page.contains(markup), "{markup:?}");
    }
    assert!(page.contains("&#60;script&#62;alert(1)"));
}

#[test]
fn the_page_of_the_real_file_is_whole() {
    let run = Run::of_the_real_file();
    let page = run.page();
    assert_eq!(page.matches("<table class=\"official\">").count(), 13);
    let ids = values(&page, "id");
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), unique.len(), "every anchor once");
    for link in values(&page, "href") {
        let anchor = link.strip_prefix('#').unwrap_or_else(|| panic!("leaves the page: {link}"));
        assert!(unique.contains(anchor), "nothing is at {link}");
    }
    for outside in ["<script", "<link", " src=", "url(", "@import", "http"] {
        assert!(!page.contains(outside), "{outside}");
    }
    for finding in run.report.failures() {
        let message = &finding.message;
        let escaped = message.replace('<', "&#60;").replace('>', "&#62;").replace('"', "&#34;");
        assert!(page.contains(&escaped), "{} {message}", finding.code);
    }
    assert!(page.contains("1949.29"), "the projects together");
}

#[test]
fn every_finding_with_a_place_in_the_real_file_stands_at_a_cell_or_a_blank_row() {
    let run = Run::of_the_real_file();
    let page = run.page();
    for cause in run.reviewed().causes() {
        let placed = cause.findings.iter().any(|f| {
            let blank = f.form.is_some_and(|form| {
                let rows = &run.forms[form].blank_rows;
                rows.iter().any(|row| f.place.as_ref().is_some_and(|p| p.row == row.row))
            });
            f.place.as_ref().is_some_and(|place| place.row > 0) && !blank
        });
        let flag = format!("id=\"c{}-", cause.number);
        assert!(!placed || page.contains(&flag), "{:?}", cause.findings);
    }
}

#[test]
fn the_ties_are_drawn_as_a_tree_whose_numbers_lead_to_their_cells() {
    let page = Run::of_the_real_file().page();
    let section = page.split("<section class=\"ties\"").nth(1).expect("the ties are drawn");
    let proof = section.split("人员经费1054.05万元＋公用经费96.34万元＋项目经费1949.29万元");
    assert_eq!(proof.count(), 2, "the department's sum is proved once");
    let number = section.find("支出预算·资金总额 3099.68万元").expect("the root");
    assert!(section[..number].ends_with("\">") && section[..number].contains("href=\"#k0-"));
    for verdict in ["不成立", "请核实", "不能判断", "✓"] {
        assert!(section.contains(verdict), "{verdict}");
    }
}

#[test]
fn nothing_a_number_is_called_is_taken_for_markup() {
    let mut run = Run::of_the_real_file();
    for node in &mut run.ties.nodes {
        node.cell = "<script>a</script>".to_owned();
        node.label = "<img src=x>".to_owned();
    }
    for relation in &mut run.ties.relations {
        relation.sentence = "</li><script>".to_owned();
    }
    let page = run.page();
    assert!(!page.contains("<script") && !page.contains("<img"));
    assert!(page.contains("&#60;script&#62;"));
}
