//! Long lists by parts: what somebody sees of a cycle, said in units so that the database can
//! count and choose, and one part of it as cases. Permission stays that of `flow`: it is asked for
//! each unit once, and again for each case that is shown.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use flow::{Action, Situation};
use store::{At, DeclarationId, Sought, Spot, State, UnitId};

use crate::case::sees;
use crate::{Case, Desk, Result, Setting, Who, state};

/// Most declarations of one unit that are looked at together.
const OF_UNIT: usize = 5_000;

/// A part of a long list.
#[derive(Debug, Default)]
pub struct Part {
    /// What stands in it.
    pub cases: Vec<Case>,
    /// The place of its last row, when more come after it.
    pub next: Option<Spot>,
}

impl Setting {
    /// The declarations of the cycle somebody may see: whether they may rests on the unit and on
    /// whether it ever left the unit, and on nothing else of a declaration.
    pub fn seen_by(&self, who: &Who) -> Sought {
        let mut sought = Sought::default();
        for (unit, _) in self.units.iter() {
            let mut situation = Situation { ground: self.ground(unit.id), ..Situation::default() };
            if sees(who, &self.workflow, &situation) {
                sought.units.push(unit.id);
                continue;
            }
            situation.left_unit = true;
            if sees(who, &self.workflow, &situation) {
                sought.left.push(unit.id);
            }
        }
        sought
    }

    /// Of these units, those of which somebody may do this with a declaration that stands so,
    /// unless something about the declaration itself bars it.
    ///
    /// # Errors
    /// When the place is none that is known.
    pub fn units_where(
        &self,
        who: &Who,
        units: &[UnitId],
        action: Action,
        at: &At,
    ) -> Result<Vec<UnitId>> {
        let [track, stage, step] = [&at.track, &at.stage, &at.step].map(String::clone);
        let state = state::known(&State { track, stage, step, back_to: String::new() })?;
        let may = |unit: &UnitId| {
            let (ground, state) = (self.ground(*unit), state.clone());
            let situation = Situation { ground, state, left_unit: true, ..Situation::default() };
            who.may(&self.workflow, action, &situation).is_ok()
        };
        Ok(units.iter().copied().filter(may).collect())
    }

    /// Narrows what is sought to a unit with all below it.
    pub fn narrow_to_unit(&self, sought: &mut Sought, top: UnitId) {
        let below: BTreeSet<UnitId> = self.units.below(top).into_iter().collect();
        sought.units.retain(|unit| below.contains(unit));
        sought.left.retain(|unit| below.contains(unit));
    }

    /// Narrows what is sought to projects that contain a text and to units that do.
    pub fn narrow_to_text(&self, sought: &mut Sought, text: &str) {
        let folded = text.trim().to_lowercase();
        let named = self
            .units
            .iter()
            .filter(|(_, place)| !folded.is_empty() && place.name.to_lowercase().contains(&folded));
        sought.named = named.map(|(unit, _)| unit.id).collect();
        sought.text = folded;
    }
}

impl Desk {
    /// A part of what is sought of a cycle, after a place, with at most so many rows; in a fixed
    /// number of calls.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn part(
        &self,
        who: &Who,
        setting: &Arc<Setting>,
        sought: &Sought,
        after: Option<&Spot>,
        most: usize,
    ) -> Result<Part> {
        let asked = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
        let (region, cycle) = (who.region(), setting.cycle.id);
        let mut spots = self.store.spots(region, cycle, sought, after, asked).await?;
        let more = spots.len() > most;
        spots.truncate(most);
        let ids: Vec<DeclarationId> = spots.iter().map(|spot| spot.id).collect();
        let cases = self.cases_among(who, setting, &ids).await?;
        Ok(Part { cases, next: spots.pop().filter(|_| more) })
    }

    /// The declarations of one unit somebody may see, however many other units there are.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn cases_of_unit(
        &self,
        who: &Who,
        setting: &Arc<Setting>,
        unit: UnitId,
    ) -> Result<Vec<Case>> {
        let mut sought = setting.seen_by(who);
        sought.units.retain(|own| *own == unit);
        sought.left.retain(|own| *own == unit);
        Ok(self.part(who, setting, &sought, None, OF_UNIT).await?.cases)
    }

    /// Some declarations of a cycle in the order in which they are named; those somebody may not
    /// see, or that are of another cycle, are left out.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn cases_among(
        &self,
        who: &Who,
        setting: &Arc<Setting>,
        ids: &[DeclarationId],
    ) -> Result<Vec<Case>> {
        let (region, cycle) = (who.region(), setting.cycle.id);
        let mut standings = self.store.standings_among(region, ids).await?;
        standings.retain(|standing| standing.declaration.cycle == cycle);
        let units: BTreeSet<UnitId> =
            standings.iter().map(|standing| standing.declaration.unit).collect();
        let units: Vec<UnitId> = units.into_iter().collect();
        // A cause is answered once for a unit, on whichever of its forms.
        let mut waived: BTreeMap<UnitId, Vec<String>> = BTreeMap::new();
        for (unit, cause) in self.store.waived(region, cycle, &units).await? {
            waived.entry(unit).or_default().push(cause);
        }
        let mut cases = BTreeMap::new();
        for mut standing in standings {
            let own = waived.get(&standing.declaration.unit);
            standing.waived = own.cloned().unwrap_or_default();
            let case = Case::new(standing, setting.clone())?;
            if case.is_seen_by(who) {
                cases.insert(case.id(), case);
            }
        }
        Ok(ids.iter().filter_map(|id| cases.remove(id)).collect())
    }
}
