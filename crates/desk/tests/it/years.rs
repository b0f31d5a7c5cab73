//! A unit's forms beside those of the year before and beside what other units pay, out of the
//! store.

use chrono::Days;
use desk::form_of;
use model::form::{Column, Edit, Field, Path, Text};
use model::{Finding, Form, FormKind, Indicator};
use store::{
    Advance, Approve, By, CycleId, DeclarationId, Freeze, Judged, NewCycle, NewDeclaration,
    NewUnit, State, Turn, UnitId,
};

use crate::stage::{Stage, now};

/// What a check finds on a declaration.
async fn found(stage: &Stage, id: DeclarationId, code: &str) -> Vec<Finding> {
    let case = stage.case("clerk", id).await;
    let (judgement, _) = stage.desk.judge_unit(&case).await.expect("judged");
    judgement.findings(id).into_iter().filter(|finding| finding.code == code).collect()
}

fn step(declaration: DeclarationId, version: i64, leaves_unit: bool) -> Advance {
    let judged = Judged::default();
    let (kind, findings) = ("submitted".to_owned(), "[]".to_owned());
    let stage = "waiting".to_owned();
    Advance {
        declaration,
        version,
        action: "submit".into(),
        state: State { track: "declaration".into(), stage, ..State::default() },
        turn: Turn::HandsOver,
        leaves_unit,
        reason: String::new(),
        freeze: Some(Freeze { kind, draft: 1, judged, findings, found: Vec::new() }),
        words: None,
        key: None,
    }
}

/// A form that a unit handed in.
async fn handed_in(
    stage: &Stage,
    cycle: CycleId,
    unit: UnitId,
    form: &Form,
    leaves_unit: bool,
) -> DeclarationId {
    let project = model::text::fold(form.text(Field::Project));
    let by = By::program(now());
    let new = NewDeclaration {
        cycle,
        unit,
        kind: "project".into(),
        project_folded: project.clone(),
        project,
        state: State::default(),
        form: serde_json::to_string(&office::json::form(form, true)).expect("JSON"),
        judged: Judged::default(),
        words: Vec::new(),
        key: None,
    };
    let id = stage.desk.store.make_declaration(by, stage.region, &new).await.expect("made");
    let submit = step(id, 1, leaves_unit);
    stage.desk.store.advance(by, stage.region, &submit).await.expect("handed in");
    id
}

/// A form that was approved the year before.
async fn approved_last_year(stage: &Stage, unit: UnitId, form: &Form) {
    let day = flow::shanghai_day(now()) - Days::new(365);
    let new = NewCycle { year: 2025, pack: "renhe".into(), opens: day, closes: day };
    let by = By::program(now());
    let cycle = stage.desk.store.open_cycle(by, stage.region, &new).await.expect("a cycle");
    let id = handed_in(stage, cycle, unit, form, true).await;
    let approve = Advance {
        action: "approve".into(),
        state: State { stage: "approved".into(), ..State::default() },
        freeze: None,
        ..step(id, 2, true)
    };
    let new = Approve { step: approve, number: "1号".into(), dated: day };
    stage.desk.store.approve(by, stage.region, &new).await.expect("approved");
}

#[tokio::test]
async fn a_project_that_goes_on_under_a_new_name_is_told_with_both_names() {
    let stage = Stage::new().await;
    let ids = stage.bring_in().await;
    let id = *ids.last().expect("thirteen");
    assert!(found(&stage, id, "C127").await.is_empty(), "nothing to compare with");
    let case = stage.case("clerk", id).await;
    let draft = stage.desk.store.draft(stage.region, id).await.expect("a draft");
    let mut form = form_of(&draft.form).expect("a form");
    form.year = Some(2025);
    form.fields.insert(Field::Project, Text::new("群众增收帮扶", None));
    approved_last_year(&stage, case.standing.declaration.unit, &form).await;
    let found = found(&stage, id, "C127").await;
    assert_eq!(found.len(), 1);
    let name = &case.standing.declaration.project;
    let told = &found[0].message;
    assert!(told.contains("群众增收帮扶") && told.contains(name.as_str()), "{told}");
}

fn set(row: usize, column: Column, text: &str) -> Edit {
    Edit::Set { path: Path::Indicator(row, column), text: text.to_owned() }
}

/// A project of another unit that pays so much for a guard.
fn guards(price: &str) -> Form {
    let cells = [
        (Column::Level1, "成本指标"),
        (Column::Level2, "经济成本指标"),
        (Column::Level3, "保安人员单价"),
        (Column::Target, price),
    ];
    let cells = cells.map(|(column, text)| (column, Text::new(text, None)));
    let row = Indicator::read(cells.into_iter().collect());
    let mut form = Form { kind: FormKind::Project, year: Some(2026), ..Form::default() };
    form.fields.insert(Field::Project, Text::new("机关安保服务", None));
    form.indicators.push(row);
    form
}

#[tokio::test]
async fn a_price_far_from_what_other_units_pay_is_told_with_their_median() {
    let stage = Stage::new().await;
    let ids = stage.bring_in().await;
    let id = ids[1];
    let row = [
        set(0, Column::Level1, "成本指标"),
        set(0, Column::Level2, "经济成本指标"),
        set(0, Column::Level3, "保安人员单价"),
        set(0, Column::Target, "9000元/人/月"),
    ];
    let clerk = stage.who("clerk").await;
    let write = desk::Write { id, version: 1, edits: row.to_vec(), key: None };
    stage.desk.write(&clerk, &write).await.expect("written");
    let mut kept = None;
    for (number, price) in [2800, 2900, 3000, 3100, 3300].into_iter().enumerate() {
        let new = NewUnit {
            name: format!("第{number}局"),
            code: format!("40{number}"),
            kind: desk::units::kind::UNIT.into(),
            parent: None,
        };
        let (by, from) = (By::program(now()), flow::shanghai_day(now()) - Days::new(300));
        let unit = stage.desk.store.add_unit(by, stage.region, &new, from).await.expect("a unit");
        let form = guards(&format!("{price}元/人/月"));
        assert!(found(&stage, id, "C131").await.is_empty(), "{number} are too few");
        // What has not left its unit is nobody's price.
        let leaves = number < 4;
        let made = handed_in(&stage, stage.cycle, unit, &form, leaves).await;
        kept = (!leaves).then_some(made);
    }
    assert!(found(&stage, id, "C131").await.is_empty(), "the fifth is still with its unit");
    let leave = Advance { freeze: None, ..step(kept.expect("the fifth"), 2, true) };
    let by = By::program(now());
    stage.desk.store.advance(by, stage.region, &leave).await.expect("left");
    let found = found(&stage, id, "C131").await;
    assert_eq!(found.len(), 1);
    let told = &found[0].message;
    assert!(told.contains("5个单位") && told.contains("3000元") && told.contains("偏高"), "{told}");
    assert!(!told.contains("第0局"), "others are told as figures, not by name: {told}");
}
