//! Long lists by parts: every row once, in one order, whatever narrows them; counts and sums agree
//! with the rows; no part takes more statements than another.

use store::{At, By, DeclarationId, NewDeclaration, Sought, Spot, UnitId};

use crate::stage::{County, Stage, advance, day, declaration, funded, noon, on_both, unit};

/// A department with a form of its own, and two units with a few projects each.
async fn filled(stage: &Stage, county: &County) -> Vec<UnitId> {
    let (store, by) = (&stage.store, By::program(noon(2)));
    let mut units = vec![county.department];
    for name in ["就业局", "社保局"] {
        let new = unit(name, Some(county.department));
        let id = store.add_unit(by, county.region, &new, day(2021, 1, 1)).await.expect("a unit");
        units.push(id);
        for number in 0..5 {
            let form = funded("capital", "10.00", "10.00");
            let new = declaration(county.cycle, id, &format!("Project {number}"));
            let new = NewDeclaration { form, ..new };
            store.make_declaration(by, county.region, &new).await.expect("a declaration");
        }
        let new = declaration(county.cycle, id, "");
        let new = NewDeclaration { kind: "department".to_owned(), ..new };
        store.make_declaration(by, county.region, &new).await.expect("a declaration");
    }
    units
}

/// Every part, one after the other.
async fn all(stage: &Stage, county: &County, sought: &Sought, most: u64) -> Vec<Spot> {
    let (store, mut spots) = (&stage.store, Vec::<Spot>::new());
    loop {
        let after = spots.last();
        let before = store.calls();
        let part = store.spots(county.region, county.cycle, sought, after, most).await;
        let part = part.expect("a part");
        assert_eq!(store.calls() - before, 1);
        if part.is_empty() {
            return spots;
        }
        assert!(part.len() as u64 <= most);
        spots.extend(part);
    }
}

fn seen(units: &[UnitId]) -> Sought {
    Sought { units: units.to_vec(), ..Sought::default() }
}

#[test]
fn every_row_stands_in_one_part_whatever_its_size() {
    on_both(async |stage| {
        let county = County::at(stage).await;
        let units = filled(stage, &county).await;
        let whole = all(stage, &county, &seen(&units), 100).await;
        assert_eq!(whole.len(), 13);
        assert!(whole.windows(2).all(|pair| pair[0] < pair[1]), "{whole:?}");
        assert_eq!(whole[1].kind, "department", "the form of the unit before its projects");
        for most in [1, 3, 13] {
            assert_eq!(all(stage, &county, &seen(&units), most).await, whole, "by {most}");
        }
        assert_eq!(all(stage, &county, &seen(&units[1..2]), 4).await, whole[1..7]);
        assert_eq!(all(stage, &county, &Sought::default(), 4).await, []);
    });
}

#[test]
fn rows_counts_and_sums_agree_however_they_are_narrowed() {
    on_both(async |stage| {
        let county = County::at(stage).await;
        let units = filled(stage, &county).await;
        let (store, region, cycle) = (&stage.store, county.region, county.cycle);
        let first = all(stage, &county, &seen(&units), 100).await[1].id;
        let step = advance(first, 1, "submit", Some(1));
        let step = store::Advance { leaves_unit: true, ..step };
        store.advance(By::person(county.clerk, noon(3)), region, &step).await.expect("led on");
        let left = Sought { left: units.clone(), ..Sought::default() };
        let ids = |spots: Vec<Spot>| -> Vec<DeclarationId> {
            spots.into_iter().map(|spot| spot.id).collect()
        };
        assert_eq!(ids(all(stage, &county, &left, 9).await), [first], "only what left its unit");
        let counts = store.stages(region, cycle, &seen(&units)).await.expect("counts");
        let told: Vec<(&str, i64)> =
            counts.iter().map(|one| (one.stage.as_str(), one.declarations)).collect();
        assert_eq!(told, [("after submit", 1), ("drafting", 12)]);
        let at = |at: Vec<At>| Sought { at: Some(at), ..seen(&units) };
        assert_eq!(ids(all(stage, &county, &at(vec![counts[0].at()]), 9).await), [first]);
        assert_eq!(all(stage, &county, &at(Vec::new()), 9).await, [], "no place, no row");
        let text = |text: &str, named: &[UnitId]| {
            let (text, named) = (text.to_owned(), named.to_vec());
            Sought { text, named, ..seen(&units) }
        };
        assert_eq!(all(stage, &county, &text("project 3", &[]), 9).await.len(), 2);
        assert_eq!(all(stage, &county, &text("project 3", &units[2..]), 9).await.len(), 7);
        assert_eq!(all(stage, &county, &text("_roject", &[]), 9).await, [], "signs are letters");
        let sums = store.sums(region, cycle, &seen(&units[1..])).await.expect("sums");
        let told: Vec<_> =
            sums.iter().map(|sum| (sum.kind.as_str(), sum.declarations, sum.amount)).collect();
        assert_eq!(told, [("department", 2, None), ("project", 10, Some(10_000))]);
        let with = store.units_with(region, cycle, &seen(&units)).await.expect("units");
        assert_eq!(with, units);
        store
            .waive(By::program(noon(4)), region, &crate::stage::waiver(first, "C107", "因为"))
            .await
            .expect("answered");
        let waived = store.waived(region, cycle, &units).await.expect("causes");
        assert_eq!(waived, [(units[1], "C107".to_owned())]);
        let elsewhere = store.add_region(By::program(noon(1)), "米易县", "510421", day(2020, 1, 1));
        let elsewhere = elsewhere.await.expect("a region");
        let none = store.spots(elsewhere, cycle, &seen(&units), None, 9).await.expect("a part");
        assert_eq!(none, [], "a cycle is its own region's");
    });
}
