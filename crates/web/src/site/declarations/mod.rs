//! 申报: the declarations of a cycle, begun, filled in, handed in, signed. What may be done is asked
//! of the desk; what is found is the checks'.

mod answers;
mod begin;
mod beside;
mod bring;
mod files;
mod fill;
mod handed;
mod list;
mod show;
mod sign;
mod steps;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use desk::{Desk, Setting, Who};
use model::{Form, Fund, MoneyUnit};
use serde::Serialize;
use store::{PersonId, UnitId};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) use show::awaits_signature;

use super::lines::{badge, deadline, kind_name, wan};
use super::{Answer, Face, Problem, Sent, Site, Visitor};

/// Its pages.
pub fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new()
        .routes(routes!(list::show))
        .routes(routes!(handed::submit))
        .routes(routes!(bring::show, bring::read))
        .routes(routes!(bring::take))
        .routes(routes!(begin::show, begin::begin))
        .routes(routes!(begin::past, begin::renew))
        .routes(routes!(sign::show, sign::sign))
        .routes(routes!(show::show))
        .routes(routes!(show::one_version))
        .routes(routes!(fill::show))
        .routes(routes!(fill::save))
        .routes(routes!(answers::waive))
        .routes(routes!(answers::unwaive))
        .routes(routes!(beside::show))
        .routes(routes!(files::attach))
        .routes(routes!(files::file))
        .routes(routes!(files::remove))
        .routes(routes!(files::form))
        .routes(routes!(steps::submit))
        .routes(routes!(steps::sign))
        .routes(routes!(steps::recall))
        .routes(routes!(steps::discard))
}

/// A unit to choose.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct UnitChoice {
    /// Its number.
    id: i64,
    /// Its name.
    name: String,
    /// Whether it is chosen.
    chosen: bool,
}

/// The units somebody may declare for, to choose from.
fn units_for(desk: &Desk, who: &Who, setting: &Setting) -> Vec<UnitChoice> {
    let choice = |unit: UnitId| UnitChoice {
        id: unit.0,
        name: setting.units.distinct_name(unit),
        chosen: unit == who.person.unit,
    };
    desk.declaring_units(who, setting).into_iter().map(choice).collect()
}

/// Why somebody may not begin a declaration at all; none when they may for some unit.
fn barred(desk: &Desk, who: &Who, setting: &Setting) -> Option<Problem> {
    if setting.cycle.closed_at.is_some() {
        let status = axum::http::StatusCode::CONFLICT;
        let why = format!("{}的申报已经关闭，不能再新建。", setting.name());
        return Some(Problem::new(status, why, "确需补报的，请绩效股重新打开。"));
    }
    if !desk.declaring_units(who, setting).is_empty() {
        return None;
    }
    let refused = |unit: UnitId| {
        who.may_manage(&setting.workflow, flow::Duty::Declare, &setting.ground(unit)).err()
    };
    // What bars their units for now, wherever they sit themselves, before that they have none.
    let units = setting.units.iter().filter_map(|(unit, _)| refused(unit.id));
    let for_now = |refusal: &flow::Refusal| {
        matches!(refusal.reason, flow::Reason::Locked | flow::Reason::Late)
    };
    let refusal = units.into_iter().find(for_now).or_else(|| refused(who.person.unit));
    refusal.map(Problem::from)
}

/// The cycle people work in now.
async fn present(site: &Site, visitor: &Visitor) -> Result<Arc<Setting>, Problem> {
    let (desk, who) = (site.desk(), &visitor.who);
    let none = || {
        let status = axum::http::StatusCode::NOT_FOUND;
        let mut problem =
            Problem::new(status, "还没有申报周期，不能申报。", "请绩效股开启本年度的申报。");
        problem.who = vec![flow::Role::PerformanceDivision.name().to_owned()];
        problem
    };
    let cycle = desk.present_cycle(who.region(), who.today()).await?.ok_or_else(none)?;
    Ok(desk.setting(who.region(), cycle.id, who.today()).await?)
}

/// Names of people.
async fn names(site: &Site, visitor: &Visitor) -> Result<Names, Problem> {
    Ok(Names(site.desk().names(visitor.who.region()).await?))
}

/// Names of people by number.
struct Names(Arc<desk::Names>);

impl Names {
    /// A name; the program's own doing has one too.
    fn of(&self, person: Option<PersonId>) -> String {
        let known = person.and_then(|person| self.0.get(&person));
        known.cloned().unwrap_or_else(|| "系统".to_owned())
    }
}

/// What a form declares in all, in 万元; "" when it says nothing readable.
fn money_of(form: &Form) -> String {
    let money = form.funds().and_then(|row| row.money(&Fund::Total));
    money.map_or_else(String::new, |money| money.display_in(MoneyUnit::WanYuan, 2))
}

/// A moment in a few words: 1月5日 14:03, with the year where it is not this one.
fn said_at(at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let shanghai = chrono::FixedOffset::east_opt(8 * 3600).expect("invariant: eight hours fit");
    let (at, now) = (at.with_timezone(&shanghai), now.with_timezone(&shanghai));
    let same = at.format("%Y").to_string() == now.format("%Y").to_string();
    let form = if same { "%-m月%-d日 %H:%M" } else { "%Y年%-m月%-d日 %H:%M" };
    at.format(form).to_string()
}

/// The whole number behind a word, as in `row12`.
fn numbered(name: &str, word: &str) -> Option<i64> {
    name.strip_prefix(word)?.parse().ok()
}
