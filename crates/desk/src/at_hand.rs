//! What may wait for somebody who looks over many units: never the whole cycle, but what the
//! database finds for them; of a great many what is due first.

use std::collections::BTreeSet;
use std::sync::Arc;

use flow::Action;
use store::{Sought, StageCount};

use crate::queue::Rank;
use crate::{Case, Desk, Result, Setting, Who};

/// What may wait for somebody.
#[derive(Debug, Default)]
pub struct AtHand {
    /// The cases, each once.
    pub cases: Vec<Case>,
    /// Whether there are more than are here.
    pub more: bool,
}

impl AtHand {
    fn add(&mut self, cases: Vec<Case>, more: bool) {
        let there: BTreeSet<_> = self.cases.iter().map(Case::id).collect();
        self.cases.extend(cases.into_iter().filter(|case| !there.contains(&case.id())));
        self.more |= more;
    }
}

impl Desk {
    /// What may wait for somebody in a cycle: what is theirs to review, what they could approve,
    /// and what their own units write; of each at most `most`. In a fixed number of calls.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn at_hand(&self, who: &Who, setting: &Arc<Setting>, most: usize) -> Result<AtHand> {
        let (region, cycle) = (who.region(), setting.cycle.id);
        let seen = setting.seen_by(who);
        let counts = self.store.stages(region, cycle, &seen).await?;
        let mut at_hand = AtHand::default();
        let mine = setting.waiting_for(who, &seen, &counts)?;
        if !mine.works.is_empty() {
            let waiting = Sought { mine: Some(mine), ..seen.clone() };
            let part = (0, most as u64 + 1);
            let mut cases = self.queue(who, setting, &waiting, Rank::Due, part).await?;
            let more = cases.len() > most;
            cases.truncate(most);
            at_hand.add(cases, more);
        }
        for sought in [approvable(who, setting, &seen, &counts)?, own(&seen)] {
            if sought.units.is_empty() && sought.left.is_empty() {
                continue;
            }
            let part = self.part(who, setting, &sought, None, most).await?;
            at_hand.add(part.cases, part.next.is_some());
        }
        Ok(at_hand)
    }
}

/// What waits for an approval this person could give.
fn approvable(
    who: &Who,
    setting: &Setting,
    seen: &Sought,
    counts: &[StageCount],
) -> Result<Sought> {
    let mut sought = Sought::default();
    let mut places = Vec::new();
    for at in counts.iter().filter(|count| count.stage == "cleared").map(StageCount::at) {
        let units: Vec<_> = seen.units.iter().chain(&seen.left).copied().collect();
        let theirs = setting.units_where(who, &units, Action::Approve, &at)?;
        if !theirs.is_empty() {
            sought.units = theirs;
            places.push(at);
        }
    }
    Ok(Sought { at: Some(places), ..sought })
}

/// What is written in this person's own units.
fn own(seen: &Sought) -> Sought {
    Sought { units: seen.units.clone(), ..Sought::default() }
}
