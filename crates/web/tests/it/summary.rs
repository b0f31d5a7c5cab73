//! The workbook: read back with the reader, it holds the amounts as numbers and every finding.

use model::{Grid, Outcome, Severity};

use crate::run::{Run, cell, finding};

fn sheets(run: &Run) -> Vec<Grid> {
    let bytes = web::workbook(&run.reviewed()).expect("written");
    let document = office::read("汇总.xlsx", &bytes, office::Limits::default()).expect("read");
    document.grids().cloned().collect()
}

/// The texts of the row that holds a text.
fn row_with(grid: &Grid, text: &str) -> Vec<String> {
    let found = grid.cells.iter().find(|cell| cell.text().contains(text));
    let row = found.unwrap_or_else(|| panic!("no {text}")).row;
    grid.cells.iter().filter(|cell| cell.row == row).map(|cell| cell.text()).collect()
}

#[test]
fn the_forms_stand_by_unit_with_their_money_and_the_unit_has_its_sum() {
    let run = Run::of_the_real_file();
    let [forms, ..] = &sheets(&run)[..] else { panic!("sheets") };
    let row = row_with(forms, "三支一扶人员待遇兑现");
    assert!(row.contains(&"34.00".to_owned()), "{row:?}");
    let sum = row_with(forms, "小计");
    assert!(sum.contains(&"1,949.29".to_owned()), "projects only: {sum:?}");
    assert!(sum.contains(&"13 张".to_owned()), "{sum:?}");
    assert!(sum.contains(&"不能提交".to_owned()), "{sum:?}");
}

#[test]
fn every_failure_is_a_row_and_the_answer_is_left_to_the_unit() {
    let run = Run::of_the_real_file();
    let [_, findings, _] = &sheets(&run)[..] else { panic!("three sheets") };
    let codes = findings.cells.iter().filter(|cell| cell.column == 4 && cell.row > 2);
    let codes = codes.filter(|cell| cell.text().starts_with('C')).count();
    assert_eq!(codes, run.report.failures().count());
    let answers = findings.cells.iter().filter(|cell| cell.column == 9 && cell.row > 2);
    assert!(answers.into_iter().all(|cell| cell.is_blank()));
}

#[test]
fn what_could_not_be_decided_has_its_own_sheet_and_is_no_failure() {
    let mut run = Run::of_a_project("培训", "50人");
    let mut open = finding("C082", Severity::Advice, Some(cell(9, 4)), "50人");
    open.outcome = Outcome::CannotDecide;
    open.message = "缺 <其他> 项目表".to_owned();
    run.report.findings = vec![open];
    let [forms, findings, undecided] = &sheets(&run)[..] else { panic!("three sheets") };
    assert!(row_with(forms, "培训").contains(&"有未判项".to_owned()));
    assert!(findings.cells.iter().any(|cell| cell.text() == "没有。"));
    assert!(row_with(undecided, "缺 <其他> 项目表").contains(&"C082".to_owned()));
}

#[test]
fn a_text_that_looks_like_a_formula_stays_text_and_controls_are_dropped() {
    let mut run = Run::of_a_project("=1+2\u{1}", "50人");
    run.report.findings = vec![finding("C041", Severity::Warning, Some(cell(9, 4)), "50人")];
    let [_, findings, _] = &sheets(&run)[..] else { panic!("three sheets") };
    assert!(row_with(findings, "C041").contains(&"=1+2".to_owned()));
}
