//! What waits for its approval, by department, with sums and the form to approve many at once.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Query;
use desk::Case;
use flow::{Action, Reason, Stage};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::site::account::chance;
use crate::site::lines::{Line, Sum};
use crate::site::years::{self, Year};
use crate::site::{Answer, Face, Problem, Site, Visitor};

/// Which year is asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// The fiscal year; the present one where none is named.
    #[serde(default)]
    pub year: String,
}

/// What waits for its approval.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "site/approvals/waiting.html")]
pub struct WaitingView {
    /// The years to choose from.
    years: Vec<Year>,
    /// By department.
    departments: Vec<Department>,
    /// Of all.
    sum: Sum,
    /// Why this person cannot approve; none when they can approve something.
    barred: Option<Problem>,
    /// Today, to begin with in the date's box.
    today: String,
    /// A key for the request.
    key: String,
}

/// What waits of one department.
#[derive(Debug, Serialize, ToSchema)]
pub struct Department {
    /// Its name.
    name: String,
    /// What waits.
    lines: Vec<Waiting>,
    /// Of these.
    sum: Sum,
}

impl Department {
    /// Whether there is anything to pick.
    fn some_may(&self) -> bool {
        self.lines.iter().any(|one| one.may)
    }
}

/// One that waits.
#[derive(Debug, Serialize, ToSchema)]
pub struct Waiting {
    /// The declaration.
    #[serde(flatten)]
    line: Line,
    /// Whether this person may approve it now.
    may: bool,
    /// Why they may not, although their role could.
    barred: Option<Problem>,
}

/// What has passed every step and waits for its approval.
#[utoipa::path(get, path = "/approvals", params(Asked),
    responses((status = 200, body = WaitingView)))]
pub async fn show(site: Site, face: Face, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let (desk, who) = (site.desk(), &visitor.who);
    let (years, cycle) = years::choose(desk, who, &asked.year).await?;
    let cases = match cycle {
        Some(cycle) => desk.cases(who, cycle.id).await?,
        None => Vec::new(),
    };
    let cleared: Vec<&Case> =
        cases.iter().filter(|case| case.situation.state.stage == Stage::Cleared).collect();
    let (departments, may) = by_department(&cleared, &visitor);
    let all = departments.iter().flat_map(|department| &department.lines);
    let sum = Sum::of(all.map(|one| (one.line.is_project, one.line.fen)));
    let barred = cleared.first().filter(|_| !may);
    let barred = barred.and_then(|case| case.may(who, Action::Approve).err()).map(Problem::from);
    let (today, key) = (who.today().to_string(), chance::token());
    let view = WaitingView { years, departments, sum, barred, today, key };
    face.show(&visitor, "批复", &view)
}

fn by_department(cleared: &[&Case], visitor: &Visitor) -> (Vec<Department>, bool) {
    let mut departments: BTreeMap<String, Vec<Waiting>> = BTreeMap::new();
    let mut may_any = false;
    for case in cleared {
        let asked = case.may(&visitor.who, Action::Approve);
        let may = asked.is_ok();
        may_any |= may;
        let barred = asked.err().filter(|refusal| refusal.reason != Reason::NoGrant);
        let line = Line::of(case, visitor);
        let department = departments.entry(line.department.clone()).or_default();
        department.push(Waiting { line, may, barred: barred.map(Problem::from) });
    }
    let told = departments.into_iter().map(|(name, lines)| {
        let sum = Sum::of(lines.iter().map(|one| (one.line.is_project, one.line.fen)));
        Department { name, lines, sum }
    });
    (told.collect(), may_any)
}
