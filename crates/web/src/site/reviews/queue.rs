//! `/reviews`: what waits for me, by deadline, by what there is to look at, or by money.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::extract::Query;
use desk::Case;
use flow::{Action, Stage};
use serde::{Deserialize, Serialize};
use store::{CycleId, PersonId, UnitId};
use utoipa::{IntoParams, ToSchema};

use super::listed::{BATCH, Listed, is_in_review, wan};
use crate::site::account::chance;
use crate::site::parts::Pager;
use crate::site::{Answer, Face, Problem, Site, Visitor};

/// What of the queue is asked for; everything may be left out.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// `mine`: what waits for me; `all`: whatever is in review.
    #[serde(default)]
    of: String,
    /// Number of the cycle; the present one where it is left out.
    #[serde(default)]
    cycle: String,
    /// Key of a step.
    #[serde(default)]
    step: String,
    /// Number of a department, with all below it.
    #[serde(default)]
    department: String,
    /// Number of a unit.
    #[serde(default)]
    unit: String,
    /// A stage: `waiting`, `accepted`, `returned`, `cleared`, `refused`, `approved`.
    #[serde(default)]
    stage: String,
    /// `due`, `risk` or `money`.
    #[serde(default)]
    by: String,
    /// Which part of a long list.
    #[serde(default)]
    page: String,
}

/// Something to choose.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What people read.
    pub name: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// The queue.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "site/reviews/queue.html")]
pub struct QueueView {
    /// Whether it is what waits for me, or all that is in review.
    mine: bool,
    /// How many wait for me.
    mine_count: usize,
    /// How many are in review.
    all_count: usize,
    /// Cycles to choose from.
    cycles: Vec<Choice>,
    /// Steps to choose from.
    steps: Vec<Choice>,
    /// Departments to choose from.
    departments: Vec<Choice>,
    /// Units to choose from.
    units: Vec<Choice>,
    /// Stages to choose from.
    stages: Vec<Choice>,
    /// Orders to choose from.
    orders: Vec<Choice>,
    /// Whether anything narrows the list.
    narrowed: bool,
    /// The declarations.
    rows: Vec<Listed>,
    /// Their money in all, in 万元.
    money: String,
    /// People the work can be given to.
    people: Vec<Choice>,
    /// What a batch can do with some of the rows: action and name.
    batch: Vec<Choice>,
    /// A key for the batch.
    key: String,
    /// The part that is shown.
    pager: Pager,
}

impl QueueView {
    /// Whether a batch can give work to somebody.
    fn reassigns(&self) -> bool {
        self.batch.iter().any(|choice| choice.value == Action::Reassign.as_str())
    }
}

/// What waits for me to be reviewed.
#[utoipa::path(get, path = "/reviews", params(Asked), responses((status = 200, body = QueueView)))]
pub async fn show(site: Site, face: Face, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    super::let_in(&visitor)?;
    let desk = site.desk();
    let region = visitor.who.region();
    let present = desk.present_cycle(region, visitor.who.today()).await?;
    let cycles = desk.store.cycles(region).await?;
    let chosen = asked.cycle.parse().ok().map(CycleId);
    let chosen = cycles.iter().find(|cycle| Some(cycle.id) == chosen).or(present.as_ref());
    let cases = match chosen {
        Some(cycle) => desk.cases(&visitor.who, cycle.id).await?,
        None => Vec::new(),
    };
    let askers = desk.askers(&visitor.who).await?;
    let name = |id: PersonId| {
        let person = askers.iter().find(|(person, _)| person.id == id);
        person.map_or("", |(person, _)| person.name.as_str())
    };
    let in_review: Vec<(&Case, Listed)> = cases
        .iter()
        .filter(|case| is_in_review(case))
        .map(|case| {
            let assigned = case.standing.declaration.assigned_to.map_or("", name);
            (case, Listed::of(case, &visitor, assigned))
        })
        .collect();
    let people = {
        let mut people = Vec::new();
        let given =
            in_review.iter().filter(|(case, _)| case.may(&visitor.who, Action::Reassign).is_ok());
        let given: Vec<&Case> = given.map(|(case, _)| *case).collect();
        for (person, asker) in askers.iter().filter(|(person, _)| person.active) {
            if given.iter().any(|case| case.could_be_given_to(&visitor.who, asker).is_ok()) {
                people.push(choice(person.id.0.to_string(), &person.name, false));
            }
        }
        people
    };
    let cycles = cycles.iter().rev().map(|cycle| {
        let here = chosen.is_some_and(|own| own.id == cycle.id);
        choice(cycle.id.0.to_string(), &format!("{}年度", cycle.year), here)
    });
    let view = view(&asked, in_review, people, cycles.collect());
    face.show(&visitor, "审核", &view)
}

fn view(
    asked: &Asked,
    in_review: Vec<(&Case, Listed)>,
    people: Vec<Choice>,
    cycles: Vec<Choice>,
) -> QueueView {
    let mine = asked.of != "all";
    let mine_count = in_review.iter().filter(|(_, listed)| listed.mine).count();
    let all_count = in_review.len();
    let of_scope = |(_, listed): &&(&Case, Listed)| !mine || listed.mine;
    let scope: Vec<&(&Case, Listed)> = in_review.iter().filter(of_scope).collect();
    let choices = Choices::of(asked, &scope);
    let kept = scope.iter().filter(|(case, listed)| fits(asked, case, listed));
    let kept: Vec<_> = kept.collect();
    let mut rows: Vec<Listed> = kept.iter().map(|(_, listed)| listed.clone()).collect();
    sort(&mut rows, &asked.by);
    // The form of the whole department holds its projects: they are not added twice.
    let of_projects = kept.iter().filter(|(case, _)| case.standing.declaration.kind == "project");
    let money: i64 = of_projects.map(|(_, listed)| listed.fen).sum();
    let page = asked.page.parse().unwrap_or(1);
    let pager = Pager::new(rows.len() as u64, page, &address(asked));
    let skip = usize::try_from(pager.skip()).unwrap_or_default();
    let shown = usize::try_from(Pager::ROWS).unwrap_or(usize::MAX);
    let rows: Vec<Listed> = rows.into_iter().skip(skip).take(shown).collect();
    let Choices { steps, departments, units, stages, batch } = choices;
    let narrowed = [&asked.step, &asked.department, &asked.unit, &asked.stage];
    let batch = if rows.iter().any(|row| row.pick) { batch } else { Vec::new() };
    QueueView {
        mine,
        mine_count,
        all_count,
        cycles,
        steps,
        departments,
        units,
        stages,
        orders: [("due", "按期限"), ("risk", "按问题多少"), ("money", "按金额")]
            .map(|(value, name)| choice(value.to_owned(), name, order(&asked.by) == value))
            .to_vec(),
        narrowed: narrowed.iter().any(|text| !text.is_empty()),
        rows,
        money: wan(money),
        people,
        batch,
        key: chance::token(),
        pager,
    }
}

/// What the list can be narrowed by, from what is in it.
struct Choices {
    steps: Vec<Choice>,
    departments: Vec<Choice>,
    units: Vec<Choice>,
    stages: Vec<Choice>,
    batch: Vec<Choice>,
}

impl Choices {
    fn of(asked: &Asked, scope: &[&(&Case, Listed)]) -> Choices {
        let mut steps: BTreeMap<usize, (String, String)> = BTreeMap::new();
        let (mut departments, mut units) = (BTreeSet::new(), BTreeSet::new());
        let mut stages: BTreeMap<&str, &str> = BTreeMap::new();
        for (case, listed) in scope {
            let all = &case.setting.workflow.steps;
            if let Some(at) = all.iter().position(|step| step.key == listed.step) {
                steps.insert(at, (all[at].key.clone(), all[at].name.clone()));
            }
            let unit = case.standing.declaration.unit;
            units.insert((case.setting.units.distinct_name(unit), unit));
            if let Some(above) = case.setting.units.department(unit) {
                departments.insert((case.setting.units.distinct_name(above), above));
            }
            let (key, name) = stage(case);
            stages.insert(key, name);
        }
        let places = |set: BTreeSet<(String, UnitId)>, own: &str| -> Vec<Choice> {
            let one = |(name, id): &(String, UnitId)| {
                choice(id.0.to_string(), name, id.0.to_string() == own)
            };
            set.iter().map(one).collect()
        };
        let offered = |action: &Action| scope.iter().any(|(_, one)| one.batch.contains(action));
        let batch = BATCH.into_iter().filter(offered);
        let batch = batch.map(|action| choice(action.as_str().to_owned(), action.name(), false));
        Choices {
            steps: steps
                .into_values()
                .map(|(key, name)| choice(key.clone(), &name, key == asked.step))
                .collect(),
            departments: places(departments, &asked.department),
            units: places(units, &asked.unit),
            stages: stages
                .into_iter()
                .map(|(key, name)| choice(key.to_owned(), name, key == asked.stage))
                .collect(),
            batch: batch.collect(),
        }
    }
}

fn fits(asked: &Asked, case: &Case, listed: &Listed) -> bool {
    let unit = case.standing.declaration.unit;
    let is = |id: UnitId, text: &str| id.0.to_string() == text;
    let department = asked.department.as_str();
    let within = |text: &str| case.setting.units.path(unit).iter().any(|id| is(*id, text));
    (asked.step.is_empty() || listed.step == asked.step)
        && (department.is_empty() || within(department))
        && (asked.unit.is_empty() || is(unit, &asked.unit))
        && (asked.stage.is_empty() || stage(case).0 == asked.stage)
}

fn stage(case: &Case) -> (&'static str, &'static str) {
    match case.situation.state.stage {
        Stage::Drafting => ("drafting", "撤回填报"),
        Stage::Returned(_) => ("returned", "已退回"),
        Stage::Waiting(_) => ("waiting", "待接收、待办"),
        Stage::Accepted(_) => ("accepted", "办理中"),
        Stage::Cleared => ("cleared", "待批复"),
        Stage::Approved => ("approved", "已批复"),
        Stage::Refused(_) => ("refused", "不予通过"),
        Stage::Discarded => ("discarded", "已作废"),
    }
}

fn order(by: &str) -> &str {
    if matches!(by, "risk" | "money") { by } else { "due" }
}

/// By deadline, what has none last; of the same day the graver and the larger first.
fn sort(rows: &mut [Listed], by: &str) {
    let day = |row: &Listed| {
        let day = row.deadline.as_ref().map(|deadline| deadline.day);
        day.unwrap_or(chrono::NaiveDate::MAX)
    };
    use std::cmp::Reverse;
    match order(by) {
        "risk" => rows.sort_by_key(|row| (Reverse(row.risk()), day(row), Reverse(row.fen))),
        "money" => rows.sort_by_key(|row| (Reverse(row.fen), day(row))),
        _ => rows.sort_by_key(|row| (day(row), Reverse(row.risk()), Reverse(row.fen))),
    }
}

/// The list's own address with what it was asked for.
fn address(asked: &Asked) -> String {
    let pairs = [
        ("of", &asked.of),
        ("cycle", &asked.cycle),
        ("step", &asked.step),
        ("department", &asked.department),
        ("unit", &asked.unit),
        ("stage", &asked.stage),
        ("by", &asked.by),
    ];
    let plain = |text: &str| -> String {
        text.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_' || *c == '-').collect()
    };
    let filled = pairs.iter().filter(|(_, value)| !value.is_empty());
    let filled: Vec<String> =
        filled.map(|(name, value)| format!("{name}={}", plain(value))).collect();
    if filled.is_empty() { "/reviews".to_owned() } else { format!("/reviews?{}", filled.join("&")) }
}

fn choice(value: String, name: &str, chosen: bool) -> Choice {
    Choice { value, name: name.to_owned(), chosen }
}

/// A row that was picked, as the batch sends it.
pub(super) fn row_of(name: &str) -> Option<i64> {
    name.strip_prefix("row")?.parse().ok()
}

/// Reads a number of a person; nobody for "".
pub(super) fn person_of(text: &str) -> Result<Option<PersonId>, Problem> {
    match text {
        "" => Ok(None),
        text => match text.parse() {
            Ok(id) => Ok(Some(PersonId(id))),
            Err(_) => Err(Problem::bad("没有选对改派给谁，请重新选。").at("to")),
        },
    }
}
