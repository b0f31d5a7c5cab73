//! Whatever stands in a form: no panic, one conclusion for each check and form, and no finding
//! without a place to look it up.

use checks::Batch;
use model::{
    Amount, Column, Field, Finding, Force, Form, FormKind, Fund, Indicator, MoneyRow, MoneyUnit,
    Outcome, RowKind, Severity, Text,
};
use proptest::prelude::*;

use crate::policy_for_tests::policy_of;

/// Text made of the pieces that the checks look for.
fn text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "共计",
        "合计",
        "其中",
        "：",
        "，",
        "；",
        "。",
        "、",
        "（",
        "）",
        "《",
        "》",
        "<",
        ">",
        "〔2025〕16号",
        "87人",
        "11人",
        "3.25万人",
        "40.5万元",
        "1875.00万元",
        "0",
        "170万",
        "≥",
        "≤",
        "95%",
        "约",
        "每",
        "2025年",
        "2026年",
        "年",
        "预计",
        "完成",
        "项目",
        "特定目标类",
        "其他运转类",
        "6个",
        "等",
        "人员经费",
        "公用经费",
        "1、",
        "2、",
        "……",
        "无",
        "/",
        "\n",
        "\t",
        "培训",
        "满意度",
        "元/人/月",
        "99999999999999999999",
        "7922816251426433759354395033人",
        "8000元/人",
        "0.000000000000000000000001%",
        "分别",
        "计",
    ]);
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

fn row() -> impl Strategy<Value = Indicator> {
    let level = |names: &'static [&'static str]| prop::sample::select(names);
    let level1 =
        level(&["", "产出指标", "项目完成", "效益指标", "满意度指标", "成本指标", "管理效率"]);
    let level2 = level(&["", "数量指标", "成本指标", "社会效益指标", "满意度指标", "预算管理"]);
    (level1, level2, text(), text(), text(), text()).prop_map(
        |(one, two, name, target, mean, year)| {
            let cells = [
                (Column::Level1, one.to_owned()),
                (Column::Level2, two.to_owned()),
                (Column::Level3, name),
                (Column::Target, target),
                (Column::Mean, mean),
                (Column::Year(2024), year),
            ];
            Indicator::read(cells.into_iter().map(|(c, t)| (c, Text::new(t, None))).collect())
        },
    )
}

fn form() -> impl Strategy<Value = Form> {
    let kind = prop::sample::select(FormKind::ALL);
    let money = prop::collection::vec(text(), 3);
    let year = prop::option::of(2024..2027);
    (kind, prop::collection::vec(row(), 0..6), text(), text(), money, year, any::<bool>()).prop_map(
        |(kind, indicators, goal, unit, money, year, merges_known)| {
            let mut form = Form { kind, indicators, year, merges_known, ..Form::default() };
            form.fields.insert(Field::Goal, Text::new(goal, None));
            form.fields.insert(Field::Unit, Text::new(unit, None));
            for kind in [RowKind::Income, RowKind::Expenditure] {
                let mut row = MoneyRow::new(kind);
                for (fund, text) in [Fund::Total, Fund::Fiscal, Fund::Other].into_iter().zip(&money)
                {
                    let text = Text::new(text.clone(), None);
                    row.amounts.insert(fund, Amount::read(kind, text, MoneyUnit::WanYuan, false));
                }
                form.money.push(row);
            }
            form
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn anything_may_stand_in_a_form(forms in prop::collection::vec(form(), 0..4)) {
        let policy = policy_of("renhe");
        let report = checks::run(&Batch::of(&forms, &policy));
        let judging = checks::catalogue().count() + policy.local_checks().len();
        prop_assert_eq!(report.verdicts.len(), forms.len() * judging);
        for finding in &report.findings {
            prop_assert!(is_complete(finding), "{:?}", finding);
            let verdict = report.outcome(&finding.code, finding.form.expect("a form"));
            prop_assert!(matches!(verdict, Some(Outcome::Fail | Outcome::CannotDecide)));
        }
        let grouped: usize = report.groups().iter().map(|group| group.findings.len()).sum();
        prop_assert_eq!(grouped, report.findings.len());
        let mut keys: Vec<&str> = report.groups().iter().map(|group| group.key).collect();
        let count = keys.len();
        keys.sort_unstable();
        keys.dedup();
        prop_assert_eq!(keys.len(), count, "a group stands together");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn ties_of_anything_point_at_what_is_there(forms in prop::collection::vec(form(), 0..4)) {
        let policy = policy_of("renhe");
        let ties = checks::ties::find(&Batch::of(&forms, &policy));
        prop_assert_eq!(ties.forms.len(), forms.len());
        for relation in &ties.relations {
            prop_assert!(!relation.sentence.is_empty());
            prop_assert!(ties.nodes_of(relation).all(|node| node.form < forms.len()));
        }
        ties.trees();
    }
}

/// Says what is wrong, what to do and why; an error rests on binding force (R5).
fn is_complete(finding: &Finding) -> bool {
    let worded = !finding.message.is_empty() && !finding.remedy.is_empty();
    let binding = finding.basis.iter().any(|basis| basis.force == Force::Binding);
    worded && !finding.basis.is_empty() && (finding.severity != Severity::Error || binding)
}
