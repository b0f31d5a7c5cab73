//! What waits for its approval, by department, with sums and the form to approve many at once.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Query;
use desk::{Case, Part};
use flow::{Action, Reason};
use serde::{Deserialize, Serialize};
use store::{At, Sought};
use utoipa::{IntoParams, ToSchema};

use crate::site::account::chance;
use crate::site::lines::{Line, ROWS, Sum, address, spot, told};
use crate::site::years::{self, Year};
use crate::site::{Answer, Face, Problem, Site, Visitor};

/// Which year is asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// The fiscal year; the present one where none is named.
    #[serde(default)]
    pub year: String,
    /// The place of the last row of the part before.
    #[serde(default)]
    pub after: String,
}

/// What waits for its approval.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "site/approvals/waiting.html")]
pub struct WaitingView {
    /// The years to choose from.
    years: Vec<Year>,
    /// This part of it, by department.
    departments: Vec<Department>,
    /// Of all, this part and the others.
    sum: Sum,
    /// Where the first part is, when this is another.
    first: Option<String>,
    /// Where the next part is, when there is one.
    next: Option<String>,
    /// Why this person cannot approve; none when they can approve something of this part.
    barred: Option<Problem>,
    /// Today, to begin with in the date's box.
    today: String,
    /// A key for the request.
    key: String,
}

impl WaitingView {
    /// Whether this is one part of several.
    fn has_parts(&self) -> bool {
        self.first.is_some() || self.next.is_some()
    }
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
    let (part, sums) = match cycle {
        Some(cycle) => {
            let setting = desk.setting(who.region(), cycle.id, who.today()).await?;
            let sought = Sought { at: Some(cleared()), ..setting.seen_by(who) };
            let sums = desk.store.sums(who.region(), cycle.id, &sought).await?;
            let after = spot(&asked.after)?;
            (desk.part(who, &setting, &sought, after.as_ref(), ROWS).await?, sums)
        }
        None => (Part::default(), Vec::new()),
    };
    let cleared: Vec<&Case> = part.cases.iter().collect();
    let (departments, may) = by_department(&cleared, &visitor);
    let sum = Sum::of_kinds(&sums);
    let own = |after: &str| address("/approvals", &[("year", &asked.year), ("after", after)]);
    let first = (!asked.after.trim().is_empty()).then(|| own(""));
    let next = part.next.as_ref().map(|spot| own(&told(spot)));
    let barred = cleared.first().filter(|_| !may);
    let barred = barred.and_then(|case| case.may(who, Action::Approve).err()).map(Problem::from);
    let (today, key) = (who.today().to_string(), chance::key());
    let view = WaitingView { years, departments, sum, first, next, barred, today, key };
    face.show(&visitor, "批复", &view)
}

/// Where stands what has passed every step, of a first declaration or of a change.
fn cleared() -> Vec<At> {
    let at = |track: &str| At {
        track: track.to_owned(),
        stage: "cleared".to_owned(),
        step: String::new(),
    };
    ["declaration", "adjustment"].map(at).to_vec()
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
