//! Locks of a cycle and the exceptions to them and to the last day of declaring.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, Query};
use chrono::NaiveDate;
use flow::{Duty, Level};
use serde::{Deserialize, Serialize};
use store::{CycleId, ExceptionId, LockId, NewException, NewLock, UnitId};
use utoipa::{IntoParams, ToSchema};

use super::{UnitChoice, chosen, day, day_or_none};
use crate::site::parts::moment;
use crate::site::{Answer, Face, Problem, Sent, Site, Visitor};

/// Of which cycle.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OfCycle {
    /// Its number; the newest when it is missing.
    #[serde(default)]
    cycle: Option<i64>,
}

/// Locks and exceptions of a cycle.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "site/system/locks.html")]
pub struct LocksView {
    /// The cycle; none when there is none at all.
    cycle: Option<i64>,
    /// Its last day of declaring.
    closes: Option<NaiveDate>,
    /// All cycles to choose from.
    cycles: Vec<UnitChoice>,
    /// Locks that are not lifted.
    locks: Vec<LockView>,
    /// Exceptions that are not taken back.
    exceptions: Vec<ExceptionView>,
    /// Why nothing can be locked; none where it can.
    barred: Option<Problem>,
    /// Units to choose from.
    #[serde(skip)]
    choices: Vec<UnitChoice>,
    /// Today.
    #[serde(skip)]
    today: NaiveDate,
}

/// A lock.
#[derive(Debug, Serialize, ToSchema)]
pub struct LockView {
    /// Its number.
    id: i64,
    /// Whom it bars.
    levels: String,
    /// First day.
    from: NaiveDate,
    /// Last day; none until somebody lifts it.
    until: Option<NaiveDate>,
    /// Why.
    reason: String,
    /// Who set it, and when.
    by: String,
    /// Whether it bars today.
    bars: bool,
}

/// An exception.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExceptionView {
    /// Its number.
    id: i64,
    /// The unit, with those below it.
    unit: String,
    /// What it lifts.
    lifts: String,
    /// First day.
    from: NaiveDate,
    /// Last day.
    until: NaiveDate,
    /// Why.
    reason: String,
    /// Who gave it, and when.
    by: String,
}

/// A lock to be set.
#[derive(Debug, Deserialize, ToSchema)]
pub struct LockSent {
    /// The cycle.
    cycle: i64,
    /// First day.
    from: String,
    /// Last day; may be empty.
    #[serde(default)]
    until: String,
    /// Why.
    reason: String,
    /// Boxes named `level.unit`, `level.department`, `level.bureau`.
    #[serde(flatten)]
    rest: BTreeMap<String, String>,
}

/// An exception to be given.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ExceptionSent {
    /// The cycle.
    cycle: i64,
    /// The lock; empty for the last day of declaring.
    #[serde(default)]
    lock: String,
    /// The unit.
    unit: String,
    /// First day.
    from: String,
    /// Last day.
    until: String,
    /// Why.
    reason: String,
}

/// Locks and exceptions.
#[utoipa::path(get, path = "/system/locks", params(OfCycle),
    responses((status = 200, body = LocksView)))]
pub async fn show(
    site: Site,
    face: Face,
    visitor: Visitor,
    Query(asked): Query<OfCycle>,
) -> Answer {
    super::enter(&visitor)?;
    let (who, store) = (&visitor.who, &site.desk().store);
    let charter = site.desk().charter(who).await?;
    let cycles = store.cycles(who.region()).await?;
    let wanted = asked.cycle.map(CycleId);
    let cycle = cycles.iter().find(|cycle| Some(cycle.id) == wanted).or(cycles.first());
    let (locks, exceptions) = match cycle {
        Some(cycle) => store.locks(who.region(), cycle.id).await?,
        None => (Vec::new(), Vec::new()),
    };
    let people = store.people(who.region()).await?;
    let by = |person: Option<store::PersonId>, at| {
        let name = people.iter().find(|one| Some(one.id) == person).map(|one| one.name.as_str());
        format!("{} {}", name.unwrap_or_default(), moment(at))
    };
    let today = who.today();
    let lock = |lock: &store::Lock| LockView {
        id: lock.id.0,
        levels: names(lock),
        from: lock.from,
        until: lock.until,
        reason: lock.reason.clone(),
        by: by(lock.person, lock.at),
        bars: lock.from <= today && lock.until.is_none_or(|until| today <= until),
    };
    let exception = |one: &store::LockException| ExceptionView {
        id: one.id.0,
        unit: charter.units.name(one.unit).to_owned(),
        lifts: lifted(one, &locks),
        from: one.from,
        until: one.until,
        reason: one.reason.clone(),
        by: by(one.person, one.at),
    };
    let choice = |cycle: &store::Cycle| UnitChoice {
        id: cycle.id.0,
        label: format!("{}年度", cycle.year),
    };
    let view = LocksView {
        cycle: cycle.map(|cycle| cycle.id.0),
        closes: cycle.map(|cycle| cycle.closes),
        cycles: cycles.iter().map(choice).collect(),
        locks: locks.iter().map(lock).collect(),
        exceptions: exceptions.iter().map(exception).collect(),
        barred: charter.may(who, Duty::SetLocks, None).err().map(Problem::from),
        choices: super::choices(&charter.units),
        today,
    };
    face.show(&visitor, "锁定和例外", &view)
}

fn names(lock: &store::Lock) -> String {
    let levels = lock.levels().into_iter().filter_map(Level::parse).map(Level::name);
    levels.collect::<Vec<_>>().join("、")
}

/// What an exception lifts, in words.
fn lifted(exception: &store::LockException, locks: &[store::Lock]) -> String {
    let Some(id) = exception.lock else { return "申报截止日".to_owned() };
    match locks.iter().find(|lock| lock.id == id) {
        Some(lock) => format!("锁定（{}）", lock.reason),
        None => "已解除的锁定".to_owned(),
    }
}

/// Locks levels of a cycle.
#[utoipa::path(post, path = "/system/locks", request_body = LockSent,
    responses((status = 303, description = "已锁定")))]
pub async fn set(site: Site, face: Face, visitor: Visitor, Sent(sent): Sent<LockSent>) -> Answer {
    let levels = sent.rest.keys().filter_map(|key| Level::parse(key.strip_prefix("level.")?));
    let levels: Vec<String> = levels.map(|level| level.as_str().to_owned()).collect();
    if levels.is_empty() {
        return Err(Problem::bad("请选锁住哪一级。").at("level"));
    }
    let new = NewLock {
        cycle: CycleId(sent.cycle),
        levels,
        from: day("from", &sent.from, "从哪一天起")?,
        until: day_or_none("until", &sent.until, "最后一天")?,
        reason: sent.reason.trim().to_owned(),
    };
    site.desk().set_lock(&visitor.who, &new).await?;
    face.done(&page(sent.cycle), "已锁定。被锁的人会看到理由和期限。")
}

/// Lifts a lock.
#[utoipa::path(post, path = "/system/locks/{id}/lift",
    responses((status = 303, description = "已解除")))]
pub async fn lift(site: Site, face: Face, visitor: Visitor, Path(id): Path<i64>) -> Answer {
    site.desk().lift_lock(&visitor.who, LockId(id)).await?;
    face.done("/system/locks", "锁定已解除。")
}

/// Gives a unit an exception.
#[utoipa::path(post, path = "/system/exceptions", request_body = ExceptionSent,
    responses((status = 303, description = "已开例外")))]
pub async fn except(
    site: Site,
    face: Face,
    visitor: Visitor,
    Sent(sent): Sent<ExceptionSent>,
) -> Answer {
    let lock = match sent.lock.as_str() {
        "" => None,
        typed => {
            Some(typed.parse().map(LockId).map_err(|_| Problem::bad("请选锁定。").at("lock"))?)
        }
    };
    let unit: UnitId = chosen(&sent.unit)?.ok_or_else(|| Problem::bad("请选单位。").at("unit"))?;
    let new = NewException {
        cycle: CycleId(sent.cycle),
        lock,
        unit,
        from: day("from", &sent.from, "从哪一天起")?,
        until: day("until", &sent.until, "最后一天")?,
        reason: sent.reason.trim().to_owned(),
    };
    site.desk().except(&visitor.who, &new).await?;
    face.done(&page(sent.cycle), "已开例外。")
}

/// Takes an exception back.
#[utoipa::path(post, path = "/system/exceptions/{id}/withdraw",
    responses((status = 303, description = "已收回")))]
pub async fn withdraw(site: Site, face: Face, visitor: Visitor, Path(id): Path<i64>) -> Answer {
    site.desk().withdraw_exception(&visitor.who, ExceptionId(id)).await?;
    face.done("/system/locks", "例外已收回。")
}

fn page(cycle: i64) -> String {
    format!("/system/locks?cycle={cycle}")
}
