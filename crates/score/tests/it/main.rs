//! Tests of the scoring formulas; one binary.

mod boundaries;
mod differential;

use chrono::NaiveDate;
use model::Decimal;
use policy::{Packs, Policy};
use score::Rules;

/// A built-in pack on the last day of 2025.
fn policy(pack: &str) -> Policy {
    let packs = Packs::built_in().expect("the built-in packs load");
    let date = NaiveDate::from_ymd_opt(2025, 12, 31).expect("a day");
    packs.policy(pack, date).expect("a built-in pack")
}

fn rules(pack: &str) -> Rules {
    Rules::of(&policy(pack)).expect("the pack has every scoring value")
}

fn number(text: &str) -> Decimal {
    text.parse().expect("a decimal")
}
