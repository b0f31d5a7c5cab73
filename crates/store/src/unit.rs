//! Units as a dated tree: made, moved, renamed, merged and split, each from a day on. What held
//! before that day is never written over, so an earlier year is always seen as it was.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
    QueryOrder,
};

use crate::change::{By, Changing, Done, What};
use crate::tables::{unit, unit_place, unit_succession};
use crate::tree::{Tree, stands};
use crate::{Error, RegionId, Result, Store, Unit, UnitId, UnitPlace};

/// A unit to be made.
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

/// A part of a unit that is split: the new unit and which of the old one's children it takes.
#[derive(Debug, Clone)]
pub struct Part {
    /// The new unit.
    pub unit: NewUnit,
    /// Children of the old unit that go with it.
    pub children: Vec<UnitId>,
}

impl Store {
    /// Makes a unit that is there from `from` on.
    ///
    /// # Errors
    /// When the unit above is not there on that day, or the database fails.
    pub async fn add_unit(
        &self,
        by: By,
        region: RegionId,
        new: &NewUnit,
        from: NaiveDate,
    ) -> Result<UnitId> {
        let change = self.changing(region, by).await?;
        let id = make(&change, new, from).await?;
        keep_standing(&change, from).await?;
        let facts = (&new.name, &new.code, &new.kind, new.parent, from);
        change.commit(Done::made(What::UnitAdded, subject(id), &facts)).await?;
        Ok(id)
    }

    /// Puts a unit below another one, or under another name, from `from` on.
    ///
    /// # Errors
    /// When the unit would stand below itself, `from` is not after its last change, or the
    /// database fails.
    pub async fn move_unit(
        &self,
        by: By,
        region: RegionId,
        unit: UnitId,
        parent: Option<UnitId>,
        name: &str,
        from: NaiveDate,
    ) -> Result<()> {
        let change = self.changing(region, by).await?;
        let before = end(&change, unit, from).await?;
        let after = place(&change, unit, parent, name, from).await?;
        keep_standing(&change, from).await?;
        change.commit(Done::changed(What::UnitMoved, subject(unit), &before, &after)).await
    }

    /// Ends some units on `from` and makes one that goes on for them, with all their children.
    ///
    /// # Errors
    /// When one of them is not there, or the database fails.
    pub async fn merge_units(
        &self,
        by: By,
        region: RegionId,
        old: &[UnitId],
        new: &NewUnit,
        from: NaiveDate,
    ) -> Result<UnitId> {
        if old.len() < 2 {
            return Err(Error::Refused("合并至少需要两个单位。"));
        }
        let change = self.changing(region, by).await?;
        let places = places(change.on(), region).await?;
        let id = make(&change, new, from).await?;
        let mut before = Vec::new();
        for unit in old {
            before.push(end(&change, *unit, from).await?);
            for child in Tree::on(&places, from).children(*unit) {
                if !old.contains(&child.unit) {
                    hand_over(&change, child, id, from).await?;
                }
            }
            succeed(&change, *unit, id, from).await?;
        }
        keep_standing(&change, from).await?;
        let done =
            Done::new(What::UnitsMerged, subject(id), Some(&before), Some(&(&new.name, from)));
        change.commit(done).await?;
        Ok(id)
    }

    /// Ends a unit on `from` and makes several that go on for it.
    ///
    /// # Errors
    /// When it is not there, one of its children goes with no part or with two, or the database
    /// fails.
    pub async fn split_unit(
        &self,
        by: By,
        region: RegionId,
        old: UnitId,
        parts: &[Part],
        from: NaiveDate,
    ) -> Result<Vec<UnitId>> {
        let change = self.changing(region, by).await?;
        let places = places(change.on(), region).await?;
        let children = Tree::on(&places, from).children(old);
        let named = parts.iter().flat_map(|part| &part.children).count();
        let before = end(&change, old, from).await?;
        let mut ids = Vec::new();
        for part in parts {
            let id = make(&change, &part.unit, from).await?;
            for child in &part.children {
                let child = children.iter().find(|place| place.unit == *child);
                let child = child.ok_or(Error::Refused("分出的下级单位不属于原单位。"))?;
                hand_over(&change, child, id, from).await?;
            }
            succeed(&change, old, id, from).await?;
            ids.push(id);
        }
        if parts.len() < 2 || named != children.len() {
            return Err(Error::Refused("拆分至少成两个单位，原下级单位须各归其一。"));
        }
        keep_standing(&change, from).await?;
        change.commit(Done::new(What::UnitSplit, subject(old), Some(&before), Some(&ids))).await?;
        Ok(ids)
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

fn subject(unit: UnitId) -> String {
    format!("unit/{}", unit.0)
}

/// All places units of a region ever had.
async fn places(on: &impl ConnectionTrait, region: RegionId) -> Result<Vec<UnitPlace>> {
    let places = unit_place::Entity::find().filter(unit_place::Column::Region.eq(region));
    Ok(places.order_by_asc(unit_place::Column::Id).all(on).await?)
}

/// Refuses a change that leaves a unit below itself or below nothing, on `from` or later.
async fn keep_standing(change: &Changing, from: NaiveDate) -> Result<()> {
    let places = places(change.on(), change.region).await?;
    let fine = stands(&places, from);
    fine.then_some(()).ok_or(Error::Refused("上级单位在该日期不存在，或单位成了自己的下级。"))
}

async fn make(change: &Changing, new: &NewUnit, from: NaiveDate) -> Result<UnitId> {
    let row = unit::ActiveModel {
        region: Set(change.region),
        code: Set(new.code.clone()),
        kind: Set(new.kind.clone()),
        ..Default::default()
    };
    let row = row.insert(change.on()).await?;
    place(change, row.id, new.parent, &new.name, from).await?;
    Ok(row.id)
}

async fn place(
    change: &Changing,
    unit: UnitId,
    parent: Option<UnitId>,
    name: &str,
    from: NaiveDate,
) -> Result<UnitPlace> {
    let row = unit_place::ActiveModel {
        region: Set(change.region),
        unit: Set(unit),
        parent: Set(parent),
        name: Set(name.to_owned()),
        from: Set(from),
        until: Set(None),
        ..Default::default()
    };
    Ok(row.insert(change.on()).await?)
}

/// Ends where a unit stands; gives the place as it was.
async fn end(change: &Changing, unit: UnitId, from: NaiveDate) -> Result<UnitPlace> {
    let last = unit_place::Entity::find()
        .filter(unit_place::Column::Region.eq(change.region))
        .filter(unit_place::Column::Unit.eq(unit))
        .filter(unit_place::Column::Until.is_null())
        .one(change.on())
        .await?
        .ok_or(Error::Missing("单位"))?;
    if from <= last.from {
        return Err(Error::Refused("变更日期必须晚于该单位上一次变更的日期。"));
    }
    let mut ended = unit_place::ActiveModel::from(last.clone());
    ended.until = Set(Some(from));
    ended.update(change.on()).await?;
    Ok(last)
}

/// Puts a child under another unit.
async fn hand_over(
    change: &Changing,
    child: &UnitPlace,
    to: UnitId,
    from: NaiveDate,
) -> Result<()> {
    end(change, child.unit, from).await?;
    place(change, child.unit, Some(to), &child.name, from).await?;
    Ok(())
}

async fn succeed(change: &Changing, old: UnitId, new: UnitId, on: NaiveDate) -> Result<()> {
    let row = unit_succession::ActiveModel {
        region: Set(change.region),
        predecessor: Set(old),
        successor: Set(new),
        on: Set(on),
    };
    unit_succession::Entity::insert(row).exec_without_returning(change.on()).await?;
    Ok(())
}
