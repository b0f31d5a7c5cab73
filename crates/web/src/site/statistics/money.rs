//! The money declared and approved: by department, and by category within it.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Query;
use desk::register::{HANDED_IN, NO_CATEGORY, WITH_APPROVAL};
use desk::{Setting, Who};
use model::FormKind;
use serde::Serialize;
use store::{Basis, MoneySum, UnitId};
use utoipa::ToSchema;

use super::progress::Asked;
use crate::site::lines::{self, address, category_name, kind_name, wan};
use crate::site::years::{self, Year};
use crate::site::{Answer, Face, Site, Visitor};

/// The money of a year.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "site/statistics/money.html")]
pub struct MoneyView {
    /// The years to choose from.
    years: Vec<Year>,
    /// A line for each department: its projects.
    lines: Vec<MoneyLine>,
    /// All projects.
    total: MoneyLine,
    /// All projects by category.
    categories: Vec<MoneyLine>,
    /// Forms of whole units by department; they hold their projects and are not added to them.
    wholes: Vec<MoneyLine>,
    /// Where the chart's figures are.
    twin: String,
}

/// Declared and approved.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
pub struct MoneyLine {
    /// The department, or all.
    department: String,
    /// What it is of.
    category: String,
    /// What was handed in last.
    declared: Amount,
    /// What is approved.
    approved: Amount,
}

/// An amount and the list it is made of.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
pub struct Amount {
    /// In 万元.
    money: String,
    /// Of how many declarations.
    count: i64,
    /// The list.
    to: String,
}

/// The money declared and approved.
#[utoipa::path(get, path = "/statistics/money", params(Asked),
    responses((status = 200, body = MoneyView)))]
pub async fn show(site: Site, face: Face, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    super::let_in(&visitor)?;
    let (desk, who) = (site.desk(), &visitor.who);
    let (years, cycle) = years::choose(desk, who, &asked.year).await?;
    let mut sums = Sums::default();
    let mut year = String::new();
    if let Some(cycle) = cycle {
        let region = who.region();
        let setting = desk.setting(region, cycle.id, who.today()).await?;
        let top = lines::number::<i64>(&asked.unit)?.map(UnitId);
        for (basis, is_approved) in [(Basis::Last, false), (Basis::Approved, true)] {
            let rows = desk.store.money(region, cycle.id, basis).await?;
            sums.add(&rows, is_approved, who, &setting, top);
        }
        year = cycle.year.to_string();
        sums.name(&setting);
    }
    let project = FormKind::Project.as_str();
    let by = |whole: bool| sums.lines(&year, &asked.unit, move |key| key.project != whole, true);
    let (lines, wholes) = (by(false), by(true));
    let categories = sums.categories(&year, &asked.unit);
    let mut total =
        sums.lines(&year, &asked.unit, |key| key.project, false).pop().unwrap_or_default();
    total.department = "合计".to_owned();
    total.category = kind_name(project);
    let twin = address("/api/statistics/money", &[("year", &year), ("unit", &asked.unit)]);
    let view = MoneyView { years, lines, total, categories, wholes, twin };
    face.show(&visitor, "金额", &view)
}

/// What an amount is of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    department: UnitId,
    project: bool,
    category: String,
}

/// How many and how much: declared, and approved.
type Both = [(i64, i64); 2];

/// What a line adds up, and whether it counts projects.
#[derive(Debug, Default)]
struct Line {
    both: Both,
    project: bool,
}

/// Amounts by department, kind and category.
#[derive(Debug, Default)]
struct Sums {
    found: BTreeMap<Key, Both>,
    names: BTreeMap<UnitId, String>,
}

impl Sums {
    fn add(
        &mut self,
        rows: &[MoneySum],
        is_approved: bool,
        who: &Who,
        setting: &Setting,
        top: Option<UnitId>,
    ) {
        let below = top.map(|top| setting.units.below(top));
        let mut may: BTreeMap<UnitId, bool> = BTreeMap::new();
        for row in rows {
            let unit = row.unit;
            let counted =
                *may.entry(unit).or_insert_with(|| desk::register::counts(who, setting, unit));
            if !counted || below.as_ref().is_some_and(|below| !below.contains(&unit)) {
                continue;
            }
            let department = setting.units.department(unit).unwrap_or(unit);
            let project = row.kind == FormKind::Project.as_str();
            let key = Key { department, project, category: row.category.clone() };
            let sum = &mut self.found.entry(key).or_default()[usize::from(is_approved)];
            *sum = (sum.0 + row.declarations, sum.1 + row.amount);
        }
    }

    fn name(&mut self, setting: &Setting) {
        let departments = self.found.keys().map(|key| key.department);
        self.names = departments.map(|unit| (unit, setting.units.name(unit).to_owned())).collect();
    }

    /// One line a department, or one in all.
    fn lines(
        &self,
        year: &str,
        unit: &str,
        take: impl Fn(&Key) -> bool,
        apart: bool,
    ) -> Vec<MoneyLine> {
        let mut sums: BTreeMap<Option<UnitId>, Line> = BTreeMap::new();
        for (key, both) in self.found.iter().filter(|(key, _)| take(key)) {
            let sum = sums.entry(apart.then_some(key.department)).or_default();
            *sum = Line { both: added(sum.both, *both), project: key.project };
        }
        let line = |(department, Line { both, project }): (&Option<UnitId>, &Line)| {
            let number = department.map_or_else(|| unit.to_owned(), |unit| unit.0.to_string());
            let kind = if *project { FormKind::Project } else { FormKind::Department }.as_str();
            let asked = [("year", year), ("unit", number.as_str()), ("kind", kind)];
            let name = department.and_then(|unit| self.names.get(&unit));
            MoneyLine {
                department: name.cloned().unwrap_or_default(),
                category: kind_name(kind),
                declared: amount(both[0], declared(&asked)),
                approved: amount(both[1], approved(&asked)),
            }
        };
        sums.iter().map(line).collect()
    }

    fn categories(&self, year: &str, unit: &str) -> Vec<MoneyLine> {
        let mut sums: BTreeMap<&str, Both> = BTreeMap::new();
        for (key, both) in self.found.iter().filter(|(key, _)| key.project) {
            let sum = sums.entry(&key.category).or_default();
            *sum = added(*sum, *both);
        }
        let kind = FormKind::Project.as_str();
        let line = |(category, both): (&&str, &Both)| {
            let word = if category.is_empty() { NO_CATEGORY } else { category };
            let asked = [("year", year), ("unit", unit), ("kind", kind), ("category", word)];
            MoneyLine {
                department: "合计".to_owned(),
                category: category_name(category).to_owned(),
                declared: amount(both[0], declared(&asked)),
                approved: amount(both[1], approved(&asked)),
            }
        };
        sums.iter().map(line).collect()
    }
}

fn added(one: Both, other: Both) -> Both {
    let sum = |at: usize| (one[at].0 + other[at].0, one[at].1 + other[at].1);
    [sum(0), sum(1)]
}

fn amount((count, fen): (i64, i64), to: String) -> Amount {
    Amount { money: wan(fen), count, to }
}

/// The list of what was handed in.
fn declared(asked: &[(&str, &str)]) -> String {
    address("/search", &[asked, &[("place", HANDED_IN)]].concat())
}

/// The list of what is approved.
fn approved(asked: &[(&str, &str)]) -> String {
    address("/search", &[asked, &[("place", WITH_APPROVAL)]].concat())
}
