//! The queue as the database reads it is the queue as permission, asked of one declaration after
//! the other, makes it: the same rows in the same order, whoever looks and however it is sorted.

use std::cmp::Reverse;

use chrono::{Days, NaiveDate, Utc};
use desk::queue::{Rank, WORK};
use desk::{Case, Who};
use flow::{Action, Reason};
use store::{By, DeclarationId, NewGrant, PersonId, Sought};

use super::bureau::Bureau;

const PEOPLE: [&str; 8] =
    ["head", "department", "business", "second", "performance", "leader", "auditor", "expert"];

/// Whether it waits for somebody, by what permission says of this one.
fn waits(case: &Case, who: &Who) -> bool {
    let asked = WORK.map(|action| case.may(who, action));
    let turn = |reason: Reason| {
        use Reason::{Assigned, Errors, Locked, OwnWork, SamePerson, Warnings};
        matches!(reason, Locked | OwnWork | SamePerson | Assigned | Errors | Warnings)
    };
    let first = asked.iter().filter_map(|may| may.as_ref().err()).find(|one| turn(one.reason));
    let all_the_same =
        |reason: Reason| matches!(reason, Reason::Locked | Reason::Errors | Reason::Warnings);
    asked.iter().any(Result::is_ok) || first.is_some_and(|first| all_the_same(first.reason))
}

/// What there is to look at, and the money.
fn weight(case: &Case, who: &Who) -> ((i32, usize, i32, i32), i64) {
    let (standing, state) = (&case.standing, &case.situation.state);
    let unseen = state.is_with_clerk() && case.may(who, Action::ReadDraft).is_err();
    let current = standing.current.as_ref();
    let kept = current.filter(|_| unseen).map(store::RevisionHead::judged);
    let judged = kept.unwrap_or_else(|| standing.draft.judged.clone());
    let answered = |cause: &&String| !standing.waived.contains(cause);
    let unanswered = judged.warnings.iter().filter(answered).count();
    let money = current.map_or(standing.draft.total, |revision| revision.total);
    ((judged.errors, unanswered, judged.advice, judged.open), money.unwrap_or_default())
}

/// The queue made one by one.
fn expected(cases: &[Case], who: &Who, mine: bool, rank: Rank) -> Vec<DeclarationId> {
    let in_review = cases.iter().filter(|case| {
        case.standing.declaration.left_unit || case.situation.state.step().is_some()
    });
    let mut kept: Vec<&Case> = in_review.filter(|case| !mine || waits(case, who)).collect();
    kept.sort_by_key(|case| case.id());
    let due = |case: &Case| case.due().map_or(NaiveDate::MAX, |due| due.day);
    match rank {
        Rank::Due => kept.sort_by_key(|case| {
            let (risk, money) = weight(case, who);
            (due(case), Reverse(risk), Reverse(money))
        }),
        Rank::Risk => kept.sort_by_key(|case| {
            let (risk, money) = weight(case, who);
            (Reverse(risk), case.standing.declaration.waits_since, Reverse(money))
        }),
        Rank::Money => kept.sort_by_key(|case| {
            (Reverse(weight(case, who).1), case.standing.declaration.waits_since)
        }),
    }
    kept.into_iter().map(Case::id).collect()
}

/// The queue part by part.
async fn read(bureau: &Bureau, who: &Who, mine: bool, rank: Rank) -> Vec<DeclarationId> {
    let desk = bureau.stage.site.desk();
    let setting = desk.setting(bureau.region, bureau.cycle, who.today()).await.expect("a cycle");
    let mut sought = Sought { in_review: true, ..setting.seen_by(who) };
    if mine {
        let counts = desk.store.stages(bureau.region, bureau.cycle, &sought).await;
        let counts = counts.expect("counts");
        sought.mine = Some(setting.waiting_for(who, &sought, &counts).expect("known places"));
    }
    let (mut ids, most) = (Vec::new(), 2);
    loop {
        let part = (ids.len() as u64, most);
        let part = desk.queue(who, &setting, &sought, rank, part).await.expect("a part");
        if part.is_empty() {
            return ids;
        }
        ids.extend(part.iter().map(Case::id));
    }
}

/// Compares them for everybody; gives how many rows were looked at.
async fn compared(bureau: &Bureau) -> usize {
    let mut rows = 0;
    for login in PEOPLE {
        let who = bureau.who(login).await;
        let cases =
            bureau.stage.site.desk().register(&who, bureau.cycle).await.expect("cases").cases;
        for mine in [true, false] {
            for rank in [Rank::Due, Rank::Risk, Rank::Money] {
                let wanted = expected(&cases, &who, mine, rank);
                rows += wanted.len();
                let told = format!("{login}, mine: {mine}, {rank:?}");
                assert_eq!(read(bureau, &who, mine, rank).await, wanted, "{told}");
            }
        }
    }
    rows
}

/// One in most places there are: signed, accepted, passed, given to one, returned, recalled.
async fn spread(bureau: &Bureau) -> Vec<DeclarationId> {
    let mut ids = Vec::new();
    for (name, wan) in
        [("甲", "10"), ("乙", "30"), ("丙", "20"), ("丁", "5"), ("戊", "7"), ("己", "9")]
    {
        ids.push(bureau.signed(name, wan).await);
    }
    ids.push(bureau.handed_in("庚", "3").await);
    for id in &ids[1..6] {
        bureau.act("department", Action::Accept, *id).await;
    }
    for id in &ids[2..5] {
        bureau.act("department", Action::Pass, *id).await;
    }
    bureau.act("business", Action::Accept, ids[3]).await;
    bureau.act("business", Action::Accept, ids[4]).await;
    bureau.act("business", Action::Return, ids[4]).await;
    bureau.act("department", Action::Return, ids[5]).await;
    ids
}

#[tokio::test]
async fn the_queue_of_the_database_is_the_queue_of_permission() {
    let bureau = Bureau::open().await;
    let ids = spread(&bureau).await;
    assert!(compared(&bureau).await > 60);
    let store = &bureau.stage.site.desk().store;
    let (region, now) = (bureau.region, Utc::now());
    let by = By::program(now);
    let id_of = async |login: &str| -> PersonId { bureau.stage.person(login).await.id };
    // Given to one of the office; the other one leaves it alone.
    store.assign(by, region, ids[2], Some(id_of("second").await)).await.expect("assigned");
    let version = bureau.case("business", ids[3]).await.standing.declaration.version;
    assert!(version > 0);
    store.assign(by, region, ids[3], Some(id_of("second").await)).await.expect("assigned");
    compared(&bureau).await;
    // A clerk who reviews too: nobody reviews what they wrote or handed in.
    let clerk = id_of("clerk").await;
    let unit = bureau.stage.person("department").await.unit;
    let from = flow::shanghai_day(now) - Days::new(1);
    let role = flow::Role::DepartmentReviewer.as_str().to_owned();
    let grant = NewGrant { person: clerk, role, unit, from, until: None };
    store.grant(by, region, &grant).await.expect("granted");
    // The business division's person also is the department's: one step of a round each.
    let role = flow::Role::BusinessDivision.as_str().to_owned();
    let top = bureau.who("business").await.asker.grants[0].unit;
    let person = id_of("department").await;
    let grant = NewGrant { person, role, unit: store::UnitId(top.0), from, until: None };
    store.grant(by, region, &grant).await.expect("granted");
    compared(&bureau).await;
    let who = bureau.who("clerk").await;
    let cases = bureau.stage.site.desk().register(&who, bureau.cycle).await.expect("cases").cases;
    for rank in [Rank::Due, Rank::Risk, Rank::Money] {
        assert_eq!(read(&bureau, &who, true, rank).await, expected(&cases, &who, true, rank));
    }
    assert_eq!(read(&bureau, &who, true, Rank::Due).await, [], "all of it is their own work");
}
