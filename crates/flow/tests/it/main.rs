//! Tests of permission: a table one can read, laws that hold on every path, deadlines over
//! holidays, and what each mistake in a pack is answered with.

// The lint's exemption reaches test functions only, not what they share.
#![allow(clippy::unwrap_used)]

mod deadlines;
mod laws;
mod life;
mod packs;
mod table;

use std::sync::LazyLock;

use chrono::{DateTime, NaiveDate, TimeZone, Utc};
use flow::{
    Action, Asker, Grant, Ground, Hands, PersonId, Role, Situation, Stage, State, Track, UnitId,
    Workflow,
};
use policy::Packs;

/// 仁和区.
const REGION: UnitId = UnitId(1);
/// A bureau with units below it.
const BUREAU: UnitId = UnitId(2);
/// A unit below that bureau.
const SCHOOL: UnitId = UnitId(3);
/// Another bureau.
const OTHER: UnitId = UnitId(9);

/// The clerk who wrote and submitted.
const CLERK: PersonId = PersonId(1);

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// Ten in the morning in Shanghai, on 2026-03-10, a Tuesday.
fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 3, 10, 2, 0, 0).unwrap()
}

fn today() -> NaiveDate {
    day(2026, 3, 10)
}

/// Read once: loading all packs takes longer than every test here.
static RENHE: LazyLock<Workflow> = LazyLock::new(|| {
    let policy = Packs::built_in().unwrap().policy("renhe", day(2026, 1, 1)).unwrap();
    Workflow::new(&policy).unwrap()
});

fn renhe() -> Workflow {
    RENHE.clone()
}

/// A grant without an end, since long ago.
fn grant(role: Role, unit: UnitId) -> Grant {
    Grant { role, unit, from: day(2020, 1, 1), until: None, for_person: None }
}

/// Where a role is usually granted for the school.
fn usual_place(role: Role) -> UnitId {
    match role {
        Role::Clerk | Role::UnitHead => SCHOOL,
        Role::DepartmentReviewer => BUREAU,
        _ => REGION,
    }
}

/// One person with one role; the number of the person follows from the role.
fn person(role: Role) -> Asker {
    let number = Role::ALL.iter().position(|other| *other == role).unwrap();
    let person = PersonId(i64::try_from(number).unwrap() + 1);
    Asker { person, grants: vec![grant(role, usual_place(role))] }
}

/// The school, with a department above it.
fn school() -> Ground {
    Ground {
        path: vec![REGION, BUREAU, SCHOOL],
        department: Some(BUREAU),
        submit_by: Some(day(2026, 3, 31)),
        ..Ground::default()
    }
}

/// The bureau's own forms: no department above it.
fn bureau() -> Ground {
    Ground { path: vec![REGION, BUREAU], department: None, ..school() }
}

/// A declaration of the school that stands here; written and submitted by the clerk.
fn standing(track: Track, stage: Stage) -> Situation {
    let untouched = track == Track::Declaration && stage == Stage::Drafting;
    let stage_left_unit = stage != Stage::Waiting("unit".to_owned());
    Situation {
        ground: school(),
        state: State::of(track, stage),
        submitted_by: (!untouched).then_some(Hands::own(CLERK)),
        authors: vec![CLERK],
        revisions: u32::from(!untouched),
        left_unit: !untouched && stage_left_unit,
        ..Situation::default()
    }
}

fn waiting(step: &str) -> Situation {
    standing(Track::Declaration, Stage::Waiting(step.to_owned()))
}

fn accepted(step: &str) -> Situation {
    standing(Track::Declaration, Stage::Accepted(step.to_owned()))
}

fn draft() -> Situation {
    standing(Track::Declaration, Stage::Drafting)
}

/// What the role is told now; empty when it may.
fn told(role: Role, action: Action, situation: &Situation) -> String {
    flow::may(&RENHE, &person(role), action, situation, now())
        .map_or_else(|refusal| refusal.to_string(), |_| String::new())
}

fn allowed(role: Role, action: Action, situation: &Situation) -> bool {
    flow::may(&RENHE, &person(role), action, situation, now()).is_ok()
}
