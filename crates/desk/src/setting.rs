//! A cycle with all that holds for every declaration in it: rules, workflow, units, locks.

use std::sync::Arc;

use chrono::{Datelike, NaiveDate};
use flow::{Barrier, Exception, Ground, Level, Lock, Workflow};
use policy::Policy;
use store::{Cycle, CycleId, RegionId, UnitId};

use crate::{Desk, Result, Units};

/// A cycle and what holds in it.
#[derive(Debug)]
pub struct Setting {
    /// The cycle.
    pub cycle: Cycle,
    /// The steps.
    pub workflow: Workflow,
    /// The rules.
    pub policy: Arc<Policy>,
    /// The pack and its version, as people read them.
    pub packs: String,
    /// The units as they stand in the fiscal year, or today while it has not begun.
    pub units: Arc<Units>,
    locks: Vec<Lock>,
    exceptions: Vec<Exception>,
}

impl Setting {
    /// Where a unit stands, what is locked for it, and until when it may hand in.
    pub fn ground(&self, unit: UnitId) -> Ground {
        Ground {
            submit_by: Some(self.cycle.closes),
            locks: self.locks.clone(),
            exceptions: self.exceptions.clone(),
            ..self.units.ground(unit)
        }
    }

    /// The cycle as people name it: 2026年度.
    pub fn name(&self) -> String {
        format!("{}年度", self.cycle.year)
    }
}

impl Desk {
    /// A cycle and what holds in it; read anew when something that holds for all was changed since
    /// it was read last, by whichever server.
    ///
    /// # Errors
    /// When there is none in the region, its pack is gone, or the database fails.
    pub async fn setting(
        &self,
        region: RegionId,
        id: CycleId,
        on: NaiveDate,
    ) -> Result<Arc<Setting>> {
        let settled = self.store.stamps(region).await?.settled;
        let asked = ((region, id), on, settled);
        if let Some(setting) = self.memory.setting(asked) {
            return Ok(setting);
        }
        let setting = Arc::new(self.read_setting(region, id, on, settled).await?);
        self.memory.keep_setting(asked, &setting);
        Ok(setting)
    }

    /// The same, read: in a fixed number of calls.
    async fn read_setting(
        &self,
        region: RegionId,
        id: CycleId,
        on: NaiveDate,
        settled: i64,
    ) -> Result<Setting> {
        let cycle = self.store.cycle(region, id).await?;
        let units = self.units_after(region, tree_day(cycle.year, on), settled).await?;
        let (locks, exceptions) = self.store.locks(region, id).await?;
        let policy = self.policy(&cycle.pack, cycle.year)?;
        let workflow = self.workflow(&cycle.pack, cycle.year)?;
        let packs = self.pack_name(&cycle.pack);
        let locks = locks.iter().filter(|lock| lock.lifted_at.is_none()).map(lock).collect();
        let exceptions = exceptions.iter().filter(|one| one.withdrawn_at.is_none());
        let exceptions = exceptions.map(exception).collect();
        Ok(Setting { cycle, workflow, policy, packs, units, locks, exceptions })
    }

    /// The cycle people work in on a day: the newest that has begun, else the first to come.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn present_cycle(&self, region: RegionId, on: NaiveDate) -> Result<Option<Cycle>> {
        let mut cycles = self.store.cycles(region).await?;
        cycles.sort_by_key(|cycle| cycle.year);
        let begun = cycles.iter().rposition(|cycle| cycle.opens <= on);
        Ok(begun.or((!cycles.is_empty()).then_some(0)).map(|at| cycles.swap_remove(at)))
    }

    /// A pack as people read it: its name, and the day up to which its rules were read against
    /// their sources. Which bytes it was made of is [`Desk::pack_name`]'s to say.
    pub fn pack_edition(&self, pack: &str) -> String {
        let name = self.packs.head(pack).map_or(pack, |head| head.name.as_str());
        let values = self.packs.chain(pack).iter().flat_map(|key| self.packs.values(key));
        let day = values.filter_map(|value| value.verified_on).max();
        day.map_or_else(
            || name.to_owned(),
            |day| format!("{name}（{}版）", day.format("%Y年%-m月%-d日")),
        )
    }

    /// A pack with the version that a judgement is kept with.
    pub fn pack_name(&self, pack: &str) -> String {
        let name = self.packs.head(pack).map_or(pack, |head| head.name.as_str());
        format!("{name}（{pack}，版本 {}）", self.packs.version(pack).unwrap_or("不明"))
    }
}

/// The day whose tree holds for a fiscal year: today within it, else its nearest end.
fn tree_day(year: i32, today: NaiveDate) -> NaiveDate {
    let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(today);
    let last = NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or(today);
    // Before the year begins its goals are declared by the units there are now.
    if today.year() < year { today } else { today.clamp(first, last) }
}

fn lock(lock: &store::Lock) -> Lock {
    Lock {
        id: lock.id.0,
        levels: lock.levels().into_iter().filter_map(Level::parse).collect(),
        from: lock.from,
        until: lock.until,
        reason: lock.reason.clone(),
    }
}

fn exception(exception: &store::LockException) -> Exception {
    Exception {
        barrier: exception.lock.map_or(Barrier::Deadline, |lock| Barrier::Lock(lock.0)),
        unit: flow::UnitId(exception.unit.0),
        from: exception.from,
        until: exception.until,
    }
}
