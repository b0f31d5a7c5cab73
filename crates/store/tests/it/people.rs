//! People, grants, stand-ins; and that regions do not reach into one another.

use store::{By, Error, NewGrant};

use crate::stage::{County, day, declaration, noon, on_both, unit, waiver};

#[test]
fn a_grant_holds_from_its_first_day_to_the_day_before_its_end() {
    on_both(async |stage| {
        let county = County::at(stage).await;
        let (store, region, by) = (&stage.store, county.region, By::program(noon(1)));
        let new = NewGrant {
            person: county.clerk,
            role: "clerk".to_owned(),
            unit: county.department,
            from: day(2026, 1, 1),
            until: None,
        };
        let grant = store.grant(by, region, &new).await.expect("granted");
        store.end_grant(by, region, grant, day(2026, 7, 1)).await.expect("ended");
        for (on, count) in [
            (day(2025, 12, 31), 0),
            (day(2026, 1, 1), 1),
            (day(2026, 6, 30), 1),
            (day(2026, 7, 1), 0),
        ] {
            let grants = store.grants(region, county.clerk, on).await.expect("grants");
            assert_eq!(grants.len(), count, "{on}");
        }
        let days = [day(2026, 2, 1), day(2026, 2, 8)];
        let (clerk, leader) = (county.clerk, county.leader);
        store.name_stand_in(by, region, leader, clerk, days).await.expect("named");
        let on = async |day| store.stands_in_for(region, leader, day).await.expect("rows").len();
        assert_eq!((on(days[0]).await, on(days[1]).await), (1, 0));
    });
}

#[test]
fn a_login_is_one_persons() {
    on_both(async |stage| {
        let county = County::at(stage).await;
        let by = By::program(noon(1));
        let (region, unit) = (county.region, county.department);
        let twice = stage.store.add_person(by, region, unit, "李方", "lifang").await;
        assert!(matches!(twice, Err(Error::Exists(_))), "{twice:?}");
        let found = stage.store.person_by_login("lifang").await.expect("asked").expect("found");
        assert_eq!((found.id, found.name.as_str()), (county.clerk, "李芳"));
    });
}

#[test]
fn one_region_does_not_reach_into_another() {
    on_both(async |stage| {
        let county = County::at(stage).await;
        let (store, by) = (&stage.store, By::program(noon(1)));
        let other = store.add_region(by, "东区", "510402", day(2020, 1, 1)).await.expect("made");
        let missing = |result: Result<(), Error>| matches!(result, Err(Error::Missing(_)));
        assert!(missing(store.draft(other, county.declaration).await.map(drop)));
        assert!(missing(store.declaration(other, county.declaration).await.map(drop)));
        assert!(missing(store.waive(by, other, &waiver(county.declaration, "c", "r")).await));
        let person = store.add_person(by, other, county.department, "甲", "jia").await;
        assert!(missing(person.map(drop)));
        let below = unit("乙", Some(county.department));
        let below = store.add_unit(by, other, &below, day(2021, 1, 1));
        assert!(below.await.is_err());
        let new = declaration(county.cycle, county.department, "丙");
        assert!(missing(store.make_declaration(by, other, &new).await.map(drop)));
    });
}
