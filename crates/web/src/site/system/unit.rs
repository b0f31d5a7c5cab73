//! One unit: what it is, changed from a day on, a slip mended, ended, split.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use chrono::NaiveDate;
use desk::Units;
use desk::units::kind;
use flow::Duty;
use serde::{Deserialize, Serialize};
use store::{NewUnit, Part, UnitId, UnitPlace};
use utoipa::ToSchema;

use super::units::UnitSent;
use super::{UnitChoice, WordChoice, day, kinds};
use crate::site::{Answer, Face, Problem, Sent, Site, Visitor};

/// One unit.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "site/system/unit.html")]
pub struct UnitView {
    /// Its number.
    id: i64,
    /// Its name.
    name: String,
    /// Its code.
    code: String,
    /// What kind of unit.
    kind: &'static str,
    /// From the top down to it.
    path: String,
    /// From which day this holds.
    from: NaiveDate,
    /// The units right below it.
    children: Vec<ChildView>,
    /// Why nothing can be changed here; none where it can.
    barred: Option<Problem>,
    /// The key of its kind.
    #[serde(skip)]
    kind_key: String,
    /// The unit above; 0 at the top.
    #[serde(skip)]
    parent: i64,
    /// Units to choose from.
    #[serde(skip)]
    choices: Vec<UnitChoice>,
    /// Kinds to choose from.
    #[serde(skip)]
    kinds: Vec<WordChoice>,
    /// The first day offered.
    #[serde(skip)]
    first: NaiveDate,
}

/// A unit below.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChildView {
    /// Its number.
    id: i64,
    /// Its name.
    name: String,
}

/// From which day.
#[derive(Debug, Deserialize, ToSchema)]
pub struct FromDay {
    /// The day.
    from: String,
}

/// Two units out of one: their names and codes, and to which each child goes.
#[derive(Debug, Deserialize, ToSchema)]
pub struct SplitSent {
    /// Name of the first.
    first: String,
    /// Its code.
    #[serde(default)]
    first_code: String,
    /// Name of the second.
    second: String,
    /// Its code.
    #[serde(default)]
    second_code: String,
    /// From which day.
    from: String,
    /// `child.` and a number: `1` or `2`.
    #[serde(flatten)]
    rest: BTreeMap<String, String>,
}

/// One unit.
#[utoipa::path(get, path = "/system/units/{id}", responses((status = 200, body = UnitView)))]
pub async fn show(site: Site, face: Face, visitor: Visitor, Path(id): Path<i64>) -> Answer {
    super::enter(&visitor)?;
    let who = &visitor.who;
    let charter = site.desk().charter(who).await?;
    let units = &charter.units;
    let place = place(units, UnitId(id))?;
    let names = |id: &UnitId| units.name(*id).to_owned();
    let child = |place: &UnitPlace| ChildView { id: place.unit.0, name: place.name.clone() };
    let children = units.iter().map(|(_, place)| place);
    let children = children.filter(|place| place.parent == Some(UnitId(id))).map(child).collect();
    let view = UnitView {
        id,
        name: place.name.clone(),
        code: place.code.clone(),
        kind: kind::name(&place.kind),
        path: units.path(UnitId(id)).iter().map(names).collect::<Vec<_>>().join(" › "),
        from: place.from,
        children,
        barred: charter.may(who, Duty::ManageUnits, Some(UnitId(id))).err().map(Problem::from),
        kind_key: place.kind.clone(),
        parent: place.parent.map_or(0, |parent| parent.0),
        choices: super::choices(units),
        kinds: kinds(),
        first: who.today(),
    };
    face.show(&visitor, &place.name, &view)
}

fn place(units: &Units, id: UnitId) -> Result<&UnitPlace, Problem> {
    let found = units.iter().find(|(unit, _)| unit.id == id).map(|(_, place)| place);
    found.ok_or_else(|| {
        let status = axum::http::StatusCode::NOT_FOUND;
        Problem::new(status, "今天没有这个单位，可能已经撤销。", "请在单位页换一天查看。")
    })
}

/// Changes a unit from a day on; earlier days keep what was.
#[utoipa::path(post, path = "/system/units/{id}", request_body = UnitSent,
    responses((status = 303, description = "已变更")))]
pub async fn change(
    site: Site,
    face: Face,
    visitor: Visitor,
    Path(id): Path<i64>,
    Sent(sent): Sent<UnitSent>,
) -> Answer {
    let (new, from) = (sent.unit()?, day("from", &sent.from, "从哪一天起")?);
    site.desk().change_unit(&visitor.who, UnitId(id), &new, from).await?;
    face.done(&format!("/system/units/{id}"), &format!("从{from}起已变更，以前的日期不变。"))
}

/// Mends a slip.
#[utoipa::path(post, path = "/system/units/{id}/correct", request_body = UnitSent,
    responses((status = 303, description = "已更正")))]
pub async fn correct(
    site: Site,
    face: Face,
    visitor: Visitor,
    Path(id): Path<i64>,
    Sent(sent): Sent<UnitSent>,
) -> Answer {
    site.desk().correct_unit(&visitor.who, UnitId(id), &sent.unit()?).await?;
    face.done(&format!("/system/units/{id}"), "已更正。")
}

/// Ends a unit.
#[utoipa::path(post, path = "/system/units/{id}/close", request_body = FromDay,
    responses((status = 303, description = "已撤销")))]
pub async fn close(
    site: Site,
    face: Face,
    visitor: Visitor,
    Path(id): Path<i64>,
    Sent(sent): Sent<FromDay>,
) -> Answer {
    let from = day("from", &sent.from, "从哪一天起撤销")?;
    site.desk().close_unit(&visitor.who, UnitId(id), from).await?;
    face.done("/system/units", &format!("该单位从{from}起撤销，以前年度照常可查。"))
}

/// Makes two units out of one.
#[utoipa::path(post, path = "/system/units/{id}/split", request_body = SplitSent,
    responses((status = 303, description = "已拆分")))]
pub async fn split(
    site: Site,
    face: Face,
    visitor: Visitor,
    Path(id): Path<i64>,
    Sent(sent): Sent<SplitSent>,
) -> Answer {
    let who = &visitor.who;
    let units = site.desk().units(who.region(), who.today()).await?;
    let old = place(&units, UnitId(id))?;
    let from = day("from", &sent.from, "从哪一天起")?;
    let part = |name: &str, code: &str, mark: &str| {
        let goes = |(key, value): (&String, &String)| {
            let child = key.strip_prefix("child.")?.parse().ok()?;
            (value == mark).then_some(UnitId(child))
        };
        let (name, code) = (name.trim().to_owned(), code.trim().to_owned());
        let unit = NewUnit { name, code, kind: old.kind.clone(), parent: old.parent };
        Part { unit, children: sent.rest.iter().filter_map(goes).collect() }
    };
    let parts =
        [part(&sent.first, &sent.first_code, "1"), part(&sent.second, &sent.second_code, "2")];
    site.desk().split_unit(who, UnitId(id), &parts, from).await?;
    let (first, second) = (&parts[0].unit.name, &parts[1].unit.name);
    face.done("/system/units", &format!("从{from}起拆分为“{first}”和“{second}”。"))
}
