//! Beginning to adjust what is approved.

use askama::Template;
use axum::extract::Path;
use desk::Order;
use flow::Action;
use serde::{Deserialize, Serialize};
use store::DeclarationId;
use utoipa::ToSchema;

use crate::site::account::chance;
use crate::site::lines::Line;
use crate::site::{Answer, Face, Problem, Sent, Site, Visitor};

/// What is to be adjusted.
#[derive(Debug, Template, Serialize, ToSchema)]
#[template(path = "site/adjustments/begin.html")]
pub struct BeginView {
    /// The declaration.
    line: Line,
    /// The steps an adjustment takes.
    steps: Vec<String>,
    /// Why it cannot be adjusted; none when it can.
    barred: Option<Problem>,
    /// A key for the request.
    key: String,
}

/// An adjustment to be begun.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Begin {
    /// The version that was on the screen.
    version: i64,
    /// Why.
    reason: String,
    /// A key of the request: sent twice, it is done once.
    #[serde(default)]
    key: String,
}

/// The page on which an adjustment is begun.
#[utoipa::path(get, path = "/declarations/{id}/adjust",
    params(("id" = i64, Path, description = "The declaration")),
    responses((status = 200, body = BeginView)))]
pub async fn page(site: Site, face: Face, visitor: Visitor, Path(id): Path<i64>) -> Answer {
    let case = site.desk().case(&visitor.who, DeclarationId(id)).await?;
    let barred = case.may(&visitor.who, Action::Adjust).err().map(Problem::from);
    let ground = &case.situation.ground;
    let steps = case.setting.workflow.route(flow::Track::Adjustment, ground.has_department());
    let steps = steps.iter().map(|step| step.name.clone()).collect();
    let (line, key) = (Line::of(&case, &visitor), chance::key());
    face.show(&visitor, "申请调整", &BeginView { line, steps, barred, key })
}

/// Begins to adjust a declaration: its draft is again what was approved.
#[utoipa::path(post, path = "/declarations/{id}/adjust", request_body = Begin,
    params(("id" = i64, Path, description = "The declaration")),
    responses((status = 200, description = "Where to go on and what was done")))]
pub async fn adjust(
    site: Site,
    face: Face,
    visitor: Visitor,
    Path(id): Path<i64>,
    Sent(sent): Sent<Begin>,
) -> Answer {
    if sent.reason.trim().is_empty() {
        return Err(Problem::bad("申请调整须写明原因。").at("reason"));
    }
    let key = Some(sent.key).filter(|key| !key.is_empty());
    let (id, reason) = (DeclarationId(id), sent.reason);
    let order = Order { id, version: sent.version, draft: None, reason, key };
    site.desk().adjust(&visitor.who, &order).await?;
    let said = "调整已经开始，草稿就是批复的内容，请照着改；原来批复的一直保留。";
    face.done(&format!("/declarations/{}/edit", id.0), said)
}
