//! The policy the tests judge with.

use chrono::NaiveDate;
use policy::{Packs, Policy};

/// The built-in national pack as in force on the first day of 2026.
pub fn policy() -> Policy {
    let packs = Packs::built_in().expect("the built-in packs load");
    let date = NaiveDate::from_ymd_opt(2026, 1, 1).expect("a day");
    packs.policy("national", date).expect("the national pack")
}
