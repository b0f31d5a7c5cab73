//! The policies the tests judge with, loaded once.

use std::sync::LazyLock;

use chrono::NaiveDate;
use policy::{Packs, Policy};

static PACKS: LazyLock<Packs> =
    LazyLock::new(|| Packs::built_in().expect("the built-in packs load"));

/// A built-in pack as in force on the first day of 2026.
pub fn policy_of(pack: &str) -> Policy {
    let date = NaiveDate::from_ymd_opt(2026, 1, 1).expect("a day");
    PACKS.policy(pack, date).expect("a built-in pack")
}

/// The national pack, which examples and cases are judged by.
pub fn policy() -> Policy {
    policy_of("national")
}
