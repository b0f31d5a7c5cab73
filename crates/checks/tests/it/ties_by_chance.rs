//! Numbers that are equal, or add up, by chance: nothing may be related that no words relate.

use std::sync::LazyLock;

use checks::Batch;
use checks::ties::{Relation, Rule, Ties, Verdict, find};

use crate::example::read_forms;
use crate::policy_for_tests::policy;

/// Made once: thousands of random forms are judged by it.
static POLICY: LazyLock<policy::Policy> = LazyLock::new(policy);

/// The ties of forms written as in the examples.
pub fn ties(text: &str) -> Ties {
    let written = read_forms(text);
    let mut batch = Batch::of(&written.forms, &POLICY);
    batch.declared_complete = written.complete;
    find(&batch)
}

/// A project with these rows and this goal.
fn project(goal: &str, rows: &str) -> Ties {
    ties(&format!("kind: project\nunit: 某局\nproject: 某项目\ngoal: {goal}\n{rows}"))
}

/// What relates numbers inside the form, the money table left out.
fn related(ties: &Ties) -> Vec<String> {
    let of_table = [Rule::SourcesMakeTotal, Rule::SameUnit, Rule::SameYear];
    let relations = ties.relations.iter().filter(|r| !of_table.contains(&r.rule));
    let told = |relation: &Relation| {
        format!("{} {}：{}", relation.verdict.title(), relation.rule.title(), relation.sentence)
    };
    relations.map(told).collect()
}

#[track_caller]
fn unrelated(ties: &Ties) {
    assert_eq!(related(ties), Vec::<String>::new());
}

#[test]
fn equal_numbers_of_other_things_or_units_are_not_related() {
    unrelated(&project(
        "培训教师20人，服务群众100人次，新建公路12公里，覆盖12个村。",
        "| 产出指标 | 数量指标 | 受益学生人数 | 20人 |\n\
         | 产出指标 | 数量指标 | 培训学员人数 | 100人 |\n\
         | 产出指标 | 数量指标 | 培训期数 | 12期 |\n\
         | 产出指标 | 数量指标 | 检查次数 | 12次 |",
    ));
}

#[test]
fn a_count_of_persons_is_not_one_of_visits() {
    unrelated(&project(
        "全年服务群众5000人次。",
        "| 产出指标 | 数量指标 | 服务群众人数 | ≥3000人 |",
    ));
}

#[test]
fn years_document_numbers_and_percentages_are_no_amounts() {
    let ties = project(
        "根据某发〔2025〕20号、《关于2026年培训2026人的通知》，2026年培训2026人，较2025年增长20%。",
        "| 产出指标 | 数量指标 | 补助对象 | 20户 |\n\
         | 产出指标 | 质量指标 | 培训合格率 | ≥20% |",
    );
    unrelated(&ties);
    let texts: Vec<&str> = ties.nodes.iter().map(|node| node.text.as_str()).collect();
    for text in ["2025年", "20号", "2025"] {
        assert!(!texts.contains(&text), "{text} is no amount: {texts:?}");
    }
    let counted = texts.iter().filter(|text| text.contains("2026")).count();
    assert_eq!(counted, 1, "the 2026 persons outside the title: {texts:?}");
}

#[test]
fn bracketed_numbers_that_add_up_are_a_coincidence_at_most() {
    let ties = project(
        "",
        "| 产出指标 | 成本指标 | 补贴 | 领取人数2.44万人，基础养老金498.58万元(23500人），丧葬费106.92万元(900人） |",
    );
    let verdicts: Vec<Verdict> = ties.relations.iter().map(|r| r.verdict).collect();
    assert_eq!(verdicts, [Verdict::Coincidence]);
    assert!(ties.trees().is_empty(), "a coincidence is in no tree");
    unrelated(&project(
        "",
        "| 产出指标 | 成本指标 | 补贴 | 领取人数2.44万人，养老金498.58万元(23500户），丧葬费106.92万元(900户） |",
    ));
}

#[test]
fn parts_of_another_unit_bounds_and_prices_make_no_total() {
    unrelated(&project(
        "举办3期，每期50人，共计150人。购置3台，每台2万元，维护1万元，共计8万元。",
        "| 产出指标 | 数量指标 | 服务规模 | 甲类≥30人，乙类≥40人，合计≥70人 |\n\
         | 产出指标 | 数量指标 | 人员 | 约30人，约40人，共计70人 |\n\
         | 产出指标 | 数量指标 | 次数 | 培训10人，发证8次，共计18人次 |\n\
         | 产出指标 | 质量指标 | 两项占比 | 甲类60%，乙类40%，合计100% |",
    ));
}

#[test]
fn two_rows_with_one_value_are_not_one_quantity() {
    unrelated(&project(
        "",
        "| 产出指标 | 数量指标 | 城镇新增就业 | 帮扶人数100人 |\n\
         | 产出指标 | 数量指标 | 农村转移就业 | 帮扶人数100人 |\n\
         | 产出指标 | 质量指标 | 培训合格率 | ≥95% |\n\
         | 产出指标 | 质量指标 | 设备完好率 | ≥98% |\n\
         | 满意度指标 | 满意度指标 | 学生满意度 | ≥90% |\n\
         | 满意度指标 | 满意度指标 | 学生家长满意度 | ≥85% |",
    ));
}

#[test]
fn a_price_that_equals_the_budget_is_no_cost_of_it() {
    let text = "kind: project\nmoney.expenditure: total 800.00 | fiscal 800.00 | other\n\
        goal: 人均经费标准800元，带动投资8000万元。\n\
        | 产出指标 | 数量指标 | 培训场次 | 800场 |\n\
        | 产出指标 | 成本指标 | 补贴标准 | 800元/人 |";
    unrelated(&ties(text));
}

#[test]
fn projects_of_another_unit_are_no_parts() {
    let department = "kind: department\nunit: 某局\n\
        | 产出指标（项目经费） | 成本指标 | 项目经费 | 项目经费共计10.00万元 |";
    let project = "kind: project\nunit: 另一局\nproject: 甲项目\n\
        money.expenditure: total 10.00 | fiscal 10.00 | other";
    let ties = ties(&format!("{department}\n---\n{project}"));
    let [only] = &ties.relations.iter().filter(|r| r.form == 0).collect::<Vec<_>>()[..] else {
        panic!("{:#?}", ties.relations)
    };
    assert_eq!((only.rule, only.verdict), (Rule::ProjectsMakeTotal, Verdict::CannotDecide));
}

#[test]
fn rounding_is_allowed_for_by_the_digits_shown_and_no_further() {
    let verdict = |target: &str| {
        let ties = project("", &format!("| 产出指标 | 数量指标 | 人数 | {target} |"));
        let [only] = &ties.relations[..] else { panic!("{target}: {:#?}", ties.relations) };
        only.verdict
    };
    assert_eq!(verdict("甲23500人，乙850人，共计2.44万人"), Verdict::Proved, "50 of 50");
    assert_eq!(verdict("甲23500人，乙849人，共计2.44万人"), Verdict::Broken, "51 of 50");
    assert_eq!(verdict("甲23500人，乙950人，共计2.44万人"), Verdict::Proved);
    assert_eq!(verdict("甲11人，乙22人，共计33人"), Verdict::Proved);
    assert_eq!(verdict("甲11人，乙22人，共计34人"), Verdict::Broken, "whole numbers are exact");
}

#[test]
fn the_goal_against_the_indicator_of_one_matter() {
    let asked = |goal: &str, target: &str| {
        related(&project(goal, &format!("| 产出指标 | 数量指标 | 技能培训人数 | {target} |")))
    };
    let proved = asked("全年开展技能培训500人。", "≥500人");
    assert!(proved[0].starts_with("成立 同一个数"), "{proved:?}");
    let question = asked("全年开展技能培训300人。", "≥500人");
    assert!(question[0].starts_with("请核实 同一个数"), "{question:?}");
    assert!(asked("全年开展技能培训600人。", "≥500人").is_empty(), "600 keeps to ≥500");
    assert!(asked("全年开展技能培训约300人。", "500人").len() <= 1);
    assert!(asked("技能培训300人，其中妇女技能培训100人。", "500人").is_empty(), "two of a kind");
}

#[test]
fn parts_after_fenbie_are_added_where_they_are_of_the_total() {
    let proved = project("总投资800万元，分别用于校舍300万元、设备500万元。", "");
    assert_eq!(proved.of(Verdict::Proved).count(), 1, "{:#?}", proved.relations);
    unrelated(&project("新建2所学校，投资分别为300万元、500万元。合格率分别为95%、90%。", ""));
}
