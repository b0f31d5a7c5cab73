//! Approving: the last revision becomes the approved one, under a document's number and date.
//! A revision is approved once, whoever comes first.

use chrono::NaiveDate;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder,
};

use crate::change::{By, Changing, Done, What};
use crate::declaration::subject;
use crate::tables::{adjustment, approval, declaration};
use crate::{
    Advance, Approval, Declaration, DeclarationId, Error, RegionId, Result, RevisionId, Store,
};

/// An approval to be given.
#[derive(Debug, Clone)]
pub struct Approve {
    /// The declaration and the version that was on the screen, the state it leads to, and why.
    pub step: Advance,
    /// 文号.
    pub number: String,
    /// Date of the document.
    pub dated: NaiveDate,
}

impl Store {
    /// Approves the last revision of a declaration.
    ///
    /// # Errors
    /// [`Error::Conflict`] when somebody led it on first, [`Error::Exists`] when the revision is
    /// approved; else when nothing was submitted or the database fails.
    pub async fn approve(&self, by: By, region: RegionId, new: &Approve) -> Result<Declaration> {
        let change = self.changing(region, by).await?;
        let (what, key) = (What::DeclarationApproved, new.step.key.as_deref());
        if change.earlier(what, key).await?.is_some() {
            return change.any_declaration(new.step.declaration).await;
        }
        let before = change.declaration(new.step.declaration, new.step.version).await?;
        let revision = before.current.ok_or(Error::Refused("尚未提交，不能批复。"))?;
        let approval = approval::ActiveModel {
            revision: Set(revision),
            region: Set(region),
            declaration: Set(before.id),
            number: Set(new.number.clone()),
            dated: Set(new.dated),
            person: Set(by.person),
            at: Set(by.at),
        };
        let approval = approval.insert(change.on()).await;
        let approval = approval.map_err(|error| Error::exists(error, "该版本的批复"))?;
        change.end_adjustment(before.id, revision).await?;
        let mut row = declaration::ActiveModel::from(before.clone());
        row.approved = Set(Some(revision));
        let after = change.lead(&before, row, &new.step).await?;
        let review = change.note(&before, Some(revision), &new.step).await?;
        change.index(&after).await?;
        change.remember(what, key, after.version).await?;
        let left = (&after, &approval, &review);
        change.commit(Done::new(what, subject(after.id), Some(&before), Some(&left))).await?;
        Ok(after)
    }

    /// The approvals a declaration has had, the first one first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn approvals(&self, region: RegionId, id: DeclarationId) -> Result<Vec<Approval>> {
        let rows = approval::Entity::find()
            .filter(approval::Column::Region.eq(region))
            .filter(approval::Column::Declaration.eq(id))
            .order_by_asc(approval::Column::Revision);
        Ok(rows.all(&self.read).await?)
    }
}

impl Changing {
    /// The adjustment under way, if there is one, has come to this revision.
    async fn end_adjustment(&self, of: DeclarationId, revision: RevisionId) -> Result<()> {
        let Some(open) = self.open_adjustment(of).await? else { return Ok(()) };
        let mut open = adjustment::ActiveModel::from(open);
        open.result = Set(Some(revision));
        open.update(self.on()).await?;
        Ok(())
    }
}
