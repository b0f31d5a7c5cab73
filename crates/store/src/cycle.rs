//! Cycles: one fiscal year of one region. Declaring in it has its days; once it is closed nothing
//! in it is changed.

use chrono::{Datelike, NaiveDate};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder,
};

use crate::change::{By, Changing, Done, What};
use crate::tables::cycle;
use crate::{Cycle, CycleId, Error, RegionId, Result, Store};

/// A cycle to be opened.
#[derive(Debug, Clone)]
pub struct NewCycle {
    /// The fiscal year.
    pub year: i32,
    /// The pack that judges it, with its version.
    pub pack: String,
    /// First day of declaring.
    pub opens: NaiveDate,
    /// Last day of declaring, that day included.
    pub closes: NaiveDate,
}

impl Store {
    /// Opens a cycle.
    ///
    /// # Errors
    /// When the region has that year already, its days are the wrong way round, or the database
    /// fails.
    pub async fn open_cycle(&self, by: By, region: RegionId, new: &NewCycle) -> Result<CycleId> {
        in_order(new)?;
        let change = self.changing(region, by).await?;
        let row = cycle::ActiveModel {
            region: Set(region),
            year: Set(new.year),
            pack: Set(new.pack.clone()),
            opens: Set(new.opens),
            closes: Set(new.closes),
            closed_at: Set(None),
            ..Default::default()
        };
        let row = row.insert(change.on()).await;
        let row = row.map_err(|error| Error::exists(error, "该年度的申报周期"))?;
        change.commit(Done::made(What::CycleOpened, subject(row.id), &row)).await?;
        Ok(row.id)
    }

    /// Gives a cycle other days or another pack; its year stays what it is.
    ///
    /// # Errors
    /// When it is closed, the year is another one, the days are the wrong way round, or the
    /// database fails.
    pub async fn change_cycle(
        &self,
        by: By,
        region: RegionId,
        id: CycleId,
        new: &NewCycle,
    ) -> Result<()> {
        in_order(new)?;
        let change = self.changing(region, by).await?;
        let before = change.writable_cycle(id).await?;
        if before.year != new.year {
            return Err(Error::Refused("申报周期的年度不能改，请另开一个周期。"));
        }
        let mut row = cycle::ActiveModel::from(before.clone());
        row.pack = Set(new.pack.clone());
        row.opens = Set(new.opens);
        row.closes = Set(new.closes);
        let after = row.update(change.on()).await?;
        change.commit(Done::changed(What::CycleChanged, subject(id), &before, &after)).await
    }

    /// Closes a cycle: from then on nothing in it is changed.
    ///
    /// # Errors
    /// When it is closed already, or the database fails.
    pub async fn close_cycle(&self, by: By, region: RegionId, id: CycleId) -> Result<()> {
        let change = self.changing(region, by).await?;
        let before = change.writable_cycle(id).await?;
        let mut row = cycle::ActiveModel::from(before.clone());
        row.closed_at = Set(Some(by.at));
        let after = row.update(change.on()).await?;
        change.commit(Done::changed(What::CycleClosed, subject(id), &before, &after)).await
    }

    /// Opens a closed cycle again.
    ///
    /// # Errors
    /// When it is not closed, or the database fails.
    pub async fn reopen_cycle(&self, by: By, region: RegionId, id: CycleId) -> Result<()> {
        let change = self.changing(region, by).await?;
        let before = change.cycle(id).await?;
        if before.closed_at.is_none() {
            return Err(Error::Refused("该申报周期没有关闭。"));
        }
        let mut row = cycle::ActiveModel::from(before.clone());
        row.closed_at = Set(None);
        let after = row.update(change.on()).await?;
        change.commit(Done::changed(What::CycleReopened, subject(id), &before, &after)).await
    }

    /// The cycles of a region, the latest year first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn cycles(&self, region: RegionId) -> Result<Vec<Cycle>> {
        let cycles = cycle::Entity::find().filter(cycle::Column::Region.eq(region));
        Ok(cycles.order_by_desc(cycle::Column::Year).all(&self.read).await?)
    }

    /// The cycle of a year; none when there is none.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn cycle_of(&self, region: RegionId, year: i32) -> Result<Option<Cycle>> {
        let cycle = cycle::Entity::find()
            .filter(cycle::Column::Region.eq(region))
            .filter(cycle::Column::Year.eq(year));
        Ok(cycle.one(&self.read).await?)
    }

    /// A cycle.
    ///
    /// # Errors
    /// When there is none in the region, or the database fails.
    pub async fn cycle(&self, region: RegionId, id: CycleId) -> Result<Cycle> {
        let cycle = cycle::Entity::find_by_id(id).filter(cycle::Column::Region.eq(region));
        cycle.one(&self.read).await?.ok_or(Error::Missing("申报周期"))
    }
}

impl Cycle {
    /// The last day of its fiscal year, on which units are named as they were in it.
    pub(crate) fn last_day(&self) -> Result<NaiveDate> {
        NaiveDate::from_ymd_opt(self.year, 12, 31).ok_or(Error::Missing("申报周期"))
    }
}

impl Changing {
    /// A cycle of this region.
    pub(crate) async fn cycle(&self, id: CycleId) -> Result<Cycle> {
        let cycle = cycle::Entity::find_by_id(id).filter(cycle::Column::Region.eq(self.region));
        cycle.one(self.on()).await?.ok_or(Error::Missing("申报周期"))
    }

    /// The same, refused when it is closed.
    pub(crate) async fn writable_cycle(&self, id: CycleId) -> Result<Cycle> {
        let cycle = self.cycle(id).await?;
        if cycle.closed_at.is_some() {
            return Err(Error::Refused("该年度的申报周期已经关闭，不能再改。"));
        }
        Ok(cycle)
    }
}

/// Refuses days that end before they begin, and years no calendar has.
fn in_order(new: &NewCycle) -> Result<()> {
    if new.opens > new.closes {
        return Err(Error::Refused("申报的截止日期不能早于开始日期。"));
    }
    let known = 1_950..=9_998;
    if !known.contains(&new.year) || !known.contains(&new.closes.year()) {
        return Err(Error::Refused("年度不对。"));
    }
    Ok(())
}

fn subject(id: CycleId) -> String {
    format!("cycle/{}", id.0)
}
