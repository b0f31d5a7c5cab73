//! The declarations of a fiscal year somebody may see, part by part.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::Query;
use desk::{Case, Desk, Part, Setting, Who};
use flow::{Action, Level, Role};
use serde::{Deserialize, Serialize};
use store::{At, Cycle, KindSum, Sought, StageCount, UnitId};
use utoipa::{IntoParams, ToSchema};

use super::{Answer, Face, Names, Problem, Site, UnitChoice, Visitor};
use super::{badge, barred, deadline, kind_name, names, said_at, wan};
use crate::site::account::chance;
use crate::site::lines::{ROWS, address, spot, told};
use crate::site::parts::{Badge, Deadline};

/// Most declarations that are counted as waiting for a signature.
const TO_SIGN: usize = 1_000;

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
    /// Number of the unit: itself and all below it.
    #[serde(default)]
    unit: String,
    /// Part of the project's name, or of the unit's.
    #[serde(default)]
    text: String,
    /// The place of the last row of the part before.
    #[serde(default)]
    after: String,
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
    /// What the names must contain.
    text: String,
    /// This part of what is listed.
    rows: Vec<RowView>,
    /// How many there are before anything was chosen.
    all: i64,
    /// How many are listed, this part and all others.
    listed: i64,
    /// The money of the projects listed, this part and all others, in 万元.
    money: String,
    /// Where the first part is, when this is another.
    first: Option<String>,
    /// Where the next part is, when there is one.
    next: Option<String>,
    /// Until when declarations are handed in.
    closes: Option<Deadline>,
    /// Whether this person may begin declarations here.
    may_begin: bool,
    /// Why not, for those who declare.
    barred: Option<Problem>,
    /// Units whose declarations wait for this person's signature.
    to_sign: Vec<SignView>,
    /// How many of this part may be handed in.
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
    count: i64,
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
fn stage_of(at: &At, setting: &Setting) -> &'static str {
    match at.stage.as_str() {
        "drafting" => "drafting",
        "returned" => "returned",
        "waiting" | "accepted" if level_of(at, setting) == Some(Level::Unit) => "unit",
        "approved" => "approved",
        "refused" => "ended",
        _ => "review",
    }
}

fn level_of(at: &At, setting: &Setting) -> Option<Level> {
    setting.workflow.step(&at.step).map(|step| step.level)
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
    let setting = desk.setting(who.region(), cycle.id, who.today()).await?;
    let names = names(&site, &visitor).await?;
    let found = Found::of(desk, who, &setting, &asked).await?;
    let view = view(&asked, found, &setting, &visitor, &names, &cycles, desk);
    face.show(&visitor, &format!("{}申报", setting.name()), &view)
}

/// What the database says of the list.
struct Found {
    /// All they may see, counted by where it stands.
    counts: Vec<StageCount>,
    /// The units of all they may see.
    units: Vec<UnitId>,
    /// Of what is listed.
    sums: Vec<KindSum>,
    part: Part,
    to_sign: Vec<SignView>,
}

impl Found {
    /// In a fixed number of calls, however many there are.
    async fn of(
        desk: &Desk,
        who: &Who,
        setting: &Arc<Setting>,
        asked: &Asked,
    ) -> Result<Found, Problem> {
        let (region, cycle) = (who.region(), setting.cycle.id);
        let seen = setting.seen_by(who);
        let counts = desk.store.stages(region, cycle, &seen).await?;
        let units = desk.store.units_with(region, cycle, &seen).await?;
        let to_sign = to_sign(desk, who, setting, &seen, &counts).await?;
        let mut sought = seen;
        if !asked.stage.is_empty() {
            let here = |at: &At| stage_of(at, setting) == asked.stage;
            sought.at = Some(counts.iter().map(StageCount::at).filter(here).collect());
        }
        if !asked.unit.trim().is_empty() {
            let top =
                asked.unit.trim().parse().map_err(|_| Problem::bad("没有选对单位，请重选。"))?;
            setting.narrow_to_unit(&mut sought, UnitId(top));
        }
        setting.narrow_to_text(&mut sought, &asked.text);
        let sums = desk.store.sums(region, cycle, &sought).await?;
        let after = spot(&asked.after)?;
        let part = desk.part(who, setting, &sought, after.as_ref(), ROWS).await?;
        Ok(Found { counts, units, sums, part, to_sign })
    }
}

fn view(
    asked: &Asked,
    found: Found,
    setting: &Setting,
    visitor: &Visitor,
    names: &Names,
    cycles: &[Cycle],
    desk: &Desk,
) -> ListView {
    let (who, cycle) = (&visitor.who, &setting.cycle);
    let rows: Vec<RowView> =
        found.part.cases.iter().map(|case| row(case, visitor, names)).collect();
    let years = cycles.iter().map(|one| YearChoice { year: one.year, chosen: one.id == cycle.id });
    let of_projects = found.sums.iter().filter(|sum| sum.kind == "project");
    let declares = who.has_role(&[Role::Clerk]);
    let barred = barred(desk, who, setting).filter(|_| declares);
    let closes = setting.workflow.calendar.moved_on(cycle.closes).day;
    let left = setting.workflow.calendar.working_days_between(who.today(), closes);
    let next = found.part.next.as_ref().map(told);
    ListView {
        years: years.collect(),
        stages: stage_choices(&found.counts, setting, &asked.stage),
        units: unit_choices(&found.units, setting, &asked.unit),
        text: asked.text.trim().to_owned(),
        all: found.counts.iter().map(|count| count.declarations).sum(),
        listed: found.sums.iter().map(|sum| sum.declarations).sum(),
        money: wan(of_projects.filter_map(|sum| sum.amount).sum()),
        first: (!asked.after.trim().is_empty()).then(|| own_address(asked, "")),
        next: next.map(|after| own_address(asked, &after)),
        closes: Some(Deadline::new(closes, left, who.today())),
        may_begin: declares && barred.is_none(),
        barred,
        to_sign: found.to_sign,
        ready: rows.iter().filter(|row| row.may_submit).count(),
        rows,
        key: chance::key(),
    }
}

/// The list's own address with what it was asked for, from a place on.
fn own_address(asked: &Asked, after: &str) -> String {
    let fields = [
        ("year", asked.year.as_str()),
        ("stage", &asked.stage),
        ("unit", &asked.unit),
        ("text", &asked.text),
        ("after", after),
    ];
    address("/declarations", &fields)
}

fn stage_choices(counts: &[StageCount], setting: &Setting, asked: &str) -> Vec<StageChoice> {
    let counted = |key: &str| -> i64 {
        let here = |count: &&StageCount| key.is_empty() || stage_of(&count.at(), setting) == key;
        counts.iter().filter(here).map(|count| count.declarations).sum()
    };
    let stages = STAGES.map(|(key, name)| {
        let (count, chosen) = (counted(key), key == asked);
        StageChoice { key, name, count, chosen }
    });
    stages.into_iter().filter(|one| one.count > 0 || one.key.is_empty()).collect()
}

fn unit_choices(units: &[UnitId], setting: &Setting, asked: &str) -> Vec<UnitChoice> {
    let choice = |unit: &UnitId| UnitChoice {
        id: unit.0,
        name: setting.units.distinct_name(*unit),
        chosen: unit.0.to_string() == asked.trim(),
    };
    units.iter().map(choice).collect()
}

/// The units whose declarations wait for this person's signature: those that stand so and are of a
/// unit they may sign for are looked at one by one.
async fn to_sign(
    desk: &Desk,
    who: &Who,
    setting: &Arc<Setting>,
    seen: &Sought,
    counts: &[StageCount],
) -> Result<Vec<SignView>, Problem> {
    let mut units: BTreeMap<i64, SignView> = BTreeMap::new();
    let waits = |at: &At| at.stage == "waiting" && level_of(at, setting) == Some(Level::Unit);
    for at in counts.iter().map(StageCount::at).filter(waits) {
        let own = setting.units_where(who, &seen.units, Action::Sign, &at)?;
        if own.is_empty() {
            continue;
        }
        let sought = Sought { units: own, at: Some(vec![at]), ..Sought::default() };
        let part = desk.part(who, setting, &sought, None, TO_SIGN).await?;
        for case in part.cases.iter().filter(|case| case.may(who, Action::Sign).is_ok()) {
            let unit = case.standing.declaration.unit;
            let (unit, name) = (unit.0, setting.units.distinct_name(unit));
            units.entry(unit).or_insert(SignView { unit, name, count: 0 }).count += 1;
        }
    }
    Ok(units.into_values().collect())
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
    /// Whether this is one part of several.
    fn has_parts(&self) -> bool {
        self.first.is_some() || self.next.is_some()
    }

    /// Nobody has opened a cycle yet.
    fn empty() -> ListView {
        ListView {
            years: Vec::new(),
            stages: Vec::new(),
            units: Vec::new(),
            text: String::new(),
            rows: Vec::new(),
            all: 0,
            listed: 0,
            money: String::new(),
            first: None,
            next: None,
            closes: None,
            may_begin: false,
            barred: None,
            to_sign: Vec::new(),
            ready: 0,
            key: String::new(),
        }
    }
}
