//! Comments at cells, answers to them, and who resolved them.

use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder,
};

use crate::change::{By, Done, What};
use crate::declaration::keyed;
use crate::tables::{comment, revision};
use crate::{Comment, CommentId, DeclarationId, Error, RegionId, Result, RevisionId, Store};

/// A comment to be added.
#[derive(Debug, Clone)]
pub struct NewComment {
    /// The declaration.
    pub declaration: DeclarationId,
    /// The revision it is about; none for the draft.
    pub revision: Option<RevisionId>,
    /// The cell, such as `indicators.3.target`; empty for the whole form.
    pub path: String,
    /// The comment it answers.
    pub answers: Option<CommentId>,
    /// The text.
    pub body: String,
    /// A key of the request: sent twice, it is added once.
    pub key: Option<String>,
}

impl Store {
    /// Adds a comment or an answer to one.
    ///
    /// # Errors
    /// When there is no text, declaration, revision and comment do not belong together, or the
    /// database fails.
    pub async fn add_comment(
        &self,
        by: By,
        region: RegionId,
        new: &NewComment,
    ) -> Result<CommentId> {
        if new.body.trim().is_empty() {
            return Err(Error::Refused("批注不能为空。"));
        }
        let change = self.changing(region, by).await?;
        let (what, key) = (What::CommentAdded, keyed(new.declaration, new.key.as_deref()));
        if let Some((earlier, _)) = change.earlier(what, key.as_deref()).await? {
            return Ok(CommentId(earlier));
        }
        change.any_declaration(new.declaration).await?;
        if let Some(id) = new.revision {
            let found = revision::Entity::find_by_id(id).one(change.on()).await?;
            found
                .filter(|revision| revision.declaration == new.declaration)
                .ok_or(Error::Missing("版本"))?;
        }
        if let Some(id) = new.answers {
            let found = comment::Entity::find_by_id(id).one(change.on()).await?;
            found
                .filter(|comment| comment.declaration == new.declaration)
                .ok_or(Error::Missing("批注"))?;
        }
        let row = comment::ActiveModel {
            region: Set(region),
            declaration: Set(new.declaration),
            revision: Set(new.revision),
            path: Set(new.path.clone()),
            answers: Set(new.answers),
            body: Set(new.body.clone()),
            person: Set(by.person),
            at: Set(by.at),
            resolved_by: Set(None),
            resolved_at: Set(None),
            ..Default::default()
        };
        let row = row.insert(change.on()).await?;
        change.remember(what, key.as_deref(), row.id.0).await?;
        change.commit(Done::made(what, subject(row.declaration, row.id), &row)).await?;
        Ok(row.id)
    }

    /// Marks a comment as resolved.
    ///
    /// # Errors
    /// When there is no such comment, it is resolved already, or the database fails.
    pub async fn resolve_comment(&self, by: By, region: RegionId, id: CommentId) -> Result<()> {
        let change = self.changing(region, by).await?;
        let before = comment::Entity::find_by_id(id)
            .filter(comment::Column::Region.eq(region))
            .one(change.on())
            .await?
            .ok_or(Error::Missing("批注"))?;
        if before.resolved_at.is_some() {
            return Err(Error::Refused("该批注已经解决。"));
        }
        let mut row = comment::ActiveModel::from(before.clone());
        row.resolved_by = Set(by.person);
        row.resolved_at = Set(Some(by.at));
        let after = row.update(change.on()).await?;
        change
            .commit(Done::changed(
                What::CommentResolved,
                subject(after.declaration, id),
                &before,
                &after,
            ))
            .await
    }

    /// The comments of a declaration, answers among them, in the order they were written.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn comments(&self, region: RegionId, id: DeclarationId) -> Result<Vec<Comment>> {
        let rows = comment::Entity::find()
            .filter(comment::Column::Region.eq(region))
            .filter(comment::Column::Declaration.eq(id))
            .order_by_asc(comment::Column::Id);
        Ok(rows.all(&self.read).await?)
    }
}

fn subject(of: DeclarationId, id: CommentId) -> String {
    format!("{}/comment/{}", crate::declaration::subject(of), id.0)
}
