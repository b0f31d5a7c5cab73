//! What was worked out lately, so that it is not worked out again: rules laid over each other,
//! judgements of the same forms, and drafts as somebody saw them.
//!
//! All of it can be lost at any time and is asked for by its content: nothing here decides.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use checks::Peer;
use policy::Policy;
use store::DeclarationId;

use crate::Judgement;

/// Judgements kept.
const JUDGED: usize = 24;
/// Drafts kept as they were seen.
const SEEN: usize = 400;

/// What was worked out lately.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    rules: Mutex<BTreeMap<(String, i32), Arc<Policy>>>,
    judged: Mutex<VecDeque<(Asked, Arc<Judgement>)>>,
    seen: Mutex<VecDeque<(DeclarationId, i64, String)>>,
}

/// What a judgement rests on: the same words and rules give the same findings.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    /// The rules.
    pub policy: Arc<Policy>,
    /// The unit's forms.
    pub own: Vec<(DeclarationId, String)>,
    /// Forms of other units.
    pub others: Vec<String>,
    /// Forms of the year before.
    pub past: Vec<String>,
    /// What projects of other units state.
    pub peers: Vec<Peer>,
}

impl PartialEq for Asked {
    fn eq(&self, other: &Asked) -> bool {
        Arc::ptr_eq(&self.policy, &other.policy)
            && self.own == other.own
            && self.others == other.others
            && self.past == other.past
            && self.peers == other.peers
    }
}

impl Memory {
    /// Rules made before.
    pub(crate) fn rules(&self, pack: &str, year: i32) -> Option<Arc<Policy>> {
        open(&self.rules).get(&(pack.to_owned(), year)).cloned()
    }

    /// Keeps rules; of two made at once the first one stays.
    pub(crate) fn keep_rules(&self, pack: &str, year: i32, policy: Policy) -> Arc<Policy> {
        let mut rules = open(&self.rules);
        rules.entry((pack.to_owned(), year)).or_insert_with(|| Arc::new(policy)).clone()
    }

    /// A judgement of the same forms.
    pub(crate) fn judged(&self, asked: &Asked) -> Option<Arc<Judgement>> {
        let judged = open(&self.judged);
        judged.iter().find(|(own, _)| own == asked).map(|(_, judgement)| judgement.clone())
    }

    /// Keeps a judgement in place of the oldest one.
    pub(crate) fn keep_judged(&self, asked: Asked, judgement: Arc<Judgement>) {
        keep(&self.judged, JUDGED, (asked, judgement));
    }

    /// A draft as it was at a version.
    pub(crate) fn seen(&self, of: DeclarationId, version: i64) -> Option<String> {
        let seen = open(&self.seen);
        let found = seen.iter().find(|(id, own, _)| (*id, *own) == (of, version));
        found.map(|(_, _, form)| form.clone())
    }

    /// Keeps a draft as it is at a version.
    pub(crate) fn keep_seen(&self, of: DeclarationId, version: i64, form: &str) {
        if self.seen(of, version).is_none() {
            keep(&self.seen, SEEN, (of, version, form.to_owned()));
        }
    }
}

fn keep<T>(kept: &Mutex<VecDeque<T>>, most: usize, new: T) {
    let mut kept = open(kept);
    kept.truncate(most - 1);
    kept.push_front(new);
}

/// Whoever panicked while holding it left nothing half done: every change is one step.
fn open<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
