//! Steps the unit takes with a declaration of its own: hand in, sign, take back, throw away.

use axum::extract::Path;
use flow::Action;
use store::DeclarationId;

use crate::site::step::StepSent;

use super::{Answer, Face, Sent, Site, Visitor, badge};

async fn step(
    site: &Site,
    face: &Face,
    visitor: &Visitor,
    action: Action,
    (id, sent): (i64, StepSent),
) -> Answer {
    let (desk, who) = (site.desk(), &visitor.who);
    let name = desk.case(who, DeclarationId(id)).await?.name().to_owned();
    desk.act(who, action, &sent.order(DeclarationId(id))).await?;
    if action == Action::Discard {
        return face.done("/declarations", &format!("“{name}”的草稿已删除。"));
    }
    let now = desk.case(who, DeclarationId(id)).await?;
    let done = match action {
        Action::Submit => "已提交",
        Action::Sign => "已签字",
        _ => "已撤回",
    };
    let said = format!("“{name}”{done}，现在：{}。", badge(&now).word);
    let to = if action == Action::Sign { "/declarations".to_owned() } else { address(id) };
    face.done(&to, &said)
}

fn address(id: i64) -> String {
    format!("/declarations/{id}")
}

/// Hands the draft in.
#[utoipa::path(post, path = "/declarations/{id}/submit", params(("id" = i64, Path)),
    request_body = StepSent, responses((status = 200, description = "已提交")))]
pub async fn submit(
    site: Site,
    face: Face,
    visitor: Visitor,
    Path(id): Path<i64>,
    Sent(sent): Sent<StepSent>,
) -> Answer {
    step(&site, &face, &visitor, Action::Submit, (id, sent)).await
}

/// The unit's head signs it.
#[utoipa::path(post, path = "/declarations/{id}/sign", params(("id" = i64, Path)),
    request_body = StepSent, responses((status = 200, description = "已签字")))]
pub async fn sign(
    site: Site,
    face: Face,
    visitor: Visitor,
    Path(id): Path<i64>,
    Sent(sent): Sent<StepSent>,
) -> Answer {
    step(&site, &face, &visitor, Action::Sign, (id, sent)).await
}

/// Takes it back from the next level.
#[utoipa::path(post, path = "/declarations/{id}/recall", params(("id" = i64, Path)),
    request_body = StepSent, responses((status = 200, description = "已撤回")))]
pub async fn recall(
    site: Site,
    face: Face,
    visitor: Visitor,
    Path(id): Path<i64>,
    Sent(sent): Sent<StepSent>,
) -> Answer {
    step(&site, &face, &visitor, Action::Recall, (id, sent)).await
}

/// Throws the draft away.
#[utoipa::path(post, path = "/declarations/{id}/discard", params(("id" = i64, Path)),
    request_body = StepSent, responses((status = 200, description = "已删除")))]
pub async fn discard(
    site: Site,
    face: Face,
    visitor: Visitor,
    Path(id): Path<i64>,
    Sent(sent): Sent<StepSent>,
) -> Answer {
    step(&site, &face, &visitor, Action::Discard, (id, sent)).await
}
