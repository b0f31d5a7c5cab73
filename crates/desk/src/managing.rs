//! Units and the calendar of a region looked after: each change is asked of permission first, for
//! the unit it touches. People and their parts are `staffing`.

use std::sync::Arc;

use chrono::NaiveDate;
use flow::{Duty, Permit, Workflow};
use store::{
    By, CycleId, Event, EventQuery, ExceptionId, Import, Imported, LockId, NewCycle, NewException,
    NewLock, NewUnit, Part, UnitId,
};

use crate::lengths::{NAME, REASON, within};
use crate::{Desk, Error, Result, Units, Who};

/// What duties are asked of: the steps and options of the region's pack, and its units today.
#[derive(Debug)]
pub struct Charter {
    /// The pack.
    pub pack: String,
    /// Steps and options.
    pub workflow: Workflow,
    /// The units today.
    pub units: Arc<Units>,
}

impl Charter {
    /// Whether somebody may do a duty for a unit; for the whole region where none is named.
    ///
    /// # Errors
    /// The refusal.
    pub fn may(&self, who: &Who, duty: Duty, unit: Option<UnitId>) -> Result<Permit> {
        let unit = unit.or_else(|| self.units.top());
        let ground = unit.map(|unit| self.units.ground(unit)).unwrap_or_default();
        Ok(who.may_manage(&self.workflow, duty, &ground)?)
    }

    /// As [`Charter::may`], and who the record says did it.
    ///
    /// # Errors
    /// The refusal.
    pub fn by(&self, who: &Who, duty: Duty, unit: Option<UnitId>) -> Result<By> {
        Ok(who.by(&self.may(who, duty, unit)?))
    }
}

impl Desk {
    /// What duties are asked of.
    ///
    /// # Errors
    /// When the pack is gone, or the database fails.
    pub async fn charter(&self, who: &Who) -> Result<Charter> {
        let cycles = self.store.cycles(who.region()).await?;
        let year = chrono::Datelike::year(&who.today());
        let pack = match cycles.first() {
            Some(newest) => newest.pack.clone(),
            None => self.pack_of_region(who).await?,
        };
        let workflow = self.workflow(&pack, year)?;
        let units = self.units(who.region(), who.today()).await?;
        Ok(Charter { pack, workflow, units })
    }

    /// The pack that belongs to a region by its name, before there is a cycle.
    async fn pack_of_region(&self, who: &Who) -> Result<String> {
        let regions = self.store.regions().await?;
        let region = regions.into_iter().find(|region| region.id == who.region());
        Ok(self.packs.choose(&region.map(|region| region.name).unwrap_or_default()).to_owned())
    }

    /// Makes a unit.
    ///
    /// # Errors
    /// The refusal; else as the store's `add_unit`.
    pub async fn add_unit(&self, who: &Who, new: &NewUnit, from: NaiveDate) -> Result<UnitId> {
        named(new)?;
        let by = self.charter(who).await?.by(who, Duty::ManageUnits, new.parent)?;
        Ok(self.store.add_unit(by, who.region(), new, from).await?)
    }

    /// Changes a unit from a day on: name, code, kind, unit above.
    ///
    /// # Errors
    /// The refusal, for the unit or the one above it; else as the store's `change_unit`.
    pub async fn change_unit(
        &self,
        who: &Who,
        unit: UnitId,
        new: &NewUnit,
        from: NaiveDate,
    ) -> Result<()> {
        named(new)?;
        let charter = self.charter(who).await?;
        charter.may(who, Duty::ManageUnits, new.parent)?;
        let by = charter.by(who, Duty::ManageUnits, Some(unit))?;
        Ok(self.store.change_unit(by, who.region(), unit, new, from).await?)
    }

    /// Mends a slip in what is said of a unit.
    ///
    /// # Errors
    /// The refusal, for the unit or the one above it; else as the store's `correct_unit`.
    pub async fn correct_unit(&self, who: &Who, unit: UnitId, new: &NewUnit) -> Result<()> {
        named(new)?;
        let charter = self.charter(who).await?;
        charter.may(who, Duty::ManageUnits, new.parent)?;
        let by = charter.by(who, Duty::ManageUnits, Some(unit))?;
        Ok(self.store.correct_unit(by, who.region(), unit, new).await?)
    }

    /// Ends a unit; `from` is the first day it is no longer there.
    ///
    /// # Errors
    /// The refusal; else as the store's `close_unit`.
    pub async fn close_unit(&self, who: &Who, unit: UnitId, from: NaiveDate) -> Result<()> {
        let by = self.charter(who).await?.by(who, Duty::ManageUnits, Some(unit))?;
        Ok(self.store.close_unit(by, who.region(), unit, from).await?)
    }

    /// Makes one unit out of several.
    ///
    /// # Errors
    /// The refusal, for any of them; else as the store's `merge_units`.
    pub async fn merge_units(
        &self,
        who: &Who,
        old: &[UnitId],
        new: &NewUnit,
        from: NaiveDate,
    ) -> Result<UnitId> {
        named(new)?;
        let charter = self.charter(who).await?;
        for unit in old {
            charter.may(who, Duty::ManageUnits, Some(*unit))?;
        }
        let by = charter.by(who, Duty::ManageUnits, new.parent)?;
        Ok(self.store.merge_units(by, who.region(), old, new, from).await?)
    }

    /// Makes several units out of one.
    ///
    /// # Errors
    /// The refusal; else as the store's `split_unit`.
    pub async fn split_unit(
        &self,
        who: &Who,
        old: UnitId,
        parts: &[Part],
        from: NaiveDate,
    ) -> Result<Vec<UnitId>> {
        for part in parts {
            named(&part.unit)?;
        }
        let by = self.charter(who).await?.by(who, Duty::ManageUnits, Some(old))?;
        Ok(self.store.split_unit(by, who.region(), old, parts, from).await?)
    }

    /// Brings in units and people.
    ///
    /// # Errors
    /// The refusal; else as the store's `import`.
    pub async fn bring_in(&self, who: &Who, import: &Import) -> Result<Imported> {
        let charter = self.charter(who).await?;
        charter.may(who, Duty::ManageUnits, None)?;
        if import.people.iter().any(|person| !person.roles.is_empty()) {
            charter.may(who, Duty::GiveGrants, None)?;
        }
        let by = charter.by(who, Duty::ManagePeople, None)?;
        Ok(self.store.import(by, who.region(), import).await?)
    }

    /// Opens a cycle.
    ///
    /// # Errors
    /// The refusal; when there is no such pack; else as the store's `open_cycle`.
    pub async fn open_cycle(&self, who: &Who, new: &NewCycle) -> Result<CycleId> {
        let by = self.charter(who).await?.by(who, Duty::SetDeadlines, None)?;
        self.workflow(&new.pack, new.year)?;
        Ok(self.store.open_cycle(by, who.region(), new).await?)
    }

    /// Changes the days of a cycle, or its pack.
    ///
    /// # Errors
    /// As [`Desk::open_cycle`].
    pub async fn change_cycle(&self, who: &Who, id: CycleId, new: &NewCycle) -> Result<()> {
        let by = self.charter(who).await?.by(who, Duty::SetDeadlines, None)?;
        self.workflow(&new.pack, new.year)?;
        Ok(self.store.change_cycle(by, who.region(), id, new).await?)
    }

    /// Closes a cycle: nothing in it is changed any more.
    ///
    /// # Errors
    /// The refusal; else as the store's `close_cycle`.
    pub async fn close_cycle(&self, who: &Who, id: CycleId) -> Result<()> {
        let by = self.charter(who).await?.by(who, Duty::SetDeadlines, None)?;
        Ok(self.store.close_cycle(by, who.region(), id).await?)
    }

    /// Opens a closed cycle again.
    ///
    /// # Errors
    /// The refusal; else as the store's `reopen_cycle`.
    pub async fn reopen_cycle(&self, who: &Who, id: CycleId) -> Result<()> {
        let by = self.charter(who).await?.by(who, Duty::SetDeadlines, None)?;
        Ok(self.store.reopen_cycle(by, who.region(), id).await?)
    }

    /// Locks levels of a cycle.
    ///
    /// # Errors
    /// The refusal; else as the store's `set_lock`.
    pub async fn set_lock(&self, who: &Who, new: &NewLock) -> Result<LockId> {
        within("理由", &new.reason, REASON)?;
        let by = self.charter(who).await?.by(who, Duty::SetLocks, None)?;
        Ok(self.store.set_lock(by, who.region(), new).await?)
    }

    /// Lifts a lock.
    ///
    /// # Errors
    /// The refusal; else as the store's `lift_lock`.
    pub async fn lift_lock(&self, who: &Who, id: LockId) -> Result<()> {
        let by = self.charter(who).await?.by(who, Duty::SetLocks, None)?;
        Ok(self.store.lift_lock(by, who.region(), id).await?)
    }

    /// Lets a unit go on in spite of a lock, or hand in after the last day.
    ///
    /// # Errors
    /// The refusal, for that unit; else as the store's `except`.
    pub async fn except(&self, who: &Who, new: &NewException) -> Result<ExceptionId> {
        within("理由", &new.reason, REASON)?;
        let by = self.charter(who).await?.by(who, Duty::GiveExceptions, Some(new.unit))?;
        Ok(self.store.except(by, who.region(), new).await?)
    }

    /// Takes an exception of a unit back.
    ///
    /// # Errors
    /// The refusal; else as the store's `withdraw_exception`.
    pub async fn withdraw_exception(&self, who: &Who, id: ExceptionId) -> Result<()> {
        let by = self.charter(who).await?.by(who, Duty::GiveExceptions, None)?;
        Ok(self.store.withdraw_exception(by, who.region(), id).await?)
    }

    /// The events that are looked for, the last one first, at most so many.
    ///
    /// # Errors
    /// The refusal; else when the database fails.
    pub async fn events(&self, who: &Who, query: &EventQuery, count: u64) -> Result<Vec<Event>> {
        self.charter(who).await?.may(who, Duty::ReadEvents, None)?;
        Ok(self.store.find_events(who.region(), query, count).await?)
    }

    /// Whether the record of events is whole: its first fault, if any.
    ///
    /// # Errors
    /// The refusal; else when the database fails.
    pub async fn verify_events(&self, who: &Who) -> Result<Option<store::Fault>> {
        self.charter(who).await?.may(who, Duty::ReadEvents, None)?;
        Ok(self.store.verify(who.region()).await?)
    }
}

/// Refuses names that no page could show.
fn named(unit: &NewUnit) -> Result<()> {
    within("单位名称", &unit.name, NAME)?;
    within("单位代码", &unit.code, NAME)
}

/// The day after the last one, as the store keeps the end of a period.
///
/// # Errors
/// When there is none.
pub(crate) fn first_after(last: NaiveDate) -> Result<NaiveDate> {
    last.succ_opt().ok_or_else(|| Error::bad("日期不对。"))
}
