//! Cycles: one fiscal year of one region.

use chrono::NaiveDate;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder,
};

use crate::change::{By, Done, What};
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
    /// Last day of declaring.
    pub closes: NaiveDate,
}

impl Store {
    /// Opens a cycle.
    ///
    /// # Errors
    /// When the region has that year already, or the database fails.
    pub async fn open_cycle(&self, by: By, region: RegionId, new: &NewCycle) -> Result<CycleId> {
        let change = self.changing(region, by).await?;
        let row = cycle::ActiveModel {
            region: Set(region),
            year: Set(new.year),
            pack: Set(new.pack.clone()),
            opens: Set(new.opens),
            closes: Set(new.closes),
            ..Default::default()
        };
        let row = row.insert(change.on()).await;
        let row = row.map_err(|error| Error::exists(error, "该年度的申报周期"))?;
        let subject = format!("cycle/{}", row.id.0);
        change.commit(Done::made(What::CycleOpened, subject, &row)).await?;
        Ok(row.id)
    }

    /// The cycles of a region, the latest year first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn cycles(&self, region: RegionId) -> Result<Vec<Cycle>> {
        let cycles = cycle::Entity::find().filter(cycle::Column::Region.eq(region));
        Ok(cycles.order_by_desc(cycle::Column::Year).all(&self.read).await?)
    }
}
