//! Lists ask the database as often for a hundred rows as for one.

use store::By;

use crate::stage::{County, Stage, day, declaration, noon, on_both, unit, waiver};

/// Statements each list takes.
async fn counted(stage: &Stage, county: &County) -> Vec<(&'static str, u64, usize)> {
    let (store, region, id) = (&stage.store, county.region, county.declaration);
    let mut counts = Vec::new();
    macro_rules! count {
        ($name:literal, $list:expr) => {{
            let before = store.calls();
            let rows = $list.await.expect($name).len();
            counts.push(($name, store.calls() - before, rows));
        }};
    }
    count!("declarations", store.declarations(region, county.cycle));
    count!("units", store.units(region, day(2026, 6, 1)));
    count!("path", store.unit_path(region, county.department, day(2026, 6, 1)));
    count!("people", store.people(region));
    count!("events", store.events(region, 0, 1_000));
    count!("waivers", store.waivers(region, id));
    counts
}

#[test]
fn lists_cost_the_same_however_long_they_are() {
    on_both(async |stage| {
        let county = County::at(stage).await;
        let (store, by) = (&stage.store, By::program(noon(1)));
        let short = counted(stage, &county).await;
        for number in 0..20 {
            let name = format!("单位{number}");
            let new = unit(&name, Some(county.department));
            let id =
                store.add_unit(by, county.region, &new, day(2021, 1, 1)).await.expect("a unit");
            store.add_person(by, county.region, id, &name, &name).await.expect("a person");
            let new = declaration(county.cycle, id, &name);
            store.make_declaration(by, county.region, &new).await.expect("a declaration");
            store
                .waive(by, county.region, &waiver(county.declaration, &name, "理由"))
                .await
                .expect("waived");
        }
        let long = counted(stage, &county).await;
        for ((name, few, _), (_, many, rows)) in short.iter().zip(&long) {
            assert_eq!(few, many, "{name}");
            assert!(*many <= 2, "{name}: {many}");
            assert!(*rows >= 20 || *name == "path", "{name}: {rows} rows");
        }
        let list = store.declarations(county.region, county.cycle).await.expect("a list");
        assert_eq!(list[1].unit_name.as_deref(), Some("单位0"));
    });
}
