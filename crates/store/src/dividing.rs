//! Merging units and splitting them. What a unit is otherwise and where it stands is `unit`.

use chrono::NaiveDate;
use sea_orm::{ActiveModelTrait, EntityTrait};

use crate::change::{By, Changing, Done, What};
use crate::tables::unit_succession;
use crate::tree::Tree;
use crate::unit::{end, keep_standing, make, place, places, subject};
use crate::{Entry, Error, NewUnit, RegionId, Result, Store, UnitId, UnitPlace};

/// A part of a unit that is split: the new unit and which of the old one's children it takes.
#[derive(Debug, Clone)]
pub struct Part {
    /// The new unit.
    pub unit: NewUnit,
    /// Children of the old unit that go with it.
    pub children: Vec<UnitId>,
}

impl Store {
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
        let (id, made) = make(&change, new, from).await?;
        let (mut merged, mut more) = (Done::new(What::UnitsMerged, subject(id)), vec![made]);
        for unit in old {
            let (_, ended) = end(&change, *unit, from).await?;
            more.push(Done::new(What::UnitClosed, subject(*unit)).and([ended]));
            for child in Tree::on(&places, from).children(*unit) {
                if !old.contains(&child.unit) {
                    more.push(hand_over(&change, child, id, from).await?);
                }
            }
            merged = merged.and([succeed(&change, *unit, id, from).await?]);
        }
        keep_standing(&change, from).await?;
        change.commit_all(merged, more).await?;
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
        let (_, ended) = end(&change, old, from).await?;
        let mut split = Done::new(What::UnitSplit, subject(old)).and([ended]);
        let (mut ids, mut more) = (Vec::new(), Vec::new());
        for part in parts {
            let (id, done) = make(&change, &part.unit, from).await?;
            more.push(done);
            for child in &part.children {
                let child = children.iter().find(|place| place.unit == *child);
                let child = child.ok_or(Error::Refused("分出的下级单位不属于原单位。"))?;
                more.push(hand_over(&change, child, id, from).await?);
            }
            split = split.and([succeed(&change, old, id, from).await?]);
            ids.push(id);
        }
        if parts.len() < 2 || named != children.len() {
            return Err(Error::Refused("拆分至少成两个单位，原下级单位须各归其一。"));
        }
        keep_standing(&change, from).await?;
        change.commit_all(split, more).await?;
        Ok(ids)
    }
}

/// Puts a child under another unit.
async fn hand_over(
    change: &Changing,
    child: &UnitPlace,
    to: UnitId,
    from: NaiveDate,
) -> Result<Done> {
    let (_, ended) = end(change, child.unit, from).await?;
    let new = NewUnit {
        name: child.name.clone(),
        code: child.code.clone(),
        kind: child.kind.clone(),
        parent: Some(to),
    };
    let after = place(change, child.unit, &new, from).await?;
    let done = Done::new(What::UnitChanged, subject(child.unit)).and([ended]);
    Ok(done.and_made(&after))
}

async fn succeed(change: &Changing, old: UnitId, new: UnitId, on: NaiveDate) -> Result<Entry> {
    let row =
        unit_succession::Model { region: change.region, predecessor: old, successor: new, on };
    let made = Entry::made(&row);
    let row = unit_succession::ActiveModel::from(row).reset_all();
    unit_succession::Entity::insert(row).exec_without_returning(change.on()).await?;
    Ok(made)
}
