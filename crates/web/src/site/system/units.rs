//! The tree of units on a day; adding one, merging several.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Query;
use chrono::{Datelike, NaiveDate};
use desk::units::kind;
use flow::Duty;
use serde::{Deserialize, Serialize};
use store::{NewUnit, UnitId};
use utoipa::{IntoParams, ToSchema};

use super::{UnitChoice, WordChoice, chosen, day, kinds, ticked};
use crate::site::{Answer, Face, Problem, Sent, Site, Visitor};

/// On which day.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OnDay {
    /// The day; today when it is empty.
    #[serde(default)]
    on: String,
}

/// The tree of units.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "site/system/units.html")]
pub struct UnitsView {
    /// The day it is seen on.
    on: NaiveDate,
    /// Whether that is another day than today.
    other_day: bool,
    /// The units, in the order of the tree.
    units: Vec<UnitRow>,
    /// Why nothing can be changed here; none where it can.
    barred: Option<Problem>,
    /// Units to choose from.
    #[serde(skip)]
    choices: Vec<UnitChoice>,
    /// Kinds to choose from.
    #[serde(skip)]
    kinds: Vec<WordChoice>,
    /// The first day offered for something new.
    #[serde(skip)]
    first: NaiveDate,
}

/// A unit in the tree.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnitRow {
    /// Its number.
    id: i64,
    /// How deep it stands.
    depth: usize,
    /// Its name.
    name: String,
    /// Its code.
    code: String,
    /// What kind of unit.
    kind: &'static str,
    /// From which day this holds.
    from: NaiveDate,
    /// How many people work there.
    people: usize,
}

/// A unit to be made.
#[derive(Debug, Deserialize, ToSchema)]
pub struct UnitSent {
    /// Name.
    pub name: String,
    /// Code.
    #[serde(default)]
    pub code: String,
    /// Kind.
    pub kind: String,
    /// The unit above.
    #[serde(default)]
    pub parent: String,
    /// From which day.
    #[serde(default)]
    pub from: String,
    /// Which units: boxes named `unit.` and a number.
    #[serde(flatten)]
    pub rest: BTreeMap<String, String>,
}

impl UnitSent {
    /// As the store takes it.
    pub fn unit(&self) -> Result<NewUnit, Problem> {
        if kind::NAMES.iter().all(|(key, _)| *key != self.kind) {
            return Err(Problem::bad("请选单位的类别。").at("kind"));
        }
        let name = self.name.trim().to_owned();
        if name.is_empty() {
            return Err(Problem::bad("请填写单位名称。").at("name"));
        }
        let (code, parent) = (self.code.trim().to_owned(), chosen(&self.parent)?);
        Ok(NewUnit { name, code, kind: self.kind.clone(), parent })
    }
}

/// The tree of units.
#[utoipa::path(get, path = "/system/units", params(OnDay),
    responses((status = 200, body = UnitsView)))]
pub async fn show(site: Site, face: Face, visitor: Visitor, Query(asked): Query<OnDay>) -> Answer {
    super::enter(&visitor)?;
    let who = &visitor.who;
    let today = who.today();
    let on = super::day_or_none("on", &asked.on, "日期")?.unwrap_or(today);
    let charter = site.desk().charter(who).await?;
    let units = site.desk().units(who.region(), on).await?;
    let mut people: BTreeMap<UnitId, usize> = BTreeMap::new();
    for person in site.desk().store.people(who.region()).await? {
        *people.entry(person.unit).or_default() += usize::from(person.active);
    }
    let row = |(depth, place): (usize, &store::UnitPlace)| UnitRow {
        id: place.unit.0,
        depth: depth.min(4),
        name: place.name.clone(),
        code: place.code.clone(),
        kind: kind::name(&place.kind),
        from: place.from,
        people: people.get(&place.unit).copied().unwrap_or_default(),
    };
    let view = UnitsView {
        on,
        other_day: on != today,
        units: units.as_tree().into_iter().map(row).collect(),
        barred: charter.may(who, Duty::ManageUnits, None).err().map(Problem::from),
        choices: super::choices(&charter.units),
        kinds: kinds(),
        first: NaiveDate::from_ymd_opt(today.year(), 1, 1).unwrap_or(today),
    };
    face.show(&visitor, "单位", &view)
}

/// Adds a unit.
#[utoipa::path(post, path = "/system/units", request_body = UnitSent,
    responses((status = 303, description = "已添加")))]
pub async fn add(site: Site, face: Face, visitor: Visitor, Sent(sent): Sent<UnitSent>) -> Answer {
    let (new, from) = (sent.unit()?, day("from", &sent.from, "从哪一天起")?);
    if new.parent.is_none() {
        return Err(Problem::bad("请选上级单位。").at("parent"));
    }
    let id = site.desk().add_unit(&visitor.who, &new, from).await?;
    face.done(&format!("/system/units/{}", id.0), &format!("已添加“{}”。", new.name))
}

/// Makes one unit out of those that are ticked.
#[utoipa::path(post, path = "/system/units/merge", request_body = UnitSent,
    responses((status = 303, description = "已合并")))]
pub async fn merge(site: Site, face: Face, visitor: Visitor, Sent(sent): Sent<UnitSent>) -> Answer {
    let (new, from) = (sent.unit()?, day("from", &sent.from, "从哪一天起")?);
    let old: Vec<UnitId> = ticked(&sent.rest, "unit.").into_iter().map(UnitId).collect();
    let id = site.desk().merge_units(&visitor.who, &old, &new, from).await?;
    let said = format!("已把{}个单位合并为“{}”。", old.len(), new.name);
    face.done(&format!("/system/units/{}", id.0), &said)
}
