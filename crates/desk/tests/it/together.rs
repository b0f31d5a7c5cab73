//! A unit's forms judged together: what answers hang on, and what is told to whom.

use std::collections::BTreeSet;

use desk::{Write, Wrote};
use flow::Action;
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
    assert!(many <= 4, "{many}");
}
