//! How far the units are: one line a department, or a unit within a department.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Query;
use desk::register::Standing;
use desk::{Setting, Units};
use flow::Workflow;
use serde::{Deserialize, Serialize};
use store::UnitId;
use utoipa::{IntoParams, ToSchema};

use crate::site::lines::{self, address};
use crate::site::years::{self, Year};
use crate::site::{Answer, Face, Site, Visitor};

/// What is asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// The fiscal year; the present one where none is named.
    #[serde(default)]
    pub year: String,
    /// A department: its units line by line; every department where none is named.
    #[serde(default)]
    pub unit: String,
}

/// How far the units are.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "site/statistics/progress.html")]
pub struct ProgressView {
    /// The years to choose from.
    years: Vec<Year>,
    /// The table; none while there is nothing to count.
    progress: Option<Progress>,
    /// Where the chart's figures are.
    twin: String,
}

/// How far units are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Progress {
    /// The fiscal year.
    pub year: i32,
    /// The department whose units are shown; empty for all departments.
    pub department: String,
    /// The places a declaration can stand at.
    pub places: Vec<String>,
    /// The lines.
    pub lines: Vec<ProgressLine>,
    /// All lines together.
    pub total: ProgressLine,
}

/// How far one unit is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ProgressLine {
    /// The department or unit.
    pub name: String,
    /// Where its units are; empty where there are none below it.
    pub to: String,
    /// How many at each place, in the order of the places.
    pub counts: Vec<Count>,
    /// All.
    pub all: Count,
}

/// A figure and the list it counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = statistics::Count)]
pub struct Count {
    /// How many.
    pub count: usize,
    /// The list.
    pub to: String,
}

/// How far the units are.
#[utoipa::path(get, path = "/statistics", params(Asked),
    responses((status = 200, body = ProgressView)))]
pub async fn show(site: Site, face: Face, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    super::let_in(&visitor)?;
    let (desk, who) = (site.desk(), &visitor.who);
    let (years, cycle) = years::choose(desk, who, &asked.year).await?;
    let top = lines::number::<i64>(&asked.unit)?.map(UnitId);
    let progress = match &cycle {
        Some(cycle) => {
            let setting = desk.setting(who.region(), cycle.id, who.today()).await?;
            of(&desk.progress(who, &setting).await?, &setting, top)
        }
        None => None,
    };
    let year = cycle.map(|cycle| cycle.year.to_string()).unwrap_or_default();
    let twin = address("/api/statistics", &[("year", &year), ("unit", &asked.unit)]);
    face.show(&visitor, "统计", &ProgressView { years, progress, twin })
}

/// The places a declaration can stand at, with what people call them.
pub fn places(workflow: &Workflow) -> Vec<(String, String)> {
    let named = |key: &str, name: &str| (key.to_owned(), name.to_owned());
    let steps = workflow.steps.iter().map(|step| (format!("step:{}", step.key), step.name.clone()));
    let mut places = vec![named("drafting", "填报"), named("returned", "退回修改")];
    places.extend(steps);
    places.push(named("cleared", "待批复"));
    places.push(named("approved", "已批复"));
    places.push(named("adjusting", "调整中"));
    places.push(named("refused", "不予通过"));
    places
}

/// The table over what somebody may count: one line a department, or the units of one.
pub fn of(counted: &[Standing], setting: &Setting, top: Option<UnitId>) -> Option<Progress> {
    counted.first()?;
    let places = places(&setting.workflow);
    let mut found: BTreeMap<UnitId, BTreeMap<String, usize>> = BTreeMap::new();
    for one in counted {
        let Some(line) = line_of(&setting.units, one.unit, top) else { continue };
        *found.entry(line).or_default().entry(one.place.clone()).or_default() += one.count;
    }
    let year = setting.cycle.year;
    let lines: Vec<ProgressLine> = found
        .iter()
        .map(|(unit, counts)| line(&setting.units, *unit, year, counts, &places, top.is_none()))
        .collect();
    let mut sums: BTreeMap<String, usize> = BTreeMap::new();
    for (place, count) in found.values().flatten() {
        *sums.entry(place.clone()).or_default() += count;
    }
    let whole = top.map_or_else(String::new, |unit| unit.0.to_string());
    let total = figures("合计".to_owned(), &whole, year, &sums, &places);
    let department = top.map_or("", |unit| setting.units.name(unit)).to_owned();
    let places = places.into_iter().map(|(_, name)| name).collect();
    Some(Progress { year, department, places, lines, total })
}

/// In which line a unit counts: its department's, or its own below a chosen one.
fn line_of(units: &Units, unit: UnitId, top: Option<UnitId>) -> Option<UnitId> {
    match top {
        None => Some(units.department(unit).unwrap_or(unit)),
        Some(top) => units.path(unit).contains(&top).then_some(unit),
    }
}

fn line(
    units: &Units,
    unit: UnitId,
    year: i32,
    counts: &BTreeMap<String, usize>,
    places: &[(String, String)],
    opens: bool,
) -> ProgressLine {
    let number = unit.0.to_string();
    let line = figures(units.name(unit).to_owned(), &number, year, counts, places);
    let below = opens && units.below(unit).len() > 1;
    let to = if below {
        address("/statistics", &[("year", &year.to_string()), ("unit", &number)])
    } else {
        String::new()
    };
    ProgressLine { to, ..line }
}

fn figures(
    name: String,
    unit: &str,
    year: i32,
    counts: &BTreeMap<String, usize>,
    places: &[(String, String)],
) -> ProgressLine {
    let year = year.to_string();
    let list =
        |place: &str| address("/search", &[("year", &year), ("unit", unit), ("place", place)]);
    let at = |place: &str| counts.get(place).copied().unwrap_or_default();
    let counted = places.iter().map(|(key, _)| Count { count: at(key), to: list(key) });
    let all = Count { count: counts.values().sum(), to: list("") };
    ProgressLine { name, to: String::new(), counts: counted.collect(), all }
}
