//! What serving costs, in parts that `serve.py` runs one after the other, as processes of their
//! own: `scripts/bench serve`. Figures are printed as they come; ratios are made there.
//!
//! - `seed FROM.zip TO.zip UNITS`: a backup multiplied to the size of a city
//! - `bare PORT DATABASE`: a bare axum handler doing one indexed read
//! - `saves DATABASE`: durable saves beside raw commits of the same bytes

mod bare;
mod many;
mod plan;
mod rollup;
mod saves;
mod seed;
mod text;

use benches::Failure;

fn main() -> Result<(), Failure> {
    let given: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let given: Vec<&str> = given.iter().map(String::as_str).collect();
    match given[..] {
        ["seed", from, to, units] => seed::run(from.as_ref(), to.as_ref(), units.parse()?),
        ["bare", port, database] => wait(bare::serve(port.parse()?, database)),
        ["saves", database] => wait(saves::run(database)),
        ["rollup", database] => wait(rollup::run(database)),
        _ => Err("seed FROM.zip TO.zip UNITS | bare PORT DATABASE | saves DATABASE".into()),
    }
}

fn wait(work: impl Future<Output = Result<(), Failure>>) -> Result<(), Failure> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(work)
}
