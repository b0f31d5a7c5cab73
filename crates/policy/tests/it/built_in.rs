//! The packs that come with the program: complete for the first checks, and true to their facts.

use model::Force;
use policy::{Packs, Policy, Value};

use crate::day;

fn renhe() -> Policy {
    Packs::built_in().unwrap().policy("renhe", day(2026, 1, 1)).unwrap()
}

/// The checks of the first issue.
const FIRST_CHECKS: [&str; 23] = [
    "C001", "C002", "C003", "C004", "C007", "C008", "C009", "C080", "C081", "C082", "C083", "C084",
    "C085", "C086", "C087", "C088", "C091", "C092", "C093", "C094", "C100", "C107", "C120",
];

#[test]
fn every_pack_loads_and_names_its_region() {
    let packs = Packs::built_in().unwrap();
    assert_eq!(packs.keys().collect::<Vec<_>>(), ["national", "renhe", "sichuan"]);
    assert_eq!(packs.chain("renhe"), ["renhe", "sichuan", "national"]);
    let regions: Vec<&str> =
        packs.keys().map(|key| packs.head(key).unwrap().region.as_str()).collect();
    assert_eq!(regions, ["", "510411", "510000"]);
}

#[test]
fn every_first_check_has_its_severity_in_every_year_since_2019() {
    let packs = Packs::built_in().unwrap();
    for year in 2019..=2030 {
        let policy = packs.policy("renhe", day(year, 1, 1)).unwrap();
        for code in FIRST_CHECKS {
            assert!(policy.text(&format!("checks.{code}.severity")).is_some(), "{code} {year}");
        }
    }
}

#[test]
fn an_error_rests_on_binding_force() {
    let policy = renhe();
    let errors = policy.entries("checks.").filter(|e| e.value == Value::Text("error".to_owned()));
    let mut count = 0;
    for entry in errors {
        assert_eq!(entry.citation.force, Force::Binding, "{}", entry.key);
        count += 1;
    }
    assert!(count > 10, "only {count} errors");
}

/// sichuan.md §5: the line between 中 and 差 is 70 in Sichuan, 60 in the national method.
#[test]
fn grade_cuts_depend_on_the_region_and_the_year() {
    let packs = Packs::built_in().unwrap();
    let fair = |pack, date| {
        packs.policy(pack, date).unwrap().table("evaluation.grade_from").unwrap()["中"].clone()
    };
    assert_eq!(fair("national", day(2026, 1, 1)), "60");
    assert_eq!(fair("renhe", day(2026, 1, 1)), "70");
    assert_eq!(fair("renhe", day(2024, 1, 1)), "60");
}

#[test]
fn weights_of_each_scheme_make_a_hundred() {
    let policy = renhe();
    for scheme in ["weights.with_cost.", "weights.without_cost.", "weights.self_evaluation."] {
        let sum: model::Decimal = policy.entries(scheme).filter_map(|entry| entry.decimal()).sum();
        assert_eq!(sum.to_string(), "100", "{scheme}");
    }
    let items = policy
        .entries("review.")
        .filter(|e| e.key.split('.').count() == 4 && e.key.ends_with(".points"));
    assert_eq!(
        items.filter_map(|entry| entry.decimal()).sum::<model::Decimal>().to_string(),
        "100"
    );
    let points = policy.table("evaluation.framework.points").unwrap();
    assert_eq!(points.values().map(|p| p.parse::<u32>().unwrap()).sum::<u32>(), 100);
}

/// A number nobody has read is never printed: sichuan.md §1.
#[test]
fn documents_whose_number_is_unknown_have_none() {
    let packs = Packs::built_in().unwrap();
    for key in ["sc-goals-2025", "sc-results-2025"] {
        let source = packs.sources("sichuan").find(|source| source.key == key).unwrap();
        assert_eq!(source.number, "", "{key}");
    }
}

#[test]
fn a_house_number_never_looks_like_law() {
    let policy = renhe();
    for entry in policy.entries("").filter(|entry| entry.source == "house") {
        assert_eq!(entry.citation.force, Force::Practice);
        assert_eq!(entry.citation.to_string(), "《内部参数》", "{}", entry.key);
    }
}

#[test]
fn the_district_adds_its_names_to_the_national_list() {
    let policy = renhe();
    let words = policy.words("words.proper_nouns");
    assert!(
        words.iter().any(|word| word == "仁和区") && words.iter().any(|word| word == "政府采购")
    );
}

/// Every wrong spelling is wrong wherever it stands: no right word contains it across a border.
#[test]
fn the_typo_dictionary_spares_ordinary_prose() {
    let prose = "自己经营的因该项目按排名支付，毕竟争取到资金；解决对象困难，究竟标准如何，严峻工作，\
                 面积效应，上报消息，预防害虫，给予算账，按装机容量，既使用又保养";
    for wrong in renhe().table("words.typos").unwrap().keys() {
        assert!(!prose.contains(wrong.as_str()), "{wrong}");
    }
}

#[test]
fn no_list_has_a_blank_or_a_word_twice() {
    let packs = Packs::built_in().unwrap();
    for entry in packs.keys().flat_map(|key| packs.values(key)) {
        let Value::Words(words) = &entry.value else { continue };
        for (index, word) in words.iter().enumerate() {
            assert!(
                !word.trim().is_empty() && !words[..index].contains(word),
                "{} {word}",
                entry.key
            );
        }
    }
}

/// What the Renhe pack says of the district's form stands in the district's form.
#[test]
fn the_profile_is_what_the_real_form_prints() {
    let form = include_str!("../../../../tests/real/renhe-2026.txt");
    let policy = renhe();
    let mut seen = 0;
    for entry in policy.entries("profile.").filter(|entry| entry.key != "profile.reference_mean") {
        let printed: Vec<&str> = match &entry.value {
            Value::Text(text) => vec![text],
            Value::Words(words) => words.iter().map(String::as_str).collect(),
            _ => continue,
        };
        for text in printed {
            assert!(form.contains(text), "{}: {text}", entry.key);
            seen += 1;
        }
    }
    assert!(seen > 10, "only {seen} words");
}
