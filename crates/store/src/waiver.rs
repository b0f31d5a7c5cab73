//! Waivers: why a warning is answered without a change, once for each cause.

use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, JoinType, ModelTrait,
    QueryFilter, QueryOrder, QuerySelect, RelationDef,
};

use crate::change::{By, Changing, Done, What};
use crate::declaration::keyed;
use crate::listing::of_cycle;
use crate::tables::{declaration, waiver};
use crate::{CycleId, DeclarationId, Entry, Error, RegionId, Result, Store, UnitId, Waiver};

/// A waiver to be given.
#[derive(Debug, Clone)]
pub struct NewWaiver<'w> {
    /// The declaration.
    pub declaration: DeclarationId,
    /// Key of the cause.
    pub cause: &'w str,
    /// The reason.
    pub reason: &'w str,
    /// A key of the request: sent twice for a cause of a declaration, it is given once.
    pub key: Option<&'w str>,
}

impl Store {
    /// Gives the reason for a cause; a second one takes the place of the first.
    ///
    /// # Errors
    /// When no reason is given, there is no such declaration, or the database fails.
    pub async fn waive(&self, by: By, region: RegionId, new: &NewWaiver<'_>) -> Result<()> {
        let NewWaiver { declaration: id, cause, reason, key } = *new;
        if reason.trim().is_empty() {
            return Err(Error::Refused("说明须写明理由。"));
        }
        let change = self.changing(region, by).await?;
        let what = What::WaiverGiven;
        let key = keyed(id, key).map(|key| format!("{key}/{cause}"));
        if change.earlier(what, key.as_deref()).await?.is_some() {
            return Ok(());
        }
        change.writable_declaration(id).await?;
        let before = change.waiver(id, cause).await?;
        let mut row = match before.clone() {
            Some(row) => waiver::ActiveModel::from(row),
            None => waiver::ActiveModel {
                region: Set(region),
                declaration: Set(id),
                cause: Set(cause.to_owned()),
                ..Default::default()
            },
        };
        row.reason = Set(reason.to_owned());
        row.person = Set(by.person);
        row.at = Set(by.at);
        let after = row.save(change.on()).await?;
        let after = Waiver::try_from(after)?;
        let subject = subject(id, after.id);
        change.remember(what, key.as_deref(), after.id).await?;
        let entry =
            before.map_or_else(|| Entry::made(&after), |before| Entry::changed(&before, &after));
        change.commit(Done::new(what, subject).and([entry])).await
    }

    /// Takes a waiver back; the record keeps that it was there.
    ///
    /// # Errors
    /// When there is none for that cause, or the database fails.
    pub async fn take_waiver_back(
        &self,
        by: By,
        region: RegionId,
        id: DeclarationId,
        cause: &str,
    ) -> Result<()> {
        let change = self.changing(region, by).await?;
        change.writable_declaration(id).await?;
        let before = change.waiver(id, cause).await?.ok_or(Error::Missing("说明"))?;
        before.clone().delete(change.on()).await?;
        let subject = subject(id, before.id);
        let done = Done::new(What::WaiverTaken, subject).and([Entry::gone(&before)]);
        change.commit(done).await
    }

    /// The waivers of a declaration.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn waivers(&self, region: RegionId, id: DeclarationId) -> Result<Vec<Waiver>> {
        let rows = waiver::Entity::find()
            .filter(waiver::Column::Region.eq(region))
            .filter(waiver::Column::Declaration.eq(id))
            .order_by_asc(waiver::Column::Cause);
        Ok(rows.all(&self.read).await?)
    }

    /// The waivers of all declarations of a unit in a cycle.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn waivers_of_unit(
        &self,
        region: RegionId,
        unit: UnitId,
        cycle: CycleId,
    ) -> Result<Vec<Waiver>> {
        let relation: RelationDef = waiver::Entity::belongs_to(declaration::Entity)
            .from(waiver::Column::Declaration)
            .to(declaration::Column::Id)
            .into();
        let rows = waiver::Entity::find()
            .join(JoinType::InnerJoin, relation)
            .filter(of_cycle(region, cycle))
            .filter(declaration::Column::Unit.eq(unit))
            .order_by_asc(waiver::Column::Id);
        Ok(rows.all(&self.read).await?)
    }
}

impl Changing {
    async fn waiver(&self, id: DeclarationId, cause: &str) -> Result<Option<Waiver>> {
        let row = waiver::Entity::find()
            .filter(waiver::Column::Declaration.eq(id))
            .filter(waiver::Column::Cause.eq(cause));
        Ok(row.one(self.on()).await?)
    }
}

fn subject(of: DeclarationId, id: i64) -> String {
    format!("{}/waiver/{id}", crate::declaration::subject(of))
}
