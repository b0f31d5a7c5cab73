//! Steps taken from the review page: accept, pass, return, refuse, reopen, give to somebody.

use axum::extract::Path;
use desk::Order;
use flow::Action;
use serde::Deserialize;
use store::DeclarationId;
use utoipa::ToSchema;

use super::queue::person_of;
use crate::site::step::StepSent;
use crate::site::{Answer, Face, Sent, Site, Visitor};

/// Who gets the work.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Hands {
    /// Number of the person; "" for nobody in particular.
    #[serde(default)]
    to: String,
}

async fn step(
    site: &Site,
    face: &Face,
    visitor: &Visitor,
    action: Action,
    (id, sent): (i64, StepSent),
) -> Answer {
    let who = &visitor.who;
    let id = DeclarationId(id);
    let case = site.desk().case(who, id).await?;
    site.desk().act(who, action, &sent.order(id)).await?;
    let (name, own) = (case.name(), format!("/reviews/{}", id.0));
    match action {
        Action::Accept => face.done(&own, &format!("“{name}”已接收，下级不能再撤回。")),
        Action::Pass => face.done("/reviews", &format!("“{name}”已审核通过，转到下一环节。")),
        Action::Return => face.done("/reviews", &format!("“{name}”已退回单位，单位能看到原因。")),
        Action::Refuse => face.done("/reviews", &format!("“{name}”已决定不予通过。")),
        _ => face.done(&own, &format!("“{name}”已重新进入审核。")),
    }
}

/// Takes it on, which freezes the lower level.
#[utoipa::path(post, path = "/declarations/{id}/accept", params(("id" = i64, Path)),
    request_body = StepSent, responses((status = 200)))]
pub async fn accept(
    site: Site,
    face: Face,
    visitor: Visitor,
    Path(id): Path<i64>,
    Sent(sent): Sent<StepSent>,
) -> Answer {
    step(&site, &face, &visitor, Action::Accept, (id, sent)).await
}

/// Passes it on to the next step.
#[utoipa::path(post, path = "/declarations/{id}/pass", params(("id" = i64, Path)),
    request_body = StepSent, responses((status = 200)))]
pub async fn pass(
    site: Site,
    face: Face,
    visitor: Visitor,
    Path(id): Path<i64>,
    Sent(sent): Sent<StepSent>,
) -> Answer {
    step(&site, &face, &visitor, Action::Pass, (id, sent)).await
}

/// Returns it to the unit with reasons.
#[utoipa::path(post, path = "/declarations/{id}/return", params(("id" = i64, Path)),
    request_body = StepSent, responses((status = 200)))]
pub async fn give_back(
    site: Site,
    face: Face,
    visitor: Visitor,
    Path(id): Path<i64>,
    Sent(sent): Sent<StepSent>,
) -> Answer {
    step(&site, &face, &visitor, Action::Return, (id, sent)).await
}

/// Decides that it is not to be arranged this year.
#[utoipa::path(post, path = "/declarations/{id}/refuse", params(("id" = i64, Path)),
    request_body = StepSent, responses((status = 200)))]
pub async fn refuse(
    site: Site,
    face: Face,
    visitor: Visitor,
    Path(id): Path<i64>,
    Sent(sent): Sent<StepSent>,
) -> Answer {
    step(&site, &face, &visitor, Action::Refuse, (id, sent)).await
}

/// Undoes a refusal.
#[utoipa::path(post, path = "/declarations/{id}/reopen", params(("id" = i64, Path)),
    request_body = StepSent, responses((status = 200)))]
pub async fn reopen(
    site: Site,
    face: Face,
    visitor: Visitor,
    Path(id): Path<i64>,
    Sent(sent): Sent<StepSent>,
) -> Answer {
    step(&site, &face, &visitor, Action::Reopen, (id, sent)).await
}

/// Gives the work of the present step to somebody of the same office.
#[utoipa::path(post, path = "/declarations/{id}/reassign", params(("id" = i64, Path)),
    request_body = Hands, responses((status = 200)))]
pub async fn reassign(
    site: Site,
    face: Face,
    visitor: Visitor,
    Path(id): Path<i64>,
    Sent(sent): Sent<Hands>,
) -> Answer {
    let to = person_of(&sent.to)?;
    let id = DeclarationId(id);
    let order = Order { id, version: 0, draft: None, reason: String::new(), key: None };
    let case = site.desk().reassign(&visitor.who, &order, to).await?;
    let name = case.name();
    let said = match to {
        Some(to) => {
            let person = site.desk().store.person(visitor.who.region(), to).await?;
            format!("“{name}”已派给{}。", person.name)
        }
        None => format!("“{name}”不再指定人，同岗位都能办。"),
    };
    face.done(&format!("/reviews/{}", id.0), &said)
}
