//! Warnings answered with a reason, and the reason taken back. The form's page answers them beside
//! the form; this is for programs and for taking back.

use axum::extract::Path;
use serde::Deserialize;
use store::DeclarationId;
use utoipa::ToSchema;

use super::{Answer, Face, Sent, Site, Visitor};

/// An answer to a warning.
#[derive(Debug, Deserialize, ToSchema)]
pub struct AnswerSent {
    /// Key of the cause.
    cause: String,
    /// The reason; not asked for when it is taken back.
    #[serde(default)]
    reason: String,
    /// A key of the request: sent twice, it is done once.
    #[serde(default)]
    key: String,
}

/// Answers the warnings of one cause with a reason.
#[utoipa::path(post, path = "/declarations/{id}/waive", params(("id" = i64, Path)),
    request_body = AnswerSent, responses((status = 200, description = "已说明")))]
pub async fn waive(
    site: Site,
    face: Face,
    visitor: Visitor,
    Path(id): Path<i64>,
    Sent(sent): Sent<AnswerSent>,
) -> Answer {
    let key = Some(sent.key.as_str()).filter(|key| !key.is_empty());
    let (cause, reason) = (&sent.cause, &sent.reason);
    site.desk().waive(&visitor.who, DeclarationId(id), cause, reason, key).await?;
    face.done(&format!("/declarations/{id}/edit"), "已说明理由。")
}

/// Takes an answer back.
#[utoipa::path(post, path = "/declarations/{id}/unwaive", params(("id" = i64, Path)),
    request_body = AnswerSent, responses((status = 200, description = "已收回")))]
pub async fn unwaive(
    site: Site,
    face: Face,
    visitor: Visitor,
    Path(id): Path<i64>,
    Sent(sent): Sent<AnswerSent>,
) -> Answer {
    site.desk().take_waiver_back(&visitor.who, DeclarationId(id), &sent.cause).await?;
    face.done(&format!("/declarations/{id}/edit"), "说明已收回，这个问题又须答复。")
}
