//! From nothing to a bureau at work: the first run, and lists of units and people brought in.

use store::{
    By, Error, Import, Named, NewFirstRun, PersonRow, RegionId, RoleRow, Store, UnitId, UnitRow,
};

use crate::stage::{County, day, noon, on_both, unit};

fn first(login: &str) -> NewFirstRun {
    NewFirstRun {
        region: "仁和区".to_owned(),
        code: "510411".to_owned(),
        demo: false,
        from: day(2026, 1, 1),
        unit: unit("财政局", None),
        name: "周丽".to_owned(),
        login: login.to_owned(),
        hash: "hash".to_owned(),
        roles: vec!["system_administrator".to_owned(), "security_administrator".to_owned()],
    }
}

#[test]
fn the_first_run_makes_somebody_who_can_sign_in_and_grant() {
    on_both(async |stage| {
        let store = &stage.store;
        assert!(store.is_new().await.expect("asked"));
        let made = store.first_run(noon(1), &first("zhouli")).await.expect("made");
        assert!(!store.is_new().await.expect("asked"));
        let holder = store.holder(made.region, made.person).await.expect("a holder");
        assert_eq!((holder.grants.len(), holder.grants[0].unit), (2, made.unit));
        assert_eq!(store.region_code(made.region, day(2026, 1, 1)).await.expect("one"), "510411");
        let credential = store.credential(made.region, made.person).await.expect("asked");
        let credential = credential.expect("one");
        assert_eq!((credential.hash.as_str(), credential.must_change), ("hash", false));
    });
}

#[test]
fn there_is_one_first_run_even_when_two_try_at_once() {
    on_both(async |stage| {
        let store = &stage.store;
        // Other names, codes and logins: nothing but the rule keeps them apart.
        let other = NewFirstRun { code: "510402".to_owned(), ..first("another") };
        let (ours, others) = (first("zhouli"), other);
        let (one, two) =
            tokio::join!(store.first_run(noon(1), &ours), store.first_run(noon(1), &others));
        assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
        let late = store.first_run(noon(2), &others).await;
        for refused in [one, two, late].into_iter().filter_map(Result::err) {
            assert!(matches!(refused, Error::Refused(_)), "{refused}");
        }
        assert_eq!(store.regions().await.expect("regions").len(), 1);
    });
}

fn unit_row(code: &str, name: &str, parent: Option<Named>) -> UnitRow {
    UnitRow { code: code.to_owned(), name: name.to_owned(), kind: "事业".to_owned(), parent }
}

fn code(code: &str) -> Named {
    Named::Code(code.to_owned())
}

fn name(name: &str) -> Named {
    Named::Name(name.to_owned())
}

fn person_row(login: &str, unit: Named) -> PersonRow {
    let role = RoleRow { role: "clerk".to_owned(), unit: None };
    let (login, name) = (login.to_owned(), "张三".to_owned());
    PersonRow { login, name, unit, hash: None, roles: vec![role] }
}

async fn bring(
    store: &Store,
    region: RegionId,
    units: Vec<UnitRow>,
    people: Vec<PersonRow>,
) -> Result<(Vec<UnitId>, Vec<store::PersonId>), Error> {
    let import = Import { from: day(2026, 1, 1), units, people };
    let brought = store.import(By::program(noon(4)), region, &import).await?;
    Ok((brought.units, brought.people))
}

#[test]
fn units_come_in_any_order_with_their_people() {
    on_both(async |stage| {
        let county = County::at(stage).await;
        let (store, region) = (&stage.store, county.region);
        let units = vec![
            unit_row("302001", "疾控中心", Some(code("302"))),
            unit_row("302", "卫健局", None),
            unit_row("", "医院", Some(name("卫健局"))),
            unit_row("", "就业中心", Some(name("人社局"))),
            unit_row("", "档案馆", Some(Named::Id(county.department))),
        ];
        let mut reviewer = person_row("sun", name("卫健局"));
        let (role, top) = ("department_reviewer".to_owned(), Some(name("卫健局")));
        reviewer.roles.push(RoleRow { role, unit: top });
        reviewer.hash = Some("hash".to_owned());
        let people = vec![person_row("qian", code("302001")), reviewer];
        let before = store.head(region).await.expect("a head").seq;
        let (units, people) = bring(store, region, units, people).await.expect("brought in");
        let path = store.unit_path(region, units[0], day(2026, 1, 1)).await.expect("a path");
        let names: Vec<&str> = path.iter().map(|place| place.name.as_str()).collect();
        assert_eq!(names, ["卫健局", "疾控中心"]);
        assert_eq!(path[1].code, "302001");
        let holder = store.holder(region, people[1]).await.expect("a holder");
        assert_eq!((holder.person.unit, holder.grants.len()), (units[1], 2));
        let credential = store.credential(region, people[1]).await.expect("asked");
        assert!(credential.expect("one").must_change);
        assert!(store.credential(region, people[0]).await.expect("asked").is_none());
        let head = store.head(region).await.expect("a head").seq;
        assert_eq!(head - before, 5 + 2 + 1 + 3, "an event for each record");
        assert_eq!(store.verify(region).await.expect("verifies"), None);
    });
}

#[test]
fn a_row_that_contradicts_is_named_and_nothing_is_brought_in() {
    on_both(async |stage| {
        let county = County::at(stage).await;
        let (store, region) = (&stage.store, county.region);
        let kept = vec![unit_row("301", "公安局", None), unit_row("", "站", Some(name("公安局")))];
        bring(store, region, kept, Vec::new()).await.expect("brought in");
        let before = stage.everything().await;
        let fine = unit_row("401", "水利局", None);
        let below = |row: &str, parent| unit_row("", row, Some(parent));
        let units = [
            (unit_row("301", "水利站", None), "编码“301”已有"),
            (unit_row("401", "水利站", None), "编码“401”已有"),
            (unit_row("", " ", None), "缺少单位名称"),
            (below("水利站", code("999")), "没有编码为“999”"),
            (below("水利站", name("水力局")), "没有名称为“水力局”"),
            (below("水利站", Named::Id(UnitId(99))), "找不到"),
            (below("水利站", name("水利站")), "自己的下级"),
            (unit_row("", "水利局", None), "同一上级下已有"),
            (unit_row("", "公安局", None), "同一上级下已有"),
        ];
        for (row, why) in units {
            let told = bring(store, region, vec![fine.clone(), row], Vec::new()).await;
            let told = told.expect_err(why).to_string();
            assert!(told.starts_with("单位第 2 行：") && told.contains(why), "{told}");
        }
        let two = vec![fine.clone(), below("站", code("401")), below("所", name("站"))];
        let told = bring(store, region, two, Vec::new()).await.expect_err("two").to_string();
        assert!(told.starts_with("单位第 3 行：有多个单位叫“站”"), "{told}");
        let circle = vec![below("甲", name("乙")), below("乙", name("甲"))];
        let told = bring(store, region, circle, Vec::new()).await.expect_err("circle").to_string();
        assert!(told.starts_with("单位第 1 行："), "{told}");
        let mut twice = person_row("wu", code("301"));
        twice.roles.push(twice.roles[0].clone());
        let people = [
            (person_row("lifang", code("301")), "已经存在：lifang"),
            (person_row("zheng", code("301")), "已经存在：zheng"),
            (person_row("", code("301")), "姓名和登录名"),
            (person_row("wu", name("水利局")), "没有名称为“水利局”"),
            (twice, "授权"),
        ];
        for (row, why) in people {
            let rows = vec![person_row("zheng", code("301")), row];
            let told = bring(store, region, Vec::new(), rows).await.expect_err(why).to_string();
            assert!(told.starts_with("人员第 2 行：") && told.contains(why), "{told}");
        }
        assert!(bring(store, region, Vec::new(), Vec::new()).await.is_err(), "nothing at all");
        assert_eq!(stage.everything().await, before);
    });
}

#[test]
fn a_county_full_comes_in_at_once() {
    on_both(async |stage| {
        let county = County::at(stage).await;
        let (store, region) = (&stage.store, county.region);
        let units = (0..150).map(|number| {
            let parent = (number > 0).then(|| code(&format!("U{}", (number - 1) / 10)));
            unit_row(&format!("U{number}"), &format!("单位{number}"), parent)
        });
        let people =
            (0..150).map(|number| person_row(&format!("p{number}"), code(&format!("U{number}"))));
        let (units, people) =
            bring(store, region, units.collect(), people.collect()).await.expect("brought in");
        assert_eq!((units.len(), people.len()), (150, 150));
        assert_eq!(store.verify(region).await.expect("verifies"), None);
    });
}
