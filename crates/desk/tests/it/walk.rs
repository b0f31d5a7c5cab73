//! A year of one unit, by the people whose turn it is; and what each refusal says.

use desk::{Asks, Error, Order, Paper, asks, compare, form_of};
use flow::{Action, Reason};
use store::DeclarationId;

use crate::stage::{Stage, now};

/// Why a step was refused, for programs.
fn reason(done: desk::Result<()>) -> Option<Reason> {
    match done {
        Err(Error::Refused(refusal)) => Some(refusal.reason),
        _ => None,
    }
}

/// A declaration nothing bars from being handed in, and one that errors bar.
async fn one_of_each(stage: &Stage, ids: &[DeclarationId]) -> (DeclarationId, DeclarationId) {
    let case = stage.case("clerk", ids[0]).await;
    let (judgement, _) = stage.desk.judge_unit(&case).await.expect("judged");
    let has = |id: DeclarationId, wanted: Asks| {
        judgement.causes(id).iter().any(|cause| asks(cause) == wanted)
    };
    let barred = ids.iter().find(|id| has(**id, Asks::Mending)).expect("one with errors");
    let clean = ids.iter().find(|id| !has(**id, Asks::Mending) && has(**id, Asks::Answer));
    (*clean.expect("one with warnings alone"), *barred)
}

#[tokio::test]
async fn the_real_file_becomes_thirteen_declarations_once() {
    let stage = Stage::new().await;
    let read = stage.read().await;
    assert_eq!(read.forms.len(), 13);
    assert!(read.forms.iter().all(|form| form.barred.is_none() && form.there.is_none()));
    let ids = stage.bring_in().await;
    assert_eq!(ids.len(), 13);
    // The same file again would write over the drafts, not make them twice.
    let again = stage.read().await;
    let there: Vec<_> = again.forms.iter().filter_map(|form| form.there.as_ref()).collect();
    assert!(there.len() == 13 && there.iter().all(|there| there.refusal.is_none()));
    assert_eq!(stage.bring_in().await, ids);
}

#[tokio::test]
async fn errors_and_unanswered_warnings_bar_handing_in_and_say_so() {
    let stage = Stage::new().await;
    let ids = stage.bring_in().await;
    let (clean, barred) = one_of_each(&stage, &ids).await;
    assert_eq!(reason(stage.act("clerk", barred, Action::Submit).await), Some(Reason::Errors));
    assert_eq!(reason(stage.act("clerk", clean, Action::Submit).await), Some(Reason::Warnings));
    stage.answer(clean).await;
    stage.act("clerk", clean, Action::Submit).await.expect("handed in");
    let revisions = stage.desk.store.revisions(stage.region, clean).await.expect("revisions");
    assert_eq!(revisions.len(), 1);
    assert!(revisions[0].findings.starts_with('['), "{}", revisions[0].findings);
}

#[tokio::test]
async fn nobody_outside_sees_a_draft_and_a_stranger_never_anything() {
    let stage = Stage::new().await;
    let ids = stage.bring_in().await;
    for login in ["department", "performance", "auditor", "stranger"] {
        let who = stage.who(login).await;
        let found = stage.desk.case(&who, ids[0]).await;
        assert!(matches!(found, Err(Error::Store(store::Error::Missing(_)))), "{login}");
        assert!(stage.desk.cases(&who, stage.cycle).await.expect("a list").is_empty(), "{login}");
    }
}

#[tokio::test]
async fn a_page_sends_one_key_and_each_of_its_buttons_is_a_request_of_its_own() {
    let stage = Stage::new().await;
    let ids = stage.bring_in().await;
    let (id, _) = one_of_each(&stage, &ids).await;
    stage.answer(id).await;
    stage.act("clerk", id, Action::Submit).await.expect("handed in");
    stage.act("head", id, Action::Sign).await.expect("signed");
    let department = stage.who("department").await;
    for action in [Action::Accept, Action::Return] {
        let key = Some("of the page".to_owned());
        let order = Order { key, ..stage.order("department", id).await };
        for _ in 0..2 {
            let led = stage.desk.act(&department, action, &order).await.expect("done");
            let stage = if action == Action::Accept { "accepted" } else { "returned" };
            assert_eq!(led.stage, stage, "said to be done, and done");
        }
    }
}

#[tokio::test]
async fn from_the_clerk_to_the_paper_and_on_to_an_adjustment() {
    let stage = Stage::new().await;
    let ids = stage.bring_in().await;
    let (id, _) = one_of_each(&stage, &ids).await;
    stage.answer(id).await;
    stage.act("clerk", id, Action::Submit).await.expect("handed in");
    assert_eq!(reason(stage.act("clerk", id, Action::Sign).await), Some(Reason::NoGrant));
    stage.act("head", id, Action::Sign).await.expect("signed");
    stage.act("department", id, Action::Accept).await.expect("accepted");
    // Accepting froze the lower level.
    assert_eq!(reason(stage.act("head", id, Action::Recall).await), Some(Reason::Frozen));
    stage.act("department", id, Action::Return).await.expect("returned");
    stage.act("clerk", id, Action::Submit).await.expect("handed in again");
    stage.act("head", id, Action::Sign).await.expect("signed again");
    for (login, action) in [
        ("department", Action::Accept),
        ("department", Action::Pass),
        ("business", Action::Accept),
        ("business", Action::Pass),
        ("performance", Action::Accept),
        ("performance", Action::Pass),
        ("leader", Action::Pass),
    ] {
        stage.act(login, id, action).await.unwrap_or_else(|why| panic!("{login}: {why}"));
    }
    let paper =
        Paper { number: "仁财绩〔2026〕1号".into(), dated: flow::shanghai_day(now()) };
    let performance = stage.who("performance").await;
    let order = stage.order("performance", id).await;
    stage.desk.approve(&performance, &order, &paper).await.expect("approved");
    // A second approver with the same screen does not win as well.
    assert!(stage.desk.approve(&performance, &order, &paper).await.is_err());

    let clerk = stage.who("clerk").await;
    stage.desk.adjust(&clerk, &stage.order("clerk", id).await).await.expect("adjusting");
    let case = stage.case("clerk", id).await;
    assert!(case.is_adjustment());
    let approved = case.standing.approved.expect("the approved one stays");
    let before = stage.desk.store.revision(stage.region, approved.id).await.expect("it");
    let before = form_of(&before.form).expect("a form");
    let now = stage.desk.form(&case.standing.declaration).await.expect("the draft");
    assert_eq!(compare::changes(&before, &now), []);
}

#[tokio::test]
async fn an_old_screen_changes_nothing() {
    let stage = Stage::new().await;
    let ids = stage.bring_in().await;
    let (id, _) = one_of_each(&stage, &ids).await;
    stage.answer(id).await;
    let old = stage.order("clerk", id).await;
    stage.act("clerk", id, Action::Submit).await.expect("handed in");
    stage.act("clerk", id, Action::Recall).await.expect("taken back");
    let clerk = stage.who("clerk").await;
    let done = stage.desk.act(&clerk, Action::Submit, &old).await.map(|_| ());
    assert_eq!(reason(done), Some(Reason::Stale));
}
