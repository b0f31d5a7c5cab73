//! Remarks at cells: shown with their answers, written, answered, resolved.

use std::collections::BTreeMap;

use axum::extract::Path;
use desk::Remark;
use serde::{Deserialize, Serialize};
use store::{Comment, CommentId, DeclarationId, PersonId, RevisionHead};
use utoipa::ToSchema;

use crate::site::drawn::Board;
use crate::site::parts::moment;
use crate::site::{Answer, Face, Sent, Site, Visitor};

/// A remark with its answers.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RemarkView {
    /// Its number in addresses.
    pub id: i64,
    /// 批1.
    pub label: String,
    /// The cell; "" for the whole form.
    pub path: String,
    /// What people call it.
    pub place: String,
    /// The text.
    pub body: String,
    /// Who wrote it.
    pub who: String,
    /// When.
    pub at: String,
    /// About which version: 第2版; "" for a draft.
    pub version: String,
    /// Who resolved it and when; "" while it is open.
    pub resolved: String,
    /// Answers, the first one first.
    pub answers: Vec<AnswerView>,
    /// Whether this person wrote it.
    pub own: bool,
}

/// An answer.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AnswerView {
    /// The text.
    pub body: String,
    /// Who wrote it.
    pub who: String,
    /// When.
    pub at: String,
}

/// Names of people, also of those who are gone.
pub type Names = BTreeMap<PersonId, String>;

/// Somebody's name; the program itself has none.
pub fn name_of(names: &Names, person: Option<PersonId>) -> String {
    let name = person.and_then(|person| names.get(&person).cloned());
    name.unwrap_or_else(|| "程序".to_owned())
}

/// Remarks as the page shows them: open ones first, in the order they were written.
pub fn views(
    comments: &[Comment],
    board: &Board,
    names: &Names,
    revisions: &[RevisionHead],
    own: PersonId,
) -> Vec<RemarkView> {
    let number = |comment: &Comment| {
        let revision = revisions.iter().find(|head| Some(head.id) == comment.revision);
        revision.map_or_else(String::new, |head| format!("第{}版", head.number))
    };
    let roots = comments.iter().filter(|comment| comment.answers.is_none());
    let mut views: Vec<RemarkView> = roots
        .enumerate()
        .map(|(at, comment)| RemarkView {
            id: comment.id.0,
            label: format!("批{}", at + 1),
            path: comment.path.clone(),
            place: board.name(&comment.path),
            body: comment.body.clone(),
            who: name_of(names, comment.person),
            at: moment(comment.at),
            version: number(comment),
            resolved: comment.resolved_at.map_or_else(String::new, |at| {
                format!("{}　{}", name_of(names, comment.resolved_by), moment(at))
            }),
            answers: comments
                .iter()
                .filter(|answer| answer.answers == Some(comment.id))
                .map(|answer| AnswerView {
                    body: answer.body.clone(),
                    who: name_of(names, answer.person),
                    at: moment(answer.at),
                })
                .collect(),
            own: comment.person == Some(own),
        })
        .collect();
    views.sort_by_key(|view| !view.resolved.is_empty());
    views
}

/// A remark to be written.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewRemark {
    /// The cell, such as `indicators.3.target`; "" for the whole form.
    #[serde(default)]
    path: String,
    /// Number of the remark it answers; "" for a new one.
    #[serde(default)]
    answers: String,
    /// The text.
    body: String,
    /// A key of the request: sent twice, it is written once.
    key: Option<String>,
    /// The page to go back to: `declarations`, else the review page.
    #[serde(default)]
    from: String,
}

/// Where one goes back to.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct From {
    /// The page to go back to: `declarations`, else the review page.
    #[serde(default)]
    from: String,
}

/// Writes a remark at a cell, or answers one.
#[utoipa::path(post, path = "/declarations/{id}/comment", params(("id" = i64, Path)),
    request_body = NewRemark, responses((status = 200)))]
pub async fn write(
    site: Site,
    face: Face,
    visitor: Visitor,
    Path(id): Path<i64>,
    Sent(sent): Sent<NewRemark>,
) -> Answer {
    let answers = sent.answers.parse().ok().map(CommentId);
    let remark =
        Remark { id: DeclarationId(id), path: sent.path, answers, body: sent.body, key: sent.key };
    let made = site.desk().comment(&visitor.who, &remark).await?;
    let shown = answers.unwrap_or(made);
    let said =
        if answers.is_some() { "已答复。" } else { "批注已写上，单位能看到。" };
    face.done(&back(&sent.from, id, shown), said)
}

/// Marks a remark as resolved.
#[utoipa::path(post, path = "/declarations/{id}/comments/{comment}/resolve",
    params(("id" = i64, Path), ("comment" = i64, Path)), request_body = From,
    responses((status = 200)))]
pub async fn resolve(
    site: Site,
    face: Face,
    visitor: Visitor,
    Path((id, comment)): Path<(i64, i64)>,
    Sent(sent): Sent<From>,
) -> Answer {
    let of = DeclarationId(id);
    site.desk().resolve(&visitor.who, of, CommentId(comment)).await?;
    face.done(&back(&sent.from, id, CommentId(comment)), "批注已标记为解决。")
}

fn back(from: &str, id: i64, comment: CommentId) -> String {
    match from {
        "declarations" => format!("/declarations/{id}#remark-{}", comment.0),
        _ => format!("/reviews/{id}#remark-{}", comment.0),
    }
}
