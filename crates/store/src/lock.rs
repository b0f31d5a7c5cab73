//! Locks on a cycle and the exceptions to them. Whom they stop is decided above.

use chrono::{DateTime, SubsecRound, Utc};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder,
};

use crate::change::{By, Changing, Done, What};
use crate::tables::{cycle, lock, lock_exception};
use crate::{CycleId, Error, Lock, LockException, LockId, RegionId, Result, Store, UnitId};

/// A lock to be set.
#[derive(Debug, Clone)]
pub struct NewLock {
    /// The cycle.
    pub cycle: CycleId,
    /// Root of the subtree; none for the whole cycle.
    pub unit: Option<UnitId>,
    /// Why.
    pub reason: String,
}

/// Leave to be given under a lock.
#[derive(Debug, Clone)]
pub struct NewException {
    /// The lock.
    pub lock: LockId,
    /// Root of the subtree that may go on.
    pub unit: UnitId,
    /// First moment it no longer may.
    pub until: DateTime<Utc>,
    /// Why.
    pub reason: String,
}

impl Store {
    /// Locks a cycle, or a part of it.
    ///
    /// # Errors
    /// When cycle or unit are of another region, or the database fails.
    pub async fn set_lock(&self, by: By, region: RegionId, new: &NewLock) -> Result<LockId> {
        let change = self.changing(region, by).await?;
        let cycle = cycle::Entity::find_by_id(new.cycle).one(change.on()).await?;
        cycle.filter(|cycle| cycle.region == region).ok_or(Error::Missing("申报周期"))?;
        if let Some(unit) = new.unit {
            change.own_unit(unit).await?;
        }
        let row = lock::ActiveModel {
            region: Set(region),
            cycle: Set(new.cycle),
            unit: Set(new.unit),
            reason: Set(new.reason.clone()),
            person: Set(by.person),
            at: Set(by.at),
            lifted_at: Set(None),
            ..Default::default()
        };
        let row = row.insert(change.on()).await?;
        change.commit(Done::made(What::LockSet, subject(row.id), &row)).await?;
        Ok(row.id)
    }

    /// Lifts a lock.
    ///
    /// # Errors
    /// When there is none that holds, or the database fails.
    pub async fn lift_lock(&self, by: By, region: RegionId, id: LockId) -> Result<()> {
        let change = self.changing(region, by).await?;
        let before = change.lock(id).await?;
        let mut row = lock::ActiveModel::from(before.clone());
        row.lifted_at = Set(Some(by.at));
        let after = row.update(change.on()).await?;
        change.commit(Done::changed(What::LockLifted, subject(id), &before, &after)).await
    }

    /// Gives a unit leave to go on under a lock.
    ///
    /// # Errors
    /// When there is no such lock that holds, no reason is given, the unit is of another region,
    /// or the database fails.
    pub async fn except(&self, by: By, region: RegionId, new: &NewException) -> Result<()> {
        if new.reason.trim().is_empty() {
            return Err(Error::Refused("例外须写明理由。"));
        }
        let change = self.changing(region, by).await?;
        change.lock(new.lock).await?;
        change.own_unit(new.unit).await?;
        let row = lock_exception::ActiveModel {
            region: Set(region),
            lock: Set(new.lock),
            unit: Set(new.unit),
            until: Set(new.until.trunc_subsecs(6)),
            reason: Set(new.reason.clone()),
            person: Set(by.person),
            at: Set(by.at),
            ..Default::default()
        };
        let row = row.insert(change.on()).await?;
        let subject = format!("lock-exception/{}", row.id);
        change.commit(Done::made(What::ExceptionGiven, subject, &row)).await
    }

    /// The locks of a cycle that are not lifted, and the exceptions to them, whether or not these
    /// have run out. Two statements however many there are.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn locks(
        &self,
        region: RegionId,
        cycle: CycleId,
    ) -> Result<(Vec<Lock>, Vec<LockException>)> {
        let locks = lock::Entity::find()
            .filter(lock::Column::Region.eq(region))
            .filter(lock::Column::Cycle.eq(cycle))
            .filter(lock::Column::LiftedAt.is_null())
            .order_by_asc(lock::Column::Id)
            .all(&self.read)
            .await?;
        let ids = locks.iter().map(|lock| lock.id);
        let exceptions = lock_exception::Entity::find()
            .filter(lock_exception::Column::Region.eq(region))
            .filter(lock_exception::Column::Lock.is_in(ids))
            .order_by_asc(lock_exception::Column::Id);
        Ok((locks, exceptions.all(&self.read).await?))
    }
}

impl Changing {
    /// A lock of this region that holds.
    async fn lock(&self, id: LockId) -> Result<Lock> {
        let row = lock::Entity::find_by_id(id)
            .filter(lock::Column::Region.eq(self.region))
            .filter(lock::Column::LiftedAt.is_null());
        row.one(self.on()).await?.ok_or(Error::Missing("锁定"))
    }
}

fn subject(id: LockId) -> String {
    format!("lock/{}", id.0)
}
