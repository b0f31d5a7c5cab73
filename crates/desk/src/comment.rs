//! Remarks at cells: written, answered, resolved.

use flow::{Action, Level, Reason, Refusal};
use model::form::Path;
use store::{CommentId, DeclarationId, NewComment};

use crate::{Desk, Error, Result, Who};

/// Longest remark, in characters.
const LONGEST: usize = 2_000;

/// A remark to be made.
#[derive(Debug, Clone)]
pub struct Remark {
    /// The declaration.
    pub id: DeclarationId,
    /// The cell, such as `indicators.3.target`; empty for the whole form.
    pub path: String,
    /// The remark it answers.
    pub answers: Option<CommentId>,
    /// The text.
    pub body: String,
    /// A key of the request: sent twice, it is made once.
    pub key: Option<String>,
}

impl Desk {
    /// Writes a remark, or an answer to one, about what was handed in last; while the unit is
    /// still writing for the first time, about the draft.
    ///
    /// # Errors
    /// When it says nothing, too much, or names no cell; the refusal; else when the database
    /// fails.
    pub async fn comment(&self, who: &Who, remark: &Remark) -> Result<CommentId> {
        let body = remark.body.trim();
        if body.is_empty() {
            return Err(Error::bad("请写批注的内容。"));
        }
        if body.chars().count() > LONGEST {
            return Err(Error::bad(format!("批注太长，请不要超过{LONGEST}个字。")));
        }
        if !remark.path.is_empty() && remark.path.parse::<Path>().is_err() {
            return Err(Error::bad("表上没有这个格子。"));
        }
        let case = self.case(who, remark.id).await?;
        let permit = case.may(who, Action::Comment)?;
        let comment = NewComment {
            declaration: remark.id,
            revision: case.standing.declaration.current,
            path: remark.path.clone(),
            answers: remark.answers,
            body: body.to_owned(),
            key: remark.key.clone(),
        };
        Ok(self.store.add_comment(who.by(&permit), who.region(), &comment).await?)
    }

    /// Marks a remark as resolved: whoever made it does so, or whoever reviews. The unit answers.
    ///
    /// # Errors
    /// The refusal; when there is no such remark; else when the database fails.
    pub async fn resolve(&self, who: &Who, of: DeclarationId, id: CommentId) -> Result<()> {
        let case = self.case(who, of).await?;
        let permit = case.may(who, Action::Comment)?;
        let comments = self.store.comments(who.region(), of).await?;
        let found = comments.into_iter().find(|comment| comment.id == id);
        let comment = found.ok_or(store::Error::Missing("批注"))?;
        let own = comment.person == Some(who.person.id);
        if !own && permit.role.level() == Some(Level::Unit) {
            return Err(Error::Refused(Refusal {
                reason: Reason::NoGrant,
                why: "批注由提出的人或者审核的人标记为已解决。".to_owned(),
                remedy: "您可以在批注下面答复。".to_owned(),
                who: Vec::new(),
                until: None,
            }));
        }
        Ok(self.store.resolve_comment(who.by(&permit), who.region(), id).await?)
    }
}
