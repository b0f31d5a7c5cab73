//! Regions and their codes. A region keeps its id for good; its GB/T 2260 code is dated.

use chrono::NaiveDate;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait,
    QueryFilter, QueryOrder,
};

use crate::change::{By, Changing, Done, What};
use crate::tables::{region, region_code};
use crate::{Error, Region, RegionId, Result, Store};

impl Store {
    /// Makes a region with the code it has from `from` on.
    ///
    /// # Errors
    /// When another region has the code, or the database fails.
    pub async fn add_region(
        &self,
        by: By,
        name: &str,
        code: &str,
        from: NaiveDate,
    ) -> Result<RegionId> {
        let make =
            async |on: &sea_orm::DatabaseTransaction| write(on, name, code, from, false).await;
        let change = self.changing_new(by, make).await?;
        let id = change.region;
        let done = added(&change).await?;
        change.commit(done).await?;
        Ok(id)
    }

    /// Gives a region another code from `from` on; earlier days keep the old one.
    ///
    /// # Errors
    /// When `from` is not after the first day of the present code, another region has the code,
    /// or the database fails.
    pub async fn recode_region(
        &self,
        by: By,
        region: RegionId,
        code: &str,
        from: NaiveDate,
    ) -> Result<()> {
        let change = self.changing(region, by).await?;
        free(change.on(), code, from).await?;
        let last = region_code::Entity::find()
            .filter(region_code::Column::Region.eq(region))
            .order_by_desc(region_code::Column::From)
            .one(change.on())
            .await?
            .ok_or(Error::Missing("地区代码"))?;
        if from <= last.from {
            return Err(Error::Refused("新代码的起用日期必须晚于现用代码的起用日期。"));
        }
        let mut ended = region_code::ActiveModel::from(last.clone());
        ended.until = Set(Some(from));
        let ended = ended.update(change.on()).await?;
        let begun = write_code(change.on(), region, code, from).await?;
        let done = Done::changed(What::RegionRecoded, subject(region), &last, &ended);
        change.commit(done.and_made(&begun)).await
    }

    /// The code of a region on a day.
    ///
    /// # Errors
    /// When it had none that day, or the database fails.
    pub async fn region_code(&self, region: RegionId, on: NaiveDate) -> Result<String> {
        let row = region_code::Entity::find()
            .filter(region_code::Column::Region.eq(region))
            .filter(valid(on))
            .one(&self.read)
            .await?;
        row.map(|row| row.code).ok_or(Error::Missing("地区代码"))
    }

    /// All regions, in the order they were made.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn regions(&self) -> Result<Vec<Region>> {
        Ok(region::Entity::find().order_by_asc(region::Column::Id).all(&self.read).await?)
    }

    /// Whether some region is there for trying out only.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_demo(&self) -> Result<bool> {
        Ok(self.regions().await?.iter().any(|region| region.demo))
    }
}

fn subject(region: RegionId) -> String {
    format!("region/{}", region.0)
}

/// Writes a region and its first code.
pub(crate) async fn write(
    on: &impl ConnectionTrait,
    name: &str,
    code: &str,
    from: NaiveDate,
    demo: bool,
) -> Result<RegionId> {
    free(on, code, from).await?;
    let name = Set(name.to_owned());
    let row = region::ActiveModel { name, demo: Set(demo), ..Default::default() };
    let row = row.insert(on).await?;
    write_code(on, row.id, code, from).await?;
    Ok(row.id)
}

/// That a region was written, with its first code.
pub(crate) async fn added(change: &Changing) -> Result<Done> {
    let row = region::Entity::find_by_id(change.region).one(change.on()).await?;
    let row = row.ok_or(Error::Missing("地区"))?;
    let codes = region_code::Entity::find().filter(region_code::Column::Region.eq(row.id));
    let code = codes.one(change.on()).await?.ok_or(Error::Missing("地区代码"))?;
    Ok(Done::made(What::RegionAdded, subject(row.id), &row).and_made(&code))
}

fn valid(on: NaiveDate) -> Condition {
    Condition::all()
        .add(region_code::Column::From.lte(on))
        .add(open(region_code::Column::Until, on))
}

/// A period that has not ended by a day.
pub(crate) fn open(until: impl ColumnTrait, on: NaiveDate) -> Condition {
    Condition::any().add(until.is_null()).add(until.gt(on))
}

/// Refuses a code that another region has on that day or later.
async fn free(on: &impl ConnectionTrait, code: &str, from: NaiveDate) -> Result<()> {
    let taken = region_code::Entity::find()
        .filter(region_code::Column::Code.eq(code))
        .filter(open(region_code::Column::Until, from))
        .one(on)
        .await?;
    taken.map_or(Ok(()), |_| Err(Error::Exists("使用该代码的地区")))
}

async fn write_code(
    on: &impl ConnectionTrait,
    region: RegionId,
    code: &str,
    from: NaiveDate,
) -> Result<region_code::Model> {
    let row = region_code::Model { region, from, until: None, code: code.to_owned() };
    let new = region_code::ActiveModel::from(row.clone()).reset_all();
    region_code::Entity::insert(new).exec_without_returning(on).await?;
    Ok(row)
}
