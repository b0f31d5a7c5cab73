//! The part of the walk that is about signing in: each change has its event, and what follows from
//! it, such as sessions that end, has its own.

use store::{
    By, Import, LockOut, Named, NewFirstRun, NewPassword, NewPerson, NewSession, NewToken,
    PersonId, PersonRow, RegionId, RoleRow, SessionId, Store, UnitId, UnitRow, What,
};

use crate::stage::{Stage, day, noon, on_both, unit};

/// Everything the store tells about people and how they sign in, but for secrets.
pub(super) async fn told(store: &Store, region: RegionId) -> String {
    let mut told = format!(
        "{:?} {:?} {:?}",
        store.credentials(region).await,
        store.all_grants(region).await,
        store.all_stand_ins(region).await
    );
    for person in store.people(region).await.expect("people") {
        let holder = store.holder(region, person.id).await;
        let sessions = store.sessions(region, person.id, noon(4)).await;
        told += &format!("{holder:?} {sessions:?} {:?}", store.tokens(region, person.id).await);
    }
    told
}

/// Signs somebody in.
async fn sign_in(stage: &Stage, region: RegionId, who: PersonId, token: &str) -> SessionId {
    let credential = stage.store.credential(region, who).await.expect("asked").expect("one");
    let (hash, address, agent) = (credential.hash.as_str(), "10.0.0.7", "Firefox");
    let new = NewSession { person: who, hash, token, until: noon(20), address, agent };
    let begin = async |s: &Store| s.begin_session(By::person(who, noon(3)), region, &new).await;
    stage.step(What::SignedIn, begin).await
}

/// All that can be done to an account, one after the other.
pub(super) async fn walk(stage: &Stage, region: RegionId, unit: UnitId, leader: PersonId) {
    let by = By::program(noon(3));
    let who = bring_in(stage, region, by, leader).await;
    let new = NewPerson { unit, name: "赵敏".to_owned(), login: "zhaomin".to_owned() };
    let change = async |s: &Store| s.change_person(by, region, who, &new).await;
    stage.step(What::PersonChanged, change).await;
    let reset = async |s: &Store| s.reset_password(by, region, who, "hash 1").await;
    stage.step(What::PasswordReset, reset).await;
    let (one, two) = (
        sign_in(stage, region, who, "token 1").await,
        sign_in(stage, region, who, "token 2").await,
    );
    let own = By::person(who, noon(3));
    let new = NewPassword { person: who, old: "hash 1", hash: "hash 2", keep: Some(one) };
    let set = async |s: &Store| s.set_password(own, region, &new).await;
    stage.steps(&[What::PasswordSet, What::SessionEnded], set).await;
    assert!(stage.store.end_session(own, region, who, two).await.is_err(), "it has ended");
    let out = async |s: &Store| s.sign_out(own, region, who, one).await;
    stage.step(What::SignedOut, out).await;
    let set = async |s: &Store| s.set_totp(own, region, who, "secret").await;
    stage.step(What::TotpSet, set).await;
    let remove = async |s: &Store| s.remove_totp(own, region, who).await;
    stage.step(What::TotpRemoved, remove).await;
    tokens(stage, region, who).await;
    let three = sign_in(stage, region, who, "token 3").await;
    let end = async |s: &Store| s.end_session(own, region, who, three).await;
    stage.step(What::SessionEnded, end).await;
    sign_in(stage, region, who, "token 4").await;
    sign_in(stage, region, who, "token 5").await;
    let end = async |s: &Store| s.end_sessions(own, region, who, None).await;
    stage.steps(&[What::SessionEnded, What::SessionEnded], end).await;
    lock_out(stage, region, who).await;
    let reset = async |s: &Store| s.reset_password(by, region, leader, "hash 3").await;
    stage.step(What::PasswordReset, reset).await;
    sign_in(stage, region, leader, "token 6").await;
    shut_out(stage, region, leader).await;
}

async fn tokens(stage: &Stage, region: RegionId, who: PersonId) {
    let own = By::person(who, noon(3));
    let make = async |name: &'static str| {
        let new = NewToken { person: who, name, token: name, until: noon(20) };
        stage.step(What::TokenMade, async |s| s.make_token(own, region, &new).await).await
    };
    let token = make("api 1").await;
    let revoke = async |s: &Store| s.revoke_token(own, region, who, token).await;
    stage.step(What::TokenRevoked, revoke).await;
}

/// The last of some wrong passwords; those before it leave no event.
async fn lock_out(stage: &Stage, region: RegionId, who: PersonId) {
    let lasts = chrono::TimeDelta::minutes(15);
    let limit = LockOut { failures: 2, lasts };
    let store = &stage.store;
    let head = store.head(region).await.expect("a head");
    let fine = store.fail_sign_in(region, who, limit, noon(2)).await;
    assert_eq!((fine.expect("counted"), store.head(region).await.expect("a head")), (None, head));
    // The count itself stays when the event of the lock-out cannot be written.
    stage.break_events(Some(1)).await;
    assert!(store.fail_sign_in(region, who, limit, noon(2)).await.is_err());
    stage.break_events(None).await;
    let before = store.head(region).await.expect("a head").seq;
    let locked = store.fail_sign_in(region, who, limit, noon(2)).await.expect("counted");
    assert_eq!(locked, Some(noon(2) + lasts));
    let events = store.events(region, before, 9).await.expect("events");
    let words: Vec<&str> = events.iter().map(|event| event.what.as_str()).collect();
    assert_eq!(words, [What::SignInLocked.as_str()]);
}

/// Who is shut out is out everywhere.
async fn shut_out(stage: &Stage, region: RegionId, who: PersonId) {
    let by = By::program(noon(3));
    let new = NewToken { person: who, name: "api 2", token: "api 2", until: noon(20) };
    stage.step(What::TokenMade, async |s| s.make_token(by, region, &new).await).await;
    let whats = [What::PersonDeactivated, What::SessionEnded, What::TokenRevoked];
    stage.steps(&whats, async |s| s.deactivate_person(by, region, who).await).await;
    let back = async |s: &Store| s.reactivate_person(by, region, who).await;
    stage.step(What::PersonReactivated, back).await;
}

/// A list of one unit and one person.
async fn bring_in(stage: &Stage, region: RegionId, by: By, leader: PersonId) -> PersonId {
    let at_home = store::NewGrant {
        person: leader,
        role: "bureau_leader".to_owned(),
        unit: stage.store.person(region, leader).await.expect("a person").unit,
        from: day(2026, 1, 1),
        until: None,
    };
    let grant = async |s: &Store| s.grant(by, region, &at_home).await;
    stage.step(What::RoleGranted, grant).await;
    let (code, name) = ("301".to_owned(), "新局".to_owned());
    let unit = UnitRow { code, name, kind: "行政".to_owned(), parent: None };
    let person = PersonRow {
        login: "zhao".to_owned(),
        name: "赵".to_owned(),
        unit: Named::Code("301".to_owned()),
        hash: Some("hash 0".to_owned()),
        roles: vec![RoleRow { role: "clerk".to_owned(), unit: None }],
    };
    let import = Import { from: day(2026, 1, 1), units: vec![unit], people: vec![person] };
    let whats = [What::UnitAdded, What::PersonAdded, What::PasswordReset, What::RoleGranted];
    let brought = stage.steps(&whats, async |s| s.import(by, region, &import).await).await;
    brought.people[0]
}

#[test]
fn the_first_run_writes_its_events_and_leaves_nothing_when_it_cannot() {
    on_both(async |stage| {
        let new = NewFirstRun {
            demo: false,
            region: "仁和区".to_owned(),
            code: "510411".to_owned(),
            from: day(2026, 1, 1),
            unit: unit("财政局", None),
            name: "周丽".to_owned(),
            login: "zhouli".to_owned(),
            hash: "hash".to_owned(),
            roles: vec!["system_administrator".to_owned(), "security_administrator".to_owned()],
        };
        let whats = [
            What::RegionAdded,
            What::UnitAdded,
            What::PersonAdded,
            What::PasswordSet,
            What::RoleGranted,
            What::RoleGranted,
        ];
        let made = stage.steps(&whats, async |s| s.first_run(noon(1), &new).await).await;
        assert_eq!(stage.store.verify(made.region).await.expect("verifies"), None);
    });
}
