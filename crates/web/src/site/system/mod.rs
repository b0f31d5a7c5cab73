//! 系统: units, people, cycles, locks, the record of events, the rule books. What may be changed is
//! asked of the desk; pages show everybody who has business here the same facts.

mod bring;
pub(crate) mod checking;
mod cycles;
pub(crate) mod events;
mod locks;
mod packs;
mod people;
mod person;
mod rows;
mod unit;
mod units;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use desk::Units;
use desk::units::kind;
use serde::Serialize;
use store::UnitId;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Answer, Face, Problem, Site, Visitor};

/// Its pages.
pub fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new()
        .routes(routes!(show))
        .routes(routes!(units::show, units::add))
        .routes(routes!(units::merge))
        .routes(routes!(unit::show, unit::change))
        .routes(routes!(unit::correct))
        .routes(routes!(unit::close))
        .routes(routes!(unit::split))
        .routes(routes!(people::show, people::add))
        .routes(routes!(person::show, person::change))
        .routes(routes!(person::set_active))
        .routes(routes!(person::reset_password))
        .routes(routes!(person::remove_codes))
        .routes(routes!(person::give_part))
        .routes(routes!(person::end_part))
        .routes(routes!(person::name_stand_in))
        .routes(routes!(person::end_stand_in))
        .routes(routes!(bring::show, bring::look))
        .routes(routes!(bring::template))
        .routes(routes!(bring::bring))
        .routes(routes!(cycles::show, cycles::open))
        .routes(routes!(cycles::change))
        .routes(routes!(cycles::close))
        .routes(routes!(locks::show, locks::set))
        .routes(routes!(locks::lift))
        .routes(routes!(locks::except))
        .routes(routes!(locks::withdraw))
        .routes(routes!(events::show))
        .routes(routes!(checking::check))
        .routes(routes!(checking::head))
        .routes(routes!(packs::show))
}

/// The first page of 系统.
#[utoipa::path(get, path = "/system", responses((status = 200, description = "到单位页")))]
async fn show(face: Face, visitor: Visitor) -> Answer {
    let to = if visitor.has_door("/system") { "/system/units" } else { "/system/packs" };
    face.done(to, "")
}

/// Whether somebody has business in 系统 at all.
fn enter(visitor: &Visitor) -> Result<(), Problem> {
    let refusal = || {
        let status = axum::http::StatusCode::FORBIDDEN;
        let mut problem =
            Problem::new(status, "您的角色不管系统。", "确需查看的，请找系统管理员。");
        problem.who = vec![flow::Role::SystemAdministrator.name().to_owned()];
        problem
    };
    visitor.has_door("/system").then_some(()).ok_or_else(refusal)
}

/// A unit to choose from a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = system::UnitChoice)]
pub struct UnitChoice {
    /// Its number.
    id: i64,
    /// Its name, set in by how deep it stands.
    label: String,
}

/// All units, in the order of the tree.
fn choices(units: &Units) -> Vec<UnitChoice> {
    let choice = |(depth, place): (usize, &store::UnitPlace)| UnitChoice {
        id: place.unit.0,
        label: format!("{}{}", "　".repeat(depth), units.distinct_name(place.unit)),
    };
    units.as_tree().into_iter().map(choice).collect()
}

/// A word to choose from a list: key and name.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct WordChoice {
    /// Key.
    key: &'static str,
    /// Name.
    name: &'static str,
}

/// The kinds of units.
fn kinds() -> Vec<WordChoice> {
    kind::NAMES.iter().map(|(key, name)| WordChoice { key, name }).collect()
}

/// The roles.
fn roles() -> Vec<WordChoice> {
    let choice = |role: flow::Role| WordChoice { key: role.as_str(), name: role.name() };
    flow::Role::ALL.into_iter().map(choice).collect()
}

/// A day that was typed in a field.
fn day(field: &str, typed: &str, what: &str) -> Result<NaiveDate, Problem> {
    let day = super::parts::day(typed);
    day.ok_or_else(|| Problem::bad(format!("请填写{what}，如 2026-01-01。")).at(field))
}

/// A day in a field that may be left empty.
fn day_or_none(field: &str, typed: &str, what: &str) -> Result<Option<NaiveDate>, Problem> {
    if typed.trim().is_empty() { Ok(None) } else { day(field, typed, what).map(Some) }
}

/// The numbers of the boxes `before…` that were ticked.
fn ticked(sent: &BTreeMap<String, String>, before: &str) -> Vec<i64> {
    sent.keys().filter_map(|key| key.strip_prefix(before)?.parse().ok()).collect()
}

/// A unit's number that was chosen; none for an empty choice.
fn chosen(typed: &str) -> Result<Option<UnitId>, Problem> {
    if typed.is_empty() {
        return Ok(None);
    }
    let id = typed.parse().map_err(|_| Problem::bad("请从列表里选单位。").at("unit"))?;
    Ok(Some(UnitId(id)))
}

/// Whether a choice is the present one; templates ask.
fn same(key: &str, now: impl AsRef<str>) -> bool {
    key == now.as_ref()
}

/// Whether a choice is the present one; templates ask, with numbers or references to them.
fn is(id: impl std::fmt::Display, now: impl std::fmt::Display) -> bool {
    id.to_string() == now.to_string()
}
