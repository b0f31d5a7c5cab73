//! The declarations of a fiscal year somebody may see, and several of them handed in at once.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Query;
use desk::{Case, Order};
use flow::{Action, Role, Stage};
use serde::{Deserialize, Serialize};
use store::{CycleId, DeclarationId};
use utoipa::{IntoParams, ToSchema};

use super::{Answer, Face, Names, Problem, Sent, Site, UnitChoice, Visitor};
use super::{badge, barred, deadline, kind_name, names, numbered, said_at, wan};
use crate::site::account::chance;
use crate::site::parts::{Badge, Deadline};

/// Which ones.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// Fiscal year; the present one when empty.
    #[serde(default)]
    year: String,
    /// How far: `drafting`, `returned`, `unit`, `review`, `approved`, `ended`.
    #[serde(default)]
    stage: String,
    /// Number of the unit.
    #[serde(default)]
    unit: String,
}

/// The list.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "site/declarations/list.html")]
pub struct ListView {
    /// The years there are.
    years: Vec<YearChoice>,
    /// How far, to choose.
    stages: Vec<StageChoice>,
    /// Units, to choose.
    units: Vec<UnitChoice>,
    /// What is listed.
    rows: Vec<RowView>,
    /// How many there are before anything was chosen.
    all: usize,
    /// The money of the projects listed, in 万元.
    money: String,
    /// Until when declarations are handed in.
    closes: Option<Deadline>,
    /// Whether this person may begin declarations here.
    may_begin: bool,
    /// Why not, for those who declare.
    barred: Option<Problem>,
    /// Units whose declarations wait for this person's signature.
    to_sign: Vec<SignView>,
    /// How many of the listed may be handed in.
    ready: usize,
    /// A key for the request.
    #[serde(skip)]
    key: String,
}

/// A fiscal year.
#[derive(Debug, Serialize, ToSchema)]
pub struct YearChoice {
    /// The year.
    year: i32,
    /// Whether it is shown.
    chosen: bool,
}

/// How far declarations are.
#[derive(Debug, Serialize, ToSchema)]
pub struct StageChoice {
    /// The word in the address.
    key: &'static str,
    /// What it is called.
    name: &'static str,
    /// How many there are.
    count: usize,
    /// Whether it is shown.
    chosen: bool,
}

/// A unit whose head is awaited.
#[derive(Debug, Serialize, ToSchema)]
pub struct SignView {
    /// Number of the unit.
    unit: i64,
    /// Its name.
    name: String,
    /// How many wait.
    count: usize,
}

/// A declaration of the list.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = declarations::list::RowView)]
pub struct RowView {
    /// Its number in addresses.
    id: i64,
    /// The project, or the unit.
    name: String,
    /// Kind of form.
    kind: String,
    /// The unit.
    unit: String,
    /// The money, in 万元.
    money: String,
    /// Where it stands.
    badge: Badge,
    /// Errors.
    errors: i32,
    /// Warnings nobody has answered.
    unanswered: usize,
    /// Warnings in all.
    warnings: usize,
    /// Advice.
    advice: i32,
    /// Remarks that are not resolved.
    comments: u32,
    /// Until when.
    deadline: Option<Deadline>,
    /// Who saved last, and when.
    saved: String,
    /// Whether this person may fill it in now.
    may_edit: bool,
    /// Whether this person may hand it in now.
    may_submit: bool,
    /// Why it cannot be handed in, where this person's part is to hand it in.
    why_not: String,
    /// The versions on the screen: of the declaration and of its draft.
    versions: String,
}

const STAGES: [(&str, &str); 7] = [
    ("", "全部"),
    ("drafting", "草稿"),
    ("returned", "被退回"),
    ("unit", "待本单位签字"),
    ("review", "审核中"),
    ("approved", "已批复"),
    ("ended", "未通过或作废"),
];

/// How far, in the words of the choice.
fn stage_of(case: &Case) -> &'static str {
    match &case.situation.state.stage {
        Stage::Drafting => "drafting",
        Stage::Returned(_) => "returned",
        Stage::Waiting(_) | Stage::Accepted(_) => {
            let level = case.step().map(|step| step.level);
            if level == Some(flow::Level::Unit) { "unit" } else { "review" }
        }
        Stage::Cleared => "review",
        Stage::Approved => "approved",
        Stage::Refused(_) | Stage::Discarded => "ended",
    }
}

/// The declarations of a fiscal year.
#[utoipa::path(get, path = "/declarations", params(Asked),
    responses((status = 200, body = ListView)))]
pub async fn show(site: Site, face: Face, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let (desk, who) = (site.desk(), &visitor.who);
    let mut cycles = desk.store.cycles(who.region()).await?;
    cycles.sort_by_key(|cycle| std::cmp::Reverse(cycle.year));
    let wanted: Option<i32> = asked.year.trim().parse().ok();
    let chosen = match wanted {
        Some(year) => cycles.iter().find(|cycle| cycle.year == year).cloned(),
        None => desk.present_cycle(who.region(), who.today()).await?,
    };
    let Some(cycle) = chosen else {
        return face.show(&visitor, "申报", &ListView::empty());
    };
    let names = names(&site, &visitor).await?;
    let setting = desk.setting(who.region(), cycle.id, who.today()).await?;
    let mut cases = cases(&site, &visitor, cycle.id).await?;
    let years = cycles.iter().map(|one| YearChoice { year: one.year, chosen: one.id == cycle.id });
    let all = cases.len();
    let counted = |key: &str| match key {
        "" => all,
        _ => cases.iter().filter(|case| stage_of(case) == key).count(),
    };
    let stages = STAGES.map(|(key, name)| {
        let (count, chosen) = (counted(key), key == asked.stage);
        StageChoice { key, name, count, chosen }
    });
    let stages = stages.into_iter().filter(|one| one.count > 0 || one.key.is_empty()).collect();
    let units = unit_choices(&cases, &asked.unit);
    let to_sign = to_sign(&cases, &visitor);
    cases.retain(|case| {
        let unit = case.standing.declaration.unit.0.to_string();
        (asked.stage.is_empty() || stage_of(case) == asked.stage)
            && (asked.unit.is_empty() || unit == asked.unit)
    });
    let rows: Vec<RowView> = cases.iter().map(|case| row(case, &visitor, &names)).collect();
    let of_projects = cases.iter().filter(|case| case.standing.declaration.kind == "project");
    let fen: i64 = of_projects.filter_map(|case| case.standing.draft.total).sum();
    let declares = who.has_role(&[Role::Clerk]);
    let barred = barred(desk, who, &setting).filter(|_| declares);
    let closes = setting.workflow.calendar.moved_on(cycle.closes).day;
    let left = setting.workflow.calendar.working_days_between(who.today(), closes);
    let view = ListView {
        years: years.collect(),
        stages,
        units,
        all,
        money: wan(fen),
        closes: Some(Deadline::new(closes, left, who.today())),
        may_begin: declares && barred.is_none(),
        barred,
        to_sign,
        ready: rows.iter().filter(|row| row.may_submit).count(),
        rows,
        key: chance::token(),
    };
    face.show(&visitor, &format!("{}申报", setting.name()), &view)
}

/// The cases of a cycle, what was thrown away left out.
async fn cases(site: &Site, visitor: &Visitor, cycle: CycleId) -> Result<Vec<Case>, Problem> {
    let mut cases = site.desk().cases(&visitor.who, cycle).await?;
    cases.retain(|case| case.situation.state.stage != Stage::Discarded);
    // The whole unit's form before its projects, as in the report to the bureau.
    cases.sort_by_key(|case| {
        let row = &case.standing.declaration;
        (case.standing.unit_name.clone(), row.kind != "department", row.id)
    });
    Ok(cases)
}

fn unit_choices(cases: &[Case], asked: &str) -> Vec<UnitChoice> {
    let units: BTreeMap<i64, &Case> =
        cases.iter().map(|case| (case.standing.declaration.unit.0, case)).collect();
    let choice = |(id, case): (i64, &Case)| UnitChoice {
        id,
        name: case.setting.units.distinct_name(case.standing.declaration.unit),
        chosen: id.to_string() == asked,
    };
    units.into_iter().map(choice).collect()
}

fn to_sign(cases: &[Case], visitor: &Visitor) -> Vec<SignView> {
    let mut units: BTreeMap<i64, SignView> = BTreeMap::new();
    let waits = |case: &&Case| case.may(&visitor.who, Action::Sign).is_ok();
    for case in cases.iter().filter(waits) {
        let unit = case.standing.declaration.unit;
        let (unit, name) = (unit.0, case.setting.units.distinct_name(unit));
        units.entry(unit).or_insert(SignView { unit, name, count: 0 }).count += 1;
    }
    units.into_values().collect()
}

fn row(case: &Case, visitor: &Visitor, names: &Names) -> RowView {
    let (standing, who) = (&case.standing, &visitor.who);
    let (row, draft) = (&standing.declaration, &standing.draft);
    let submit = case.may(who, Action::Submit);
    let with_clerk = case.situation.state.is_with_clerk();
    RowView {
        id: row.id.0,
        name: case.name().to_owned(),
        kind: kind_name(&row.kind),
        unit: standing.unit_name.clone(),
        money: draft.total.map_or_else(String::new, wan),
        badge: badge(case),
        errors: draft.judged.errors,
        unanswered: standing.unanswered().len(),
        warnings: draft.judged.warnings.len(),
        advice: draft.judged.advice,
        comments: standing.open_comments,
        deadline: deadline(case, visitor),
        saved: format!("{} {}", names.of(draft.editor), said_at(draft.at, who.now)),
        may_edit: case.may(who, Action::Edit).is_ok(),
        may_submit: submit.is_ok(),
        why_not: submit
            .err()
            .filter(|_| with_clerk && who.has_role(&[Role::Clerk]))
            .map(|refusal| refusal.to_string())
            .unwrap_or_default(),
        versions: format!("{}.{}", row.version, draft.version),
    }
}

impl ListView {
    /// Nobody has opened a cycle yet.
    fn empty() -> ListView {
        ListView {
            years: Vec::new(),
            stages: Vec::new(),
            units: Vec::new(),
            rows: Vec::new(),
            all: 0,
            money: String::new(),
            closes: None,
            may_begin: false,
            barred: None,
            to_sign: Vec::new(),
            ready: 0,
            key: String::new(),
        }
    }
}

/// Those to be handed in.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Picked {
    /// A key of the request: sent twice, it is done once.
    #[serde(default)]
    key: String,
    /// The picked ones: `row12` for declaration 12, with its version and that of its draft on the
    /// screen, as `3.7`.
    #[serde(flatten)]
    rows: BTreeMap<String, String>,
}

/// What became of each.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "site/declarations/handed.html")]
pub struct HandedView {
    /// What was done with those that are done.
    what: &'static str,
    /// Done.
    done: Vec<OutcomeView>,
    /// Not done, and why.
    refused: Vec<OutcomeView>,
}

/// What became of one.
#[derive(Debug, Serialize, ToSchema)]
pub struct OutcomeView {
    /// Its number in addresses.
    id: i64,
    /// The project, or the unit.
    name: String,
    /// Why it was not done.
    problem: Option<Problem>,
}

/// Hands in whatever was picked; each is asked for by itself.
#[utoipa::path(post, path = "/declarations/submit", request_body = Picked,
    responses((status = 200, body = HandedView)))]
pub async fn submit(
    site: Site,
    face: Face,
    visitor: Visitor,
    Sent(picked): Sent<Picked>,
) -> Answer {
    take_steps(&site, &face, &visitor, Action::Submit, &picked).await
}

/// Takes a step with each of the picked ones.
pub(super) async fn take_steps(
    site: &Site,
    face: &Face,
    visitor: &Visitor,
    action: Action,
    picked: &Picked,
) -> Answer {
    let (desk, who) = (site.desk(), &visitor.who);
    let (what, title) = match action {
        Action::Sign => ("已签字", "签字的结果"),
        _ => ("已提交", "提交的结果"),
    };
    let mut view = HandedView { what, done: Vec::new(), refused: Vec::new() };
    for (name, versions) in &picked.rows {
        let Some(id) = numbered(name, "row").map(DeclarationId) else { continue };
        let (version, draft) = versions.split_once('.').unwrap_or((versions, ""));
        let Ok(version) = version.parse() else { continue };
        let key = Some(format!("{}-{}", picked.key, id.0)).filter(|_| !picked.key.is_empty());
        let order = Order { id, version, draft: draft.parse().ok(), reason: String::new(), key };
        let name = match desk.case(who, id).await {
            Ok(case) => case.name().to_owned(),
            Err(_) => "看不到的申报".to_owned(),
        };
        let problem = desk.act(who, action, &order).await.err().map(Problem::from);
        let list = if problem.is_none() { &mut view.done } else { &mut view.refused };
        list.push(OutcomeView { id: id.0, name, problem });
    }
    if view.done.is_empty() && view.refused.is_empty() {
        return Err(Problem::bad("一份也没有勾选，请勾选要办的。").at("rows"));
    }
    face.show(visitor, title, &view)
}
