//! Many people at once on the same declarations: whatever the desk said was done is in the record
//! once, every event is a step the workflow knows from where the declaration stood, and nothing
//! was written over unseen. What everybody tried, and what came of it, is kept in a log.
//!
//! `HENG_OPERATIONS=100000 HENG_SEED=7 HENG_RACE_LOG=race.tsv scripts/with-postgres cargo test -p desk racing`
//! tries more of it, on both databases; without them it is short.

mod chance;
mod history;
mod operations;
mod town;

use std::fmt::Write as _;
use std::sync::Arc;

use chance::Chance;
use operations::{Racer, Tried};
use store::Database;
use tokio::runtime::Runtime;
use town::{PEOPLE, Town};

/// A number from the environment, or how it is in a plain test run.
fn asked(name: &str, usual: u64) -> u64 {
    let given = std::env::var(name).ok();
    given.map_or(usual, |text| text.parse().unwrap_or_else(|_| panic!("{name} is no number")))
}

#[test]
fn whoever_races_whom_the_record_holds_what_was_said_to_be_done() {
    let folder = tempfile::tempdir().expect("a folder");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    race(&runtime, &Database::Folder(folder.path().to_owned()), "sqlite");
    if let Ok(server) = std::env::var("HENG_TEST_POSTGRES") {
        let database = runtime.block_on(town::database_of_its_own(&server));
        race(&runtime, &database, "postgres");
    }
}

/// Lets everybody race, writes the log, and goes through what is kept.
fn race(runtime: &Runtime, database: &Database, name: &str) {
    let (seed, operations) = (asked("HENG_SEED", 7), asked("HENG_OPERATIONS", 150) as i64);
    let (town, tried) = runtime.block_on(async {
        let town = Arc::new(Town::new(database, operations).await);
        let racers = PEOPLE.iter().enumerate().map(|(number, (login, _))| {
            let chance = Chance::new(seed, number as u64);
            tokio::spawn(Racer::new(town.clone(), login, chance).run())
        });
        let racers: Vec<_> = racers.collect();
        let mut tried = Vec::new();
        for racer in racers {
            tried.extend(racer.await.expect("a racer who comes home"));
        }
        tried.sort_by_key(|one| one.ended);
        (town, tried)
    });
    let log = written(&tried);
    let path = std::env::var("HENG_RACE_LOG").map_or_else(
        |_| std::env::temp_dir().join(format!("heng-race-{name}-{}.tsv", std::process::id())),
        |path| format!("{path}.{name}").into(),
    );
    std::fs::write(&path, log).expect("the log is written");
    let told = runtime.block_on(history::go_through(&town, &tried));
    println!("{name}: seed {seed}, {told}; log {}", path.display());
    if std::env::var_os("HENG_RACE_LOG").is_none() {
        std::fs::remove_file(&path).expect("the log is taken away when all is well");
    }
}

/// What was tried, in the order in which it ended, a line each.
fn written(tried: &[Tried]) -> String {
    let mut log = "ended\tbegan\twho\tdeclaration\twhat\tversion\tdraft\toutcome\n".to_owned();
    for one in tried {
        let Tried { ended, began, login, id, what, version, draft, outcome, .. } = one;
        let id = id.map_or(0, |id| id.0);
        let line =
            format!("{ended}\t{began}\t{login}\t{id}\t{what}\t{version}\t{draft}\t{outcome}");
        writeln!(log, "{}", line.replace('\n', " ")).expect("a string takes it");
    }
    log
}
