//! One adjustment: the old value beside the new, why, and how far it is on its own way.

use askama::Template;
use axum::extract::Path;
use desk::Case;
use desk::compare::Change;
use desk::papers::{Adjusted, Become, Names, name_of};
use flow::{Action, Track};
use serde::Serialize;
use store::{Adjustment, Review, Revision};
use utoipa::ToSchema;

use crate::site::lines::{Line, wan};
use crate::site::parts::moment;
use crate::site::{Answer, Face, Site, Visitor};

/// An adjustment.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "site/adjustments/show.html")]
pub struct AdjustmentView {
    /// Its number in addresses.
    id: i64,
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
    let adjusted = desk.adjusted(who, id).await?;
    let names = desk.names(who.region()).await?;
    let reviews = desk.store.reviews(who.region(), adjusted.one.declaration).await?;
    let Adjusted { one, case, base, now, changes, .. } = &adjusted;
    let view = AdjustmentView {
        id,
        line: Line::of(case, &visitor),
        reason: one.reason.clone(),
        by: name_of(&names, one.person).to_owned(),
        at: moment(one.at),
        before: side(&adjusted, base),
        after: now.as_ref().map(|now| after(&adjusted, now)),
        changes: changes.iter().cloned().map(line).collect(),
        outcome: adjusted.outcome().to_owned(),
        track: track(case, one, &reviews, &names),
        may_edit: adjusted.is_open() && case.may(who, Action::Edit).is_ok(),
    };
    face.show(&visitor, "调整对照", &view)
}

fn after(adjusted: &Adjusted, now: &Become) -> Side {
    match &now.kept {
        Some(revision) => side(adjusted, revision),
        None => Side {
            name: "草稿".to_owned(),
            money: now.total.map_or_else(String::new, wan),
            digest: String::new(),
            paper: String::new(),
        },
    }
}

fn side(adjusted: &Adjusted, revision: &Revision) -> Side {
    Side {
        name: format!("第{}版", revision.number),
        money: revision.total.map_or_else(String::new, wan),
        digest: revision.digest.clone(),
        paper: adjusted.document(revision.id),
    }
}

fn line(change: Change) -> ChangeLine {
    ChangeLine { label: change.label, before: change.before, after: change.after }
}

fn is_open(one: &Adjustment) -> bool {
    one.result.is_none() && one.abandoned_at.is_none()
}

/// Steps taken since it began, until it was approved or given up, and the steps to come.
fn track(case: &Case, one: &Adjustment, reviews: &[Review], names: &Names) -> Vec<TrackLine> {
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
            by: name_of(names, review.person).to_owned(),
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
