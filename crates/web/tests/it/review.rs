//! The draft of the review sheet: what costs points, what stays open, what is left to the reviewer.

use model::{Decimal, Drawing, FormKind, Outcome, Severity};
use policy::Packs;
use web::review::{Draft, Item, Mark, draft, drawings};

use crate::run::{Run, cell, finding, policy};

fn drafted(run: &Run, index: usize) -> Option<Draft> {
    let causes = run.reviewed().causes();
    draft(&run.report, &causes, index, &run.forms[index], &policy())
}

fn item<'d>(draft: &'d Draft, name: &str) -> &'d Item {
    let mut items = draft.aspects.iter().flat_map(|aspect| &aspect.items);
    items.find(|item| item.name == name).expect("an item of the national sheet")
}

/// A verdict of every check on the only form, as the engine gives it.
fn decided(run: &mut Run, outcomes: &[(&'static str, Outcome)]) {
    let verdict = |(code, outcome): &(&'static str, Outcome)| checks::Verdict {
        code: (*code).into(),
        form: 0,
        outcome: *outcome,
        missing: None,
    };
    run.report.verdicts = outcomes.iter().map(verdict).collect();
}

fn points(text: &str) -> Mark {
    Mark::Points(Decimal::from_str_exact(text).expect("a number"))
}

#[test]
fn an_error_costs_half_of_its_item_and_a_warning_a_fifth_advice_nothing() {
    let mut run = Run::of_a_project("培训", "50人");
    run.report.findings = vec![
        finding("C001", Severity::Error, Some(cell(2, 2)), "培训"),
        finding("C009", Severity::Warning, Some(cell(9, 4)), "50人"),
        finding("C014", Severity::Advice, Some(cell(9, 4)), "50人"),
        finding("C052", Severity::Warning, Some(cell(9, 4)), "50人"),
    ];
    let draft = drafted(&run, 0).expect("a sheet");
    assert_eq!(item(&draft, "规范完整性").mark, points("3"), "10 − 5 − 2");
    assert_eq!(item(&draft, "资金匹配性").mark, points("12"), "15 − 3");
    assert_eq!(draft.errors, 1);
}

#[test]
fn one_cause_costs_once_and_no_item_falls_below_nothing() {
    let mut run = Run::of_a_project("培训", "50人");
    let mut again = finding("C001", Severity::Error, Some(cell(9, 4)), "50人");
    again.group = "0/C001".to_owned();
    run.report.findings = vec![finding("C001", Severity::Error, Some(cell(2, 2)), "培训"), again];
    assert_eq!(item(&drafted(&run, 0).expect("a sheet"), "规范完整性").mark, points("5"));
    run.report.findings = ["C001", "C002", "C007"]
        .map(|code| finding(code, Severity::Error, Some(cell(2, 2)), "培训"))
        .to_vec();
    assert_eq!(item(&drafted(&run, 0).expect("a sheet"), "规范完整性").mark, points("0"));
}

#[test]
fn what_could_not_be_decided_is_no_full_mark_and_what_nobody_looked_at_has_none() {
    let mut run = Run::of_a_project("培训", "50人");
    decided(
        &mut run,
        &[
            ("C084", Outcome::CannotDecide),
            ("C001", Outcome::Pass),
            ("C060", Outcome::NotApplicable),
        ],
    );
    let draft = drafted(&run, 0).expect("a sheet");
    let number = |text| Decimal::from_str_exact(text).expect("a number");
    assert_eq!(item(&draft, "目标相关性").mark, Mark::Between(number("7.5"), number("15")));
    assert_eq!(item(&draft, "规范完整性").mark, points("10"));
    assert_eq!(item(&draft, "实现可能性").mark, Mark::Unjudged, "not applicable is not looked at");
    assert_eq!(item(&draft, "条件充分性").mark, Mark::Unjudged);
    let texts = texts(&drawings(&draft, &run.forms[0], &policy())[0]);
    assert!(texts.iter().any(|text| text.contains("不能判断：") && text.contains("得分可能更低")));
    assert!(texts.iter().any(|text| text.contains("由审核人判断")));
}

#[test]
fn a_finding_of_another_form_costs_this_one_nothing() {
    let mut run = Run::of_a_project("培训", "50人");
    let mut other = finding("C001", Severity::Error, Some(cell(2, 2)), "培训");
    other.form = Some(7);
    run.report.findings = vec![other];
    assert_eq!(drafted(&run, 0).expect("a sheet").errors, 0);
}

#[test]
fn a_check_that_belongs_to_no_item_is_told_without_points() {
    let mut run = Run::of_a_project("培训", "50人");
    run.report.findings = vec![finding("RH09", Severity::Error, Some(cell(9, 4)), "50人")];
    let draft = drafted(&run, 0).expect("a sheet");
    assert_eq!(draft.elsewhere.len(), 1);
    assert!(draft.elsewhere[0].off.is_zero());
    let drawing = &drawings(&draft, &run.forms[0], &policy())[0];
    assert!(texts(drawing).iter().any(|text| text.contains("问题RH09")));
}

#[test]
fn only_declarations_of_goals_have_the_sheet() {
    let mut run = Run::of_a_project("培训", "50人");
    run.forms[0].kind = FormKind::SelfEvaluation;
    assert_eq!(drafted(&run, 0), None);
}

#[test]
fn the_decision_is_left_to_the_reviewer() {
    let run = Run::of_the_real_file();
    for index in 0..run.forms.len() {
        let draft = drafted(&run, index).expect("a sheet");
        for drawing in drawings(&draft, &run.forms[index], &policy()) {
            let cells = &drawing.grid.cells;
            let named = |name: &str| {
                let wanted = model::Ink::Field(format!("review.{name}"));
                cells.iter().filter(move |cell| cell.ink == wanted)
            };
            assert!(named("score").all(|cell| cell.is_blank()));
            assert!(named("opinion").all(|cell| cell.is_blank() || cell.text().starts_with('□')));
            assert!(named("graded").all(|cell| cell.text().contains("□优")));
            assert!(named("remark").all(|cell| cell.text().contains("不是审核结论")));
            assert!(named("remark").all(|cell| cell.text().contains("内部参数")));
            let slots = drawing.grid.slots();
            assert!(slots.iter().all(Option::is_some), "no hole in the sheet");
        }
    }
}

/// Every check of a declaration has its item, so that none is forgotten on the sheet.
#[test]
fn every_check_belongs_to_one_item_of_the_sheet_or_to_other_forms() {
    let packs = Packs::built_in().expect("the built-in packs are valid");
    let day = chrono::NaiveDate::from_ymd_opt(2026, 1, 1).expect("a day");
    let policy = packs.policy("national", day).expect("the pack is there");
    let lists = policy.entries("review.").filter(|entry| entry.key.ends_with(".checks"));
    let listed: Vec<String> = lists
        .flat_map(|entry| match &entry.value {
            policy::Value::Words(words) => words.clone(),
            _ => Vec::new(),
        })
        .collect();
    for check in checks::catalogue() {
        let times = listed.iter().filter(|listed| match listed.split_once('-') {
            Some((first, last)) => (first..=last).contains(&check.code),
            None => *listed == check.code,
        });
        assert_eq!(
            times.count(),
            1,
            "{} {} must be listed once: add its code to the item of the review sheet where it \
             belongs, one of the review.….checks in packs/national/params/review.toml",
            check.code,
            check.title
        );
    }
}

fn texts(drawing: &Drawing) -> Vec<String> {
    drawing.grid.cells.iter().map(|cell| cell.text()).collect()
}
