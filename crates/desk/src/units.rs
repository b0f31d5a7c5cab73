//! The tree of units on a day: names, kinds, who lies below whom, and a unit's place in it as
//! permission knows it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use flow::Ground;
use store::{RegionId, Unit, UnitId, UnitPlace};

use crate::{Desk, Result};

/// What a unit is; the store keeps the word.
pub mod kind {
    /// The government at the top of a region's tree.
    pub const GOVERNMENT: &str = "government";
    /// The finance bureau.
    pub const BUREAU: &str = "bureau";
    /// A department that reviews the units below it (主管部门).
    pub const DEPARTMENT: &str = "department";
    /// A unit that declares.
    pub const UNIT: &str = "unit";

    /// The kinds, with what people call them.
    pub const NAMES: [(&str, &str); 4] =
        [(GOVERNMENT, "政府"), (BUREAU, "财政局"), (DEPARTMENT, "主管部门"), (UNIT, "预算单位")];

    /// What people call a kind.
    pub fn name(kind: &str) -> &'static str {
        NAMES.iter().find(|(key, _)| *key == kind).map_or("其他", |(_, name)| name)
    }
}

/// The units of a region on one day.
#[derive(Debug, Clone, Default)]
pub struct Units {
    units: BTreeMap<UnitId, (Unit, UnitPlace)>,
    /// Names that several units have.
    shared: BTreeSet<String>,
}

impl Units {
    /// From rows of the store.
    pub fn new(rows: Vec<(Unit, UnitPlace)>) -> Units {
        let (mut seen, mut shared) = (BTreeSet::new(), BTreeSet::new());
        for (_, place) in &rows {
            if !seen.insert(place.name.as_str()) {
                shared.insert(place.name.clone());
            }
        }
        Units { units: rows.into_iter().map(|row| (row.0.id, row)).collect(), shared }
    }

    /// Every unit with its place, in the order of ids.
    pub fn iter(&self) -> impl Iterator<Item = &(Unit, UnitPlace)> {
        self.units.values()
    }

    /// The top of the tree: the first unit with none above it.
    pub fn top(&self) -> Option<UnitId> {
        self.units.values().find(|(_, place)| place.parent.is_none()).map(|(unit, _)| unit.id)
    }

    /// The units below none, then those below each of them, each with how deep it stands.
    pub fn as_tree(&self) -> Vec<(usize, &UnitPlace)> {
        let mut below: BTreeMap<Option<UnitId>, Vec<&UnitPlace>> = BTreeMap::new();
        for (_, place) in self.units.values().rev() {
            below.entry(place.parent).or_default().push(place);
        }
        let mut rows = Vec::with_capacity(self.units.len());
        // Whoever stands below themselves is below none, and is not come to.
        let mut waiting: Vec<(usize, &UnitPlace)> = Vec::new();
        waiting.extend(below.remove(&None).into_iter().flatten().map(|place| (0, place)));
        while let Some((depth, place)) = waiting.pop() {
            rows.push((depth, place));
            let own = below.remove(&Some(place.unit)).unwrap_or_default();
            waiting.extend(own.into_iter().map(|place| (depth + 1, place)));
        }
        rows
    }

    /// A unit's name on that day; "" when it did not exist.
    pub fn name(&self, unit: UnitId) -> &str {
        self.units.get(&unit).map_or("", |(_, place)| &place.name)
    }

    /// A unit's name to choose it by: where several units have it, with the code, or with what
    /// the unit is.
    pub fn distinct_name(&self, unit: UnitId) -> String {
        let Some((_, place)) = self.units.get(&unit) else { return String::new() };
        if !self.shared.contains(&place.name) {
            return place.name.clone();
        }
        let mark = if place.code.is_empty() { kind::name(&place.kind) } else { &place.code };
        format!("{}（{mark}）", place.name)
    }

    /// What a unit is.
    pub fn kind(&self, unit: UnitId) -> &str {
        self.units.get(&unit).map_or("", |(_, place)| &place.kind)
    }

    /// From the top down to the unit; empty when it did not exist.
    pub fn path(&self, unit: UnitId) -> Vec<UnitId> {
        let mut path = Vec::new();
        let mut next = Some(unit).filter(|unit| self.units.contains_key(unit));
        // No path is longer than there are units: a circle ends the walk.
        while let Some(at) = next.filter(|_| path.len() <= self.units.len()) {
            path.push(at);
            next = self.units.get(&at).and_then(|(_, place)| place.parent);
        }
        path.reverse();
        path
    }

    /// The department above a unit; `None` for a department itself and for what has none.
    pub fn department(&self, unit: UnitId) -> Option<UnitId> {
        let path = self.path(unit);
        let above = path.split_last().map_or(&[][..], |(_, above)| above);
        above.iter().rev().find(|id| self.kind(**id) == kind::DEPARTMENT).copied()
    }

    /// The unit and all below it.
    pub fn below(&self, top: UnitId) -> Vec<UnitId> {
        self.units.keys().filter(|unit| self.path(**unit).contains(&top)).copied().collect()
    }

    /// Where a unit stands, without locks and deadlines.
    pub fn ground(&self, unit: UnitId) -> Ground {
        Ground {
            path: self.path(unit).into_iter().map(|id| flow::UnitId(id.0)).collect(),
            department: self.department(unit).map(|id| flow::UnitId(id.0)),
            ..Ground::default()
        }
    }
}

impl Desk {
    /// The units of a region as they stood on a day; read anew when something was done to a unit
    /// since they were read last, by whichever server.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn units(&self, region: RegionId, on: NaiveDate) -> Result<Arc<Units>> {
        let settled = self.store.stamps(region).await?.settled;
        self.units_after(region, on, settled).await
    }

    /// The same, as after the event that was the last about them when somebody asked.
    pub(crate) async fn units_after(
        &self,
        region: RegionId,
        on: NaiveDate,
        settled: i64,
    ) -> Result<Arc<Units>> {
        let asked = (region, on, settled);
        if let Some(units) = self.memory.tree(asked) {
            return Ok(units);
        }
        let units = Arc::new(Units::new(self.store.units(region, on).await?));
        self.memory.keep_tree(asked, &units);
        Ok(units)
    }
}
