//! 工作台: what waits for this person, by deadline, with the rule each group is made by; for those
//! who look over many units also how far they are.

mod groups;

use askama::Template;
use desk::Case;
use flow::Role;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::lines::Sum;
use super::statistics::progress::{self, Progress};
use super::{Answer, Face, Site, Visitor};
use groups::{Group, groups};

/// Its page.
pub fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new().routes(routes!(show))
}

/// Cycles looked at, the newest first: work in older ones is done.
const CYCLES: usize = 3;

/// Most declarations of a kind of work that are counted one by one.
const MOST: usize = 300;

/// What waits.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "site/workbench/show.html")]
pub struct WorkView {
    /// Their name.
    name: String,
    /// The parts they play, in words.
    parts: String,
    /// Quick numbers.
    figures: Vec<Figure>,
    /// What waits, group by group; empty groups are left out.
    groups: Vec<Group>,
    /// How far the units are, for those who look over them; none for the others.
    progress: Option<Progress>,
    /// Whether more waits than is counted here.
    more: bool,
    /// Whether there is no cycle yet.
    no_cycle: bool,
}

/// A quick number.
#[derive(Debug, Serialize, ToSchema)]
pub struct Figure {
    /// What it counts.
    name: String,
    /// The number.
    value: String,
    /// What asks for attention: error, warning or nothing.
    tone: String,
}

/// What waits for me.
#[utoipa::path(get, path = "/workbench", responses((status = 200, body = WorkView)))]
pub async fn show(site: Site, face: Face, visitor: Visitor) -> Answer {
    let (desk, who) = (site.desk(), &visitor.who);
    let mut cycles = desk.store.cycles(who.region()).await?;
    cycles.retain(|cycle| cycle.closed_at.is_none());
    cycles.sort_by_key(|cycle| std::cmp::Reverse(cycle.year));
    let present = desk.present_cycle(who.region(), who.today()).await?;
    let mut cases: Vec<Case> = Vec::new();
    let (mut progress, mut more) = (None, false);
    for cycle in cycles.into_iter().take(CYCLES) {
        let is_present = present.as_ref().is_some_and(|present| present.id == cycle.id);
        if !looks_over(&visitor) {
            cases.extend(desk.cases(who, cycle.id).await?);
            continue;
        }
        let setting = desk.setting(who.region(), cycle.id, who.today()).await?;
        if is_present {
            progress = progress::of(&desk.progress(who, &setting).await?, &setting, None);
        }
        let at_hand = desk.at_hand(who, &setting, MOST).await?;
        more |= at_hand.more;
        cases.extend(at_hand.cases);
    }
    let groups = groups(&cases, &visitor);
    let view = WorkView {
        name: visitor.name().to_owned(),
        parts: parts(&visitor),
        figures: figures(&groups),
        groups,
        progress,
        more,
        no_cycle: present.is_none(),
    };
    face.show(&visitor, "工作台", &view)
}

/// Whether they answer for more than their own declarations.
fn looks_over(visitor: &Visitor) -> bool {
    use Role::{Auditor, BureauLeader, BusinessDivision, DepartmentReviewer, PerformanceDivision};
    let roles = [Auditor, BureauLeader, BusinessDivision, DepartmentReviewer, PerformanceDivision];
    visitor.who.has_role(&roles)
}

/// The roles they have today.
fn parts(visitor: &Visitor) -> String {
    let today = visitor.who.today();
    let mut names: Vec<&str> = Vec::new();
    for grant in visitor.who.asker.grants.iter().filter(|grant| grant.holds(today)) {
        if !names.contains(&grant.role.name()) {
            names.push(grant.role.name());
        }
    }
    names.join("、")
}

/// Counted once, though a declaration may stand in two groups.
fn figures(groups: &[Group]) -> Vec<Figure> {
    let mut lines: Vec<_> = groups.iter().flat_map(|group| &group.all).collect();
    lines.sort_by_key(|one| one.line.id);
    lines.dedup_by_key(|one| one.line.id);
    let late = lines.iter().filter(|one| one.line.is_late()).count();
    let soon = lines.iter().filter(|one| one.is_soon()).count();
    let sum = Sum::of(lines.iter().map(|one| (one.line.is_project, one.line.fen)));
    let figure = |name: &str, value: String, tone: &str| Figure {
        name: name.to_owned(),
        value,
        tone: tone.to_owned(),
    };
    let tone = |count: usize, tone| if count > 0 { tone } else { "" };
    vec![
        figure("份等我办理", lines.len().to_string(), ""),
        figure("份已过期限", late.to_string(), tone(late, "error")),
        figure("份在三个工作日内到期", soon.to_string(), tone(soon, "warning")),
        figure("万元，是其中项目的金额", sum.project_money, ""),
    ]
}
