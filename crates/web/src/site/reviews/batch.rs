//! Several declarations at once: each is asked for by itself, and what became of each is told.

use std::collections::BTreeMap;

use askama::Template;
use desk::{Order, Who};
use flow::Action;
use serde::{Deserialize, Serialize};
use store::{DeclarationId, PersonId};
use utoipa::ToSchema;

use super::queue::{person_of, row_of};
use crate::site::{Answer, Face, Problem, Sent, Site, Visitor};

/// What is to be done with the picked ones.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Batch {
    /// `accept`, `pass`, `return` or `reassign`.
    #[serde(rename = "do")]
    action: String,
    /// Why; a return must say it.
    #[serde(default)]
    reason: String,
    /// Number of the person the work is given to; "" for nobody in particular.
    #[serde(default)]
    to: String,
    /// A key of the request: sent twice, it is done once.
    #[serde(default)]
    key: String,
    /// The picked ones: `row12` for declaration 12, with the version that was on the screen.
    #[serde(flatten)]
    rows: BTreeMap<String, String>,
}

/// What became of each.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "site/reviews/batch.html")]
pub struct BatchView {
    /// What was to be done.
    action: String,
    /// What was done.
    done: Vec<Outcome>,
    /// What was not, and why.
    refused: Vec<Outcome>,
}

/// What became of one.
#[derive(Debug, Serialize, ToSchema)]
pub struct Outcome {
    /// Its number in addresses.
    id: i64,
    /// The project, or the unit.
    name: String,
    /// The unit.
    unit: String,
    /// Why it was not done.
    problem: Option<Problem>,
}

/// Accepts, passes, returns or gives to somebody whatever was picked.
#[utoipa::path(post, path = "/reviews/batch", request_body = Batch,
    responses((status = 200, body = BatchView)))]
pub async fn take(site: Site, face: Face, visitor: Visitor, Sent(batch): Sent<Batch>) -> Answer {
    super::let_in(&visitor)?;
    let action = Action::parse(&batch.action).filter(|action| {
        matches!(action, Action::Accept | Action::Pass | Action::Return | Action::Reassign)
    });
    let action = action.ok_or_else(|| Problem::bad("请选办什么。").at("do"))?;
    if action == Action::Return && batch.reason.trim().is_empty() {
        return Err(Problem::bad("退回须写明原因，单位要照着改。").at("reason"));
    }
    let to = person_of(&batch.to)?;
    let picked: Vec<(i64, i64)> = batch
        .rows
        .iter()
        .filter_map(|(name, version)| Some((row_of(name)?, version.parse().ok()?)))
        .collect();
    if picked.is_empty() {
        return Err(Problem::bad("一份也没有勾选，请勾选要办的申报。").at("rows"));
    }
    let mut view = BatchView { action: action.name().to_owned(), done: vec![], refused: vec![] };
    for (id, version) in picked {
        let key = Some(format!("{}-{id}", batch.key)).filter(|_| !batch.key.is_empty());
        let (id, reason) = (DeclarationId(id), batch.reason.clone());
        let order = Order { id, version, draft: None, reason, key };
        let outcome = one(&site, &visitor.who, action, &order, to).await;
        let list = if outcome.problem.is_none() { &mut view.done } else { &mut view.refused };
        list.push(outcome);
    }
    face.show(&visitor, "批量办理的结果", &view)
}

/// One of them; whatever happens is its outcome.
async fn one(
    site: &Site,
    who: &Who,
    action: Action,
    order: &Order,
    to: Option<PersonId>,
) -> Outcome {
    let desk = site.desk();
    let (name, unit) = match desk.case(who, order.id).await {
        Ok(case) => (case.name().to_owned(), case.standing.unit_name.clone()),
        Err(_) => ("看不到的申报".to_owned(), String::new()),
    };
    let done = match action {
        Action::Reassign => desk.reassign(who, order, to).await.map(|_| ()),
        _ => desk.act(who, action, order).await.map(|_| ()),
    };
    Outcome { id: order.id.0, name, unit, problem: done.err().map(Problem::from) }
}
