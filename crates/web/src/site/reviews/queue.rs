//! `/reviews`: what waits for me, by deadline, by what there is to look at, or by money.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use askama::Template;
use axum::extract::Query;
use desk::queue::Rank;
use desk::{Case, Desk, Setting, Who};
use flow::{Action, Asker};
use serde::{Deserialize, Serialize};
use store::{At, CycleId, KindSum, Person, PersonId, Sought, StageCount, UnitId};
use utoipa::{IntoParams, ToSchema};

use super::listed::{BATCH, Listed, wan};
use crate::site::account::chance;
use crate::site::lines::number;
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
    mine_count: i64,
    /// How many are in review.
    all_count: i64,
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
    /// The money of all that is listed, this part and the others, in 万元.
    money: String,
    /// People the work of this part can be given to.
    people: Vec<Choice>,
    /// What a batch can do with some of these rows: action and name.
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
    let (desk, who) = (site.desk(), &visitor.who);
    let present = desk.present_cycle(who.region(), who.today()).await?;
    let cycles = desk.store.cycles(who.region()).await?;
    let chosen = asked.cycle.parse().ok().map(CycleId);
    let chosen = cycles.iter().find(|cycle| Some(cycle.id) == chosen).or(present.as_ref());
    let found = match chosen {
        Some(cycle) => {
            let setting = desk.setting(who.region(), cycle.id, who.today()).await?;
            Some(Found::of(desk, who, setting, &asked).await?)
        }
        None => None,
    };
    let askers = desk.askers(who).await?;
    let cycles = cycles.iter().rev().map(|cycle| {
        let here = chosen.is_some_and(|own| own.id == cycle.id);
        choice(cycle.id.0.to_string(), &format!("{}年度", cycle.year), here)
    });
    let view = view(&asked, found.as_ref(), &askers, cycles.collect(), &visitor);
    face.show(&visitor, "审核", &view)
}

/// What the database says of the queue.
struct Found {
    setting: Arc<Setting>,
    mine_count: i64,
    all_count: i64,
    /// What is in the scope, counted by where it stands.
    counts: Vec<StageCount>,
    /// The units of what is in the scope.
    units: Vec<UnitId>,
    /// Of what is listed.
    sums: Vec<KindSum>,
    pager: Pager,
    cases: Vec<Case>,
}

impl Found {
    /// In a fixed number of calls, however many there are.
    async fn of(
        desk: &Desk,
        who: &Who,
        setting: Arc<Setting>,
        asked: &Asked,
    ) -> Result<Found, Problem> {
        let (region, cycle) = (who.region(), setting.cycle.id);
        let all = Sought { in_review: true, ..setting.seen_by(who) };
        let counts = desk.store.stages(region, cycle, &all).await?;
        let waiting = setting.waiting_for(who, &all, &counts)?;
        let mine = Sought { mine: Some(waiting), ..all.clone() };
        let own = desk.store.stages(region, cycle, &mine).await?;
        let (all_count, mine_count) = (counted(&counts), counted(&own));
        let (counts, mut sought) = if asked.of == "all" { (counts, all) } else { (own, mine) };
        let units = desk.store.units_with(region, cycle, &sought).await?;
        narrow(asked, &setting, &counts, &mut sought)?;
        let sums = desk.store.handed_in_sums(region, cycle, &sought).await?;
        let rows = sums.iter().map(|sum| u64::try_from(sum.declarations).unwrap_or_default());
        let pager = Pager::new(rows.sum(), asked.page.parse().unwrap_or(1), &address(asked));
        let part = (pager.skip(), Pager::ROWS);
        let cases = desk.queue(who, &setting, &sought, rank(&asked.by), part).await?;
        Ok(Found { setting, mine_count, all_count, counts, units, sums, pager, cases })
    }
}

fn counted(counts: &[StageCount]) -> i64 {
    counts.iter().map(|count| count.declarations).sum()
}

/// Narrows the queue to the step, the stage, the department and the unit that are asked for.
fn narrow(
    asked: &Asked,
    setting: &Setting,
    counts: &[StageCount],
    sought: &mut Sought,
) -> Result<(), Problem> {
    if !asked.step.is_empty() || !asked.stage.is_empty() {
        let here = |at: &At| {
            (asked.step.is_empty() || step_of(at) == Some(&asked.step))
                && (asked.stage.is_empty() || at.stage == asked.stage)
        };
        sought.at = Some(counts.iter().map(StageCount::at).filter(here).collect());
    }
    if let Some(department) = number(&asked.department)? {
        setting.narrow_to_unit(sought, UnitId(department));
    }
    if let Some(unit) = number(&asked.unit)?.map(UnitId) {
        sought.units.retain(|own| *own == unit);
        sought.left.retain(|own| *own == unit);
    }
    Ok(())
}

/// The step whose turn it is.
fn step_of(at: &At) -> Option<&String> {
    ["waiting", "accepted"].contains(&at.stage.as_str()).then_some(&at.step)
}

fn view(
    asked: &Asked,
    found: Option<&Found>,
    askers: &[(Person, Asker)],
    cycles: Vec<Choice>,
    visitor: &Visitor,
) -> QueueView {
    let name = |id: PersonId| {
        let person = askers.iter().find(|(person, _)| person.id == id);
        person.map_or("", |(person, _)| person.name.as_str())
    };
    let cases = found.map_or(&[][..], |found| &found.cases);
    let rows = cases.iter().map(|case| {
        let assigned = case.standing.declaration.assigned_to.map_or("", name);
        Listed::of(case, visitor, assigned)
    });
    let rows: Vec<Listed> = rows.collect();
    let Choices { steps, departments, units, stages } =
        found.map(|found| Choices::of(asked, found)).unwrap_or_default();
    let narrowed = [&asked.step, &asked.department, &asked.unit, &asked.stage];
    let offered = |action: &Action| rows.iter().any(|row| row.batch.contains(action));
    let batch = BATCH.into_iter().filter(offered);
    let batch = batch.map(|action| choice(action.as_str().to_owned(), action.name(), false));
    let sums = found.map_or(&[][..], |found| &found.sums);
    // The form of the whole department holds its projects: they are not added twice.
    let of_projects = sums.iter().filter(|sum| sum.kind == "project");
    QueueView {
        mine: asked.of != "all",
        mine_count: found.map_or(0, |found| found.mine_count),
        all_count: found.map_or(0, |found| found.all_count),
        cycles,
        steps,
        departments,
        units,
        stages,
        orders: [("due", "按期限"), ("risk", "按问题多少"), ("money", "按金额")]
            .map(|(value, name)| choice(value.to_owned(), name, order(&asked.by) == value))
            .to_vec(),
        narrowed: narrowed.iter().any(|text| !text.is_empty()),
        money: wan(of_projects.filter_map(|sum| sum.amount).sum()),
        people: people(cases, askers, visitor),
        batch: batch.collect(),
        rows,
        key: chance::key(),
        pager: found.map_or_else(|| Pager::new(0, 1, &address(asked)), |one| one.pager.clone()),
    }
}

/// Whom something of this part could be given to.
fn people(cases: &[Case], askers: &[(Person, Asker)], visitor: &Visitor) -> Vec<Choice> {
    let who = &visitor.who;
    let given = cases.iter().filter(|case| case.may(who, Action::Reassign).is_ok());
    let given: Vec<&Case> = given.collect();
    let could = |asker: &Asker| given.iter().any(|case| case.could_be_given_to(who, asker).is_ok());
    let fit = askers.iter().filter(|(person, asker)| person.active && could(asker));
    fit.map(|(person, _)| choice(person.id.0.to_string(), &person.name, false)).collect()
}

/// What the list can be narrowed by, from what is in it.
#[derive(Default)]
struct Choices {
    steps: Vec<Choice>,
    departments: Vec<Choice>,
    units: Vec<Choice>,
    stages: Vec<Choice>,
}

impl Choices {
    fn of(asked: &Asked, found: &Found) -> Choices {
        let (all, tree) = (&found.setting.workflow.steps, &found.setting.units);
        let mut steps: BTreeMap<usize, (&str, &str)> = BTreeMap::new();
        let mut stages: BTreeMap<&str, &str> = BTreeMap::new();
        for count in &found.counts {
            let at = count.at();
            let here = all.iter().position(|step| step_of(&at) == Some(&step.key));
            if let Some(here) = here {
                steps.insert(here, (&all[here].key, &all[here].name));
            }
            let (key, name) = stage(&count.stage);
            stages.insert(key, name);
        }
        let departments = found.units.iter().filter_map(|unit| tree.department(*unit));
        let places = |units: BTreeSet<UnitId>, own: &str| -> Vec<Choice> {
            let named: BTreeSet<(String, UnitId)> =
                units.into_iter().map(|unit| (tree.distinct_name(unit), unit)).collect();
            let one = |(name, id): &(String, UnitId)| {
                choice(id.0.to_string(), name, id.0.to_string() == own)
            };
            named.iter().map(one).collect()
        };
        let of = |(key, name): (&str, &str), own: &str| choice(key.to_owned(), name, key == own);
        Choices {
            departments: places(departments.collect(), &asked.department),
            units: places(found.units.iter().copied().collect(), &asked.unit),
            steps: steps.into_values().map(|step| of(step, &asked.step)).collect(),
            stages: stages.into_iter().map(|stage| of(stage, &asked.stage)).collect(),
        }
    }
}

fn stage(kept: &str) -> (&'static str, &'static str) {
    match kept {
        "drafting" => ("drafting", "撤回填报"),
        "returned" => ("returned", "已退回"),
        "waiting" => ("waiting", "待接收、待办"),
        "accepted" => ("accepted", "办理中"),
        "cleared" => ("cleared", "待批复"),
        "approved" => ("approved", "已批复"),
        "refused" => ("refused", "不予通过"),
        _ => ("discarded", "已作废"),
    }
}

fn order(by: &str) -> &str {
    if matches!(by, "risk" | "money") { by } else { "due" }
}

fn rank(by: &str) -> Rank {
    match order(by) {
        "risk" => Rank::Risk,
        "money" => Rank::Money,
        _ => Rank::Due,
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
