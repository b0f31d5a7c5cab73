//! The widest sums there are: over a year of a whole region. Prints the median time of each as
//! JSON; the peer is `duckdb_peer.py`.

use std::time::Instant;

use benches::{Failure, median};
use store::{Basis, Database, Store};

const ROUNDS: usize = 11;

/// Sums the last year but one of the first region, the widest that is approved as a whole.
///
/// # Errors
/// When the database fails.
pub async fn run(database: &str) -> Result<(), Failure> {
    let place = match database.starts_with("postgres") {
        true => Database::Url(database.to_owned()),
        false => Database::Folder(database.into()),
    };
    let store = Store::open_reading(&place).await?;
    let region = store.regions().await?.first().ok_or("no region")?.id;
    let mut cycles = store.cycles(region).await?;
    cycles.sort_by_key(|cycle| cycle.year);
    let cycle = cycles.iter().rev().nth(1).ok_or("no year before")?.id;
    let mut told = serde_json::Map::new();
    macro_rules! time {
        ($name:literal, $sum:expr) => {{
            let (mut times, mut rows) = (Vec::new(), 0);
            for _ in 0..ROUNDS {
                let begun = Instant::now();
                rows = $sum.await?.len();
                times.push(begun.elapsed());
            }
            let ms = median(times).as_micros();
            told.insert($name.to_owned(), serde_json::json!({ "us": ms, "rows": rows }));
        }};
    }
    time!("progress", store.progress(region, cycle));
    time!("money", store.money(region, cycle, Basis::Approved));
    time!("findings", store.faults(region, cycle, Basis::Approved));
    told.insert("cycle".to_owned(), cycle.0.into());
    println!("{}", serde_json::Value::Object(told));
    Ok(())
}
