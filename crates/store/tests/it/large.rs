//! How long the lists of a big region take: 2,000 units, 20,000 declarations of one year. Measured
//! by hand: `cargo test -p store large -- --ignored --nocapture`; nothing is asserted about time.

use std::time::Instant;

use store::{By, Import, Search, Sought, Spot, UnitRow};

use crate::stage::{County, day, declaration, noon, on_both};

const UNITS: usize = 2_000;
const EACH: usize = 10;

#[test]
#[ignore = "takes minutes: measured by hand"]
fn the_lists_of_a_big_region() {
    on_both(async |stage| {
        let county = County::at(stage).await;
        let (store, region, by) = (&stage.store, county.region, By::program(noon(3)));
        let row = |number: usize| UnitRow {
            code: format!("9{number:05}"),
            name: format!("单位{number}"),
            kind: "行政".to_owned(),
            parent: None,
        };
        let units = (0..UNITS).map(row).collect();
        let import = Import { from: day(2020, 1, 1), units, people: Vec::new() };
        let brought = store.import(by, region, &import).await.expect("brought in");
        let begun = Instant::now();
        for unit in brought.units.iter().copied() {
            for number in 0..EACH {
                let new = declaration(county.cycle, unit, &format!("项目{number}"));
                store.make_declaration(by, region, &new).await.expect("a declaration");
            }
        }
        println!("postgres: {}", stage.is_postgres());
        println!("made one declaration after the other: {:?}", begun.elapsed());
        macro_rules! time {
            ($name:literal, $list:expr) => {{
                let (calls, begun) = (store.calls(), Instant::now());
                let rows = $list.await.expect($name).len();
                let (calls, took) = (store.calls() - calls, begun.elapsed());
                println!("{}: {rows} rows, {calls} statements, {took:?}", $name);
            }};
        }
        time!("units", store.units(region, day(2026, 6, 1)));
        time!("standings", store.standings(region, county.cycle));
        time!("declarations", store.declarations(region, county.cycle));
        let sought = Sought { units: brought.units.clone(), ..Sought::default() };
        let middle = Spot {
            unit: brought.units[UNITS / 2],
            kind: "project".to_owned(),
            id: store::DeclarationId(0),
        };
        time!("stages", store.stages(region, county.cycle, &sought));
        time!("units with some", store.units_with(region, county.cycle, &sought));
        time!("sums", store.sums(region, county.cycle, &sought));
        time!("a part", store.spots(region, county.cycle, &sought, Some(&middle), 101));
        let part = store.spots(region, county.cycle, &sought, Some(&middle), 100).await;
        let ids: Vec<_> = part.expect("a part").into_iter().map(|spot| spot.id).collect();
        time!("its standings", store.standings_among(region, &ids));
        time!("search", store.search(region, &Search::default(), 5_000));
    });
}

/// A hundred thousand events, read and proved: how long, and how much memory.
#[test]
#[ignore = "takes minutes: measured by hand"]
fn proving_a_long_record() {
    on_both(async |stage| {
        let county = County::at(stage).await;
        let (store, region, by) = (&stage.store, county.region, By::program(noon(3)));
        for some in 0..5 {
            let row = |number: usize| UnitRow {
                code: format!("{some}{number:05}"),
                name: format!("单位{some}-{number}"),
                kind: "行政".to_owned(),
                parent: None,
            };
            let units = (0..20_000).map(row).collect();
            let import = Import { from: day(2020, 1, 1), units, people: Vec::new() };
            store.import(by, region, &import).await.expect("brought in");
        }
        println!("postgres: {}", stage.is_postgres());
        let begun = Instant::now();
        let (mut last, mut read) = (0, 0);
        loop {
            let page = store.events(region, last, 2_000).await.expect("events");
            let Some(end) = page.last() else { break };
            (last, read) = (end.seq, read + page.len());
        }
        println!("{read} events read: {:?}, at most {}", begun.elapsed(), memory());
        let begun = Instant::now();
        assert_eq!(store.verify(region).await.expect("verifies"), None);
        println!("and proved with all records: {:?}, at most {}", begun.elapsed(), memory());
    });
}

/// The most memory this process has had.
fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM"));
    line.unwrap_or("unknown").to_owned()
}
