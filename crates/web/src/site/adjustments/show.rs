//! One adjustment: the old value beside the new, why, and how far it is on its own way.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use desk::compare::{Change, changes};
use desk::{Case, Desk, form_of};
use flow::{Action, Track};
use serde::Serialize;
use store::{Adjustment, Approval, PersonId, Review, Revision, RevisionId};
use utoipa::ToSchema;

use crate::site::lines::{Line, wan};
use crate::site::parts::{moment, written};
use crate::site::{Answer, Face, Problem, Site, Visitor};

/// An adjustment.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "site/adjustments/show.html")]
pub struct AdjustmentView {
    /// The declaration.
    line: Line,
    /// Why.
    reason: String,
    /// Who began it.
    by: String,
    /// When.
    at: String,
    /// What was approved before.
    before: Side,
    /// What it becomes; none while nobody but the unit may see it.
    after: Option<Side>,
    /// What differs; none while the new one cannot be seen.
    changes: Vec<ChangeLine>,
    /// How far it is: under way, approved, given up.
    outcome: String,
    /// The steps taken and those to come.
    track: Vec<TrackLine>,
    /// Whether this person may change the draft.
    may_edit: bool,
}

/// One side of the comparison.
#[derive(Debug, Serialize, ToSchema)]
pub struct Side {
    /// What it is: 第2版, 草稿.
    name: String,
    /// The money, in 万元.
    money: String,
    /// Digest of the form; empty for a draft.
    digest: String,
    /// The document that approves it; empty where none does.
    paper: String,
}

/// Something that differs.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangeLine {
    /// What.
    label: String,
    /// As it was approved.
    before: String,
    /// As it becomes.
    after: String,
}

/// A step on the adjustment's way.
#[derive(Debug, Serialize, ToSchema)]
pub struct TrackLine {
    /// What was done, or is to come.
    what: String,
    /// Who did it; empty for what is to come.
    by: String,
    /// When; empty for what is to come.
    at: String,
    /// What was said with it.
    reason: String,
    /// Whether it is done.
    done: bool,
}

/// An adjustment, old beside new.
#[utoipa::path(get, path = "/adjustments/{id}",
    params(("id" = i64, Path, description = "The adjustment")),
    responses((status = 200, body = AdjustmentView)))]
pub async fn show(site: Site, face: Face, visitor: Visitor, Path(id): Path<i64>) -> Answer {
    let (desk, who) = (site.desk(), &visitor.who);
    let (store, region) = (&desk.store, who.region());
    let one = store.adjustment(region, id).await?;
    let case = desk.case(who, one.declaration).await?;
    let approvals = store.approvals(region, one.declaration).await?;
    let base = store.revision(region, one.base).await?;
    let now = after(desk, &visitor, &case, &one).await?;
    let people = store.people(region).await?;
    let people: BTreeMap<PersonId, String> =
        people.into_iter().map(|person| (person.id, person.name)).collect();
    let changes = match &now {
        Some(now) => changes(&form_of(&base.form)?, &form_of(&now.form)?),
        None => Vec::new(),
    };
    let reviews = store.reviews(region, one.declaration).await?;
    let outcome = match (one.result, one.abandoned_at) {
        (Some(_), _) => "调整已经批复",
        (None, Some(_)) => "没有调整，仍按原批复",
        (None, None) => "正在办理",
    };
    let view = AdjustmentView {
        line: Line::of(&case, &visitor),
        reason: one.reason.clone(),
        by: name(&people, one.person),
        at: moment(one.at),
        before: side(&base, &approvals),
        after: now.as_ref().map(|now| now.side(&approvals)),
        changes: changes.into_iter().map(line).collect(),
        outcome: outcome.to_owned(),
        track: track(&case, &one, &reviews, &people),
        may_edit: is_open(&one) && case.may(who, Action::Edit).is_ok(),
    };
    face.show(&visitor, "调整对照", &view)
}

/// What an adjustment leads to: its revision, what was handed in last, or the draft.
struct After {
    form: String,
    total: Option<i64>,
    kept: Option<Revision>,
}

impl After {
    fn side(&self, approvals: &[Approval]) -> Side {
        match &self.kept {
            Some(revision) => side(revision, approvals),
            None => Side {
                name: "草稿".to_owned(),
                money: self.total.map_or_else(String::new, wan),
                digest: String::new(),
                paper: String::new(),
            },
        }
    }
}

fn is_open(one: &Adjustment) -> bool {
    one.result.is_none() && one.abandoned_at.is_none()
}

/// What it leads to, as far as this person may see it.
async fn after(
    desk: &Desk,
    visitor: &Visitor,
    case: &Case,
    one: &Adjustment,
) -> Result<Option<After>, Problem> {
    let region = visitor.who.region();
    let kept = async |id: RevisionId| -> Result<Option<After>, Problem> {
        let revision = desk.store.revision(region, id).await?;
        let (form, total) = (revision.form.clone(), revision.total);
        Ok(Some(After { form, total, kept: Some(revision) }))
    };
    if let Some(result) = one.result {
        return kept(result).await;
    }
    if !is_open(one) {
        return Ok(None);
    }
    let own = case.may(&visitor.who, Action::ReadDraft).is_ok();
    if own && case.situation.state.is_with_clerk() {
        let draft = desk.store.draft(region, one.declaration).await?;
        return Ok(Some(After { form: draft.form, total: draft.total, kept: None }));
    }
    match case.standing.declaration.current.filter(|current| *current != one.base) {
        Some(current) => kept(current).await,
        None => Ok(None),
    }
}

fn side(revision: &Revision, approvals: &[Approval]) -> Side {
    let approval = approvals.iter().find(|approval| approval.revision == revision.id);
    Side {
        name: format!("第{}版", revision.number),
        money: revision.total.map_or_else(String::new, wan),
        digest: revision.digest.clone(),
        paper: approval
            .map(|approval| format!("{}，{}", approval.number, written(&approval.dated)))
            .unwrap_or_default(),
    }
}

fn line(change: Change) -> ChangeLine {
    ChangeLine { label: change.label, before: change.before, after: change.after }
}

fn name(people: &BTreeMap<PersonId, String>, person: Option<PersonId>) -> String {
    let name = person.and_then(|person| people.get(&person).cloned());
    name.unwrap_or_else(|| "系统".to_owned())
}

/// Steps taken since it began, until it was approved or given up, and the steps to come.
fn track(
    case: &Case,
    one: &Adjustment,
    reviews: &[Review],
    people: &BTreeMap<PersonId, String>,
) -> Vec<TrackLine> {
    let workflow = &case.setting.workflow;
    let mut lines: Vec<TrackLine> = Vec::new();
    let mut ended = false;
    for review in reviews.iter().filter(|review| review.at >= one.at) {
        let action = Action::parse(&review.action);
        let begins = action == Some(Action::Adjust);
        if ended || (begins && !lines.is_empty()) {
            break;
        }
        let said = action.map_or(review.action.as_str(), |action| action.name());
        let step = workflow.step(&review.step).map(|step| format!("{}：", step.name));
        lines.push(TrackLine {
            what: format!("{}{said}", step.unwrap_or_default()),
            by: name(people, review.person),
            at: moment(review.at),
            reason: review.reason.clone(),
            done: true,
        });
        ended = action == Some(Action::Approve)
            || (one.abandoned_at == Some(review.at) && review.track == "adjustment");
    }
    if is_open(one) {
        lines.extend(to_come(case));
    }
    lines
}

fn to_come(case: &Case) -> Vec<TrackLine> {
    let (workflow, state) = (&case.setting.workflow, &case.situation.state);
    let route = workflow.route(Track::Adjustment, case.situation.ground.has_department());
    let here = state.step().and_then(|key| route.iter().position(|step| step.key == key));
    let mut names: Vec<String> = Vec::new();
    if state.is_with_clerk() {
        names.push("单位修改、提交".to_owned());
    }
    let skipped = match state.stage {
        flow::Stage::Cleared => route.len(),
        _ => here.unwrap_or(0),
    };
    names.extend(route.iter().skip(skipped).map(|step| step.name.clone()));
    names.push("批复".to_owned());
    let blank = String::new;
    let line = |what| TrackLine { what, by: blank(), at: blank(), reason: blank(), done: false };
    names.into_iter().map(line).collect()
}
