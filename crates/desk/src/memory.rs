//! What was worked out lately, so that it is not worked out again: rules laid over each other,
//! judgements of the same forms, and drafts as somebody saw them.
//!
//! All of it can be lost at any time and is asked for by its content: nothing here decides.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use checks::Peer;
use chrono::NaiveDate;
use policy::Policy;
use store::{CycleId, DeclarationId, PersonId, RegionId, UnitId};

use crate::who::{Holding, Names};
use crate::{Judgement, Setting, Units};

/// Judgements kept.
const JUDGED: usize = 24;
/// Drafts kept as they were seen.
const SEEN: usize = 400;
/// Judgements kept by what they rest on: of units people work on just now.
const RESTED: usize = 64;
/// Trees of units and settings kept: some years of some regions.
const TREES: usize = 12;
/// People kept.
const PEOPLE: usize = 5_000;

/// Some of a kind, the newest first.
type Kept<K, V> = Mutex<VecDeque<(K, V)>>;

/// What was worked out lately.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    rules: Mutex<BTreeMap<(String, i32), Arc<Policy>>>,
    judged: Kept<Asked, Arc<Judgement>>,
    seen: Mutex<VecDeque<(DeclarationId, i64, String)>>,
    rested: Kept<Rests, Arc<Judgement>>,
    trees: Kept<At<RegionId>, Arc<Units>>,
    settings: Kept<At<(RegionId, CycleId)>, Arc<Setting>>,
    people: Mutex<HashMap<PersonId, (i64, Arc<Holding>)>>,
    names: Kept<(RegionId, i64), Arc<Names>>,
}

/// Something of a region on a day, as after some event.
pub(crate) type At<T> = (T, NaiveDate, i64);

/// What a unit's judgement rests on, without reading any of it: the drafts with their versions,
/// and the last event that changed what others say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rests {
    /// The unit in its cycle, and whose finding is asked for whatever became of it.
    pub of: (RegionId, CycleId, UnitId, Option<DeclarationId>),
    /// Its drafts.
    pub drafts: Vec<(DeclarationId, i64)>,
    /// The last events about what holds for all, and about what others say.
    pub stamps: (i64, i64),
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

    /// A judgement that rests on the same.
    pub(crate) fn rested(&self, on: &Rests) -> Option<Arc<Judgement>> {
        let rested = open(&self.rested);
        rested.iter().find(|(own, _)| own == on).map(|(_, judgement)| judgement.clone())
    }

    /// Keeps a judgement; one of the unit before is forgotten.
    pub(crate) fn keep_rested(&self, on: Rests, judgement: &Arc<Judgement>) {
        keep_instead(&self.rested, RESTED, (on, judgement.clone()), |one, other| {
            one.of == other.of
        });
    }

    /// A tree of units.
    pub(crate) fn tree(&self, asked: At<RegionId>) -> Option<Arc<Units>> {
        let trees = open(&self.trees);
        trees.iter().find(|(own, _)| *own == asked).map(|(_, units)| units.clone())
    }

    /// Keeps a tree of units; one of the same day before is forgotten.
    pub(crate) fn keep_tree(&self, asked: At<RegionId>, units: &Arc<Units>) {
        keep_instead(&self.trees, TREES, (asked, units.clone()), same_day);
    }

    /// A setting.
    pub(crate) fn setting(&self, asked: At<(RegionId, CycleId)>) -> Option<Arc<Setting>> {
        let settings = open(&self.settings);
        settings.iter().find(|(own, _)| *own == asked).map(|(_, setting)| setting.clone())
    }

    /// Keeps a setting; one of the same day before is forgotten.
    pub(crate) fn keep_setting(&self, asked: At<(RegionId, CycleId)>, setting: &Arc<Setting>) {
        keep_instead(&self.settings, TREES, (asked, setting.clone()), same_day);
    }

    /// Names of people.
    pub(crate) fn names(&self, asked: (RegionId, i64)) -> Option<Arc<Names>> {
        let names = open(&self.names);
        names.iter().find(|(own, _)| *own == asked).map(|(_, names)| names.clone())
    }

    /// Keeps names; those of the region before are forgotten.
    pub(crate) fn keep_names(&self, asked: (RegionId, i64), names: &Arc<Names>) {
        keep_instead(&self.names, TREES, (asked, names.clone()), |one, other| one.0 == other.0);
    }

    /// What a person held after this event.
    pub(crate) fn held(&self, person: PersonId, settled: i64) -> Option<Arc<Holding>> {
        let people = open(&self.people);
        let known = people.get(&person).filter(|(at, _)| *at == settled);
        known.map(|(_, holding)| holding.clone())
    }

    /// Keeps what a person held.
    pub(crate) fn keep_held(&self, person: PersonId, settled: i64, holding: &Arc<Holding>) {
        let mut people = open(&self.people);
        if people.len() >= PEOPLE {
            people.clear();
        }
        people.insert(person, (settled, holding.clone()));
    }
}

fn same_day<T: PartialEq>(one: &At<T>, other: &At<T>) -> bool {
    (&one.0, one.1) == (&other.0, other.1)
}

/// Keeps something in place of what is the same, else of the oldest.
fn keep_instead<K, V>(kept: &Kept<K, V>, most: usize, new: (K, V), same: impl Fn(&K, &K) -> bool) {
    open(kept).retain(|(own, _)| !same(own, &new.0));
    keep(kept, most, new);
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
