//! Two people at once: one is first, the other is told who.

use store::{Advance, Approve, By, Error, Save, Store};

use crate::stage::{County, Stage, advance, day, form, is_conflict, noon, on_both, save, waiver};

fn step(county: &County, version: i64, action: &str, draft: Option<i64>) -> Advance {
    advance(county.declaration, version, action, draft)
}

/// Lets the store make all its connections, so that what comes then is really at once.
async fn warm(stage: &Stage, county: &County) {
    let by = By::person(county.clerk, noon(2));
    let waive = async |cause: &str| {
        stage.store.waive(by, county.region, &waiver(county.declaration, cause, "理由")).await
    };
    for _ in 0..4 {
        let warmed = tokio::join!(waive("1"), waive("2"), waive("3"), waive("4"));
        assert!(warmed.0.is_ok() && warmed.1.is_ok() && warmed.2.is_ok() && warmed.3.is_ok());
    }
}

#[test]
fn of_two_who_save_at_once_one_is_told_who_was_first() {
    on_both(async |stage| {
        let county = County::at(stage).await;
        let put = async |who, text: &str| {
            let by = By::person(who, noon(4));
            let form = form(&[("培训人数", text)]);
            stage.store.save_draft(by, county.region, &save(county.declaration, 1, &form)).await
        };
        warm(stage, &county).await;
        let (one, two) = tokio::join!(put(county.clerk, "甲"), put(county.leader, "乙"));
        assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
        let (first, name) =
            if one.is_ok() { (county.clerk, "李芳") } else { (county.leader, "王强") };
        match one.and(two).expect_err("one of them lost") {
            Error::Conflict { by, who, at, version } => {
                assert_eq!((by, who.as_str(), at, version), (Some(first), name, noon(4), 2));
            }
            other => panic!("{other}"),
        }
        let draft = stage.store.draft(county.region, county.declaration).await.expect("a draft");
        assert_eq!((draft.version, draft.editor), (2, Some(first)));
    });
}

#[test]
fn a_conflict_says_in_plain_words_who_and_when() {
    on_both(async |stage| {
        let county = County::at(stage).await;
        let put = async |who, version| {
            let by = By::person(who, noon(4));
            let form = form(&[]);
            stage
                .store
                .save_draft(by, county.region, &save(county.declaration, version, &form))
                .await
        };
        put(county.leader, 1).await.expect("saved");
        let told = put(county.clerk, 1).await.expect_err("too late").to_string();
        assert_eq!(told, "王强在2026年1月4日 20:00改过，您看到的不是最新内容。");
    });
}

#[test]
fn a_request_that_comes_twice_is_done_once() {
    on_both(async |stage| {
        let county = County::at(stage).await;
        let by = By::person(county.clerk, noon(4));
        let put = async |by, key| {
            let form = form(&[]);
            let save = Save { key: Some(key), ..save(county.declaration, 1, &form) };
            stage.store.save_draft(by, county.region, &save).await
        };
        let first = put(by, "a").await.expect("saved");
        let events = stage.store.head(county.region).await.expect("a head");
        assert_eq!(put(by, "a").await.expect("the same again"), first);
        assert_eq!(stage.store.head(county.region).await.expect("a head"), events);
        assert!(is_conflict(&put(by, "b").await), "another request is another save");
        let other = By::person(county.leader, noon(4));
        assert!(is_conflict(&put(other, "a").await), "a key is its owner's alone");
    });
}

#[test]
fn of_two_approvers_one_wins() {
    on_both(async |stage| {
        let county = County::at(stage).await;
        let submit = step(&county, 1, "submit", Some(1));
        let by = By::person(county.clerk, noon(3));
        stage.store.advance(by, county.region, &submit).await.expect("submitted");
        let approve = async |who, number: &str| {
            let step = step(&county, 2, "approve", None);
            let new = Approve { step, number: number.to_owned(), dated: day(2026, 1, 5) };
            stage.store.approve(By::person(who, noon(5)), county.region, &new).await
        };
        warm(stage, &county).await;
        let (one, two) = tokio::join!(approve(county.leader, "1号"), approve(county.clerk, "2号"));
        assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
        assert!(is_conflict(&one) || is_conflict(&two));
        let approvals = stage.store.approvals(county.region, county.declaration).await;
        assert_eq!(approvals.expect("approvals").len(), 1);
        // Even one who has seen the approved version cannot approve the same revision again.
        let again = step(&county, 3, "approve", None);
        let again = Approve { step: again, number: "3号".to_owned(), dated: day(2026, 1, 6) };
        let refused = stage.store.approve(by, county.region, &again).await;
        assert!(matches!(refused, Err(Error::Exists(_))), "{refused:?}");
    });
}

#[test]
fn many_at_once_make_one_chain() {
    on_both(async |stage| {
        let county = County::at(stage).await;
        let before = stage.store.head(county.region).await.expect("a head").seq;
        let waive = async |number: u32| {
            let (by, cause) = (By::person(county.clerk, noon(4)), format!("cause {number}"));
            stage.store.waive(by, county.region, &waiver(county.declaration, &cause, "理由")).await
        };
        // Again and again: the first time the connections are still being made.
        for round in 0..8 {
            let all = tokio::join!(
                waive(round * 4),
                waive(round * 4 + 1),
                waive(round * 4 + 2),
                waive(round * 4 + 3)
            );
            let all = [all.0, all.1, all.2, all.3];
            assert!(all.iter().all(Result::is_ok), "{all:?}");
        }
        assert_eq!(stage.store.head(county.region).await.expect("a head").seq, before + 32);
        assert_eq!(stage.store.verify(county.region).await.expect("verifies"), None);
    });
}

#[test]
fn nobody_writes_on_what_was_submitted_nor_submits_what_they_have_not_seen() {
    on_both(async |stage| {
        let county = County::at(stage).await;
        let (store, region, id) = (&stage.store, county.region, county.declaration);
        let (clerk, head) = (By::person(county.clerk, noon(3)), By::person(county.leader, noon(4)));
        let text = form(&[("培训人数", "≥1人")]);
        store.save_draft(clerk, region, &save(id, 1, &text)).await.expect("saved");
        let blind = store.advance(head, region, &step(&county, 1, "submit", Some(1))).await;
        assert!(is_conflict(&blind), "the head saw the first version: {blind:?}");
        let submit = step(&county, 1, "submit", Some(2));
        store.advance(head, region, &submit).await.expect("submitted");
        let late = store.save_draft(clerk, region, &save(id, 2, &text)).await;
        let told = late.expect_err("it is submitted").to_string();
        assert!(told.contains("王强"), "{told}");
    });
}

#[test]
fn two_servers_may_open_a_new_database_at_once() {
    on_both(async |stage| {
        if stage.is_postgres() {
            stage.sql("DROP SCHEMA public CASCADE").await;
            stage.sql("CREATE SCHEMA public").await;
            let (one, two) =
                tokio::join!(Store::open(&stage.database), Store::open(&stage.database));
            assert!(one.is_ok() && two.is_ok(), "{one:?} {two:?}");
        }
    });
}
