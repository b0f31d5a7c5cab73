//! The values and layouts of one chain of packs on one day: the lowest pack wins, lists may add.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use model::Decimal;

use crate::entry::{Entry, Value};
use crate::pack::Pack;
use crate::{Layout, LocalCheck};

/// The values and layouts of one chain of packs on one date.
#[derive(Debug, Clone, Default)]
pub struct Policy {
    /// Lowest pack first.
    chain: Vec<Arc<Pack>>,
    date: NaiveDate,
    version: String,
    entries: BTreeMap<String, Arc<Entry>>,
    layouts: Vec<Arc<Layout>>,
    checks: Vec<Arc<LocalCheck>>,
}

impl Policy {
    /// Lays the packs over each other; `chain` has the lowest pack first.
    pub(crate) fn new(chain: Vec<Arc<Pack>>, date: NaiveDate, version: String) -> Policy {
        let mut entries: BTreeMap<String, Arc<Entry>> = BTreeMap::new();
        for pack in chain.iter().rev() {
            for versions in pack.values.values() {
                let Some(entry) = versions.iter().find(|entry| entry.in_force(date)) else {
                    continue;
                };
                let entry = match entries.get(&entry.key) {
                    Some(parent) if entry.extends => Arc::new(Entry {
                        value: entry.value.added_to(&parent.value),
                        ..entry.as_ref().clone()
                    }),
                    _ => entry.clone(),
                };
                entries.insert(entry.key.clone(), entry);
            }
        }
        let mut layouts: Vec<Arc<Layout>> = Vec::new();
        for layout in chain.iter().flat_map(|pack| layouts_on(&pack.layouts, date)) {
            if !layouts.iter().any(|lower| lower.key == layout.key) {
                layouts.push(layout.clone());
            }
        }
        let mut checks: Vec<Arc<LocalCheck>> = Vec::new();
        let in_force = chain.iter().flat_map(|pack| &pack.checks).filter(|c| c.in_force(date));
        for check in in_force {
            if !checks.iter().any(|lower| lower.code == check.code) {
                checks.push(check.clone());
            }
        }
        Policy { chain, date, version, entries, layouts, checks }
    }

    /// Key of the lowest pack; empty for a policy without packs.
    pub fn pack_key(&self) -> &str {
        self.chain.first().map_or("", |pack| &pack.head.key)
    }

    /// Name of the lowest pack in Chinese.
    pub fn pack_name(&self) -> &str {
        self.chain.first().map_or("", |pack| &pack.head.name)
    }

    /// Keys of the packs, lowest first.
    pub fn chain(&self) -> Vec<&str> {
        self.chain.iter().map(|pack| pack.head.key.as_str()).collect()
    }

    /// The day whose rules these are.
    pub fn date(&self) -> NaiveDate {
        self.date
    }

    /// Version of the chain, see [`crate::Packs::version`].
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The entry in force under a key, lowest pack first.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries.get(key).map(Arc::as_ref)
    }

    /// Entries whose key starts with `prefix`, in key order.
    pub fn entries(&self, prefix: &str) -> impl Iterator<Item = &Entry> {
        let from = self.entries.range(prefix.to_owned()..);
        from.take_while(move |(key, _)| key.starts_with(prefix)).map(|(_, entry)| entry.as_ref())
    }

    /// Everything the chain ever said under a key, in force or not: lowest pack first, newest
    /// first within a pack. Lists stand as written, without what they add to.
    pub fn versions(&self, key: &str) -> impl Iterator<Item = &Entry> {
        let packs = self.chain.iter().filter_map(move |pack| pack.values.get(key));
        packs.flat_map(|versions| versions.iter().rev()).map(Arc::as_ref)
    }

    /// A word list; empty when the key is absent or no list.
    pub fn words(&self, key: &str) -> &[String] {
        match self.entry(key).map(|entry| &entry.value) {
            Some(Value::Words(words)) => words,
            _ => &[],
        }
    }

    /// A table of texts such as the typo dictionary.
    pub fn table(&self, key: &str) -> Option<&BTreeMap<String, String>> {
        match &self.entry(key)?.value {
            Value::Table(table) => Some(table),
            _ => None,
        }
    }

    /// A text.
    pub fn text(&self, key: &str) -> Option<&str> {
        match &self.entry(key)?.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// An exact decimal, from a text or a whole number.
    pub fn decimal(&self, key: &str) -> Option<Decimal> {
        self.entry(key)?.decimal()
    }

    /// A whole number.
    pub fn integer(&self, key: &str) -> Option<i64> {
        match self.entry(key)?.value {
            Value::Integer(number) => Some(number),
            _ => None,
        }
    }

    /// Yes or no.
    pub fn boolean(&self, key: &str) -> Option<bool> {
        match self.entry(key)?.value {
            Value::Boolean(flag) => Some(flag),
            _ => None,
        }
    }

    /// The local checks in force; a lower pack's hides its parents' of the same code.
    pub fn local_checks(&self) -> &[Arc<LocalCheck>] {
        &self.checks
    }

    /// Every layout of the chain, lowest pack first; a lower pack hides its parents' of one key.
    /// Of several versions the one in force, or else the newest.
    pub fn layouts(&self) -> &[Arc<Layout>] {
        &self.layouts
    }
}

/// Of each layout the version in force, or else the newest: a form older or younger than every
/// version is still better read with one than with none.
fn layouts_on(layouts: &[Arc<Layout>], date: NaiveDate) -> impl Iterator<Item = &Arc<Layout>> {
    layouts.chunk_by(|a, b| a.key == b.key).filter_map(move |versions| {
        let holds =
            |layout: &Layout| layout.from <= date && layout.until.is_none_or(|last| date <= last);
        versions.iter().find(|layout| holds(layout)).or(versions.last())
    })
}
