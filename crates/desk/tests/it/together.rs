//! A unit's forms judged together: what answers hang on, and what is told to whom.

use std::collections::BTreeSet;

use desk::{Write, Wrote};
use flow::Action;
use model::FormKind;
use model::form::{Column, Edit, Field, Path};
use store::DeclarationId;

use crate::stage::Stage;

/// The causes that touch a declaration.
async fn causes(stage: &Stage, id: DeclarationId) -> BTreeSet<String> {
    let case = stage.case("clerk", id).await;
    let (judgement, _) = stage.desk.judge_unit(&case).await.expect("judged");
    judgement.causes(id).iter().map(|cause| cause.key.to_owned()).collect()
}

fn set(path: Path, text: &str) -> Vec<Edit> {
    vec![Edit::Set { path, text: text.to_owned() }]
}

#[tokio::test]
async fn an_answer_holds_when_a_form_beside_comes_or_goes() {
    let stage = Stage::new().await;
    let ids = stage.bring_in().await;
    let last = ids[ids.len() - 1];
    let before = causes(&stage, last).await;
    stage.answer(last).await;
    stage.act("clerk", ids[1], Action::Discard).await.expect("thrown away");
    let after = causes(&stage, last).await;
    let own = format!("{}/", last.0);
    let named = |key: &&String| key.starts_with(&own) || key.starts_with("unit/");
    assert!(before.iter().all(|key| named(&key)), "{before:?}");
    let kept: Vec<&String> = after.intersection(&before).collect();
    assert!(kept.len() + 2 >= before.len(), "{before:?} {after:?}");
    let case = stage.case("clerk", last).await;
    let open: Vec<&str> = case.standing.unanswered();
    assert!(open.iter().all(|key| !before.contains(*key)), "answered already: {open:?}");
}

#[tokio::test]
async fn a_step_changes_one_cell_and_what_hangs_on_it_is_counted_again() {
    let stage = Stage::new().await;
    let ids = stage.bring_in().await;
    let clerk = stage.who("clerk").await;
    let setting = stage.case("clerk", ids[0]).await.setting;
    let unit = clerk.person.unit;
    stage.desk.count_again(&clerk, &setting, unit).await.expect("counted");
    let counts = async |id| stage.case("clerk", id).await.standing.draft.judged;
    let before = (counts(ids[0]).await, counts(ids[1]).await);
    let project = Path::Indicator(0, Column::Level3);
    let edits = [set(project, "另一个指标"), set(Path::Field(Field::Project), "改了名的项目")];
    let write = Write { id: ids[1], version: 1, edits: edits.concat(), key: None };
    let wrote = stage.desk.write(&clerk, &write).await.expect("written");
    let Wrote::Saved(draft) = wrote else { panic!("nobody else was there") };
    assert_eq!(draft.version, 2);
    assert_eq!(draft.case.standing.declaration.project, "改了名的项目");
    let after = (counts(ids[0]).await, counts(ids[1]).await);
    assert_ne!(before, after);
    let case = stage.case("clerk", ids[0]).await;
    assert_eq!(case.standing.draft.version, 1, "what is on other screens stays valid");
    let (judgement, _) = stage.desk.judge_unit(&case).await.expect("judged");
    assert_eq!(judgement.counted(ids[0]), after.0, "the list says what the page says");
}

#[tokio::test]
async fn judging_a_unit_takes_a_fixed_number_of_statements() {
    let stage = Stage::new().await;
    let ids = stage.bring_in().await;
    let calls = async || {
        let case = stage.case("clerk", ids[0]).await;
        let before = stage.desk.store.calls();
        stage.desk.judge_unit(&case).await.expect("judged");
        stage.desk.store.calls() - before
    };
    let many = calls().await;
    for id in &ids[5..] {
        stage.act("clerk", *id, Action::Discard).await.expect("thrown away");
    }
    assert_eq!(many, calls().await);
    assert!(many <= 7, "{many}");
}

#[tokio::test]
async fn a_form_nobody_has_begun_to_fill_in_changes_nothing_beside_it() {
    let stage = Stage::new().await;
    let ids = stage.bring_in().await;
    let clerk = stage.who("clerk").await;
    let setting = stage.case("clerk", ids[0]).await.setting;
    let unit = clerk.person.unit;
    stage.desk.count_again(&clerk, &setting, unit).await.expect("counted");
    let counts = async || {
        let mut counts = Vec::new();
        for id in &ids {
            counts.push(stage.case("clerk", *id).await.standing.draft.judged);
        }
        counts
    };
    let before = counts().await;
    let blank = stage.desk.blank(&setting, unit, FormKind::Project, "还没有填的项目");
    let new = stage.desk.begin(&clerk, &setting, unit, &blank, None).await.expect("begun");
    stage.desk.count_again(&clerk, &setting, unit).await.expect("counted");
    assert_eq!(counts().await, before);
    let own = stage.case("clerk", new).await.standing.draft.judged;
    assert!(own.errors > 0, "what it lacks itself is told: {own:?}");
    let draft = stage.desk.open_draft(&clerk, new).await.expect("opened");
    let judgement = &draft.judgement;
    assert_eq!((draft.position, judgement.filled), (ids.len(), ids.len()));
    assert!(
        judgement.causes(new).iter().all(|cause| cause.key.starts_with(&format!("{}/", new.0)))
    );
}

#[tokio::test]
async fn a_new_form_holds_nothing_its_official_form_has_no_room_for() {
    let stage = Stage::new().await;
    let clerk = stage.who("clerk").await;
    let setting = stage.desk.setting(stage.region, stage.cycle, clerk.today()).await;
    let setting = setting.expect("a setting");
    for kind in [FormKind::Project, FormKind::Department] {
        let form = stage.desk.blank(&setting, clerk.person.unit, kind, "项目");
        let layout = desk::layout_of(&setting.policy, &form).expect("a layout");
        let laid = office::lay_out::lay_out(layout, &[(0, &form)]);
        assert_eq!(laid.unplaced, [], "{kind:?}");
    }
}

#[tokio::test]
async fn units_of_one_name_are_told_apart_by_their_codes() {
    let stage = Stage::new().await;
    let units = stage.desk.units(stage.region, flow::shanghai_day(crate::stage::now())).await;
    let units = units.expect("units");
    let mut names: Vec<String> =
        units.iter().map(|(unit, _)| units.distinct_name(unit.id)).collect();
    names.sort();
    let count = names.len();
    names.dedup();
    assert_eq!(names.len(), count, "{names:?}");
    assert!(
        names.contains(&"攀枝花市仁和区人力资源和社会保障局（304001）".to_owned()),
        "{names:?}"
    );
    assert!(names.contains(&"攀枝花市仁和区财政局".to_owned()), "{names:?}");
}
