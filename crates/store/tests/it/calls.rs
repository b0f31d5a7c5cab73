//! Lists ask the database as often for a hundred rows as for one.

use store::{By, NewGrant, NewSession, NewToken, PersonId, Store};

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
    count!("grants", store.all_grants(region));
    count!("credentials", store.credentials(region));
    count!("sessions", store.sessions(region, county.clerk, noon(1)));
    count!("tokens", store.tokens(region, county.clerk));
    let before = store.calls();
    let holder = store.holder(region, county.clerk).await.expect("a holder");
    counts.push(("holder", store.calls() - before, holder.stand_ins.len()));
    counts
}

/// One more of each: a credential, a grant, and whom the clerk stands in for.
async fn accounts(store: &Store, county: &County, person: PersonId) {
    let (by, region, clerk) = (By::program(noon(1)), county.region, county.clerk);
    store.reset_password(by, region, person, "hash").await.expect("reset");
    let (role, unit) = ("clerk".to_owned(), county.department);
    let new = NewGrant { person, role, unit, from: day(2026, 1, 1), until: None };
    store.grant(by, region, &new).await.expect("granted");
    let days = [day(2026, 1, 1), day(2026, 2, 1)];
    store.name_stand_in(by, region, clerk, person, days).await.expect("named");
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
            let person = store.add_person(by, county.region, id, &name, &name).await;
            accounts(store, &county, person.expect("a person")).await;
            let new = declaration(county.cycle, id, &name);
            store.make_declaration(by, county.region, &new).await.expect("a declaration");
            store
                .waive(by, county.region, &waiver(county.declaration, &name, "理由"))
                .await
                .expect("waived");
        }
        store.reset_password(by, county.region, county.clerk, "hash").await.expect("reset");
        for number in 0..20 {
            let (person, token) = (county.clerk, number.to_string());
            let (until, address, agent) = (noon(9), "::1", "Edge");
            let (hash, token) = ("hash", token.as_str());
            let new = NewSession { person, hash, token, until, address, agent };
            store.begin_session(by, county.region, &new).await.expect("in");
            let new = NewToken { person, name: "报表", token, until };
            store.make_token(by, county.region, &new).await.expect("made");
        }
        let long = counted(stage, &county).await;
        for ((name, few, _), (_, many, rows)) in short.iter().zip(&long) {
            assert_eq!(few, many, "{name}");
            assert!(*many <= if *name == "holder" { 3 } else { 2 }, "{name}: {many}");
            assert!(*rows >= 20 || *name == "path", "{name}: {rows} rows");
        }
        let head = store.holder(county.region, county.clerk).await.expect("a holder");
        assert!(head.stand_ins.iter().all(|absence| absence.grants.len() == 1));
        let list = store.declarations(county.region, county.cycle).await.expect("a list");
        assert_eq!(list[1].unit_name.as_deref(), Some("单位0"));
    });
}
