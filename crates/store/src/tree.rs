//! The tree of units as it stands on a day, worked out from dated places. No database here.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::{UnitId, UnitPlace};

/// Where every unit stands on one day.
pub(crate) struct Tree<'p> {
    places: BTreeMap<UnitId, &'p UnitPlace>,
}

impl<'p> Tree<'p> {
    /// The tree of a day.
    pub(crate) fn on(places: &'p [UnitPlace], day: NaiveDate) -> Self {
        let valid = places.iter().filter(|place| holds(place, day));
        Self { places: valid.map(|place| (place.unit, place)).collect() }
    }

    /// From the top down to the unit; none when it is not there that day, or stands in a circle.
    pub(crate) fn path(&self, unit: UnitId) -> Option<Vec<&'p UnitPlace>> {
        let mut path = vec![*self.places.get(&unit)?];
        let mut seen = BTreeSet::from([unit]);
        while let Some(parent) = path.last().and_then(|place| place.parent) {
            if !seen.insert(parent) {
                return None;
            }
            path.push(self.places.get(&parent)?);
        }
        path.reverse();
        Some(path)
    }

    /// Units right below one.
    pub(crate) fn children(&self, unit: UnitId) -> Vec<&'p UnitPlace> {
        self.places.values().filter(|place| place.parent == Some(unit)).copied().collect()
    }
}

/// Whether a place holds on a day.
pub(crate) fn holds(place: &UnitPlace, day: NaiveDate) -> bool {
    place.from <= day && place.until.is_none_or(|until| day < until)
}

/// Names and paths of units in one year.
pub(crate) struct Homes<'p> {
    places: &'p [UnitPlace],
    day: NaiveDate,
    known: BTreeMap<UnitId, (String, Vec<UnitId>)>,
}

impl<'p> Homes<'p> {
    /// As on a day, or as near to it as a unit was there.
    pub(crate) fn new(places: &'p [UnitPlace], day: NaiveDate) -> Self {
        let tree = Tree::on(places, day);
        let units = places.iter().map(|place| place.unit);
        let known = units.filter_map(|unit| Some((unit, told(&tree.path(unit)?)))).collect();
        Self { places, day, known }
    }

    /// The unit's name, and the path from the top down to it.
    pub(crate) fn of(&mut self, unit: UnitId) -> (String, Vec<UnitId>) {
        if let Some(known) = self.known.get(&unit) {
            return known.clone();
        }
        let found = near(self.places, unit, self.day)
            .and_then(|day| Tree::on(self.places, day).path(unit).map(|path| told(&path)))
            .unwrap_or_else(|| (String::new(), vec![unit]));
        self.known.insert(unit, found.clone());
        found
    }
}

fn told(path: &[&UnitPlace]) -> (String, Vec<UnitId>) {
    let name = path.last().map(|place| place.name.clone()).unwrap_or_default();
    (name, path.iter().map(|place| place.unit).collect())
}

/// The day nearest to `day` on which a unit is there: itself, else the last one before, else the
/// first one after.
fn near(places: &[UnitPlace], unit: UnitId, day: NaiveDate) -> Option<NaiveDate> {
    let own = || places.iter().filter(|place| place.unit == unit);
    let before = own().filter(|place| place.from <= day).max_by_key(|place| place.from);
    match before {
        Some(place) => {
            Some(place.until.and_then(|until| until.pred_opt()).map_or(day, |last| day.min(last)))
        }
        None => own().map(|place| place.from).min(),
    }
}

/// Whether on `from` and on every later day something changes, each unit stands below the top.
pub(crate) fn stands(places: &[UnitPlace], from: NaiveDate) -> bool {
    let later = places.iter().flat_map(|place| [Some(place.from), place.until]).flatten();
    let mut days: BTreeSet<NaiveDate> = later.filter(|day| *day > from).collect();
    days.insert(from);
    days.into_iter().all(|day| {
        let tree = Tree::on(places, day);
        tree.places.keys().all(|unit| tree.path(*unit).is_some())
    })
}

/// Whether on `from` and every later day no two units have one code.
pub(crate) fn codes_differ(places: &[UnitPlace], from: NaiveDate) -> bool {
    let mut later: Vec<&UnitPlace> = places
        .iter()
        .filter(|place| !place.code.is_empty() && place.until.is_none_or(|until| from < until))
        .collect();
    later.sort_by_key(|place| (&place.code, place.from));
    // The places of one unit never overlap, so that neighbours in this order tell.
    later.windows(2).all(|pair| {
        let [one, next] = pair else { return true };
        let apart = one.until.is_some_and(|until| until <= next.from);
        one.code != next.code || one.unit == next.unit || apart
    })
}
