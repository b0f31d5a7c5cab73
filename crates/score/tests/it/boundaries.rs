//! Exact boundaries and zeros, each rule once on both sides.

use model::{Money, MoneyUnit};
use policy::Policy;
use score::{Execution, Measure, Missing, Rules};

use crate::{number, rules};

/// Points of an indicator by every accepted method, with two decimals.
fn points(measure: Measure, weight: &str, target: &str, actual: &str) -> Vec<String> {
    let rules = rules("national");
    let scores = rules.indicator(measure, number(weight), number(target), number(actual));
    scores.iter().map(|score| score.points.shown().to_string()).collect()
}

fn execution(method: Execution, budget: &str, spent: &str) -> Vec<String> {
    let money = |text| Money::read(text, MoneyUnit::WanYuan).expect("an amount");
    let scores = rules("national").execution(method, number("10"), money(budget), money(spent));
    scores.iter().map(|score| score.points.shown().to_string()).collect()
}

#[test]
fn a_boundary_belongs_to_the_better_grade() {
    let national = rules("national");
    let grade = |total: &str| national.grade(number(total)).map(str::to_owned);
    for (total, name) in [
        ("100", "优"),
        ("90.00", "优"),
        ("89.99", "良"),
        ("80", "良"),
        ("79.99", "中"),
        ("60", "中"),
        ("59.99", "差"),
        ("0", "差"),
    ] {
        assert_eq!(grade(total).as_deref(), Some(name), "{total}");
    }
    assert_eq!(grade("-1"), None);
    assert!(national.is_grade("优") && !national.is_grade("甲"));
}

#[test]
fn sichuan_draws_the_line_between_fair_and_poor_at_seventy() {
    let sichuan = rules("sichuan");
    assert_eq!(sichuan.grade(number("70")), Some("中"));
    assert_eq!(sichuan.grade(number("69.99")), Some("差"));
}

#[test]
fn a_positive_indicator_earns_in_proportion_and_never_more_than_its_weight() {
    assert_eq!(points(Measure::Positive, "15", "90", "83"), ["13.83"]);
    assert_eq!(points(Measure::Positive, "15", "90", "90"), ["15"]);
    assert_eq!(points(Measure::Positive, "15", "90", "140"), ["15"]);
    assert_eq!(points(Measure::Positive, "15", "90", "-1"), ["0"]);
}

#[test]
fn a_negative_indicator_loses_by_either_accepted_method() {
    assert_eq!(points(Measure::Negative, "8", "24", "30"), ["6", "6.4"]);
    assert_eq!(points(Measure::Negative, "8", "24", "24"), ["8", "8"]);
    assert_eq!(points(Measure::Negative, "8", "24", "48"), ["0", "4"]);
}

#[test]
fn a_target_of_zero_is_kept_or_not() {
    for measure in [Measure::Equal, Measure::Negative] {
        assert!(points(measure, "10", "0", "0").iter().all(|points| points == "10"));
        assert!(points(measure, "10", "0", "0.01").iter().all(|points| points == "0"));
    }
    assert_eq!(points(Measure::Positive, "10", "0", "0"), ["10"]);
    assert_eq!(points(Measure::Equal, "10", "-5", "-5"), ["10"]);
    assert_eq!(points(Measure::Equal, "10", "-5", "-4"), ["0"]);
}

#[test]
fn satisfaction_goes_by_proportion_or_bands() {
    assert_eq!(points(Measure::Satisfaction, "10", "95", "90"), ["9.47", "10"]);
    assert_eq!(points(Measure::Satisfaction, "10", "90", "89.99"), ["10", "8"]);
    assert_eq!(points(Measure::Satisfaction, "10", "90", "59.99"), ["6.67", "0"]);
}

#[test]
fn money_earns_by_its_rate_and_no_budget_has_no_rate() {
    let linear = |budget, spent| execution(Execution::Linear, budget, spent);
    assert_eq!(rules("national").execution_method(), Execution::Linear);
    assert_eq!(linear("905.30", "901.20"), ["9.95"]);
    assert_eq!(linear("100", "120"), ["10"]);
    assert_eq!(linear("100", "0"), ["0"]);
    assert_eq!(linear("0", "0"), Vec::<String>::new());
}

#[test]
fn by_bands_work_done_within_the_budget_may_earn_all() {
    let bands = |budget, spent| execution(Execution::Bands, budget, spent);
    assert_eq!(bands("100", "80"), ["10", "7"]);
    assert_eq!(bands("100", "79.99"), ["10", "5"]);
    assert_eq!(bands("100", "59.99"), ["10", "0"]);
    assert_eq!(bands("100", "100.01"), ["7"]);
}

#[test]
fn a_printed_number_may_be_rounded_or_cut_off_at_its_last_digit() {
    let rules = rules("national");
    let scores = rules.indicator(Measure::Positive, number("10"), number("905.3"), number("901.2"));
    let points = scores[0].points;
    for printed in ["9.95", "9.9547", "9.95", "10.0", "10", "9.9"] {
        assert!(points.fits(number(printed)), "{printed}");
    }
    for printed in ["9.96", "9.94", "9.8", "11"] {
        assert!(!points.fits(number(printed)), "{printed}");
    }
    assert!(points.is_exceeded_by(number("9.96")) && !points.is_exceeded_by(number("9.94")));
    assert_eq!(scores[0].worked, "10×901.2÷905.3");
}

#[test]
fn a_qualitative_level_earns_its_share_of_the_weight_at_most() {
    let rules = rules("national");
    let most = |level| rules.qualitative(level, number("15")).map(|score| score.points.shown());
    assert_eq!(most("达成或基本达成"), Some(number("15")));
    assert_eq!(most("部分实现"), Some(number("12")));
    assert_eq!(most("程度较低"), Some(number("9")));
    assert_eq!(most("没有这一级"), None);
}

#[test]
fn a_policy_without_scoring_names_what_it_lacks() {
    assert_eq!(Rules::of(&Policy::default()).err(), Some(Missing("scoring.positive_methods")));
}

#[test]
fn before_the_bands_were_in_force_proportion_alone_counts() {
    let packs = policy::Packs::built_in().expect("the built-in packs load");
    let date = chrono::NaiveDate::from_ymd_opt(2021, 1, 1).expect("a day");
    let early = Rules::of(&packs.policy("national", date).expect("a pack")).expect("rules");
    let scores = early.indicator(Measure::Satisfaction, number("10"), number("95"), number("90"));
    assert_eq!(scores.len(), 1);
    assert_eq!(scores[0].points.shown(), number("9.47"));
}
