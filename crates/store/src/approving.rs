//! Approving: the last revision becomes the approved one, under a document's number and date.
//! A revision is approved once, whoever comes first.

use chrono::NaiveDate;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder,
};

use crate::change::{By, Changing, Done, What};
use crate::declaration::{keyed, subject};
use crate::tables::{adjustment, approval, declaration};
use crate::{
    Advance, Approval, Declaration, DeclarationId, Entry, Error, RegionId, Result, RevisionId,
    Store,
};

/// What both ways of approving are to the record.
const WHAT: What = What::DeclarationApproved;

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

/// An approval to be given to many at once, under one number and date.
#[derive(Debug, Clone)]
pub struct ApproveAll {
    /// The declarations, each with the version that was on the screen and the state it leads to.
    /// Their own keys are not looked at.
    pub steps: Vec<Advance>,
    /// 文号.
    pub number: String,
    /// Date of the document.
    pub dated: NaiveDate,
    /// A key of the request: sent twice, each of them is done once.
    pub key: Option<String>,
}

impl Store {
    /// Approves the last revision of a declaration; gives it as it is then, or as it is by now when
    /// the request came before.
    ///
    /// # Errors
    /// [`Error::Conflict`] when somebody led it on first, [`Error::Exists`] when the revision is
    /// approved; else when nothing was submitted or the database fails.
    pub async fn approve(&self, by: By, region: RegionId, new: &Approve) -> Result<Declaration> {
        let change = self.changing(region, by).await?;
        let key = keyed(new.step.declaration, new.step.key.as_deref());
        if change.earlier(WHAT, key.as_deref()).await?.is_some() {
            return change.any_declaration(new.step.declaration).await;
        }
        let (after, done) = change.approve(new).await?;
        change.remember(WHAT, key.as_deref(), after.version).await?;
        change.commit(done).await?;
        Ok(after)
    }

    /// Approves many declarations, or none of them; gives them in the order they came.
    ///
    /// # Errors
    /// [`Error::OneOfMany`] names the first one that stands against it and why; else when none is
    /// given or the database fails.
    pub async fn approve_all(
        &self,
        by: By,
        region: RegionId,
        new: &ApproveAll,
    ) -> Result<Vec<Declaration>> {
        let change = self.changing(region, by).await?;
        let (mut all, mut events) = (Vec::new(), Vec::new());
        for step in &new.steps {
            // Of each one by itself: a request that comes again may name others than the first did.
            let key = keyed(step.declaration, new.key.as_deref());
            if change.earlier(WHAT, key.as_deref()).await?.is_some() {
                all.push(change.any_declaration(step.declaration).await?);
                continue;
            }
            let (number, dated) = (new.number.clone(), new.dated);
            let one = Approve { step: step.clone(), number, dated };
            match change.approve(&one).await {
                Ok((after, done)) => {
                    change.remember(WHAT, key.as_deref(), after.version).await?;
                    all.push(after);
                    events.push(done);
                }
                Err(error @ Error::Database(_)) => return Err(error),
                Err(error) => return Err(change.stopped(step.declaration, error).await),
            }
        }
        if all.is_empty() {
            return Err(Error::Refused("没有选中要批复的申报。"));
        }
        let mut events = events.into_iter();
        if let Some(first) = events.next() {
            change.commit_all(first, events.collect()).await?;
        }
        Ok(all)
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
    /// Approves one declaration.
    async fn approve(&self, new: &Approve) -> Result<(Declaration, Done)> {
        let before = self.declaration(new.step.declaration, new.step.version).await?;
        let revision = before.current.ok_or(Error::Refused("尚未提交，不能批复。"))?;
        let there = approval::Entity::find_by_id(revision).one(self.on()).await?;
        if there.is_some() {
            return Err(Error::Exists("该版本的批复"));
        }
        let approval = approval::ActiveModel {
            revision: Set(revision),
            region: Set(self.region),
            declaration: Set(before.id),
            number: Set(new.number.clone()),
            dated: Set(new.dated),
            person: Set(self.by.person),
            at: Set(self.by.at),
        };
        let approval = approval.insert(self.on()).await?;
        let adjustment = self.end_adjustment(before.id, revision).await?;
        let mut row = declaration::ActiveModel::from(before.clone());
        row.approved = Set(Some(revision));
        let (after, entries) = self.lead(&before, row, &new.step).await?;
        let review = self.note(&before, Some(revision), &new.step).await?;
        self.index(&after).await?;
        let done = Done::new(WHAT, subject(after.id)).and(entries).and_made(&approval);
        Ok((after, done.and_made(&review).and(adjustment)))
    }

    /// Why none of many was done.
    async fn stopped(&self, declaration: DeclarationId, why: Error) -> Error {
        let what = match self.any_declaration(declaration).await {
            Ok(row) if row.project.is_empty() => row.kind,
            Ok(row) => row.project,
            Err(_) => format!("申报 {}", declaration.0),
        };
        Error::OneOfMany { declaration, what, why: Box::new(why) }
    }

    /// The adjustment under way, if there is one, has come to this revision.
    async fn end_adjustment(
        &self,
        of: DeclarationId,
        revision: RevisionId,
    ) -> Result<Option<Entry>> {
        let Some(before) = self.open_adjustment(of).await? else { return Ok(None) };
        let mut row = adjustment::ActiveModel::from(before.clone());
        row.result = Set(Some(revision));
        let after = row.update(self.on()).await?;
        Ok(Some(Entry::changed(&before, &after)))
    }
}
