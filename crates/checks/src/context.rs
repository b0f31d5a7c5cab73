//! What a check may look at: its form, the batch around it, and the policy of the form.

use std::collections::BTreeMap;

use model::{Decimal, Form};
use policy::{Policy, Value};

use crate::Batch;

/// The view a check gets of one form.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// All forms handed in together.
    pub batch: &'a Batch<'a>,
    /// Index of the form in the batch.
    pub index: usize,
    /// Code of the running check, for its keys in the pack.
    pub code: &'static str,
}

/// Why a check cannot decide: what is missing, and how to supply it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undecided {
    /// What is missing.
    pub message: String,
    /// How to supply it.
    pub remedy: String,
}

impl<'a> Context<'a> {
    /// The form.
    pub fn form(&self) -> &'a Form {
        self.batch.members[self.index].form
    }

    /// The policy that judges the form.
    pub fn policy(&self) -> &'a Policy {
        self.batch.members[self.index].policy
    }

    /// A threshold of this check: `checks.<code>.<name>`.
    ///
    /// # Errors
    /// When the pack has no such number; the check then cannot decide.
    pub fn number(&self, name: &str) -> Result<Decimal, Undecided> {
        let key = format!("checks.{}.{name}", self.code);
        self.policy().decimal(&key).ok_or_else(|| missing(&key))
    }

    /// A word list by its whole key, such as `words.placeholders`.
    ///
    /// # Errors
    /// When the pack has no such list; the check then cannot decide.
    pub fn words(&self, key: &str) -> Result<&'a [String], Undecided> {
        match self.policy().entry(key).map(|entry| &entry.value) {
            Some(Value::Words(words)) => Ok(words),
            _ => Err(missing(key)),
        }
    }

    /// A table of words by its whole key.
    ///
    /// # Errors
    /// When the pack has no such table; the check then cannot decide.
    pub fn table(&self, key: &str) -> Result<&'a BTreeMap<String, String>, Undecided> {
        self.policy().table(key).ok_or_else(|| missing(key))
    }
}

fn missing(key: &str) -> Undecided {
    Undecided {
        message: format!("规则包里没有“{key}”，这一项无法检查"),
        remedy: format!("请规则包管理员补上“{key}”（数值、依据、起始日期）"),
    }
}
