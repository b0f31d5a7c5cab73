//! Several declarations handed in or signed at once: each is asked for by itself, and what became of
//! each is told.

use std::collections::BTreeMap;

use askama::Template;
use desk::Order;
use flow::Action;
use serde::{Deserialize, Serialize};
use store::DeclarationId;
use utoipa::ToSchema;

use super::{Answer, Face, Problem, Sent, Site, Visitor, numbered};

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
