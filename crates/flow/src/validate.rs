//! Whether the workflows and calendars of all packs can be read, on every day one of their values
//! begins to hold.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use policy::{PackError, Packs};

use crate::Workflow;

/// Reads the workflow of every pack as it was, is and will be.
///
/// # Errors
/// The first thing that is missing or contradicts itself.
pub fn validate(packs: &Packs) -> Result<(), PackError> {
    for pack in packs.keys() {
        let mut days: BTreeSet<NaiveDate> = BTreeSet::from([NaiveDate::MAX]);
        for key in packs.chain(pack) {
            let ours = packs.values(key).filter(|entry| entry.key.starts_with("flow."));
            for entry in ours {
                days.insert(entry.from);
                days.extend(entry.until.and_then(|last| last.succ_opt()));
            }
        }
        // Before the last of the root's values begins there is no whole workflow to read.
        let root = packs.chain(pack).last().map_or("", String::as_str);
        let begin = packs.values(root).filter(|entry| entry.key.starts_with("flow."));
        let first = begin.map(|entry| entry.from).min();
        for day in days.into_iter().filter(|day| first.is_none_or(|first| *day >= first)) {
            let policy = packs.policy(pack, day).expect("invariant: the key is the packs' own");
            Workflow::new(&policy)?;
        }
    }
    Ok(())
}
