//! The queue of what is in review, part by part: what waits for somebody, by last day, by what
//! there is to look at, or by money. Which step somebody could take is asked of `flow` for each
//! place and unit; what else bars a declaration is asked again for each that is shown.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use flow::{Action, Ground, Reason, Role, Situation};
use store::{At, Mine, PersonId, Ranked, Since, SinceCount, Sought, StageCount, UnitId, Work};

use crate::{Case, Desk, Result, Setting, Who, state};

/// Steps of work, in the order they are thought of.
pub const WORK: [Action; 4] = [Action::Accept, Action::Pass, Action::Sign, Action::Grade];

/// In which order a queue is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rank {
    /// By last day, what has none last; of one day the graver and the larger first.
    Due,
    /// By what there is to look at.
    Risk,
    /// By money.
    Money,
}

impl Setting {
    /// What waits for somebody among what they see, when it stands in these places.
    ///
    /// # Errors
    /// When a place is none that is known.
    pub fn waiting_for(&self, who: &Who, seen: &Sought, counts: &[StageCount]) -> Result<Mine> {
        let units: Vec<UnitId> = seen.units.iter().chain(&seen.left).copied().collect();
        let grounds: Vec<(UnitId, Ground)> =
            units.iter().map(|unit| (*unit, self.ground(*unit))).collect();
        let mut works = Vec::new();
        for at in counts.iter().map(StageCount::at) {
            let Some(step) = self.workflow.step(&at.step) else { continue };
            if !["waiting", "accepted"].contains(&at.stage.as_str())
                || !who.has_role(&[step.role, Role::Expert])
            {
                continue;
            }
            for action in WORK {
                let units = self.turns(who, &grounds, action, &at)?;
                let once = [Action::Pass, Action::Sign].contains(&action);
                let once = once && !self.workflow.one_person_many_steps;
                let assigned = action != Action::Grade;
                if !units.is_empty() {
                    works.push(Work { at: at.clone(), units, assigned, once });
                }
            }
        }
        let lent = who.asker.grants.iter().filter(|grant| grant.holds(who.today()));
        let absent = lent.filter_map(|grant| grant.for_person).map(|person| PersonId(person.0));
        Ok(Mine { person: who.person.id, absent: absent.collect(), works })
    }

    /// The units of which somebody could do this with what stands there, or could but for a lock.
    fn turns(
        &self,
        who: &Who,
        grounds: &[(UnitId, Ground)],
        action: Action,
        at: &At,
    ) -> Result<Vec<UnitId>> {
        let [track, stage, step] = [&at.track, &at.stage, &at.step].map(String::clone);
        let state = state::known(&store::State { track, stage, step, back_to: String::new() })?;
        let mut situation = Situation { state, left_unit: true, ..Situation::default() };
        let mut units = Vec::new();
        for (unit, ground) in grounds {
            situation.ground.clone_from(ground);
            match who.may(&self.workflow, action, &situation) {
                Ok(_) => units.push(*unit),
                Err(refusal) if refusal.reason == Reason::Locked => units.push(*unit),
                Err(_) => {}
            }
        }
        Ok(units)
    }

    /// The last day for what stands somewhere since a day.
    fn last_day(&self, row: &SinceCount) -> Option<NaiveDate> {
        let [track, stage, step] = [&row.track, &row.stage, &row.step].map(String::clone);
        let state = store::State { track, stage, step, back_to: String::new() };
        let ground = Ground { submit_by: Some(self.cycle.closes), ..Ground::default() };
        let due = self.workflow.due(&ground, &state::known(&state).ok()?, row.since.parse().ok()?);
        due.map(|due| due.day)
    }

    /// What has the same last day together, the nearest first, what has none last; each with how
    /// many there are.
    fn by_last_day(&self, rows: &[SinceCount]) -> Vec<(u64, Vec<Since>)> {
        let mut days: BTreeMap<NaiveDate, (u64, Vec<Since>)> = BTreeMap::new();
        for row in rows {
            let day = self.last_day(row).unwrap_or(NaiveDate::MAX);
            let [track, stage, step] = [&row.track, &row.stage, &row.step].map(String::clone);
            // Of the others the last day is the same since whichever day they stand there.
            let counted = ["waiting", "accepted", "returned"].contains(&row.stage.as_str());
            let at = At { track, stage, step };
            let since = Since { at, day: Some(row.since.clone()).filter(|_| counted) };
            let (count, lot) = days.entry(day).or_default();
            *count += u64::try_from(row.declarations).unwrap_or_default();
            if !lot.contains(&since) {
                lot.push(since);
            }
        }
        days.into_values().collect()
    }
}

/// The lots that hold a part of all rows, and how many rows of them come before that part.
fn holding(lots: Vec<(u64, Vec<Since>)>, skip: u64, count: u64) -> (Vec<Vec<Since>>, u64) {
    let (mut before, mut over, mut kept) = (0, 0, Vec::new());
    for (rows, lot) in lots {
        let ends = before + rows;
        if ends > skip && before < skip + count {
            if kept.is_empty() {
                over = skip - before;
            }
            kept.push(lot);
        }
        before = ends;
    }
    (kept, over)
}

impl Desk {
    /// A part of the queue: at most `count` cases after the first `skip`, in a fixed number of
    /// calls.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn queue(
        &self,
        who: &Who,
        setting: &Arc<Setting>,
        sought: &Sought,
        rank: Rank,
        (skip, count): (u64, u64),
    ) -> Result<Vec<Case>> {
        let (region, cycle) = (who.region(), setting.cycle.id);
        let (ranked, skip) = match rank {
            Rank::Risk => (Ranked::Risk, skip),
            Rank::Money => (Ranked::Money, skip),
            Rank::Due => {
                let rows = self.store.since(region, cycle, sought).await?;
                let (lots, skip) = holding(setting.by_last_day(&rows), skip, count);
                (Ranked::Lots(lots), skip)
            }
        };
        let ids = self.store.queue(region, cycle, sought, &ranked, (skip, count)).await?;
        self.cases_among(who, setting, &ids).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_found_in_the_lots_that_hold_it() {
        let lot = |name: &str| {
            let [track, stage, step] = ["declaration", "waiting", name].map(str::to_owned);
            vec![Since { at: At { track, stage, step }, day: None }]
        };
        let lots = || vec![(3, lot("a")), (4, lot("b")), (2, lot("c"))];
        assert_eq!(holding(lots(), 0, 3), (vec![lot("a")], 0));
        assert_eq!(holding(lots(), 2, 3), (vec![lot("a"), lot("b")], 2));
        assert_eq!(holding(lots(), 4, 10), (vec![lot("b"), lot("c")], 1));
        assert_eq!(holding(lots(), 9, 10), (Vec::new(), 0));
    }
}
