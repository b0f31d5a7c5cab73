//! The engine against a second, naive reading of the same arithmetic on random forms: totals and
//! parts, sources of money, cost rows, means, prices times heads.

use checks::ties::{Relation, Rule, Ties, Verdict};
use proptest::prelude::*;

use crate::ties_by_chance::ties;

/// Hundredths as people write them in 万元: 1234 is 12.34.
fn wan(hundredths: i64) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

#[track_caller]
fn only(ties: &Ties, rule: Rule) -> Relation {
    let found: Vec<&Relation> = ties.relations.iter().filter(|r| r.rule == rule).collect();
    let [only] = found[..] else { panic!("{rule:?}: {found:#?}") };
    only.clone()
}

/// A difference that is often 0 and otherwise small.
fn slip() -> impl Strategy<Value = i64> {
    prop_oneof![3 => Just(0i64), 1 => -3i64..=3, 1 => -400i64..=400]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn totals_and_parts(parts in prop::collection::vec(1i64..5000, 2..6), slip in slip()) {
        let total: i64 = parts.iter().sum::<i64>() + slip;
        prop_assume!(total > 0);
        let list: Vec<String> =
            parts.iter().enumerate().map(|(at, part)| format!("第{at}类人员{part}人")).collect();
        let list = list.join("，");
        // Where a shorter list at the end makes the total, the engine takes that one.
        let suffix = |n: usize| parts[n..].iter().sum::<i64>() == total && parts.len() - n >= 2;
        let holds = (0..parts.len()).any(suffix);
        let text = format!("kind: project\n| 产出指标 | 数量指标 | 人数 | {list}，共计{total}人 |");
        let relation = only(&ties(&text), Rule::PartsMakeTotal);
        let expected = if holds { Verdict::Proved } else { Verdict::Broken };
        prop_assert_eq!(relation.verdict, expected, "{}", text);
    }

    #[test]
    fn rounded_totals(parts in prop::collection::vec(1i64..9_999_999, 2..5), slip in -60i64..=60) {
        // Parts to the person, the total in 万 with two decimals: a step of 100 persons.
        let exact: i64 = parts.iter().sum::<i64>();
        let hundreds = (exact + slip * 10) / 100;
        prop_assume!(hundreds > 0);
        let list: Vec<String> = parts.iter().map(|part| format!("某类{part}人")).collect();
        let total = wan(hundreds);
        let text = format!(
            "kind: project\n| 产出指标 | 数量指标 | 人数 | 共计{total}万人。其中：{} |",
            list.join("，")
        );
        let found = ties(&text);
        let off = (hundreds * 100 - exact).abs();
        // The first few parts may make the total by themselves.
        let prefix = |n: usize| (hundreds * 100 - parts[..n].iter().sum::<i64>()).abs() <= 50;
        let verdict = only(&found, Rule::PartsMakeTotal).verdict;
        if off <= 50 || (1..parts.len()).any(prefix) {
            prop_assert_eq!(verdict, Verdict::Proved, "{}", text);
        } else if exact > hundreds * 100 {
            prop_assert_eq!(verdict, Verdict::Broken, "{}", text);
        } else {
            prop_assert_eq!(verdict, Verdict::Question, "a list that may be partial: {}", text);
        }
    }

    #[test]
    fn sources_and_costs(
        fiscal in 0i64..100_000,
        other in 0i64..100_000,
        costs in prop::collection::vec(1i64..50_000, 1..5),
        slip in slip(),
    ) {
        let total = (fiscal + other + slip).max(0);
        let rows: Vec<String> = costs
            .iter()
            .enumerate()
            .map(|(at, cost)| format!("| 产出指标 | 成本指标 | 费用之{at} | {}万元 |", wan(*cost)))
            .collect();
        let text = format!(
            "kind: project\nmoney.expenditure: total {} | fiscal {} | other {}\n{}",
            wan(total), wan(fiscal), wan(other), rows.join("\n")
        );
        let found = ties(&text);
        let sources = only(&found, Rule::SourcesMakeTotal);
        let expected = if total == fiscal + other { Verdict::Proved } else { Verdict::Broken };
        prop_assert_eq!(sources.verdict, expected, "{}", text);
        let sum: i64 = costs.iter().sum();
        let expected = match sum.cmp(&total) {
            std::cmp::Ordering::Equal => Verdict::Proved,
            std::cmp::Ordering::Greater => Verdict::Broken,
            std::cmp::Ordering::Less => Verdict::Question,
        };
        prop_assert_eq!(only(&found, Rule::CostsMakeBudget).verdict, expected, "{}", text);
    }

    #[test]
    fn means(years in prop::collection::vec(-20_000i64..20_000, 1..4), slip in slip()) {
        let percent = |n: i64| {
            let sign = if n < 0 { "-" } else { "" };
            format!("{sign}{}%", wan(n.abs()))
        };
        let count = i64::try_from(years.len()).expect("few");
        let sum: i64 = years.iter().sum();
        let printed = sum / count + slip;
        let columns: Vec<String> = (0..years.len()).map(|at| (2023 + at).to_string()).collect();
        let cells: Vec<String> = years.iter().map(|year| percent(*year)).collect();
        let text = format!(
            "kind: department\ncolumns: level1 | level2 | level3 | target | mean | {}\n\
             | 成本指标 | 预算管理 | 变动率 | ≤5% | {} | {} |",
            columns.join(" | "), percent(printed), cells.join(" | ")
        );
        let is_mean = |values: &[i64]| {
            let n = i64::try_from(values.len()).expect("few");
            n > 0 && 2 * (printed * n - values.iter().sum::<i64>()).abs() <= n
        };
        let nonzero: Vec<i64> = years.iter().copied().filter(|year| *year != 0).collect();
        let holds = is_mean(&years) || is_mean(&nonzero);
        let expected = if holds { Verdict::Proved } else { Verdict::Broken };
        prop_assert_eq!(only(&ties(&text), Rule::MeanOfYears).verdict, expected, "{}", text);
    }

    #[test]
    fn prices_times_heads(
        heads in 1i64..500,
        price in 1i64..5000,
        months in prop::option::of(1i64..12),
        slip in slip(),
    ) {
        let product = heads * price * months.unwrap_or(1);
        // The budget is printed in 万元 with two decimals: hundreds of yuan.
        let budget = (product + 50) / 100 + slip;
        prop_assume!(budget > 0);
        let (unit, row) = match months {
            Some(months) => {
                ("元/人/月", format!("| 产出指标 | 数量指标 | 补贴月数 | {months}个月 |\n"))
            }
            None => ("元/人", String::new()),
        };
        let text = format!(
            "kind: project\nmoney.expenditure: total {} | fiscal {} | other\n{row}\
             | 产出指标 | 数量指标 | 见习补贴人数 | {heads}人 |\n\
             | 产出指标 | 成本指标 | 见习补贴标准 | {price}{unit} |",
            wan(budget), wan(budget)
        );
        let relation = only(&ties(&text), Rule::PricesMakeBudget);
        let computed = relation.computed.map(|sum| sum.to_string());
        prop_assert_eq!(computed, Some(product.to_string()), "{}", text);
        let close = (budget * 100 - product).abs() <= 50;
        let expected = if close { Verdict::Proved } else { Verdict::Question };
        prop_assert_eq!(relation.verdict, expected, "{}", text);
    }
}
