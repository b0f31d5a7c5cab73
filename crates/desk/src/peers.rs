//! Indicators that are found, each beside the values its peers have: the same name in the same
//! unit of measure and year, whoever declares it. Peers are told as figures, not by name.

use std::collections::{BTreeMap, BTreeSet};

use model::text::fold;
use rust_decimal::Decimal;
use store::{Cycle, CycleId, DeclarationId, Found};

use crate::{Case, Desk, Result, Who};

/// Fewer peers than this could be recognised by their values.
const FEWEST: usize = 3;

/// An indicator that was found.
#[derive(Debug)]
pub struct FoundIndicator {
    /// The indicator.
    pub found: Found,
    /// Its declaration.
    pub case: Case,
    /// What its peers have; none where they are too few.
    pub peers: Option<Peers>,
}

/// The values of an indicator and its peers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Peers {
    /// How many there are, itself included.
    pub count: usize,
    /// The smallest value.
    pub least: Decimal,
    /// The one in the middle; of two, the smaller.
    pub middle: Decimal,
    /// The greatest.
    pub most: Decimal,
}

impl Peers {
    /// Of values; none where they are too few.
    pub fn of(values: &mut [Decimal]) -> Option<Peers> {
        values.sort();
        let count = values.len();
        let (least, most) = (*values.first()?, *values.last()?);
        let middle = values[(count - 1) / 2];
        (count >= FEWEST).then_some(Peers { count, least, middle, most })
    }
}

impl Desk {
    /// Indicators of which name or target contains a text, in declarations somebody may see, of
    /// one year or of all. The number of statements grows with the years alone.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_indicators(
        &self,
        who: &Who,
        text: &str,
        year: Option<i32>,
    ) -> Result<Vec<FoundIndicator>> {
        if text.trim().is_empty() {
            return Ok(Vec::new());
        }
        let mut found = self.store.find_indicators(who.region(), text.trim()).await?;
        let cycles: Vec<Cycle> = self.store.cycles(who.region()).await?;
        let asked = |cycle: &&Cycle| year.is_none_or(|year| year == cycle.year);
        let years: BTreeMap<CycleId, i32> =
            cycles.iter().filter(asked).map(|cycle| (cycle.id, cycle.year)).collect();
        found.retain(|one| years.contains_key(&one.cycle));
        let mut values: BTreeMap<(CycleId, String, String), Vec<Decimal>> = BTreeMap::new();
        for one in &found {
            if let Ok(value) = one.value.parse() {
                values.entry(alike(one)).or_default().push(value);
            }
        }
        let peers: BTreeMap<_, Option<Peers>> =
            values.into_iter().map(|(key, mut values)| (key, Peers::of(&mut values))).collect();
        let mut cases = BTreeMap::new();
        for cycle in years.keys().filter(|cycle| found.iter().any(|one| one.cycle == **cycle)) {
            let setting = self.setting(who.region(), *cycle, who.today()).await?;
            let here = found.iter().filter(|one| one.cycle == *cycle).map(|one| one.declaration);
            let ids: BTreeSet<DeclarationId> = here.collect();
            let ids: Vec<DeclarationId> = ids.into_iter().collect();
            let seen = self.cases_among(who, &setting, &ids).await?;
            cases.extend(seen.into_iter().map(|case| (case.id(), case)));
        }
        let shown = found.into_iter().filter_map(|found| {
            let case = cases.get(&found.declaration)?.clone();
            let peers = peers.get(&alike(&found)).cloned().flatten();
            Some(FoundIndicator { found, case, peers })
        });
        Ok(shown.collect())
    }
}

/// What peers have in common.
fn alike(found: &Found) -> (CycleId, String, String) {
    (found.cycle, fold(&found.level3), found.measure.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_values_tell_nothing_and_the_middle_is_one_of_them() {
        let values = |all: &[i64]| all.iter().map(|one| Decimal::from(*one)).collect::<Vec<_>>();
        assert_eq!(Peers::of(&mut values(&[5, 3])), None);
        let peers = Peers::of(&mut values(&[9, 1, 4, 3])).expect("four are enough");
        assert_eq!((peers.count, peers.least, peers.middle), (4, 1.into(), 3.into()));
        assert_eq!(peers.most, 9.into());
    }
}
