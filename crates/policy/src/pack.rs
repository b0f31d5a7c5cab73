//! Packs: loading, layering, looking up.

use std::sync::Arc;

use chrono::NaiveDate;
use model::{Citation, Decimal};

use crate::Layout;

/// One file of a pack folder, by its path below `packs/` such as `national/params/grades.toml`.
#[derive(Debug, Clone)]
pub struct PackFile {
    /// Path below the packs folder, with `/`.
    pub path: String,
    /// The TOML text.
    pub text: String,
}

/// A dated, cited value of a pack.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Dotted key such as `checks.C042.min_ratio` or `words.vague`.
    pub key: String,
    /// The value in force on the policy's date.
    pub value: Value,
    /// Unit of a number, for people.
    pub unit: String,
    /// In force from.
    pub from: NaiveDate,
    /// In force until, exclusive of nothing: the last day.
    pub until: Option<NaiveDate>,
    /// Why.
    pub citation: Citation,
    /// The day somebody last read the source; `None` prints 未核对.
    pub verified_on: Option<NaiveDate>,
    /// Remark for people.
    pub note: String,
    /// The pack the value came from.
    pub pack: String,
}

/// The types a value can have. There is no floating point: decimals are strings in the TOML.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Text, or an exact decimal written as text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// Yes or no.
    Boolean(bool),
    /// A list of words.
    Words(Vec<String>),
    /// Named texts, such as a typo dictionary.
    Table(std::collections::BTreeMap<String, String>),
}

/// Why a pack does not load: file, key, and what is missing or wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}{}: {problem}", if key.is_empty() { String::new() } else { format!(" [{key}]") })]
pub struct PackError {
    /// Path of the file.
    pub file: String,
    /// Key of the value; empty for the file as a whole.
    pub key: String,
    /// What is missing or wrong, and what to write.
    pub problem: String,
}

/// All packs, loaded and checked.
#[derive(Debug, Clone, Default)]
pub struct Packs {}

/// The values and layouts of one chain of packs on one date.
#[derive(Debug, Clone, Default)]
pub struct Policy {}

impl Packs {
    /// The packs built into the program.
    pub fn built_in() -> Result<Packs, PackError> {
        Packs::load(Vec::new())
    }

    /// Loads packs from their files.
    pub fn load(_files: Vec<PackFile>) -> Result<Packs, PackError> {
        Ok(Packs {})
    }

    /// The chain that ends in `pack`, as in force on `date`.
    pub fn policy(&self, _pack: &str, _date: NaiveDate) -> Option<Policy> {
        Some(Policy {})
    }

    /// The pack that judges a form: the one whose region or unit names occur in `text`
    /// (unit, title), the lowest in its chain first; else `national`.
    pub fn choose(&self, _text: &str) -> &str {
        "national"
    }
}

impl Policy {
    /// The entry in force under a key, lowest pack first.
    pub fn entry(&self, _key: &str) -> Option<&Entry> {
        None
    }

    /// Entries whose key starts with `prefix`, in key order.
    pub fn entries(&self, _prefix: &str) -> impl Iterator<Item = &Entry> {
        std::iter::empty()
    }

    /// A word list; empty when the key is absent.
    pub fn words(&self, _key: &str) -> &[String] {
        &[]
    }

    /// An exact decimal.
    pub fn decimal(&self, _key: &str) -> Option<Decimal> {
        None
    }

    /// Every layout of the chain, lowest pack first.
    pub fn layouts(&self) -> &[Arc<Layout>] {
        &[]
    }
}
