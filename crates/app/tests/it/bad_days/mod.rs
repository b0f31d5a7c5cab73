//! Bad days, as processes: killed at any moment, no room on the disk, a disk that can only be read,
//! a database that goes away and comes back. Nothing acknowledged is lost, nothing is half done,
//! and people are told in a sentence. What is promised stands in `docs/bad-days.md`.
//!
//! `HENG_ROUNDS=1000 HENG_SEED=7 cargo test --workspace --test it bad_days::kill` tries more.

#[cfg(unix)]
mod away;
mod chance;
mod client;
#[cfg(unix)]
mod cluster;
#[cfg(target_os = "linux")]
mod disk;
mod kept;
#[cfg(unix)]
mod kill;
mod town;
mod writer;

/// A number from the environment, or how it is in a plain test run.
fn asked(name: &str, usual: u64) -> u64 {
    let given = std::env::var(name).ok();
    given.map_or(usual, |text| text.parse().unwrap_or_else(|_| panic!("{name} is no number")))
}

/// Runs what waits for the store, from a test that waits for processes.
fn wait<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Runtime::new().expect("a runtime").block_on(work)
}
