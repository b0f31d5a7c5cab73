//! What was read is used again as long as it holds, and not a moment longer: each case changes
//! something past the desk, as another server on the same database would.

use desk::units::kind;
use desk::{Desk, Guest};
use flow::{Action, Role};
use store::{By, NewUnit, Person};

use crate::stage::{Stage, now};

/// Statements that some work takes.
macro_rules! calls {
    ($stage:expr, $work:expr) => {{
        let before = $stage.desk.store.calls();
        let done = $work.await.expect("works");
        ($stage.desk.store.calls() - before, done)
    }};
}

#[tokio::test]
async fn the_tree_is_read_once_until_something_is_done_to_a_unit() {
    let stage = Stage::new().await;
    let (desk, region, day) = (&stage.desk, stage.region, flow::shanghai_day(now()));
    desk.units(region, day).await.expect("units");
    let (again, units) = calls!(stage, desk.units(region, day));
    assert_eq!(again, 1, "one small read");
    let new = NewUnit {
        name: "攀枝花市仁和区林业局".into(),
        code: "306".into(),
        kind: kind::DEPARTMENT.into(),
        parent: units.top(),
    };
    let by = By::program(now());
    let unit = desk.store.add_unit(by, region, &new, day).await.expect("a unit");
    assert_eq!(desk.units(region, day).await.expect("units").name(unit), new.name);
    let renamed = NewUnit { name: "攀枝花市仁和区林业和草原局".into(), ..new };
    desk.store.correct_unit(by, region, unit, &renamed).await.expect("corrected");
    assert_eq!(desk.units(region, day).await.expect("units").name(unit), renamed.name);
}

/// Somebody as they come in, by what the session says of their region.
async fn enter(desk: &Desk, person: &Person) -> desk::Result<Guest> {
    let stamps = desk.store.stamps(person.region).await.expect("stamps");
    desk.guest(person.clone(), stamps, now()).await
}

#[tokio::test]
async fn what_somebody_holds_ends_at_once_when_it_is_taken_away() {
    let stage = Stage::new().await;
    let (desk, region, day) = (&stage.desk, stage.region, flow::shanghai_day(now()));
    let person = stage.who("clerk").await.person;
    enter(desk, &person).await.expect("known");
    let (again, guest) = calls!(stage, enter(desk, &person));
    assert_eq!(again, 1, "the stamps alone");
    assert!(guest.who.has_role(&[Role::Clerk]));
    assert!(!guest.must_change);
    let grants = desk.store.holder(region, person.id).await.expect("grants").grants;
    let by = By::program(now());
    desk.store.end_grant(by, region, grants[0].id, day).await.expect("ended");
    let guest = enter(desk, &person).await.expect("known");
    assert!(!guest.who.has_role(&[Role::Clerk]), "what was granted has ended");
    desk.store.reset_password(by, region, person.id, "x").await.expect("reset");
    assert!(enter(desk, &person).await.expect("known").must_change);
}

#[tokio::test]
async fn a_cycle_that_was_closed_is_closed_for_everybody() {
    let stage = Stage::new().await;
    let (desk, region, day) = (&stage.desk, stage.region, flow::shanghai_day(now()));
    desk.setting(region, stage.cycle, day).await.expect("a setting");
    let (again, setting) = calls!(stage, desk.setting(region, stage.cycle, day));
    assert_eq!(again, 1, "one small read");
    assert!(setting.cycle.closed_at.is_none());
    desk.store.close_cycle(By::program(now()), region, stage.cycle).await.expect("closed");
    let setting = desk.setting(region, stage.cycle, day).await.expect("a setting");
    assert!(setting.cycle.closed_at.is_some());
}

#[tokio::test]
async fn a_unit_is_judged_again_when_a_form_of_it_or_of_others_has_changed() {
    let stage = Stage::new().await;
    let ids = stage.bring_in().await;
    let case = stage.case("clerk", ids[1]).await;
    let (whole, first) = calls!(stage, stage.desk.judge_unit(&case));
    let (again, second) = calls!(stage, stage.desk.judge_unit(&case));
    assert!(whole > 2, "{whole}");
    assert_eq!(again, 2, "the stamps and the versions of the drafts");
    assert!(std::sync::Arc::ptr_eq(&first.0, &second.0));
    stage.act("clerk", ids[2], Action::Discard).await.expect("thrown away");
    let case = stage.case("clerk", ids[1]).await;
    let (after, third) = calls!(stage, stage.desk.judge_unit(&case));
    assert!(after > 2, "{after}");
    assert!(third.0.position(ids[2]).is_none(), "what was thrown away is not judged");
}
