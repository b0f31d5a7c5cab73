//! The policies the tests judge with, loaded once.

use std::sync::LazyLock;

use chrono::NaiveDate;
use policy::{PackError, PackFile, Packs, Policy};

// Kept as a result: a panic here would poison the lock, and every test but one would say only that.
static PACKS: LazyLock<Result<Packs, PackError>> = LazyLock::new(Packs::built_in);

/// A built-in pack as in force on the first day of 2026.
pub fn policy_of(pack: &str) -> Policy {
    policy_of_year(pack, 2026)
}

/// A built-in pack as in force on the first day of a budget year: what judges the year's forms.
pub fn policy_of_year(pack: &str, year: i32) -> Policy {
    let packs = PACKS.as_ref().unwrap_or_else(|error| panic!("mend this in packs/ first: {error}"));
    let date = NaiveDate::from_ymd_opt(year, 1, 1).expect("a day");
    packs.policy(pack, date).unwrap_or_else(|| panic!("no built-in pack “{pack}”"))
}

/// The national pack with a pack below it that says some words of tables besides: key, left, right.
pub fn policy_that_says(words: &[[String; 3]]) -> Policy {
    let values = words.iter().map(|[key, left, right]| {
        format!(
            "[[value]]\nkey = \"{key}\"\nfrom = 2015-01-01\nsource = \"house\"\n\
             article = \"none\"\nverified = false\n[value.value]\n\"{left}\" = \"{right}\"\n"
        )
    });
    let head =
        "key = \"example\"\nname = \"例\"\nparent = \"national\"\nunits = [\"某局\"]\n".to_owned();
    let file = |name: &str, text: String| PackFile { path: format!("example/{name}"), text };
    let files = vec![file("pack.toml", head), file("words/example.toml", values.collect())];
    let packs = Packs::beside_built_in(files).unwrap_or_else(|error| panic!("{error}"));
    let date = NaiveDate::from_ymd_opt(2026, 1, 1).expect("a day");
    packs.policy("example", date).expect("invariant: the pack was just loaded")
}

/// The national pack, which examples and cases are judged by.
pub fn policy() -> Policy {
    policy_of("national")
}
