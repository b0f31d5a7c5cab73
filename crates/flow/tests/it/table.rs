//! The whole table role × state × action × level, as a page one can read: `tests/permissions.md`.
//!
//! `UPDATE=1 cargo test -p flow` writes it anew: read every line before keeping it.

use std::fmt::Write;

use flow::{Action, Refusal, Role, Situation, Stage, Track, may};

use crate::{RENHE, bureau, now, person, standing};

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/permissions.md");

const HEADING: &str = "# 谁在什么时候可以做什么\n\n\
由测试生成：`UPDATE=1 cargo test -p flow`，收下以前逐行读。仁和区的流程，学校（上面有主管部门）和局本级（上面没有）。\n\
● 可以；空白：不是这个岗位的事；其余是不准的理由，每一句在表下面，后面的括号里是谁能解决。\n\n";

/// Every place where a declaration can stand, with what people call it.
fn stages() -> Vec<(&'static str, Track, Stage)> {
    let step = |key: &str| key.to_owned();
    let declared = Track::Declaration;
    vec![
        ("填写中，从未提交", declared, Stage::Drafting),
        ("绩效股退回，待修改", declared, Stage::Returned(step("performance"))),
        ("已提交，待单位负责人签字", declared, Stage::Waiting(step("unit"))),
        ("已签字，待主管部门接收", declared, Stage::Waiting(step("department"))),
        ("主管部门已接收", declared, Stage::Accepted(step("department"))),
        ("待业务股室接收", declared, Stage::Waiting(step("business"))),
        ("业务股室已接收", declared, Stage::Accepted(step("business"))),
        ("待绩效股接收", declared, Stage::Waiting(step("performance"))),
        ("绩效股已接收", declared, Stage::Accepted(step("performance"))),
        ("待局领导审定", declared, Stage::Waiting(step("leader"))),
        ("各环节通过，待批复", declared, Stage::Cleared),
        ("已批复", declared, Stage::Approved),
        ("调整填写中", Track::Adjustment, Stage::Drafting),
        ("调整已由绩效股接收", Track::Adjustment, Stage::Accepted(step("performance"))),
        ("绩效股不予通过", declared, Stage::Refused(step("performance"))),
        ("草稿已删除", declared, Stage::Discarded),
    ]
}

#[test]
fn the_page_is_what_the_function_says() {
    let page = page();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(PATH, &page).unwrap();
    }
    let committed = std::fs::read_to_string(PATH).unwrap_or_default();
    assert!(committed == page, "stale: run UPDATE=1 cargo test -p flow, and read the difference");
}

fn page() -> String {
    let mut page = HEADING.to_owned();
    for (name, track, stage) in stages() {
        _ = writeln!(page, "## {name}\n");
        section(&mut page, &standing(track, stage));
    }
    page.push_str("# 没有主管部门的单位：局本级自己的申报\n\n");
    let step = |key: &str| key.to_owned();
    for (name, stage) in [
        ("局本级：已提交，待单位负责人签字", Stage::Waiting(step("unit"))),
        ("局本级：已签字，待业务股室接收", Stage::Waiting(step("business"))),
    ] {
        _ = writeln!(page, "## {name}\n");
        let situation = Situation { ground: bureau(), ..standing(Track::Declaration, stage) };
        section(&mut page, &situation);
    }
    page
}

/// One table: a row for each action, a column for each role, and the sentences below it.
fn section(page: &mut String, situation: &Situation) {
    _ = writeln!(page, "| | {} |", Role::ALL.map(Role::name).join(" | "));
    _ = writeln!(page, "|---|{}", "---|".repeat(Role::ALL.len()));
    let mut sentences: Vec<String> = Vec::new();
    for action in Action::ALL {
        let mut cells = Vec::new();
        for role in Role::ALL {
            let cell = match decide(role, action, situation) {
                Ok(()) => "●".to_owned(),
                Err(refusal) if refusal.reason == flow::Reason::NoGrant => {
                    let skipped = refusal.why.contains("没有主管部门");
                    if skipped { number(&mut sentences, &refusal) } else { String::new() }
                }
                Err(refusal) => number(&mut sentences, &refusal),
            };
            cells.push(cell);
        }
        _ = writeln!(page, "| {} | {} |", action.name(), cells.join(" | "));
    }
    page.push('\n');
    for (index, sentence) in sentences.iter().enumerate() {
        _ = writeln!(page, "{}. {sentence}", index + 1);
    }
    page.push('\n');
}

fn number(sentences: &mut Vec<String>, refusal: &Refusal) -> String {
    let who: Vec<&str> = refusal.who.iter().map(|role| role.name()).collect();
    let who = if who.is_empty() { "—".to_owned() } else { who.join("、") };
    let sentence = format!("{refusal}（{who}）");
    let index = sentences.iter().position(|known| *known == sentence).unwrap_or_else(|| {
        sentences.push(sentence);
        sentences.len() - 1
    });
    (index + 1).to_string()
}

/// Clerk and head of the bureau itself are granted at the bureau.
fn decide(role: Role, action: Action, situation: &Situation) -> Result<(), Refusal> {
    let mut asker = person(role);
    if !situation.ground.has_department() && matches!(role, Role::Clerk | Role::UnitHead) {
        asker.grants[0].unit = crate::BUREAU;
    }
    may(&RENHE, &asker, action, situation, now()).map(|_| ())
}

/// Advice that does not work is worse than none: whoever is told to take it back can, and whoever
/// is named as the one who returns or reopens it can, at once or after accepting it.
#[test]
fn what_a_refusal_advises_can_be_done() {
    let mut advised = 0;
    for (name, track, stage) in stages() {
        let situation = standing(track, stage);
        let can = |role: Role, action| decide(role, action, &situation).is_ok();
        for role in Role::ALL {
            for action in Action::ALL {
                let Err(refusal) = decide(role, action, &situation) else { continue };
                let told = format!("{name}, {}: {refusal}", role.name());
                if refusal.remedy.contains("可以先撤回") {
                    // The fixture's clerk is the one who submitted.
                    assert!(can(Role::Clerk, Action::Recall), "{told}");
                    advised += 1;
                }
                if refusal.remedy.contains("确需修改的，请")
                    && refusal.reason == flow::Reason::Frozen
                {
                    let way = [Action::Return, Action::Accept];
                    let works = |role: &Role| way.iter().any(|action| can(*role, *action));
                    assert!(refusal.who.iter().any(works), "{told}");
                    advised += 1;
                }
                if refusal.remedy.contains("重新审核。") && !refusal.who.is_empty() {
                    let works = |role: &Role| can(*role, Action::Reopen);
                    assert!(refusal.who.iter().any(works), "{told}");
                    advised += 1;
                }
            }
        }
    }
    assert!(advised > 20, "{advised}");
}
