//! Merging units and splitting them. What a unit is otherwise and where it stands is `unit`.

use chrono::NaiveDate;
use sea_orm::{ActiveValue::Set, EntityTrait};

use crate::change::{By, Changing, Done, What};
use crate::tables::unit_succession;
use crate::tree::Tree;
use crate::unit::{end, keep_standing, make, place, places, subject};
use crate::{Error, NewUnit, RegionId, Result, Store, UnitId, UnitPlace};

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
        let (mut before, mut more) = (Vec::new(), vec![made]);
        for unit in old {
            let place = end(&change, *unit, from).await?;
            more.push(Done::new(What::UnitClosed, subject(*unit), Some(&place), Some(&from)));
            before.push(place);
            for child in Tree::on(&places, from).children(*unit) {
                if !old.contains(&child.unit) {
                    more.push(hand_over(&change, child, id, from).await?);
                }
            }
            succeed(&change, *unit, id, from).await?;
        }
        keep_standing(&change, from).await?;
        let done =
            Done::new(What::UnitsMerged, subject(id), Some(&before), Some(&(&new.name, from)));
        change.commit_all(done, more).await?;
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
        let (mut ids, mut more) = (Vec::new(), Vec::new());
        for part in parts {
            let (id, done) = make(&change, &part.unit, from).await?;
            more.push(done);
            for child in &part.children {
                let child = children.iter().find(|place| place.unit == *child);
                let child = child.ok_or(Error::Refused("分出的下级单位不属于原单位。"))?;
                more.push(hand_over(&change, child, id, from).await?);
            }
            succeed(&change, old, id, from).await?;
            ids.push(id);
        }
        if parts.len() < 2 || named != children.len() {
            return Err(Error::Refused("拆分至少成两个单位，原下级单位须各归其一。"));
        }
        keep_standing(&change, from).await?;
        let done = Done::new(What::UnitSplit, subject(old), Some(&before), Some(&ids));
        change.commit_all(done, more).await?;
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
    let before = end(change, child.unit, from).await?;
    let new = NewUnit {
        name: child.name.clone(),
        code: child.code.clone(),
        kind: child.kind.clone(),
        parent: Some(to),
    };
    let after = place(change, child.unit, &new, from).await?;
    Ok(Done::changed(What::UnitChanged, subject(child.unit), &before, &after))
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
