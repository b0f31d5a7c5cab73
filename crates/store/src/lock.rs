//! Locks of a cycle, and the exceptions to them and to the last day of declaring. Whom they stop
//! is decided above.

use chrono::NaiveDate;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder,
};

use crate::change::{By, Changing, Done, What};
use crate::tables::{lock, lock_exception};
use crate::{
    CycleId, Error, ExceptionId, Lock, LockException, LockId, RegionId, Result, Store, UnitId,
};

/// A lock to be set.
#[derive(Debug, Clone)]
pub struct NewLock {
    /// The cycle.
    pub cycle: CycleId,
    /// Whom it bars, words without blanks.
    pub levels: Vec<String>,
    /// First day.
    pub from: NaiveDate,
    /// Last day, that day included; none until it is lifted.
    pub until: Option<NaiveDate>,
    /// Why.
    pub reason: String,
}

/// Leave to be given in spite of a lock or after the last day.
#[derive(Debug, Clone)]
pub struct NewException {
    /// The cycle.
    pub cycle: CycleId,
    /// The lock; none where it is from the last day of declaring.
    pub lock: Option<LockId>,
    /// Root of the subtree that may go on.
    pub unit: UnitId,
    /// First day.
    pub from: NaiveDate,
    /// Last day, that day included.
    pub until: NaiveDate,
    /// Why.
    pub reason: String,
}

impl Lock {
    /// Whom it bars.
    pub fn levels(&self) -> Vec<&str> {
        self.levels.split(' ').collect()
    }
}

impl Store {
    /// Locks a cycle for some levels.
    ///
    /// # Errors
    /// When levels, days or reason are missing or wrong, the cycle is closed or of another region,
    /// or the database fails.
    pub async fn set_lock(&self, by: By, region: RegionId, new: &NewLock) -> Result<LockId> {
        if new.levels.is_empty() || new.levels.iter().any(|level| !is_word(level)) {
            return Err(Error::Refused("锁定须写明锁住哪一级。"));
        }
        if new.reason.trim().is_empty() {
            return Err(Error::Refused("锁定须写明理由。"));
        }
        in_order(new.from, new.until)?;
        let change = self.changing(region, by).await?;
        change.writable_cycle(new.cycle).await?;
        let row = lock::ActiveModel {
            region: Set(region),
            cycle: Set(new.cycle),
            levels: Set(new.levels.join(" ")),
            from: Set(new.from),
            until: Set(new.until),
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

    /// Gives a unit, and what lies below it, leave to go on.
    ///
    /// # Errors
    /// When there is no such lock of the cycle that holds, no reason is given, the days are the
    /// wrong way round, the unit is of another region, or the database fails.
    pub async fn except(
        &self,
        by: By,
        region: RegionId,
        new: &NewException,
    ) -> Result<ExceptionId> {
        if new.reason.trim().is_empty() {
            return Err(Error::Refused("例外须写明理由。"));
        }
        in_order(new.from, Some(new.until))?;
        let change = self.changing(region, by).await?;
        change.writable_cycle(new.cycle).await?;
        if let Some(lock) = new.lock {
            let lock = change.lock(lock).await?;
            (lock.cycle == new.cycle).then_some(()).ok_or(Error::Missing("锁定"))?;
        }
        change.own_unit(new.unit).await?;
        let row = lock_exception::ActiveModel {
            region: Set(region),
            cycle: Set(new.cycle),
            lock: Set(new.lock),
            unit: Set(new.unit),
            from: Set(new.from),
            until: Set(new.until),
            reason: Set(new.reason.clone()),
            person: Set(by.person),
            at: Set(by.at),
            withdrawn_at: Set(None),
            ..Default::default()
        };
        let row = row.insert(change.on()).await?;
        change.commit(Done::made(What::ExceptionGiven, exception(row.id), &row)).await?;
        Ok(row.id)
    }

    /// Withdraws an exception.
    ///
    /// # Errors
    /// When there is none that holds, or the database fails.
    pub async fn withdraw_exception(
        &self,
        by: By,
        region: RegionId,
        id: ExceptionId,
    ) -> Result<()> {
        let change = self.changing(region, by).await?;
        let before = lock_exception::Entity::find_by_id(id)
            .filter(lock_exception::Column::Region.eq(region))
            .filter(lock_exception::Column::WithdrawnAt.is_null())
            .one(change.on())
            .await?
            .ok_or(Error::Missing("例外"))?;
        let mut row = lock_exception::ActiveModel::from(before.clone());
        row.withdrawn_at = Set(Some(by.at));
        let after = row.update(change.on()).await?;
        let what = What::ExceptionWithdrawn;
        change.commit(Done::changed(what, exception(id), &before, &after)).await
    }

    /// The locks of a cycle that are not lifted and the exceptions that are not withdrawn, whether
    /// or not their days have passed. Two statements however many there are.
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
        let exceptions = lock_exception::Entity::find()
            .filter(lock_exception::Column::Region.eq(region))
            .filter(lock_exception::Column::Cycle.eq(cycle))
            .filter(lock_exception::Column::WithdrawnAt.is_null())
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

/// Whether blanks can stand between it and the next one.
fn is_word(level: &str) -> bool {
    !level.is_empty() && !level.contains(char::is_whitespace)
}

/// Refuses days that end before they begin.
fn in_order(from: NaiveDate, until: Option<NaiveDate>) -> Result<()> {
    let wrong = until.is_some_and(|until| until < from);
    if wrong { Err(Error::Refused("结束日期不能早于开始日期。")) } else { Ok(()) }
}

fn subject(id: LockId) -> String {
    format!("lock/{}", id.0)
}

fn exception(id: ExceptionId) -> String {
    format!("lock-exception/{}", id.0)
}
