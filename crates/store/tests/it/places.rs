//! Regions and units as they stood on a day, whatever happened since.

use store::{By, Error, NewUnit, Part, RegionId, Store, UnitId};

use crate::stage::{County, day, noon, on_both, unit};

async fn path(store: &Store, region: RegionId, unit: UnitId, year: i32) -> Vec<String> {
    let path = store.unit_path(region, unit, day(year, 6, 1)).await;
    path.map(|path| path.into_iter().map(|place| place.name).collect()).unwrap_or_default()
}

#[test]
fn a_new_code_leaves_the_old_one_to_earlier_days() {
    on_both(async |stage| {
        let (store, by) = (&stage.store, By::program(noon(1)));
        let region = store.add_region(by, "仁和区", "510411", day(2020, 1, 1)).await.expect("made");
        let code = async |year, month| store.region_code(region, day(year, month, 1)).await.ok();
        store.recode_region(by, region, "510499", day(2025, 7, 1)).await.expect("recoded");
        assert_eq!(code(2025, 6).await.as_deref(), Some("510411"));
        assert_eq!(code(2025, 7).await.as_deref(), Some("510499"));
        assert_eq!(code(2019, 12).await, None);
        let taken = store.add_region(by, "别处", "510499", day(2026, 1, 1)).await;
        assert!(matches!(taken, Err(Error::Exists(_))), "{taken:?}");
        let back = store.recode_region(by, region, "510400", day(2025, 7, 1)).await;
        assert!(matches!(back, Err(Error::Refused(_))), "{back:?}");
    });
}

#[test]
fn units_move_and_merge_and_split_and_earlier_years_stay() {
    on_both(async |stage| {
        let (store, by) = (&stage.store, By::program(noon(1)));
        let county = County::at(stage).await;
        let (region, from) = (county.region, day(2021, 1, 1));
        let add = async |name: &'static str, parent| {
            store.add_unit(by, region, &unit(name, parent), from).await.expect(name)
        };
        let (a, b) = (add("卫生局", None).await, add("计生局", None).await);
        let (clinic, school) = (add("卫生院", Some(a)).await, add("学校", Some(b)).await);
        store
            .change_unit(by, region, clinic, &unit("中心卫生院", Some(b)), day(2022, 1, 1))
            .await
            .expect("moved");
        let both = unit("卫健局", None);
        let merged = store.merge_units(by, region, &[a, b], &both, day(2024, 1, 1)).await;
        let merged = merged.expect("merged");
        let parts = [
            Part { unit: unit("健康局", None), children: vec![clinic] },
            Part { unit: unit("教育局", None), children: vec![school] },
        ];
        let ends = store.split_unit(by, region, merged, &parts, day(2026, 1, 1)).await;
        assert_eq!(ends.expect("split").len(), 2);
        for (year, clinic_path) in [
            (2020, vec![]),
            (2021, vec!["卫生局", "卫生院"]),
            (2022, vec!["计生局", "中心卫生院"]),
            (2024, vec!["卫健局", "中心卫生院"]),
            (2026, vec!["健康局", "中心卫生院"]),
        ] {
            assert_eq!(path(store, region, clinic, year).await, clinic_path, "{year}");
        }
        assert_eq!(path(store, region, school, 2026).await, ["教育局", "学校"]);
        assert!(path(store, region, a, 2024).await.is_empty(), "it ended");
        assert_eq!(store.successors(region, a).await.expect("one"), [(merged, day(2024, 1, 1))]);
        assert_eq!(store.units(region, day(2023, 1, 1)).await.expect("units").len(), 5);
    });
}

#[test]
fn a_tree_stays_a_tree_on_every_later_day() {
    on_both(async |stage| {
        let (store, by) = (&stage.store, By::program(noon(1)));
        let region = County::at(stage).await.region;
        let from = day(2021, 1, 1);
        let add = async |name: &'static str| {
            store.add_unit(by, region, &unit(name, None), from).await.expect(name)
        };
        let (a, b) = (add("甲").await, add("乙").await);
        let put = async |what, below, name: &'static str, year| {
            let new = unit(name, Some(below));
            store.change_unit(by, region, what, &new, day(year, 1, 1)).await
        };
        put(a, b, "甲", 2027).await.expect("a move that is still to come");
        let circle = put(b, a, "乙", 2026).await;
        assert!(matches!(circle, Err(Error::Refused(_))), "in 2027 each would be below the other");
        assert!(put(b, b, "乙", 2026).await.is_err(), "below itself");
        let early = put(a, b, "甲", 2026).await;
        assert!(matches!(early, Err(Error::Refused(_))), "before a change already made: {early:?}");
        let before = store.add_unit(by, region, &unit("丙", Some(a)), day(2020, 1, 1)).await;
        assert!(before.is_err(), "the unit above was not there yet");
    });
}

#[test]
fn a_split_gives_every_child_one_parent() {
    on_both(async |stage| {
        let (store, by) = (&stage.store, By::program(noon(1)));
        let region = County::at(stage).await.region;
        let old = store.add_unit(by, region, &unit("局", None), day(2021, 1, 1)).await.expect("a");
        let child = unit("中心", Some(old));
        let child = store.add_unit(by, region, &child, day(2021, 1, 1)).await.expect("b");
        let part = |name, children| Part { unit: unit(name, None), children };
        for parts in [
            vec![part("一", vec![child])],
            vec![part("一", vec![]), part("二", vec![])],
            vec![part("一", vec![child]), part("二", vec![child])],
        ] {
            let refused = store.split_unit(by, region, old, &parts, day(2022, 1, 1)).await;
            assert!(matches!(refused, Err(Error::Refused(_))), "{refused:?}");
        }
        assert_eq!(path(store, region, child, 2022).await, ["局", "中心"]);
    });
}

#[test]
fn a_unit_gets_another_code_and_kind_and_earlier_days_keep_the_old_ones() {
    on_both(async |stage| {
        let (store, by) = (&stage.store, By::program(noon(1)));
        let region = County::at(stage).await.region;
        let facts = |name: &str, code: &str| {
            let (name, code) = (name.to_owned(), code.to_owned());
            NewUnit { code, ..unit(&name, None) }
        };
        let from = day(2021, 1, 1);
        let id = store.add_unit(by, region, &facts("水利局", "401"), from).await.expect("made");
        let later = day(2024, 1, 1);
        let new = NewUnit { kind: "事业".to_owned(), ..facts("水务局", "402") };
        store.change_unit(by, region, id, &new, later).await.expect("changed");
        let on = async |year| {
            let place = store.unit_path(region, id, day(year, 6, 1)).await.expect("there");
            (place[0].code.clone(), place[0].kind.clone())
        };
        assert_eq!(on(2023).await, ("401".to_owned(), "行政".to_owned()));
        assert_eq!(on(2024).await, ("402".to_owned(), "事业".to_owned()));
        store.correct_unit(by, region, id, &facts("水务局", "403")).await.expect("mended");
        assert_eq!(on(2023).await.0, "401", "only what holds now is mended");
        assert_eq!(on(2024).await, ("403".to_owned(), "行政".to_owned()));
        let other = store.add_unit(by, region, &facts("电力局", "403"), later).await;
        assert!(matches!(other, Err(Error::Exists(_))), "{other:?}");
        let freed = store.add_unit(by, region, &facts("电力局", "401"), later).await.expect("made");
        let back = store.correct_unit(by, region, id, &facts("水务局", "401")).await;
        assert!(matches!(back, Err(Error::Exists(_))), "{back:?}");
        let early = store.add_unit(by, region, &facts("气象局", "401"), day(2023, 1, 1)).await;
        assert!(matches!(early, Err(Error::Exists(_))), "it was another's then: {early:?}");
        store.close_unit(by, region, freed, day(2025, 1, 1)).await.expect("closed");
        let again = facts("气象局", "401");
        store.add_unit(by, region, &again, day(2025, 1, 1)).await.expect("free again");
    });
}

#[test]
fn a_unit_is_closed_once_nothing_is_below_it() {
    on_both(async |stage| {
        let (store, by) = (&stage.store, By::program(noon(1)));
        let region = County::at(stage).await.region;
        let from = day(2021, 1, 1);
        let top = store.add_unit(by, region, &unit("局", None), from).await.expect("made");
        let below = unit("中心", Some(top));
        let below = store.add_unit(by, region, &below, from).await.expect("made");
        let close = async |unit, year| store.close_unit(by, region, unit, day(year, 1, 1)).await;
        assert!(matches!(close(top, 2024).await, Err(Error::Refused(_))));
        close(below, 2024).await.expect("closed");
        close(top, 2024).await.expect("closed");
        assert_eq!(path(store, region, below, 2023).await, ["局", "中心"]);
        assert!(path(store, region, top, 2024).await.is_empty());
        assert!(matches!(close(top, 2025).await, Err(Error::Missing(_))), "twice");
    });
}
