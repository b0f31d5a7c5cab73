//! Approving together, grading, locking and closing.

use store::{
    Advance, ApproveAll, AspectSheet, By, DeclarationId, Error, NewException, NewLock, SaveSheet,
};

use crate::stage::{
    County, Stage, advance, day, declaration, is_conflict, noon, on_both, save, year,
};

/// A declaration of this name that is handed in.
async fn submitted(stage: &Stage, county: &County, project: &str) -> DeclarationId {
    let (store, by) = (&stage.store, By::person(county.clerk, noon(3)));
    let new = declaration(county.cycle, county.department, project);
    let id = store.make_declaration(by, county.region, &new).await.expect("made");
    let submit = advance(id, 1, "submit", Some(1));
    store.advance(by, county.region, &submit).await.expect("submitted");
    id
}

fn all(ids: &[DeclarationId], key: &str) -> ApproveAll {
    let step = |id: &DeclarationId| advance(*id, 2, "approve", None);
    let steps: Vec<Advance> = ids.iter().map(step).collect();
    let (number, key) = ("仁财绩〔2026〕1号".to_owned(), Some(key.to_owned()));
    ApproveAll { steps, number, dated: day(2026, 1, 5), key }
}

#[test]
fn many_are_approved_together_or_not_at_all() {
    on_both(async |stage| {
        let county = County::at(stage).await;
        let (store, region) = (&stage.store, county.region);
        let by = By::person(county.leader, noon(5));
        let ids = [submitted(stage, &county, "一").await, submitted(stage, &county, "二").await];
        let head = store.head(region).await.expect("a head");
        let with_draft = [ids[0], county.declaration];
        let stopped = store.approve_all(by, region, &all(&with_draft, "a")).await;
        let told = stopped.expect_err("one is a draft").to_string();
        assert!(told.starts_with("“人才经费”不能办理，所以这一批一份都没有办理。"), "{told}");
        assert_eq!(store.head(region).await.expect("a head"), head);
        assert!(store.approvals(region, ids[0]).await.expect("approvals").is_empty());
        let nobody = store.approve_all(by, region, &all(&[], "b")).await;
        assert!(matches!(nobody, Err(Error::Refused(_))), "{nobody:?}");
        let before = stage.everything().await;
        stage.break_events(Some(2)).await;
        let broken = store.approve_all(by, region, &all(&ids, "c")).await;
        assert!(matches!(broken, Err(Error::Database(_))), "without the second event");
        assert_eq!(stage.everything().await, before, "the first one is not there either");
        stage.break_events(None).await;
        let done = store.approve_all(by, region, &all(&ids, "c")).await.expect("approved");
        assert_eq!(done.iter().map(|one| one.id).collect::<Vec<_>>(), ids);
        assert!(done.iter().all(|one| one.approved.is_some() && one.approved == one.current));
        let events = store.events(region, head.seq, 9).await.expect("events");
        let subjects: Vec<_> = events.into_iter().map(|event| event.subject).collect();
        assert_eq!(subjects, ids.map(|id| format!("declaration/{}", id.0)), "one event for each");
        let again = store.approve_all(by, region, &all(&ids, "c")).await;
        assert_eq!(again.expect("the same request"), done);
        let late = store.approve_all(by, region, &all(&ids, "d")).await;
        assert!(matches!(late, Err(Error::OneOfMany { declaration, .. }) if declaration == ids[0]));
        let stands = store.standing(region, ids[1]).await.expect("it stands");
        let approval = stands.approval.expect("an approval");
        assert_eq!((approval.number.as_str(), approval.person), ("仁财绩〔2026〕1号", by.person));
        assert_eq!(store.verify(region).await.expect("verifies"), None);
    });
}

#[test]
fn a_batch_that_comes_again_with_one_more_approves_that_one_and_no_other_twice() {
    on_both(async |stage| {
        let county = County::at(stage).await;
        let (store, region) = (&stage.store, county.region);
        let by = By::person(county.leader, noon(5));
        let ids = [submitted(stage, &county, "一").await, submitted(stage, &county, "二").await];
        store.approve_all(by, region, &all(&ids[..1], "a")).await.expect("approved");
        let done = store.approve_all(by, region, &all(&ids, "a")).await.expect("approved");
        assert!(done.iter().all(|one| one.approved.is_some()), "said to be done, and done");
        for id in ids {
            assert_eq!(store.approvals(region, id).await.expect("approvals").len(), 1);
        }
    });
}

async fn sheet(
    stage: &Stage,
    county: &County,
    version: i64,
    total: Option<i64>,
) -> Result<AspectSheet, Error> {
    let rows = stage.store.revision_heads(county.region, county.declaration, None, 1).await;
    let revision = rows.expect("revisions")[0].id;
    let save = SaveSheet { revision, version, items: "[]", opinion: "", total, key: None };
    let by = By::person(county.leader, noon(4)).acting_for(county.clerk);
    stage.store.save_aspect_sheet(by, county.region, &save).await
}

#[test]
fn a_sheet_is_thought_over_by_its_author_and_then_decided() {
    on_both(async |stage| {
        let county = County::at(stage).await;
        let (store, region, id) = (&stage.store, county.region, county.declaration);
        let by = By::person(county.leader, noon(5));
        let submit = advance(id, 1, "submit", Some(1));
        store.advance(by, region, &submit).await.expect("submitted");
        let first = sheet(stage, &county, 0, None).await.expect("begun");
        assert_eq!((first.version, first.for_person), (1, Some(county.clerk)));
        assert!(is_conflict(&sheet(stage, &county, 0, None).await), "begun twice");
        let second = sheet(stage, &county, 1, Some(8_850)).await.expect("saved");
        let other = By::person(county.clerk, noon(5));
        let theirs = store.decide_aspect_sheet(other, region, second.id, 2).await;
        assert!(matches!(theirs, Err(Error::Refused(_))), "{theirs:?}");
        assert!(is_conflict(&store.decide_aspect_sheet(by, region, second.id, 1).await));
        let decided = store.decide_aspect_sheet(by, region, second.id, 2).await.expect("decided");
        assert_eq!((decided.total, decided.decided_at), (Some(8_850), Some(noon(5))));
        let late = sheet(stage, &county, 3, None).await;
        assert!(matches!(late, Err(Error::Refused(_))), "{late:?}");
        assert_eq!(store.aspect_sheets(region, id).await.expect("sheets"), [decided]);
    });
}

#[test]
fn nothing_is_changed_in_a_closed_cycle() {
    on_both(async |stage| {
        let county = County::at(stage).await;
        let (store, region, cycle) = (&stage.store, county.region, county.cycle);
        let by = By::program(noon(3));
        store.close_cycle(by, region, cycle).await.expect("closed");
        let text = crate::stage::form(&[]);
        let put = async || store.save_draft(by, region, &save(county.declaration, 1, &text)).await;
        let told = put().await.expect_err("it is closed").to_string();
        assert_eq!(told, "该年度的申报周期已经关闭，不能再改。");
        let submit = advance(county.declaration, 1, "submit", Some(1));
        assert!(store.advance(by, region, &submit).await.is_err());
        let new = declaration(cycle, county.department, "另一项目");
        assert!(store.make_declaration(by, region, &new).await.is_err());
        assert!(store.change_cycle(by, region, cycle, &year(2026)).await.is_err());
        assert!(store.close_cycle(by, region, cycle).await.is_err(), "only once");
        store.reopen_cycle(by, region, cycle).await.expect("open again");
        put().await.expect("saved");
    });
}

#[test]
fn a_cycle_gets_other_days_but_not_another_year() {
    on_both(async |stage| {
        let county = County::at(stage).await;
        let (store, region) = (&stage.store, county.region);
        let by = By::program(noon(3));
        let later = store::NewCycle { closes: day(2025, 11, 30), ..year(2026) };
        store.change_cycle(by, region, county.cycle, &later).await.expect("changed");
        let cycle = store.cycle_of(region, 2026).await.expect("an answer").expect("a cycle");
        assert_eq!((cycle.id, cycle.closes), (county.cycle, day(2025, 11, 30)));
        assert!(store.change_cycle(by, region, county.cycle, &year(2027)).await.is_err());
        let wrong = store::NewCycle { opens: day(2025, 12, 1), ..later };
        assert!(store.change_cycle(by, region, county.cycle, &wrong).await.is_err());
        assert_eq!(store.cycle_of(region, 2027).await.expect("an answer"), None);
    });
}

#[test]
fn leave_is_given_from_a_lock_or_from_the_last_day_and_withdrawn() {
    on_both(async |stage| {
        let county = County::at(stage).await;
        let (store, region, cycle) = (&stage.store, county.region, county.cycle);
        let by = By::program(noon(3));
        let levels = ["unit", "department"].map(str::to_owned).to_vec();
        let lock = NewLock {
            cycle,
            levels,
            from: day(2026, 1, 2),
            until: Some(day(2026, 1, 8)),
            reason: "汇总".to_owned(),
        };
        let id = store.set_lock(by, region, &lock).await.expect("locked");
        let leave = |lock| NewException {
            cycle,
            lock,
            unit: county.department,
            from: day(2026, 1, 3),
            until: day(2026, 1, 3),
            reason: "更正".to_owned(),
        };
        let from_lock = store.except(by, region, &leave(Some(id))).await.expect("given");
        store.except(by, region, &leave(None)).await.expect("given");
        let (locks, exceptions) = store.locks(region, cycle).await.expect("locks");
        assert_eq!(locks[0].levels(), ["unit", "department"]);
        assert_eq!((exceptions[0].lock, exceptions[1].lock), (Some(id), None));
        store.withdraw_exception(by, region, from_lock).await.expect("withdrawn");
        assert!(store.withdraw_exception(by, region, from_lock).await.is_err(), "only once");
        assert_eq!(store.locks(region, cycle).await.expect("locks").1.len(), 1);
        for wrong in [
            NewLock { levels: vec![], ..lock.clone() },
            NewLock { levels: vec!["unit department".to_owned()], ..lock.clone() },
            NewLock { until: Some(day(2026, 1, 1)), ..lock.clone() },
            NewLock { reason: " ".to_owned(), ..lock.clone() },
        ] {
            assert!(store.set_lock(by, region, &wrong).await.is_err(), "{wrong:?}");
        }
        let next = store.open_cycle(by, region, &year(2027)).await.expect("a cycle");
        let elsewhere = NewException { cycle: next, ..leave(Some(id)) };
        assert!(store.except(by, region, &elsewhere).await.is_err(), "a lock of another cycle");
    });
}
