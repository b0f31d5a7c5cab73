//! Signing in: who gets in, how long, and what puts them out.

use chrono::{DateTime, TimeDelta, Utc};
use store::{
    By, Error, LockOut, NewGrant, NewPassword, NewPerson, NewSession, NewToken, Person, PersonId,
    Session, SessionId, Store, What,
};

use crate::stage::{County, Stage, day, noon, on_both};

const HOUR: TimeDelta = TimeDelta::hours(1);
const LIMIT: LockOut = LockOut { failures: 3, lasts: TimeDelta::minutes(15) };

fn minutes(count: i64) -> DateTime<Utc> {
    noon(3) + TimeDelta::minutes(count)
}

/// A county whose clerk has a password.
async fn county(stage: &Stage) -> County {
    let county = County::at(stage).await;
    let by = By::program(noon(1));
    stage.store.reset_password(by, county.region, county.clerk, "hash").await.expect("set");
    county
}

async fn try_in(
    store: &Store,
    county: &County,
    token: &str,
    at: DateTime<Utc>,
) -> Result<SessionId, Error> {
    let (person, until) = (county.clerk, noon(3) + TimeDelta::hours(12));
    let new = NewSession { person, hash: "hash", token, until, address: "::1", agent: "Edge" };
    store.begin_session(By::person(person, at), county.region, &new).await
}

async fn sign_in(store: &Store, county: &County, token: &str) -> SessionId {
    try_in(store, county, token, noon(3)).await.expect("signed in")
}

async fn find(store: &Store, token: &str, at: DateTime<Utc>) -> Option<(Session, Person)> {
    let found = store.find_session(token, at, HOUR).await.expect("asked")?;
    Some((found.session, found.person))
}

async fn held(store: &Store, county: &County, who: PersonId) -> usize {
    store.sessions(county.region, who, noon(3)).await.expect("sessions").len()
}

#[test]
fn a_session_holds_while_it_is_used_and_not_beyond_its_end() {
    on_both(async |stage| {
        let county = county(stage).await;
        let store = &stage.store;
        sign_in(store, &county, "t").await;
        assert!(find(store, "another", minutes(1)).await.is_none());
        let (_, person) = find(store, "t", minutes(59)).await.expect("in time");
        assert_eq!(person.name, "李芳");
        assert!(find(store, "t", minutes(118)).await.is_some(), "seen 59 minutes before");
        assert!(find(store, "t", minutes(178)).await.is_none(), "idle for an hour");
        assert!(find(store, "t", minutes(177)).await.is_some(), "the try did not count as seen");
        for at in (200..720).step_by(50) {
            assert!(find(store, "t", minutes(at)).await.is_some(), "{at}");
        }
        assert!(find(store, "t", minutes(12 * 60)).await.is_none(), "its end");
        let kept = stage.rows("SELECT digest FROM session").await;
        assert!(!kept[0].to_string().contains("\"t\""), "only the digest is kept: {kept:?}");
    });
}

#[test]
fn being_seen_is_written_once_a_minute_and_is_no_event() {
    on_both(async |stage| {
        let county = county(stage).await;
        let store = &stage.store;
        sign_in(store, &county, "t").await;
        let head = store.head(county.region).await.expect("a head");
        let calls = async |at| {
            let before = store.calls();
            let (session, _) = find(store, "t", at).await.expect("found");
            (store.calls() - before, session.seen_at)
        };
        let second = TimeDelta::seconds(1);
        assert_eq!(calls(minutes(1) - second).await, (1, noon(3)));
        assert_eq!(calls(minutes(1)).await, (2, noon(3)));
        assert_eq!(calls(minutes(2) - second).await, (1, minutes(1)));
        assert_eq!(store.head(county.region).await.expect("a head"), head);
    });
}

#[test]
fn somebody_else_s_session_cannot_be_ended_by_its_number() {
    on_both(async |stage| {
        let county = county(stage).await;
        let (store, region) = (&stage.store, county.region);
        let (one, _) = (sign_in(store, &county, "1").await, sign_in(store, &county, "2").await);
        let by = By::person(county.leader, noon(3));
        let refused = store.end_session(by, region, county.leader, one).await;
        assert!(matches!(refused, Err(Error::Missing(_))), "{refused:?}");
        let own = By::person(county.clerk, noon(3));
        sign_in(store, &county, "3").await;
        assert_eq!(store.end_sessions(own, region, county.clerk, Some(one)).await.expect("2"), 2);
        assert!(find(store, "1", noon(3)).await.is_some());
        assert!(find(store, "2", noon(3)).await.is_none());
        assert_eq!(store.end_sessions(own, region, county.clerk, Some(one)).await.expect("0"), 0);
    });
}

#[test]
fn whatever_changes_what_somebody_may_do_ends_their_sessions() {
    on_both(async |stage| {
        let county = county(stage).await;
        let (store, region, by) = (&stage.store, county.region, By::program(noon(3)));
        let role = "clerk".to_owned();
        let (person, unit) = (county.clerk, county.department);
        let new = NewGrant { person, role, unit, from: day(2026, 1, 1), until: None };
        sign_in(store, &county, "granted").await;
        let grant = store.grant(by, region, &new).await.expect("granted");
        assert_eq!(held(store, &county, person).await, 0, "a role was granted");
        sign_in(store, &county, "ended").await;
        store.end_grant(by, region, grant, day(2026, 7, 1)).await.expect("ended");
        assert_eq!(held(store, &county, person).await, 0, "a role was ended");
        sign_in(store, &county, "stands in").await;
        let days = [day(2026, 2, 1), day(2026, 2, 8)];
        let named = store.name_stand_in(by, region, person, county.leader, days).await;
        assert_eq!(held(store, &county, person).await, 0, "they stand in for somebody");
        sign_in(store, &county, "stood in").await;
        let ended = store.end_stand_in(by, region, named.expect("named"), days[0]).await;
        ended.expect("ended");
        assert_eq!(held(store, &county, person).await, 0, "they no longer do");
        sign_in(store, &county, "stays").await;
        store.name_stand_in(by, region, county.leader, person, days).await.expect("named");
        assert_eq!(held(store, &county, person).await, 1, "somebody else stands in for them");
        store.reset_password(by, region, person, "another").await.expect("reset");
        assert_eq!(held(store, &county, person).await, 0, "the password was reset");
    });
}

#[test]
fn whatever_ends_sessions_takes_the_tokens_of_programs_back_too() {
    on_both(async |stage| {
        let county = county(stage).await;
        let (store, region, by) = (&stage.store, county.region, By::program(noon(3)));
        let (person, unit) = (county.clerk, county.department);
        let make = async |token: &'static str| {
            let new = NewToken { person, name: "报表", token, until: noon(9) };
            store.make_token(by, region, &new).await.expect("made");
        };
        let gone = async |why: &str| {
            assert!(store.tokens(region, person).await.expect("asked").is_empty(), "{why}");
        };
        make("1").await;
        let (role, from) = ("clerk".to_owned(), day(2026, 1, 1));
        let new = NewGrant { person, role, unit, from, until: None };
        let grant = store.grant(by, region, &new).await.expect("granted");
        gone("a role was granted").await;
        assert!(store.find_token("1", noon(3)).await.expect("asked").is_none());
        make("2").await;
        store.end_grant(by, region, grant, day(2026, 7, 1)).await.expect("ended");
        gone("a role was ended").await;
        make("3").await;
        let days = [day(2026, 2, 1), day(2026, 2, 8)];
        store.name_stand_in(by, region, person, county.leader, days).await.expect("named");
        gone("they stand in for somebody").await;
        make("4").await;
        store.reset_password(by, region, person, "another").await.expect("reset");
        gone("the password was reset").await;
        make("5").await;
        let new = NewPassword { person, old: "another", hash: "own", keep: None };
        store.set_password(By::person(person, noon(3)), region, &new).await.expect("set");
        gone("they chose another password").await;
        make("6").await;
        store.deactivate_person(by, region, person).await.expect("shut out");
        gone("they were shut out").await;
    });
}

#[test]
fn tries_are_counted_in_the_database_up_to_a_limit_and_for_a_while() {
    on_both(async |stage| {
        let (store, lasts) = (&stage.store, TimeDelta::minutes(15));
        let count =
            async |key: &str, at| store.count_try((key, 3), lasts, at).await.expect("asked");
        let some = tokio::join!(
            count("login a", minutes(0)),
            count("login a", minutes(0)),
            count("login a", minutes(0)),
            count("login a", minutes(0)),
        );
        let some = [some.0, some.1, some.2, some.3];
        assert_eq!(some.iter().filter(|admitted| **admitted).count(), 3, "of four at once three");
        assert!(count("login b", minutes(0)).await, "another is counted for itself");
        assert!(!count("login a", minutes(14)).await, "trying on does not count");
        store.forgive_try("login a").await.expect("forgiven");
        assert!(count("login a", minutes(14)).await);
        assert!(!count("login a", minutes(14)).await);
        assert!(count("login a", minutes(15)).await, "it is over, counted from the first try");
        let kept = stage.rows("SELECT * FROM sign_in_try").await;
        assert!(!format!("{kept:?}").contains("login"), "only digests are kept: {kept:?}");
        store.forget_tries("login a", lasts, minutes(15)).await.expect("forgotten");
        assert!(stage.rows("SELECT * FROM sign_in_try").await.is_empty(), "what is old goes too");
    });
}

#[test]
fn a_ticket_holds_for_the_credential_it_was_given_for_and_no_other() {
    on_both(async |stage| {
        let county = county(stage).await;
        let (store, region, who) = (&stage.store, county.region, county.clerk);
        let keep = async |ticket: &str| {
            let of = store.credential(region, who).await.expect("asked").expect("one");
            store.keep_ticket(ticket, &of, minutes(5)).await.expect("kept");
        };
        let holds = async |ticket: &str, at| {
            let holder = store.ticket_holder(ticket, at).await.expect("asked");
            holder.inspect(|holder| assert_eq!(holder.person, who)).is_some()
        };
        keep("1").await;
        assert!(holds("1", minutes(4)).await && holds("1", minutes(4)).await, "for another try");
        assert!(!holds("1", minutes(5)).await, "its end");
        assert!(!holds("another", minutes(0)).await);
        store.reset_password(By::program(minutes(1)), region, who, "hash").await.expect("reset");
        assert!(!holds("1", minutes(2)).await, "the password was reset, even to the same");
        keep("2").await;
        store.set_totp(By::program(minutes(2)), region, who, "secret").await.expect("set");
        assert!(!holds("2", minutes(2)).await, "codes are made from another secret now");
        keep("3").await;
        store.drop_tickets(region, who, minutes(2)).await.expect("dropped");
        assert!(!holds("3", minutes(2)).await, "it was used");
        assert!(stage.rows("SELECT * FROM sign_in_ticket").await.is_empty());
    });
}

#[test]
fn who_is_shut_out_is_out_at_once_and_their_work_stays_theirs() {
    on_both(async |stage| {
        let county = county(stage).await;
        let (store, region, by) = (&stage.store, county.region, By::program(noon(3)));
        sign_in(store, &county, "t").await;
        let (person, until) = (county.clerk, noon(9));
        let new = NewToken { person, name: "报表", token: "api", until };
        store.make_token(by, region, &new).await.expect("made");
        store.deactivate_person(by, region, person).await.expect("shut out");
        assert!(find(store, "t", noon(3)).await.is_none());
        assert!(store.find_token("api", noon(3)).await.expect("asked").is_none());
        let refused = try_in(store, &county, "u", noon(3)).await;
        assert!(matches!(refused, Err(Error::Refused(_))), "{refused:?}");
        assert!(matches!(store.make_token(by, region, &new).await, Err(Error::Refused(_))));
        assert!(store.deactivate_person(by, region, person).await.is_err(), "twice");
        assert_eq!(store.person(region, person).await.expect("there").name, "李芳");
        store.reactivate_person(by, region, person).await.expect("back");
        assert!(find(store, "t", noon(3)).await.is_none(), "the old session stays ended");
        try_in(store, &county, "u", noon(3)).await.expect("in again");
    });
}

#[test]
fn too_many_wrong_passwords_lock_out_for_a_while() {
    on_both(async |stage| {
        let county = county(stage).await;
        let (store, region) = (&stage.store, county.region);
        let fail =
            async |at| store.fail_sign_in(region, county.clerk, LIMIT, at).await.expect("counted");
        assert_eq!((fail(minutes(0)).await, fail(minutes(0)).await), (None, None));
        try_in(store, &county, "t", minutes(1)).await.expect("the right one");
        assert_eq!((fail(minutes(2)).await, fail(minutes(2)).await), (None, None), "from nothing");
        let until = Some(minutes(17));
        assert_eq!(fail(minutes(2)).await, until);
        assert_eq!(fail(minutes(9)).await, until, "trying on does not lengthen it");
        let refused = try_in(store, &county, "u", minutes(16)).await.expect_err("the right one");
        assert!(refused.to_string().contains("锁定"), "{refused}");
        try_in(store, &county, "u", minutes(17)).await.expect("it is over");
        assert_eq!(fail(minutes(18)).await, None, "and forgotten");
        let history = store.history(region, &format!("person/{}", county.clerk.0)).await;
        let locks = history.expect("events").into_iter();
        assert_eq!(locks.filter(|event| event.what == What::SignInLocked.as_str()).count(), 1);
    });
}

#[test]
fn many_wrong_passwords_at_once_are_all_counted_and_lock_out_once() {
    on_both(async |stage| {
        let county = county(stage).await;
        let (store, region) = (&stage.store, county.region);
        let before = store.head(region).await.expect("a head").seq;
        let fail = || store.fail_sign_in(region, county.clerk, LIMIT, minutes(0));
        let all = tokio::join!(fail(), fail(), fail(), fail(), fail());
        let all = [all.0, all.1, all.2, all.3, all.4];
        assert!(all.iter().all(Result::is_ok), "{all:?}");
        let credential = store.credential(region, county.clerk).await.expect("asked");
        assert_eq!(credential.expect("one").locked_until, Some(minutes(15)));
        assert_eq!(store.head(region).await.expect("a head").seq, before + 1);
    });
}

#[test]
fn a_password_set_meanwhile_lets_nobody_in_and_is_not_overwritten() {
    on_both(async |stage| {
        let county = county(stage).await;
        let (store, region, person) = (&stage.store, county.region, county.clerk);
        let own = By::person(person, noon(3));
        let kept = sign_in(store, &county, "1").await;
        sign_in(store, &county, "2").await;
        let must = async || {
            let credential = store.credential(region, person).await.expect("asked");
            credential.expect("one").must_change
        };
        assert!(must().await, "somebody else set it");
        let new = NewPassword { person, old: "hash", hash: "own", keep: Some(kept) };
        store.set_password(own, region, &new).await.expect("changed");
        assert!(!must().await);
        assert!(find(store, "1", noon(3)).await.is_some(), "the session they are in");
        assert!(find(store, "2", noon(3)).await.is_none());
        for refused in [
            try_in(store, &county, "3", noon(3)).await.map(drop),
            store.set_password(own, region, &new).await,
        ] {
            assert!(matches!(refused, Err(Error::Refused(_))), "{refused:?}");
        }
        assert!(matches!(
            store.reset_password(own, region, PersonId(99), "x").await,
            Err(Error::Missing(_))
        ));
    });
}

#[test]
fn a_one_time_code_is_good_for_one_time() {
    on_both(async |stage| {
        let county = county(stage).await;
        let (store, region, by) = (&stage.store, county.region, By::program(noon(3)));
        let uses =
            async |step| store.use_totp_step(region, county.clerk, step).await.expect("asked");
        assert!(!uses(100).await, "nobody asked for codes");
        store.set_totp(by, region, county.clerk, "JBSWY3DPEHPK3PXP").await.expect("set");
        assert!(uses(100).await);
        assert!(!uses(100).await, "twice");
        assert!(!uses(99).await, "before one that was used");
        let both = tokio::join!(uses(101), uses(101));
        assert!(both.0 != both.1, "of two at once one gets in");
        store.remove_totp(by, region, county.clerk).await.expect("removed");
        assert!(!uses(200).await);
        let shown = store.credential(region, county.clerk).await.expect("asked").expect("one");
        assert!(!format!("{shown:?}").contains("hash\""), "no secret is shown: {shown:?}");
    });
}

#[test]
fn a_token_holds_until_its_end_or_until_it_is_taken_back() {
    on_both(async |stage| {
        let county = county(stage).await;
        let (store, region, by) = (&stage.store, county.region, By::program(noon(3)));
        let make = async |token: &'static str| {
            let new = NewToken { person: county.clerk, name: "报表", token, until: noon(5) };
            store.make_token(by, region, &new).await.expect("made")
        };
        let (one, two) = (make("one").await, make("two").await);
        let finds = async |token: &'static str, at| {
            store.find_token(token, at).await.expect("asked").map(|(token, _)| token.used_at)
        };
        assert_eq!(finds("one", noon(4)).await, Some(None), "never used before");
        assert_eq!(finds("one", noon(4) + TimeDelta::hours(1)).await, Some(Some(noon(4))));
        assert_eq!(finds("one", noon(5)).await, None, "its end");
        let other = store.revoke_token(by, region, county.leader, two).await;
        assert!(matches!(other, Err(Error::Missing(_))), "somebody else's: {other:?}");
        store.revoke_token(by, region, county.clerk, two).await.expect("taken back");
        assert_eq!(finds("two", noon(4)).await, None);
        let left = store.tokens(region, county.clerk).await.expect("tokens");
        assert_eq!(left.iter().map(|token| token.id).collect::<Vec<_>>(), [one]);
    });
}

#[test]
fn a_person_gets_another_name_unit_or_login() {
    on_both(async |stage| {
        let county = county(stage).await;
        let (store, region, by) = (&stage.store, county.region, By::program(noon(3)));
        let (unit, name) = (county.department, "李芳芳".to_owned());
        let new = |login: &str| NewPerson { unit, name: name.clone(), login: login.to_owned() };
        store.change_person(by, region, county.clerk, &new("lff")).await.expect("changed");
        assert!(store.person_by_login("lifang").await.expect("asked").is_none());
        let found = store.person_by_login("lff").await.expect("asked").expect("found");
        assert_eq!((found.id, found.name), (county.clerk, name.clone()));
        let taken = store.change_person(by, region, county.clerk, &new("wangqiang")).await;
        assert!(matches!(taken, Err(Error::Exists(_))), "{taken:?}");
        assert!(store.change_person(by, region, county.clerk, &new(" ")).await.is_err());
    });
}

#[test]
fn a_role_is_not_granted_twice_at_a_time_and_ends_no_earlier_than_it_began() {
    on_both(async |stage| {
        let county = county(stage).await;
        let (store, region, by) = (&stage.store, county.region, By::program(noon(3)));
        let new = |from, until| NewGrant {
            person: county.clerk,
            role: "clerk".to_owned(),
            unit: county.department,
            from: day(2026, from, 1),
            until,
        };
        let grant = async |from, until| store.grant(by, region, &new(from, until)).await;
        let july = Some(day(2026, 7, 1));
        let first = grant(3, july).await.expect("granted");
        for (from, until) in [(3, None), (1, Some(day(2026, 3, 2))), (6, july)] {
            let twice = grant(from, until).await;
            assert!(matches!(twice, Err(Error::Exists(_))), "{from} {twice:?}");
        }
        assert!(matches!(grant(9, july).await, Err(Error::Refused(_))), "backwards");
        grant(7, None).await.expect("after it");
        grant(1, Some(day(2026, 3, 1))).await.expect("before it");
        let early = store.end_grant(by, region, first, day(2026, 2, 1)).await;
        assert!(matches!(early, Err(Error::Refused(_))), "{early:?}");
        store.end_grant(by, region, first, day(2026, 3, 1)).await.expect("never in force");
        let holder = store.holder(region, county.clerk).await.expect("a holder");
        assert_eq!(holder.grants.len(), 3, "ended ones are told too");
    });
}

#[test]
fn a_holder_has_their_own_grants_and_those_of_whom_they_stand_in_for() {
    on_both(async |stage| {
        let county = county(stage).await;
        let (store, region, by) = (&stage.store, county.region, By::program(noon(3)));
        let grant = async |person, role: &str| {
            let (role, unit) = (role.to_owned(), county.department);
            let new = NewGrant { person, role, unit, from: day(2026, 1, 1), until: None };
            store.grant(by, region, &new).await.expect("granted")
        };
        grant(county.clerk, "clerk").await;
        grant(county.leader, "bureau_leader").await;
        let days = [day(2026, 2, 1), day(2026, 2, 8)];
        store.name_stand_in(by, region, county.clerk, county.leader, days).await.expect("named");
        let holder = store.holder(region, county.clerk).await.expect("a holder");
        let roles = |grants: &[store::Grant]| -> Vec<String> {
            grants.iter().map(|grant| grant.role.clone()).collect()
        };
        assert_eq!(holder.person.name, "李芳");
        assert_eq!(roles(&holder.grants), ["clerk"]);
        assert_eq!(holder.stand_ins.len(), 1);
        let absence = &holder.stand_ins[0];
        assert_eq!((absence.absent.name.as_str(), absence.stand_in.until), ("王强", days[1]));
        assert_eq!(roles(&absence.grants), ["bureau_leader"]);
        let away = store.holder(region, county.leader).await.expect("a holder");
        assert!(away.stand_ins.is_empty(), "who is away stands in for nobody");
    });
}
