//! One fault at a time planted in the real forms: the check meant for it finds it, and nothing
//! else changes but what follows from it.

use std::collections::BTreeSet;

use model::{Amount, Column, Field, Form, Fund, Indicator, MoneyUnit, RowKind, Severity, Text};

use crate::renhe::{forms, report};

/// Replaces a cell of an indicator row and reads the row again.
fn write(form: &mut Form, row: usize, column: Column, text: &str) {
    let mut cells = form.indicators[row].cells.clone();
    let place = cells.get(&column).and_then(|cell| cell.place.clone());
    cells.insert(column, Text::new(text, place));
    form.indicators[row] = Indicator::read(cells);
}

/// Replaces an amount.
fn pay(form: &mut Form, row: RowKind, fund: Fund, text: &str) {
    let money = form.money.iter_mut().find(|money| money.row == row).expect("row");
    let amount = Amount::read(row, Text::new(text, None), MoneyUnit::WanYuan, false);
    money.amounts.insert(fund, amount);
}

/// Findings that are new after the change, as `code severity form`.
fn new_findings(change: impl Fn(&mut Vec<Form>)) -> BTreeSet<String> {
    let list = |forms: &[Form]| -> BTreeSet<(String, Severity, usize, String)> {
        let report = report(forms);
        let key = |f: &model::Finding| {
            (f.code.clone(), f.severity, f.form.expect("form"), f.quote.clone())
        };
        report.failures().map(key).collect()
    };
    let before = list(&forms());
    let mut changed = forms();
    change(&mut changed);
    let new: Vec<_> = list(&changed).difference(&before).cloned().collect();
    new.into_iter().map(|(code, weight, form, _)| format!("{code} {weight} {form}")).collect()
}

fn set(expected: &[&str]) -> BTreeSet<String> {
    expected.iter().map(|text| (*text).to_owned()).collect()
}

#[test]
fn blank_fields() {
    let goal = |forms: &mut Vec<Form>| {
        forms[3].fields.insert(Field::Goal, Text::new(" \u{a0}", None));
    };
    assert_eq!(new_findings(goal), set(&["C001 错误 3"]));
    let target = |forms: &mut Vec<Form>| write(&mut forms[6], 0, Column::Target, " ");
    assert_eq!(new_findings(target), set(&["C009 错误 6"]));
    let mark = |forms: &mut Vec<Form>| write(&mut forms[6], 0, Column::Target, "/");
    assert_eq!(new_findings(mark), set(&["C002 错误 6"]));
}

#[test]
fn classes_taken_away() {
    let without = |form: usize, words: &'static str| {
        move |forms: &mut Vec<Form>| {
            forms[form].indicators.retain(|row| !row.folded(Column::Level2).contains(words));
        }
    };
    assert_eq!(new_findings(without(7, "数量")), set(&["C004 需答复 7"]));
    assert_eq!(new_findings(without(7, "社会")), set(&["C007 错误 7"]));
    assert_eq!(new_findings(without(7, "满意")), set(&["C008 需答复 7"]));
}

#[test]
fn one_hundredth_off_in_the_money_table() {
    let income = |forms: &mut Vec<Form>| {
        pay(&mut forms[0], RowKind::Income, Fund::Total, "3099.69");
    };
    assert_eq!(new_findings(income), set(&["C080 错误 0", "C081 错误 0"]));
    let project = |forms: &mut Vec<Form>| {
        pay(&mut forms[6], RowKind::Expenditure, Fund::Total, "12.01");
        pay(&mut forms[6], RowKind::Expenditure, Fund::Fiscal, "12.01");
    };
    assert_eq!(new_findings(project), set(&["C082 错误 0", "C086 需答复 6"]));
    let other = |forms: &mut Vec<Form>| {
        pay(&mut forms[0], RowKind::Income, Fund::Other, "0.01");
        pay(&mut forms[0], RowKind::Income, Fund::Fiscal, "3099.67");
    };
    assert_eq!(new_findings(other), set(&["C091 建议 0"]));
}

#[test]
fn wrong_sums_in_sentences() {
    let staff = |forms: &mut Vec<Form>| {
        write(&mut forms[0], 8, Column::Target, "人员类经费1054.06万元；基本运转公用经费96.34万元");
    };
    assert_eq!(new_findings(staff), set(&["C083 需答复 0"]));
    let heads = |forms: &mut Vec<Form>| {
        write(&mut forms[3], 0, Column::Target, "2024年4名和2025年2名合计7名“三支一扶”人员");
    };
    assert_eq!(new_findings(heads), set(&["C087 错误 3"]));
    let mean = |forms: &mut Vec<Form>| write(&mut forms[0], 0, Column::Mean, "21.48%");
    assert_eq!(new_findings(mean), set(&["C088 错误 0"]));
    let cost = |forms: &mut Vec<Form>| write(&mut forms[10], 3, Column::Target, "1.51万元");
    assert_eq!(new_findings(cost), set(&["C086 错误 10"]));
}

#[test]
fn units_mixed() {
    let cost = |forms: &mut Vec<Form>| write(&mut forms[7], 3, Column::Target, "20.00元");
    assert_eq!(new_findings(cost), set(&["C086 需答复 7", "C093 错误 7"]));
    let forms_before = forms();
    let mut changed = forms_before.clone();
    cost(&mut changed);
    let report = report(&changed);
    let keys: BTreeSet<&str> =
        report.failures().filter(|f| f.form == Some(7)).map(|f| f.group.as_str()).collect();
    assert_eq!(keys.len(), 1, "one cause, answered once: {keys:?}");
}

#[test]
fn names_that_differ() {
    let unit = |forms: &mut Vec<Form>| {
        forms[9].fields.insert(Field::Unit, Text::new("仁和区人社局", None));
    };
    // The project is no longer the unit's, so the totals cannot be decided; that is no failure.
    assert_eq!(new_findings(unit), set(&["C094 需答复 9"]));
    let twice = |forms: &mut Vec<Form>| {
        let row = forms[11].indicators[0].clone();
        forms[11].indicators.push(row);
    };
    assert_eq!(new_findings(twice), set(&["C100 错误 11"]));
}

#[test]
fn stale_years() {
    let stale = |forms: &mut Vec<Form>| {
        write(&mut forms[8], 0, Column::Target, "2025年度计划聘用3人");
    };
    assert_eq!(new_findings(stale), set(&["C120 错误 8"]));
    let this_year = |forms: &mut Vec<Form>| {
        write(&mut forms[8], 0, Column::Target, "2026年度计划聘用3人");
    };
    assert_eq!(new_findings(this_year), set(&[]));
}
