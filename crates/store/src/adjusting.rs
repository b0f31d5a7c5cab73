//! Adjusting an approved declaration: its draft begins again from what was approved. The approved
//! revision stays approved until the adjusted one is, and readable for ever.

use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder,
};

use crate::change::{By, Changing, Done, What};
use crate::declaration::{keyed, subject};
use crate::tables::{adjustment, declaration, draft, revision};
use crate::{
    Adjustment, Advance, Declaration, DeclarationId, Entry, Error, RegionId, Result, RevisionId,
    Store, Turn,
};

/// An adjustment to be begun or given up; its reason is that of the step.
#[derive(Debug, Clone)]
pub struct Adjust {
    /// The declaration and the version that was on the screen, the state it leads to, and why.
    pub step: Advance,
}

impl Adjust {
    fn key(&self) -> Option<String> {
        keyed(self.step.declaration, self.step.key.as_deref())
    }
}

impl Store {
    /// Begins to adjust an approved declaration.
    ///
    /// # Errors
    /// When it is not approved, no reason is given, or an adjustment of what is approved is under
    /// way; [`Error::Conflict`] when somebody led it on first; else when the database fails.
    pub async fn adjust(&self, by: By, region: RegionId, new: &Adjust) -> Result<Declaration> {
        if new.step.reason.trim().is_empty() {
            return Err(Error::Refused("调整须写明原因。"));
        }
        let change = self.changing(region, by).await?;
        let (what, key) = (What::AdjustmentBegun, new.key());
        if change.earlier(what, key.as_deref()).await?.is_some() {
            return change.any_declaration(new.step.declaration).await;
        }
        let step = Advance { turn: Turn::OpensRound, ..new.step.clone() };
        let before = change.declaration(step.declaration, step.version).await?;
        let base = before.approved.ok_or(Error::Refused("尚未批复，不能调整。"))?;
        let row = adjustment::ActiveModel {
            region: Set(region),
            declaration: Set(before.id),
            base: Set(base),
            result: Set(None),
            abandoned_at: Set(None),
            reason: Set(new.step.reason.clone()),
            person: Set(by.person),
            at: Set(by.at),
            ..Default::default()
        };
        if change.open_adjustment(before.id).await?.is_some() {
            return Err(Error::Exists("对该申报的调整"));
        }
        let row = row.insert(change.on()).await?;
        let draft = change.draft_again(&before, base).await?;
        let led = declaration::ActiveModel::from(before.clone());
        let (after, entries) = change.lead(&before, led, &step).await?;
        let review = change.note(&before, before.current, &step).await?;
        change.remember(what, key.as_deref(), after.version).await?;
        let done = Done::new(what, subject(after.id)).and(entries).and_made(&row);
        change.commit(done.and_made(&review).and([draft])).await?;
        Ok(after)
    }

    /// Gives up the adjustment under way: what was approved is again the last revision, and the
    /// draft is as it was approved.
    ///
    /// # Errors
    /// When none is under way; [`Error::Conflict`] when somebody led the declaration on first;
    /// else when the database fails.
    pub async fn abandon_adjustment(
        &self,
        by: By,
        region: RegionId,
        new: &Adjust,
    ) -> Result<Declaration> {
        let change = self.changing(region, by).await?;
        let (what, key) = (What::AdjustmentAbandoned, new.key());
        if change.earlier(what, key.as_deref()).await?.is_some() {
            return change.any_declaration(new.step.declaration).await;
        }
        let before = change.declaration(new.step.declaration, new.step.version).await?;
        let open = change.open_adjustment(before.id).await?.ok_or(Error::Missing("调整"))?;
        let mut row = adjustment::ActiveModel::from(open.clone());
        row.abandoned_at = Set(Some(by.at));
        let row = row.update(change.on()).await?;
        let draft = change.draft_again(&before, row.base).await?;
        let mut led = declaration::ActiveModel::from(before.clone());
        led.current = Set(before.approved);
        let (after, entries) = change.lead(&before, led, &new.step).await?;
        let review = change.note(&before, before.current, &new.step).await?;
        change.index(&after).await?;
        change.remember(what, key.as_deref(), after.version).await?;
        let done = Done::new(what, subject(after.id)).and(entries).and_made(&review);
        change.commit(done.and([Entry::changed(&open, &row), draft])).await?;
        Ok(after)
    }

    /// The adjustments of a declaration, the first one first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn adjustments(
        &self,
        region: RegionId,
        id: DeclarationId,
    ) -> Result<Vec<Adjustment>> {
        let rows = adjustment::Entity::find()
            .filter(adjustment::Column::Region.eq(region))
            .filter(adjustment::Column::Declaration.eq(id))
            .order_by_asc(adjustment::Column::Id);
        Ok(rows.all(&self.read).await?)
    }
}

impl Changing {
    /// The adjustment under way.
    pub(crate) async fn open_adjustment(&self, of: DeclarationId) -> Result<Option<Adjustment>> {
        let open = adjustment::Entity::find()
            .filter(adjustment::Column::Declaration.eq(of))
            .filter(adjustment::Column::Result.is_null())
            .filter(adjustment::Column::AbandonedAt.is_null());
        Ok(open.one(self.on()).await?)
    }

    /// Writes a revision over the draft.
    async fn draft_again(&self, of: &Declaration, from: RevisionId) -> Result<Entry> {
        let from = revision::Entity::find_by_id(from).one(self.on()).await?;
        let from = from.ok_or(Error::Missing("版本"))?;
        let draft = draft::Entity::find_by_id(of.id).one(self.on()).await?;
        let draft = draft.ok_or(Error::Missing("草稿"))?;
        let row = draft::ActiveModel {
            declaration: Set(draft.declaration),
            region: Set(draft.region),
            form: Set(from.form),
            digest: Set(from.digest),
            version: Set(draft.version + 1),
            editor: Set(self.by.person),
            at: Set(self.by.at),
            total: Set(from.total),
            errors: Set(from.errors),
            warnings: Set(from.warnings),
            advice: Set(from.advice),
            open: Set(from.open),
            packs: Set(from.packs),
        };
        let after = row.update(self.on()).await?;
        Ok(Entry::changed(&draft, &after))
    }
}
