//! How packs lie over each other: the lowest wins, lists may add, dates decide, and every value
//! says which pack it came from.

use policy::{Packs, Policy, Value};

use crate::{day, file, packs, value};

fn district(national: &str, district: &str) -> Policy {
    packs(national, district).unwrap().policy("district", day(2026, 1, 1)).unwrap()
}

#[test]
fn a_lower_pack_overrides_by_key_and_the_entry_says_so() {
    let national = value("key = 'a'\nvalue = 60") + &value("key = 'b'\nvalue = '0.5'");
    let policy = district(&national, &value("key = 'a'\nvalue = 70"));
    assert_eq!(
        (policy.integer("a"), policy.entry("a").unwrap().pack.as_str()),
        (Some(70), "district")
    );
    assert_eq!(policy.decimal("b").unwrap().to_string(), "0.5");
    assert_eq!(policy.entry("b").unwrap().pack, "national");
    assert_eq!((policy.pack_key(), policy.chain()), ("district", vec!["district", "national"]));
}

#[test]
fn the_parent_does_not_hear_of_its_child() {
    let packs = packs(&value("value = 60"), &value("value = 70")).unwrap();
    let national = packs.policy("national", day(2026, 1, 1)).unwrap();
    assert_eq!(national.integer("some.key"), Some(60));
}

#[test]
fn a_list_replaces_its_parent_or_adds_to_it() {
    let national = value("value = ['甲', '乙']");
    let replaced = district(&national, &value("value = ['丙']"));
    assert_eq!(replaced.words("some.key"), ["丙"]);
    let added = district(&national, &value("value = ['乙', '丙']\nextend = true"));
    assert_eq!(added.words("some.key"), ["甲", "乙", "丙"]);
    assert_eq!(added.entry("some.key").unwrap().pack, "district");
}

#[test]
fn a_table_may_add_too_and_its_own_row_wins() {
    let added = district(
        &value("value = {'甲' = '1', '乙' = '2'}"),
        &value("value = {'乙' = '3'}\nextend = true"),
    );
    let table = added.table("some.key").unwrap();
    assert_eq!((table["甲"].as_str(), table["乙"].as_str()), ("1", "3"));
}

#[test]
fn the_date_decides_with_both_ends_included() {
    let two = value("from = 2018-01-01\nuntil = 2021-08-17\nvalue = 'old'")
        + &value("from = 2021-08-18\nvalue = 'new'");
    let packs = packs(&two, "").unwrap();
    for (date, text) in [
        (day(2017, 12, 31), None),
        (day(2018, 1, 1), Some("old")),
        (day(2021, 8, 17), Some("old")),
        (day(2021, 8, 18), Some("new")),
        (day(2030, 1, 1), Some("new")),
    ] {
        assert_eq!(packs.policy("national", date).unwrap().text("some.key"), text, "{date}");
    }
}

#[test]
fn before_an_override_begins_the_parent_holds() {
    let packs = packs(
        &value("value = 'all'"),
        &value("from = 2025-03-17\nuntil = 2030-03-17\nvalue = 'here'"),
    )
    .unwrap();
    let text = |date| packs.policy("district", date).unwrap().text("some.key").unwrap().to_owned();
    assert_eq!(text(day(2025, 3, 16)), "all");
    assert_eq!(text(day(2026, 1, 1)), "here");
    assert_eq!(text(day(2030, 3, 18)), "all");
}

#[test]
fn every_version_of_a_key_can_be_shown() {
    let national =
        value("from = 2018-01-01\nuntil = 2019-12-31\nvalue = '1'") + &value("value = '2'");
    let policy = district(&national, &value("from = 2027-01-01\nvalue = '3'"));
    let versions: Vec<_> = policy
        .versions("some.key")
        .map(|entry| (entry.pack.as_str(), entry.value.clone()))
        .collect();
    let text = |text: &str| Value::Text(text.to_owned());
    assert_eq!(
        versions,
        [("district", text("3")), ("national", text("2")), ("national", text("1"))]
    );
}

#[test]
fn entries_are_listed_by_prefix_in_key_order() {
    let policy =
        district(&(value("key = 'words.b'") + &value("key = 'words.a'") + &value("key = 'x'")), "");
    let keys: Vec<_> = policy.entries("words.").map(|entry| entry.key.as_str()).collect();
    assert_eq!(keys, ["words.a", "words.b"]);
}

#[test]
fn a_value_of_another_type_or_an_unknown_key_is_absent() {
    let policy = district(&value("value = '甲'"), "");
    assert_eq!(policy.integer("some.key"), None);
    assert_eq!(policy.decimal("some.key"), None);
    assert_eq!(policy.boolean("some.key"), None);
    assert!(policy.words("some.key").is_empty());
    assert!(policy.entry("lost").is_none());
}

#[test]
fn a_citation_prints_force_number_article_and_verification() {
    let open = district(&value("source = 'guide'\narticle = 'unverified'\nverified = false"), "");
    assert_eq!(open.entry("some.key").unwrap().cite(), "参照《某指引》（条款待核）〔未核对〕");
    let read = district(&value(""), "");
    assert_eq!(
        read.entry("some.key").unwrap().cite(),
        "《某法》（主席令第1号）第一条〔2026-11-23 核对〕"
    );
}

#[test]
fn the_version_changes_with_any_file_of_the_chain() {
    let base = packs(&value(""), "").unwrap();
    let same = packs(&value(""), "").unwrap();
    assert_eq!(base.version("district"), same.version("district"));
    let below = packs(&value(""), "# 改了一个字").unwrap();
    assert_ne!(base.version("district"), below.version("district"));
    assert_eq!(base.version("national"), below.version("national"));
    let above = packs(&value("value = '2'"), "").unwrap();
    assert_ne!(base.version("district"), above.version("district"));
    assert_eq!(
        base.policy("district", day(2026, 1, 1)).unwrap().version(),
        base.version("district").unwrap()
    );
}

#[test]
fn another_pack_takes_part_beside_the_built_in_ones() {
    let head = "key = 'yanbian'\nname = '盐边县'\nparent = 'sichuan'\nunits = ['盐边县']";
    let packs = Packs::beside_built_in(vec![file("yanbian/pack.toml", head)]).unwrap();
    assert_eq!(packs.choose("盐边县水利局"), "yanbian");
    assert_eq!(packs.chain("yanbian"), ["yanbian", "sichuan", "national"]);
}

#[test]
fn a_pack_with_a_built_in_key_takes_its_place_whole() {
    let head = "key = 'renhe'\nname = '仁和区试行'\nparent = 'sichuan'\nunits = ['仁和区']";
    let packs = Packs::beside_built_in(vec![file("renhe/pack.toml", head)]).unwrap();
    let policy = packs.policy("renhe", day(2026, 1, 1)).unwrap();
    assert_eq!(policy.pack_name(), "仁和区试行");
    assert!(
        policy.entry("profile.reference_years").is_none(),
        "nothing of the built-in pack is left"
    );
    assert!(policy.entry("checks.C001.severity").is_some(), "the parents still hold");
}

#[test]
fn an_unknown_pack_has_no_policy() {
    assert!(packs("", "").unwrap().policy("lost", day(2026, 1, 1)).is_none());
}

/// A layout of `key` with a title, in force as `dates` say.
fn layout(key: &str, title: &str, dates: &str) -> String {
    format!(
        "key = '{key}'\nname = '表'\nkind = 'project'\n{dates}\nsource = 'law'\ntitle = '{title}'\n\
         money_unit = '万元'\nwidths = [1]\n[[part]]\ngrid = '| {{field.goal}} |'\n"
    )
}

fn with_layouts(layouts: &[(&str, String)]) -> Result<Packs, policy::PackError> {
    let mut files = vec![
        file("national/pack.toml", "key = 'national'\nname = '全国'"),
        file("national/sources.toml", crate::SOURCES),
        file(
            "district/pack.toml",
            "key = 'district'\nname = '某区'\nparent = 'national'\nunits = ['某区']",
        ),
    ];
    files.extend(layouts.iter().map(|(path, text)| file(path, text)));
    Packs::load(files)
}

fn titles(packs: &Packs, pack: &str, year: i32) -> Vec<String> {
    let policy = packs.policy(pack, day(year, 1, 1)).unwrap();
    policy.layouts().iter().map(|layout| layout.title.clone()).collect()
}

#[test]
fn layouts_come_lowest_pack_first_and_one_key_hides_the_parents() {
    let packs = with_layouts(&[
        ("national/forms/a.toml", layout("project", "national", "from = 2020-01-01")),
        ("national/forms/b.toml", layout("other", "other", "from = 2020-01-01")),
        ("district/forms/a.toml", layout("project", "district", "from = 2020-01-01")),
    ])
    .unwrap();
    assert_eq!(titles(&packs, "district", 2026), ["district", "other"]);
    assert_eq!(titles(&packs, "national", 2026), ["other", "national"]);
}

#[test]
fn the_version_of_a_layout_goes_by_the_date_and_one_always_remains() {
    let old = layout("project", "old", "from = 2018-01-01\nuntil = 2021-12-31");
    let packs = with_layouts(&[
        ("national/forms/new.toml", layout("project", "new", "from = 2022-01-01")),
        ("national/forms/old.toml", old.clone()),
    ])
    .unwrap();
    assert_eq!(titles(&packs, "national", 2020), ["old"]);
    assert_eq!(titles(&packs, "national", 2026), ["new"]);
    assert_eq!(titles(&packs, "national", 2010), ["new"]);
    let overlapping = layout("project", "new", "from = 2021-01-01");
    let error =
        with_layouts(&[("national/forms/new.toml", overlapping), ("national/forms/old.toml", old)])
            .unwrap_err();
    assert_eq!((error.file.as_str(), error.key.as_str()), ("national/forms/new.toml", "project"));
    assert!(error.problem.starts_with("适用时间重叠"), "{error}");
}

#[test]
fn a_layout_cites_a_listed_document() {
    let text = layout("project", "t", "from = 2020-01-01").replace("'law'", "'lost'");
    let error = with_layouts(&[("national/forms/a.toml", text)]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "national/forms/a.toml [project]: 本包及上级包的 sources.toml 里没有依据「lost」，请先登记该文件"
    );
}
