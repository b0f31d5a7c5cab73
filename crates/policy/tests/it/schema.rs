//! The published JSON Schema and the loader agree.

use policy::Packs;
use serde_json::Value;

const SCHEMA: &str = include_str!("../../../../docs/schema/pack.schema.json");

/// A TOML file as JSON, its dates as text.
fn json(text: &str) -> Value {
    fn turn(value: toml::Value) -> Value {
        match value {
            toml::Value::Table(table) => {
                table.into_iter().map(|(name, value)| (name, turn(value))).collect()
            }
            toml::Value::Array(items) => items.into_iter().map(turn).collect(),
            toml::Value::Datetime(moment) => Value::String(moment.to_string()),
            toml::Value::String(text) => Value::String(text),
            toml::Value::Integer(number) => number.into(),
            toml::Value::Boolean(flag) => flag.into(),
            toml::Value::Float(number) => number.into(),
        }
    }
    turn(toml::Value::Table(text.parse().unwrap()))
}

#[test]
fn every_pack_file_follows_the_published_schema() {
    let schema = jsonschema::validator_for(&serde_json::from_str(SCHEMA).unwrap()).unwrap();
    let files = Packs::built_in_files();
    let ours =
        files.iter().filter(|file| file.path.ends_with(".toml") && !file.path.contains("/forms/"));
    for file in ours {
        let errors: Vec<_> =
            schema.iter_errors(&json(&file.text)).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{}: {errors:?}", file.path);
    }
}

#[test]
fn the_schema_refuses_what_the_loader_refuses() {
    let schema = jsonschema::validator_for(&serde_json::from_str(SCHEMA).unwrap()).unwrap();
    assert!(schema.is_valid(&json(&crate::value(""))));
    assert!(schema.is_valid(&json(crate::SOURCES)));
    for lines in [
        "value = 0.6",
        "value = [1]",
        "vlaue = '1'",
        "verified = true",
        "extend = true",
        "key = 'a b'",
        "article = ''",
        "verified = false\nverified_on = 2026-11-23",
    ] {
        assert!(!schema.is_valid(&json(&crate::value(lines))), "{lines}");
    }
    assert!(!schema.is_valid(&json(&crate::SOURCES.replace("'2021-08'", "'2021-13'"))));
    assert!(!schema.is_valid(&json("key = 'a'\nname = '某'\nparent = 'national'")));
}

/// The names a local check may use stand in the guide as the loader knows them.
#[test]
fn the_guide_lists_every_name_of_local_checks() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../packs/README.md");
    let page = std::fs::read_to_string(path).unwrap();
    let (begin, end) = ("-->\n", "<!-- /names -->");
    let from = page.find("<!-- names:").unwrap();
    let from = from + page[from..].find(begin).unwrap() + begin.len();
    let to = page.find(end).unwrap();
    let names = policy::local::local_names();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, format!("{}{names}{}", &page[..from], &page[to..])).unwrap();
    }
    assert!(page[from..to] == names, "packs/README.md is stale: run UPDATE=1 cargo test -p policy");
}
