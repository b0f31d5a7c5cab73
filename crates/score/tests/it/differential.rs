//! A second implementation, naive and over whole numbers, agrees on random inputs.
//!
//! It knows the rules as a clerk would say them and shares no code with the first: hundredths in
//! `i128`, a result as a pair of numerator and denominator.

use std::sync::LazyLock;

use model::{Decimal, Money};
use proptest::prelude::*;
use score::{Execution, Fraction, Measure, Rules};

static NATIONAL: LazyLock<Rules> = LazyLock::new(|| crate::rules("national"));

fn rules() -> &'static Rules {
    &NATIONAL
}

/// Numerator and denominator, in hundredths of a point over one.
type Naive = (i128, i128);

fn same(points: Fraction, naive: Naive) -> bool {
    let naive_numerator = Decimal::from_i128_with_scale(naive.0, 2);
    points.numerator * Decimal::from(naive.1) == naive_numerator * points.denominator
}

fn hundredths(number: i128) -> Decimal {
    Decimal::from_i128_with_scale(number, 2)
}

/// More is better: all of it at the target, else a proportional share, nothing below zero.
fn naive_ratio(weight: i128, target: i128, actual: i128) -> Naive {
    if actual >= target {
        (weight, 1)
    } else if actual <= 0 || target <= 0 {
        (0, 1)
    } else {
        (weight * actual, target)
    }
}

/// Less is better: every percent above the target costs a percent of the weight.
fn naive_mirrored(weight: i128, target: i128, actual: i128) -> Naive {
    if actual <= target {
        (weight, 1)
    } else if target <= 0 || actual - target >= target {
        (0, 1)
    } else {
        (weight * target - weight * (actual - target), target)
    }
}

/// Less is better: twice the target earns half.
fn naive_inverse(weight: i128, target: i128, actual: i128) -> Naive {
    if actual <= target {
        (weight, 1)
    } else if target <= 0 {
        (0, 1)
    } else {
        (weight * target, actual)
    }
}

/// Bands of satisfaction: 90, 80, 60 percent.
fn naive_bands(weight: i128, actual: i128) -> Option<Naive> {
    let share = match actual {
        9_000.. => 100,
        8_000.. => 80,
        6_000.. => 50,
        0.. => 0,
        _ => return None,
    };
    Some((weight * share, 100))
}

/// Whether a number printed with two decimals is the fraction, rounded half up or cut off.
fn naive_fits((numerator, denominator): Naive, printed: i128) -> bool {
    let floor = numerator.div_euclid(denominator);
    let rest = numerator.rem_euclid(denominator);
    let up = if rest == 0 { floor } else { floor + 1 };
    printed == floor || (printed == up && rest * 2 >= denominator)
}

fn agree(rules: &Rules, measure: Measure, numbers: (i128, i128, i128), naive: &[Naive]) {
    let (weight, target, actual) = numbers;
    let scores =
        rules.indicator(measure, hundredths(weight), hundredths(target), hundredths(actual));
    assert_eq!(scores.len(), naive.len(), "{measure:?} {numbers:?}");
    for (score, naive) in scores.iter().zip(naive) {
        assert!(same(score.points, *naive), "{measure:?} {numbers:?} {score:?} {naive:?}");
        let near = naive.0.div_euclid(naive.1);
        for printed in near - 2..=near + 2 {
            let fits = score.points.fits(hundredths(printed));
            assert_eq!(fits, naive_fits(*naive, printed), "{score:?} {printed}");
        }
    }
}

proptest! {
    #[test]
    fn indicators_earn_what_the_naive_rules_say(
        weight in 0i128..=10_000,
        target in -2_000i128..=20_000,
        actual in -2_000i128..=40_000,
    ) {
        let rules = rules();
        let numbers = (weight, target, actual);
        let ratio = naive_ratio(weight, target, actual);
        agree(rules, Measure::Positive, numbers, &[ratio]);
        let negative =
            [naive_mirrored(weight, target, actual), naive_inverse(weight, target, actual)];
        agree(rules, Measure::Negative, numbers, &negative);
        let satisfied: Vec<Naive> =
            [Some(ratio), naive_bands(weight, actual)].into_iter().flatten().collect();
        agree(rules, Measure::Satisfaction, numbers, &satisfied);
        let equal = if target > 0 {
            ratio
        } else if actual == target || (target == 0 && actual < 0) {
            (weight, 1)
        } else {
            (0, 1)
        };
        agree(rules, Measure::Equal, numbers, &[equal]);
    }

    #[test]
    fn money_earns_what_the_naive_rule_says(
        weight in 0i128..=2_000,
        budget in -100i64..=10_000_000_000,
        spent in -100i64..=20_000_000_000,
    ) {
        let money = Money::from_fen;
        let scores = rules().execution(Execution::Linear, hundredths(weight), money(budget), money(spent));
        if budget <= 0 {
            prop_assert!(scores.is_empty());
        } else {
            let spent = i128::from(spent.clamp(0, budget));
            prop_assert!(same(scores[0].points, (weight * spent, i128::from(budget))));
        }
    }

    #[test]
    fn a_total_has_the_grade_of_the_naive_table(total in 0i128..=10_000) {
        let grade = match total {
            9_000.. => "优",
            8_000.. => "良",
            6_000.. => "中",
            _ => "差",
        };
        let rules = rules();
        prop_assert_eq!(rules.grade(hundredths(total)), Some(grade));
    }
}
