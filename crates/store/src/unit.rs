//! Units as a dated tree: made, moved, renamed and closed, each from a day on; `dividing` merges
//! and splits. What held before that day is never written over, so an earlier year is always seen
//! as it was; only a slip is mended where it is.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
    QueryOrder, Statement,
};

use crate::change::{By, Changing, Done, What};
use crate::tables::{unit, unit_place, unit_succession};
use crate::tree::{Tree, codes_differ, stands};
use crate::{Entry, Error, RegionId, Result, Store, Unit, UnitId, UnitPlace};

/// All that is said of a unit from a day on.
#[derive(Debug, Clone)]
pub struct NewUnit {
    /// Its name.
    pub name: String,
    /// Code in the budget system; empty when it has none.
    pub code: String,
    /// What kind of unit, a word.
    pub kind: String,
    /// The unit above; none at the top.
    pub parent: Option<UnitId>,
}

impl Store {
    /// Makes a unit that is there from `from` on.
    ///
    /// # Errors
    /// When the unit above is not there on that day, another unit has the code then, or the
    /// database fails.
    pub async fn add_unit(
        &self,
        by: By,
        region: RegionId,
        new: &NewUnit,
        from: NaiveDate,
    ) -> Result<UnitId> {
        let change = self.changing(region, by).await?;
        let (id, done) = make(&change, new, from).await?;
        keep_standing(&change, from).await?;
        change.commit(done).await?;
        Ok(id)
    }

    /// Gives a unit another name, code, kind or unit above from `from` on; earlier days keep the
    /// old ones.
    ///
    /// # Errors
    /// When the unit would stand below itself, another unit has the code then, `from` is not
    /// after its last change, or the database fails.
    pub async fn change_unit(
        &self,
        by: By,
        region: RegionId,
        unit: UnitId,
        new: &NewUnit,
        from: NaiveDate,
    ) -> Result<()> {
        let change = self.changing(region, by).await?;
        let (_, ended) = end(&change, unit, from).await?;
        let after = place(&change, unit, new, from).await?;
        keep_standing(&change, from).await?;
        let done = Done::new(What::UnitChanged, subject(unit)).and([ended]).and_made(&after);
        change.commit(done).await
    }

    /// Mends a slip in what holds of a unit now, from the day on from which it was said to hold:
    /// a mistyped name, a wrong code. What really became different is `change_unit`.
    ///
    /// # Errors
    /// As for `change_unit`.
    pub async fn correct_unit(
        &self,
        by: By,
        region: RegionId,
        unit: UnitId,
        new: &NewUnit,
    ) -> Result<()> {
        let change = self.changing(region, by).await?;
        let before = last(&change, unit).await?;
        let mut row = unit_place::ActiveModel::from(before.clone());
        row.parent = Set(new.parent);
        row.name = Set(new.name.clone());
        row.code = Set(new.code.clone());
        row.kind = Set(new.kind.clone());
        let after = row.update(change.on()).await?;
        keep_standing(&change, before.from).await?;
        change.commit(Done::changed(What::UnitCorrected, subject(unit), &before, &after)).await
    }

    /// Ends a unit for which nothing goes on; `from` is the first day it is no longer there.
    ///
    /// # Errors
    /// When there are units below it then, `from` is not after its last change, or the database
    /// fails.
    pub async fn close_unit(
        &self,
        by: By,
        region: RegionId,
        unit: UnitId,
        from: NaiveDate,
    ) -> Result<()> {
        let change = self.changing(region, by).await?;
        let (_, ended) = end(&change, unit, from).await?;
        keep_standing(&change, from).await?;
        change.commit(Done::new(What::UnitClosed, subject(unit)).and([ended])).await
    }

    /// From the top of the region down to the unit, as it was on a day.
    ///
    /// # Errors
    /// When the unit was not there that day, or the database fails.
    pub async fn unit_path(
        &self,
        region: RegionId,
        unit: UnitId,
        on: NaiveDate,
    ) -> Result<Vec<UnitPlace>> {
        let places = places(&self.read, region).await?;
        let path = Tree::on(&places, on).path(unit).ok_or(Error::Missing("该日期的单位"))?;
        Ok(path.into_iter().cloned().collect())
    }

    /// All units of a region as they stood on a day, each with its place.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn units(&self, region: RegionId, on: NaiveDate) -> Result<Vec<(Unit, UnitPlace)>> {
        let units = unit::Entity::find().filter(unit::Column::Region.eq(region));
        let units = units.order_by_asc(unit::Column::Id).all(&self.read).await?;
        let mut places = places(&self.read, region).await?;
        places.retain(|place| crate::tree::holds(place, on));
        let mut places: BTreeMap<UnitId, UnitPlace> =
            places.into_iter().map(|place| (place.unit, place)).collect();
        let of = |unit: Unit| {
            let place = places.remove(&unit.id)?;
            Some((unit, place))
        };
        Ok(units.into_iter().filter_map(of).collect())
    }

    /// The units that went on for a unit, with the day they began.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn successors(
        &self,
        region: RegionId,
        unit: UnitId,
    ) -> Result<Vec<(UnitId, NaiveDate)>> {
        let rows = unit_succession::Entity::find()
            .filter(unit_succession::Column::Region.eq(region))
            .filter(unit_succession::Column::Predecessor.eq(unit))
            .order_by_asc(unit_succession::Column::Successor);
        let rows = rows.all(&self.read).await?;
        Ok(rows.into_iter().map(|row| (row.successor, row.on)).collect())
    }
}

pub(crate) fn subject(unit: UnitId) -> String {
    format!("unit/{}", unit.0)
}

/// All places units of a region ever had.
pub(crate) async fn places(on: &impl ConnectionTrait, region: RegionId) -> Result<Vec<UnitPlace>> {
    let places = unit_place::Entity::find().filter(unit_place::Column::Region.eq(region));
    Ok(places.order_by_asc(unit_place::Column::Id).all(on).await?)
}

/// All places these units ever had, and those of the units they ever stood below.
pub(crate) async fn places_above(
    on: &impl ConnectionTrait,
    region: RegionId,
    units: &BTreeSet<UnitId>,
) -> Result<Vec<UnitPlace>> {
    if units.is_empty() {
        return Ok(Vec::new());
    }
    let units: Vec<String> = units.iter().map(|unit| unit.0.to_string()).collect();
    let sql = format!(
        "WITH RECURSIVE above(unit) AS ( \
         SELECT id FROM unit WHERE region = {} AND id IN ({}) \
         UNION SELECT place.parent FROM unit_place AS place \
         JOIN above ON place.unit = above.unit WHERE place.parent IS NOT NULL) \
         SELECT place.* FROM unit_place AS place JOIN above ON place.unit = above.unit \
         ORDER BY place.id",
        region.0,
        units.join(", ")
    );
    let statement = Statement::from_string(on.get_database_backend(), sql);
    Ok(unit_place::Entity::find().from_raw_sql(statement).all(on).await?)
}

/// Refuses a change that leaves a unit below itself or below nothing, or two units with one code,
/// on `from` or later.
pub(crate) async fn keep_standing(change: &Changing, from: NaiveDate) -> Result<()> {
    let places = places(change.on(), change.region).await?;
    if !stands(&places, from) {
        return Err(Error::Refused(
            "上级单位在该日期不存在，或单位成了自己的下级，或撤销的单位还有下级。",
        ));
    }
    let fine = codes_differ(&places, from);
    fine.then_some(()).ok_or(Error::Exists("使用该编码的单位"))
}

pub(crate) async fn make(
    change: &Changing,
    new: &NewUnit,
    from: NaiveDate,
) -> Result<(UnitId, Done)> {
    let unit = number(change).await?;
    let place = place(change, unit.id, new, from).await?;
    Ok((unit.id, added(&unit, &place)))
}

/// That a unit was written.
pub(crate) fn added(unit: &Unit, place: &UnitPlace) -> Done {
    Done::made(What::UnitAdded, subject(unit.id), unit).and_made(place)
}

/// A unit that stands nowhere yet.
pub(crate) async fn number(change: &Changing) -> Result<Unit> {
    let row = unit::ActiveModel { region: Set(change.region), ..Default::default() };
    Ok(row.insert(change.on()).await?)
}

pub(crate) async fn place(
    change: &Changing,
    unit: UnitId,
    new: &NewUnit,
    from: NaiveDate,
) -> Result<UnitPlace> {
    if new.name.trim().is_empty() {
        return Err(Error::Refused("单位须有名称。"));
    }
    let row = unit_place::ActiveModel {
        region: Set(change.region),
        unit: Set(unit),
        parent: Set(new.parent),
        name: Set(new.name.clone()),
        code: Set(new.code.clone()),
        kind: Set(new.kind.clone()),
        from: Set(from),
        until: Set(None),
        ..Default::default()
    };
    Ok(row.insert(change.on()).await?)
}

/// Where a unit stands with no end.
async fn last(change: &Changing, unit: UnitId) -> Result<UnitPlace> {
    let place = unit_place::Entity::find()
        .filter(unit_place::Column::Region.eq(change.region))
        .filter(unit_place::Column::Unit.eq(unit))
        .filter(unit_place::Column::Until.is_null());
    place.one(change.on()).await?.ok_or(Error::Missing("单位"))
}

/// Ends where a unit stands; gives the place as it was, and that it was ended.
pub(crate) async fn end(
    change: &Changing,
    unit: UnitId,
    from: NaiveDate,
) -> Result<(UnitPlace, Entry)> {
    let last = last(change, unit).await?;
    if from <= last.from {
        return Err(Error::Refused("变更日期必须晚于该单位上一次变更的日期。"));
    }
    let mut ended = unit_place::ActiveModel::from(last.clone());
    ended.until = Set(Some(from));
    let ended = ended.update(change.on()).await?;
    let entry = Entry::changed(&last, &ended);
    Ok((last, entry))
}
