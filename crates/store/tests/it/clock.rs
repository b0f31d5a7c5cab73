//! A clock that is put back, or that two servers disagree about: what is kept stays in order, and
//! nobody is shut out or kept in for the difference.

use chrono::TimeDelta;
use store::{By, NewSession};

use crate::stage::{County, form, noon, on_both, save, waiver};

#[test]
fn what_was_done_stays_in_order_when_the_clock_is_put_back() {
    on_both(async |stage| {
        let county = County::at(stage).await;
        let (store, region, id) = (&stage.store, county.region, county.declaration);
        let by = |day| By::person(county.clerk, noon(day));
        for (version, day) in [(1, 20), (2, 3), (3, 9)] {
            let text = form(&[("培训人数", &format!("≥{day}人"))]);
            store.save_draft(by(day), region, &save(id, version, &text)).await.expect("saved");
        }
        store.waive(by(2), region, &waiver(id, "C107/人", "沿用上年")).await.expect("answered");
        let events = store.history(region, "declaration/1").await.expect("a history");
        let numbers: Vec<i64> = events.iter().map(|event| event.seq).collect();
        assert!(numbers.is_sorted(), "{numbers:?}");
        let draft = store.draft(region, id).await.expect("a draft");
        assert!(draft.form.contains("≥9人"), "what came last holds, whatever the clock said");
        assert_eq!(store.verify(region).await.expect("verifies"), None);
    });
}

#[test]
fn tries_counted_while_the_clock_stood_ahead_shut_nobody_out() {
    on_both(async |stage| {
        let lasts = TimeDelta::minutes(10);
        let tried = async |now| stage.store.count_try(("zhang.san", 2), lasts, now).await;
        let ahead = noon(20);
        assert!(tried(ahead).await.expect("counts") && tried(ahead).await.expect("counts"));
        assert!(!tried(ahead).await.expect("counts"), "that was enough");
        assert!(tried(noon(2)).await.expect("counts"), "eighteen days before, it is counted anew");
        // Clocks of two servers differ by a little; that lets nobody try more often.
        let little = noon(2) - TimeDelta::minutes(3);
        assert!(tried(little).await.expect("counts"));
        assert!(!tried(little).await.expect("counts"));
    });
}

#[test]
fn a_session_seen_while_the_clock_stood_ahead_is_idle_again_in_time() {
    on_both(async |stage| {
        let county = County::at(stage).await;
        let (store, region, person) = (&stage.store, county.region, county.clerk);
        let by = |day| By::person(person, noon(day));
        let hash = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$aGFzaA";
        store.reset_password(by(2), region, person, hash).await.expect("a password");
        let until = noon(25);
        let (token, address, agent) = ("a token of chance", "127.0.0.1", "");
        let new = NewSession { person, hash, token, until, address, agent };
        store.begin_session(by(20), region, &new).await.expect("begun");
        let idle = TimeDelta::hours(2);
        let holds = async |now| {
            let found = store.find_session(token, now, idle).await.expect("read");
            found.is_some()
        };
        assert!(holds(noon(3)).await, "the clock is put back: nobody is thrown out");
        assert!(!holds(noon(3) + TimeDelta::hours(3)).await, "and is idle when they go away");
    });
}
