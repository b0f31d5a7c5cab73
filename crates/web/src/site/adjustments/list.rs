//! The adjustments of a year, what may be adjusted, and projects that were added late.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Query;
use desk::{Case, Desk, Setting};
use flow::{Action, Duty, Reason};
use model::FormKind;
use serde::Serialize;
use store::{Adjustment, Cycle, DeclarationId, LockException, PersonId, RevisionHead, RevisionId};
use utoipa::ToSchema;

use crate::site::approvals::Asked;
use crate::site::lines::{Line, wan};
use crate::site::parts::{moment, written};
use crate::site::years::{self, Year};
use crate::site::{Answer, Face, Problem, Site, Visitor};

/// The adjustments of a year.
#[derive(Debug, Default, Template, Serialize, ToSchema)]
#[template(path = "site/adjustments/list.html")]
pub struct AdjustmentsView {
    /// The years to choose from.
    years: Vec<Year>,
    /// Under way.
    open: Vec<AdjustmentLine>,
    /// Approved, or given up.
    done: Vec<AdjustmentLine>,
    /// Approved declarations this person may begin to adjust.
    adjustable: Vec<Adjustable>,
    /// Projects that were added after the last day.
    added: Vec<Added>,
    /// The last day of declaring.
    closes: String,
    /// Whether it has passed.
    closed: bool,
    /// Why this person cannot add a project now; none when they can, or never could.
    barred: Option<Problem>,
    /// Whether they may add one.
    may_add: bool,
}

/// An adjustment.
#[derive(Debug, Serialize, ToSchema)]
pub struct AdjustmentLine {
    /// Its number in addresses.
    id: i64,
    /// The declaration.
    #[serde(flatten)]
    line: Line,
    /// Why.
    reason: String,
    /// Who began it.
    by: String,
    /// When.
    at: String,
    /// The money as it was approved, in 万元.
    before: String,
    /// The money after, in 万元; empty while it is under way.
    after: String,
    /// Whether it was given up.
    abandoned: bool,
}

/// A declaration that may be adjusted.
#[derive(Debug, Serialize, ToSchema)]
pub struct Adjustable {
    /// The declaration.
    #[serde(flatten)]
    line: Line,
    /// Why not just now; empty when it may.
    barred: String,
}

/// A project added after the last day.
#[derive(Debug, Serialize, ToSchema)]
pub struct Added {
    /// The declaration.
    #[serde(flatten)]
    line: Line,
    /// When it was begun.
    at: String,
    /// Why it was let in, in the words of the exception; empty where none is kept.
    reason: String,
    /// Until when the exception holds; empty where none is kept.
    until: String,
}

/// Adjustments under way and done, and what may be adjusted.
#[utoipa::path(get, path = "/adjustments", params(Asked),
    responses((status = 200, body = AdjustmentsView)))]
pub async fn show(site: Site, face: Face, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let desk = site.desk();
    let (years, cycle) = years::choose(desk, &visitor.who, &asked.year).await?;
    let view = match &cycle {
        Some(cycle) => of_year(desk, &visitor, cycle).await?,
        None => AdjustmentsView::default(),
    };
    face.show(&visitor, "调整", &AdjustmentsView { years, ..view })
}

async fn of_year(
    desk: &Desk,
    visitor: &Visitor,
    cycle: &Cycle,
) -> Result<AdjustmentsView, Problem> {
    let (store, who) = (&desk.store, &visitor.who);
    let region = who.region();
    let cases = desk.cases(who, cycle.id).await?;
    let setting = desk.setting(region, cycle.id, who.today()).await?;
    let adjustments = store.adjustments_in(region, cycle.id).await?;
    let ids: Vec<RevisionId> =
        adjustments.iter().flat_map(|one| [Some(one.base), one.result]).flatten().collect();
    let heads = store.revisions_among(region, &ids).await?;
    let heads: BTreeMap<RevisionId, RevisionHead> =
        heads.into_iter().map(|head| (head.id, head)).collect();
    let people = desk.names(region).await?;
    let seen: BTreeMap<DeclarationId, &Case> = cases.iter().map(|case| (case.id(), case)).collect();
    let (mut open, mut done) = (Vec::new(), Vec::new());
    for one in &adjustments {
        let Some(case) = seen.get(&one.declaration) else { continue };
        let line = told(one, Line::of(case, visitor), &heads, &people);
        let under_way = one.result.is_none() && one.abandoned_at.is_none();
        if under_way { &mut open } else { &mut done }.push(line);
    }
    let last = setting.workflow.calendar.moved_on(cycle.closes).day;
    let closed = who.today() > last;
    let (may_add, barred) = adding(visitor, &setting, closed);
    Ok(AdjustmentsView {
        years: Vec::new(),
        open,
        done,
        adjustable: adjustable(&cases, visitor),
        added: added(desk, visitor, &cases, cycle, last).await?,
        closes: written(&last),
        closed,
        barred,
        may_add,
    })
}

fn told(
    one: &Adjustment,
    line: Line,
    heads: &BTreeMap<RevisionId, RevisionHead>,
    people: &BTreeMap<PersonId, String>,
) -> AdjustmentLine {
    let money = |id: RevisionId| heads.get(&id).and_then(|head| head.total).map(wan);
    let by = one.person.and_then(|person| people.get(&person).cloned());
    AdjustmentLine {
        id: one.id,
        line,
        reason: one.reason.clone(),
        by: by.unwrap_or_else(|| "系统".to_owned()),
        at: moment(one.at),
        before: money(one.base).unwrap_or_default(),
        after: one.result.and_then(money).unwrap_or_default(),
        abandoned: one.abandoned_at.is_some(),
    }
}

fn adjustable(cases: &[Case], visitor: &Visitor) -> Vec<Adjustable> {
    let offered = cases.iter().filter_map(|case| {
        let barred = match case.may(&visitor.who, Action::Adjust) {
            Ok(_) => String::new(),
            Err(refusal) if refusal.reason == Reason::Locked => refusal.why,
            Err(_) => return None,
        };
        Some(Adjustable { line: Line::of(case, visitor), barred })
    });
    offered.collect()
}

/// Whether this person may add a project after the last day, and if not though they declare, why.
fn adding(visitor: &Visitor, setting: &Setting, closed: bool) -> (bool, Option<Problem>) {
    if !closed {
        return (false, None);
    }
    let mut barred = None;
    for (unit, _) in setting.units.iter() {
        let ground = setting.ground(unit.id);
        match visitor.who.may_manage(&setting.workflow, Duty::Declare, &ground) {
            Ok(_) => return (true, None),
            Err(refusal) if matches!(refusal.reason, Reason::Late | Reason::Locked) => {
                barred = Some(Problem::from(refusal));
            }
            Err(_) => {}
        }
    }
    (false, barred)
}

/// Projects begun after the last day, each with the exception that let it in.
async fn added(
    desk: &Desk,
    visitor: &Visitor,
    cases: &[Case],
    cycle: &Cycle,
    last: chrono::NaiveDate,
) -> Result<Vec<Added>, Problem> {
    let region = visitor.who.region();
    let made: BTreeMap<_, _> = desk.store.made_in(region, cycle.id).await?.into_iter().collect();
    let (_, exceptions) = desk.store.locks(region, cycle.id).await?;
    let late = cases.iter().filter_map(|case| {
        let at = *made.get(&case.id())?;
        let day = flow::shanghai_day(at);
        let is_project = case.standing.declaration.kind == FormKind::Project.as_str();
        let kept = case.situation.state.stage != flow::Stage::Discarded;
        (day > last && is_project && kept).then(|| {
            let exception = exceptions.iter().find(|one| lets_in(one, case, day));
            Added {
                line: Line::of(case, visitor),
                at: moment(at),
                reason: exception.map(|one| one.reason.clone()).unwrap_or_default(),
                until: exception.map(|one| written(&one.until)).unwrap_or_default(),
            }
        })
    });
    Ok(late.collect())
}

fn lets_in(exception: &LockException, case: &Case, day: chrono::NaiveDate) -> bool {
    exception.lock.is_none()
        && case.standing.path.contains(&exception.unit)
        && exception.from <= day
        && day <= exception.until
}
