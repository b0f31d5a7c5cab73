//! The packs' workflows: how a county changes one thing, and what its mistakes are answered with.

use flow::{Role, Workflow, validate};
use policy::{PackFile, Packs};

use crate::day;

/// The built-in packs with one more file in Renhe's.
fn with(flow: &str) -> Packs {
    let mut files = Packs::built_in_files();
    files.push(PackFile { path: "renhe/flow/own.toml".to_owned(), text: flow.to_owned() });
    Packs::load(files).unwrap()
}

fn value(key: &str, value: &str, rest: &str) -> String {
    format!(
        "[[value]]\nkey = '{key}'\nfrom = 2026-01-01\nvalue = {value}\n{rest}\nsource = 'house'\narticle = 'none'\nverified = false\n"
    )
}

fn workflow(packs: &Packs) -> Workflow {
    Workflow::new(&packs.policy("renhe", day(2026, 6, 1)).unwrap()).unwrap()
}

#[test]
fn the_built_in_workflows_are_sound() {
    let packs = Packs::built_in().unwrap();
    validate(&packs).unwrap();
    let workflow = workflow(&packs);
    let names: Vec<&str> = workflow.steps.iter().map(|step| step.name.as_str()).collect();
    assert_eq!(
        names,
        ["单位负责人签字", "主管部门审核", "业务股室审核", "绩效股审核", "局领导审定"]
    );
    assert!(workflow.calendar.knows(2025) && workflow.calendar.knows(2026));
    assert!(!workflow.calendar.knows(2027));
}

#[test]
fn a_county_changes_the_days_of_one_step_and_adds_its_own_holiday() {
    let packs = with(
        &(value("flow.step.performance", "{ days = '10' }", "extend = true")
            + &value(
                "calendar.2026.holidays",
                "{ '火把节' = '2026-08-06至2026-08-07' }",
                "extend = true",
            )),
    );
    let workflow = workflow(&packs);
    let step = workflow.step("performance").unwrap();
    assert_eq!((step.days, step.role), (10, Role::PerformanceDivision));
    assert!(!workflow.calendar.is_working(day(2026, 8, 6)), "its own holiday");
    assert!(!workflow.calendar.is_working(day(2026, 2, 16)), "and the nation's");
}

#[test]
fn every_mistake_names_the_file_and_says_what_to_write() {
    for (text, problem) in [
        (value("flow.late", "'随便'", ""), "「value」应写 \"不准\" 或 \"提醒\""),
        (value("flow.lat", "'提醒'", ""), "不认识的名称；流程里可写：flow.steps、"),
        (
            value("flow.adjustment.steps", "['leader', 'unit']", ""),
            "调整的环节应从「flow.steps」里选，次序不变",
        ),
        (value("flow.adjustment.steps", "['unit']", ""), "调整的最后一个环节应在财政局"),
        (value("flow.approval.roles", "['clerk']", ""), "批复由财政局办理，至少写一个财政局的角色"),
        (value("flow.own_unit_roles", "['head']", ""), "没有角色「head」，可写：clerk（经办人）、"),
        (value("flow.rounds.most", "-1", ""), "「value」应写 0 到 366 的整数，不加引号"),
        (
            value("flow.step.leader", "{ days = '三天' }", "extend = true"),
            "「days」应写 0 到 366 的整数，加引号",
        ),
        (
            value("flow.step.leader", "{ role = 'clerk' }", "extend = true"),
            "“经办人”不能办理财政局的环节",
        ),
        (
            value("flow.step.leader", "{ freezes = 'true' }", "extend = true"),
            "环节的「freezes」应写 \"是\" 或 \"否\"",
        ),
        (
            value("flow.step.leader", "{ day = '3' }", "extend = true"),
            "不认识的「day」；环节里可写：name、",
        ),
        (value("flow.step.unit", "{ accepts = '是' }", "extend = true"), "单位负责人直接签字"),
        (
            value("calendar.2026.workdays", "{ '春节' = '2月14日' }", ""),
            "「2月14日」看不懂，应写日期如",
        ),
        (
            value("calendar.2026.workdays", "{ '春节' = '2025-02-14' }", ""),
            "「2025-02-14」不在 2026 年",
        ),
    ] {
        let error = validate(&with(&text)).expect_err(problem);
        let found = error.problem.replace("「经办人」", "“经办人”");
        assert!(found.starts_with(problem), "{error}");
        assert_eq!(error.file, "renhe/flow/own.toml");
    }
}

#[test]
fn a_misspelt_step_is_told_at_the_list_that_names_it() {
    let mut files = Packs::built_in_files();
    let steps = files.iter_mut().find(|file| file.path == "renhe/flow/steps.toml").unwrap();
    steps.text = steps.text.replace("performance", "performence");
    let error = validate(&Packs::load(files).unwrap()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "renhe/flow/steps.toml [flow.steps]: 环节「performence」没有内容：请核对拼写，或另写一条 flow.step.performence"
    );
}

#[test]
fn the_steps_climb_from_the_unit_to_the_bureau() {
    let mut files = Packs::built_in_files();
    let steps = files.iter_mut().find(|file| file.path == "renhe/flow/steps.toml").unwrap();
    steps.text = steps.text.replace(
        r#"["unit", "department", "business", "performance", "leader"]"#,
        r#"["unit", "business", "department", "leader"]"#,
    );
    let error = validate(&Packs::load(files).unwrap()).unwrap_err();
    assert_eq!(
        error.problem,
        "「主管部门审核」（主管部门）排在「业务股室审核」（财政局）后面；环节应从单位到主管部门再到财政局"
    );
}
