//! Revisions looked up. They are made where a declaration is led on, and never changed.

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect};

use crate::tables::revision;
use crate::{
    DeclarationId, Error, Judged, PersonId, RegionId, Result, Revision, RevisionId, Store,
};

/// A revision without its form and findings.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct RevisionHead {
    /// Its id.
    pub id: RevisionId,
    /// Of which declaration.
    pub declaration: DeclarationId,
    /// 1, 2, 3 … within the declaration.
    pub number: i32,
    /// Why it was kept, a word.
    pub kind: String,
    /// SM3 of the form.
    pub digest: String,
    /// Who handed it in.
    pub author: Option<PersonId>,
    /// When.
    pub at: DateTime<Utc>,
    /// The money it declares in all, in fen.
    pub total: Option<i64>,
    errors: i32,
    warnings: String,
    advice: i32,
    open: i32,
    packs: String,
}

impl RevisionHead {
    /// What the checks made of it.
    pub fn judged(&self) -> Judged {
        Judged {
            errors: self.errors,
            warnings: crate::judged::causes(&self.warnings),
            advice: self.advice,
            open: self.open,
            packs: self.packs.clone(),
        }
    }
}

impl Store {
    /// A revision.
    ///
    /// # Errors
    /// When there is none in the region, or the database fails.
    pub async fn revision(&self, region: RegionId, id: RevisionId) -> Result<Revision> {
        let row = revision::Entity::find_by_id(id)
            .filter(revision::Column::Region.eq(region))
            .one(&self.read)
            .await?;
        row.ok_or(Error::Missing("版本"))
    }

    /// Some revisions with their forms, in the order of their ids.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn whole_revisions(
        &self,
        region: RegionId,
        ids: &[RevisionId],
    ) -> Result<Vec<Revision>> {
        let rows = revision::Entity::find()
            .filter(revision::Column::Region.eq(region))
            .filter(revision::Column::Id.is_in(ids.iter().copied()))
            .order_by_asc(revision::Column::Id);
        Ok(rows.all(&self.read).await?)
    }

    /// The revisions of a declaration with their forms, the first one first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn revisions(&self, region: RegionId, id: DeclarationId) -> Result<Vec<Revision>> {
        let rows = revision::Entity::find()
            .filter(revision::Column::Region.eq(region))
            .filter(revision::Column::Declaration.eq(id))
            .order_by_asc(revision::Column::Number);
        Ok(rows.all(&self.read).await?)
    }

    /// The revisions of a declaration, the last one first, at most `count`; those before number
    /// `before`, when one is given.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn revision_heads(
        &self,
        region: RegionId,
        id: DeclarationId,
        before: Option<i32>,
        count: u64,
    ) -> Result<Vec<RevisionHead>> {
        let mut rows = heads()
            .filter(revision::Column::Region.eq(region))
            .filter(revision::Column::Declaration.eq(id));
        if let Some(before) = before {
            rows = rows.filter(revision::Column::Number.lt(before));
        }
        let rows = rows.order_by_desc(revision::Column::Number).limit(count);
        Ok(rows.into_model::<RevisionHead>().all(&self.read).await?)
    }
}

/// Revisions without what is long in them.
pub(crate) fn heads() -> sea_orm::Select<revision::Entity> {
    use revision::Column;
    revision::Entity::find().select_only().columns([
        Column::Id,
        Column::Declaration,
        Column::Number,
        Column::Kind,
        Column::Digest,
        Column::Author,
        Column::At,
        Column::Total,
        Column::Errors,
        Column::Warnings,
        Column::Advice,
        Column::Open,
        Column::Packs,
    ])
}
