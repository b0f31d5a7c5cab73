//! Self-evaluations at random: whatever stands in one, nothing breaks; one scored by a naive
//! second implementation over whole numbers is in order, and one wrong score in it is found.

use std::collections::BTreeMap;
use std::sync::Arc;

use checks::Batch;
use model::{
    Amount, Column, Field, Form, FormKind, Fund, Indicator, MoneyRow, MoneyUnit, Outcome, Part,
    Place, RowKind, Severity, Text,
};
use proptest::prelude::*;

use crate::policy_for_tests::policy;

const CODES: [&str; 7] = ["C140", "C141", "C142", "C143", "C144", "C146", "C167"];

fn row(cells: [(Column, String); 7]) -> Indicator {
    let cells = cells.into_iter().map(|(column, text)| (column, Text::new(text, None)));
    Indicator::read(cells.collect())
}

fn money(kind: RowKind, text: String) -> MoneyRow {
    let amount = Amount::read(kind, Text::new(text, None), MoneyUnit::WanYuan, false);
    MoneyRow { row: kind, amounts: BTreeMap::from([(Fund::Total, amount)]) }
}

fn form(indicators: Vec<Indicator>, total: String, money: Vec<MoneyRow>) -> Form {
    let kind = FormKind::SelfEvaluation;
    let mut form = Form { kind, indicators, money, merges_known: true, ..Form::default() };
    form.fields.insert(Field::TotalScore, Text::new(total, None));
    form
}

/// Pieces that results, weights and reasons are made of, whole and broken.
fn text() -> impl Strategy<Value = String> {
    let pieces = vec![
        "",
        "≥",
        "≤",
        "=",
        "0",
        "12",
        "95%",
        "-5",
        "万",
        "座",
        "人次",
        "无",
        "优",
        "2025年11月底前",
        "2025年12月22日",
        "达成预期指标",
        "79228162514264337593543950335",
        "0.0000000000000000000000000001",
        "/",
    ];
    prop::collection::vec(prop::sample::select(pieces), 0..3).prop_map(|pieces| pieces.concat())
}

fn any_row() -> impl Strategy<Value = Indicator> {
    let names = prop::sample::select(vec!["人次", "单位成本", "完成率", "投诉", "预算执行率"]);
    (names, text(), text(), text(), text(), text()).prop_map(
        |(name, target, actual, weight, score, reason)| {
            row([
                (Column::Level2, "数量指标".to_owned()),
                (Column::Level3, name.to_owned()),
                (Column::Target, target),
                (Column::Actual, actual),
                (Column::Weight, weight),
                (Column::Score, score),
                (Column::Reason, reason),
            ])
        },
    )
}

/// A number of hundredths as it is printed.
fn printed(hundredths: u64) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// A quotient in hundredths, rounded half up.
fn rounded(numerator: u64, denominator: u64) -> u64 {
    (200 * numerator + denominator) / (2 * denominator)
}

/// Weight, target and result of a row.
type Numbers = (u64, u64, u64);

/// The points of a row in hundredths: all at the target, else the rounded share.
fn points((weight, target, actual): Numbers) -> u64 {
    if actual >= target { weight * 100 } else { rounded(weight * actual, target) }
}

/// A form with these rows, `extra` hundredths added to the first score.
fn scored(rows: &[Numbers], budget: u64, spent: u64, extra: u64) -> Form {
    let mut total = 0;
    let mut indicators = Vec::new();
    for (index, numbers) in rows.iter().enumerate() {
        let (weight, target, actual) = *numbers;
        let score = points(*numbers) + if index == 0 { extra } else { 0 };
        total += score;
        let reason = if actual < target || actual * 10 > target * 13 { "另行说明" } else { "" };
        indicators.push(row([
            (Column::Level2, "数量指标".to_owned()),
            (Column::Level3, format!("指标{index}：服务人次")),
            (Column::Target, format!("≥{target}人次")),
            (Column::Actual, format!("{actual}人次")),
            (Column::Weight, weight.to_string()),
            (Column::Score, printed(score)),
            (Column::Reason, reason.to_owned()),
        ]));
    }
    let rate = rounded(100 * spent, budget);
    let execution = rounded(10 * spent, budget);
    total += execution;
    let rows = vec![
        money(RowKind::Adjusted, printed(budget)),
        money(RowKind::Executed, printed(spent)),
        money(RowKind::Weight, "10".to_owned()),
        money(RowKind::Rate, format!("{}%", printed(rate))),
        money(RowKind::Score, printed(execution)),
    ];
    form(indicators, printed(total), rows)
}

fn wrong(form: Form) -> Vec<String> {
    let (forms, policy) = ([form], policy());
    let report = checks::run_only(&Batch::of(&forms, &policy), &CODES);
    report.failures().map(|finding| format!("{} {}", finding.code, finding.quote)).collect()
}

fn numbers() -> impl Strategy<Value = Numbers> {
    (1u64..=40, 1u64..=5_000, 0u64..=6_000)
}

#[test]
fn reasons_below_the_table_make_a_blank_cell_a_question() {
    let short = row([
        (Column::Level2, "数量指标".to_owned()),
        (Column::Level3, "服务人次".to_owned()),
        (Column::Target, "≥100人次".to_owned()),
        (Column::Actual, "90人次".to_owned()),
        (Column::Weight, "10".to_owned()),
        (Column::Score, "9".to_owned()),
        (Column::Reason, String::new()),
    ]);
    let mut form = form(vec![short], String::new(), Vec::new());
    let severity = |form: &Form| {
        let (forms, policy) = ([form.clone()], policy());
        let report = checks::run_only(&Batch::of(&forms, &policy), &["C142"]);
        report.failures().map(|finding| finding.severity).collect::<Vec<_>>()
    };
    assert_eq!(severity(&form), [Severity::Error]);
    form.unknown.push(("未完成原因分析".to_owned(), Text::new("无", None)));
    assert_eq!(severity(&form), [Severity::Error]);
    form.unknown.push(("未完成原因分析".to_owned(), Text::new("雨季停工", None)));
    assert_eq!(severity(&form), [Severity::Warning]);
}

#[test]
fn a_target_that_was_adjusted_is_not_compared_with() {
    let file: Arc<str> = "例.docx".into();
    let at = |column| Some(Place::cell(&file, Part::Table(1), 9, column));
    let mut short = row([
        (Column::Level2, "数量指标".to_owned()),
        (Column::Level3, "建设面积".to_owned()),
        (Column::Target, "≥5万亩".to_owned()),
        (Column::Actual, "4.5万亩".to_owned()),
        (Column::Weight, "30".to_owned()),
        (Column::Score, "30".to_owned()),
        (Column::Reason, String::new()),
    ]);
    short.cells.get_mut(&Column::Target).expect("a target").place = at(5);
    let mut form = form(vec![short], String::new(), Vec::new());
    assert_eq!(wrong(form.clone()), ["C142 4.5万亩", "C143 30"]);
    form.unknown.push(("调整指标值".to_owned(), Text::new("4.5", at(6))));
    assert_eq!(wrong(form), Vec::<String>::new());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn anything_may_stand_in_a_self_evaluation(
        rows in prop::collection::vec(any_row(), 0..6),
        total in text(),
        amounts in prop::collection::vec(text(), 5),
    ) {
        let kinds =
            [RowKind::Adjusted, RowKind::Executed, RowKind::Weight, RowKind::Rate, RowKind::Score];
        let money = kinds.into_iter().zip(amounts).map(|(kind, text)| money(kind, text)).collect();
        let (forms, policy) = ([form(rows, total, money)], policy());
        let report = checks::run_only(&Batch::of(&forms, &policy), &CODES);
        for finding in &report.findings {
            prop_assert!(!finding.message.is_empty() && !finding.remedy.is_empty());
            prop_assert!(matches!(finding.outcome, Outcome::Fail | Outcome::CannotDecide));
        }
    }

    #[test]
    fn a_form_scored_by_the_naive_rules_is_in_order(
        rows in prop::collection::vec(numbers(), 1..6),
        budget in 1u64..=10_000_000,
        share in 0u64..=100,
    ) {
        let form = scored(&rows, budget, budget * share / 100, 0);
        prop_assert_eq!(wrong(form), Vec::<String>::new());
    }

    #[test]
    fn a_score_too_high_is_found_and_nothing_else(
        (weight, target, actual) in (2u64..=40, 2u64..=5_000, 0u64..=4_999),
        rows in prop::collection::vec(numbers(), 0..5),
    ) {
        prop_assume!(actual < target);
        let first = (weight, target, actual);
        prop_assume!(points(first) + 2 < weight * 100);
        let mut all = vec![first];
        all.extend(rows);
        let score = printed(points(first) + 2);
        let form = scored(&all, 100, 50, 2);
        prop_assert_eq!(wrong(form), vec![format!("C143 {score}")]);
    }
}
