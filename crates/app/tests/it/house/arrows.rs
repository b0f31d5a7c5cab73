//! Which crate may see which. Arrows go down only.

use std::collections::{BTreeMap, BTreeSet};

use super::tree;

/// Each crate and all it may lean on; the picture is in ARCHITECTURE.md.
const ALLOWED: [(&str, &[&str]); 11] = [
    ("model", &[]),
    ("policy", &["model"]),
    ("score", &["model", "policy"]),
    ("checks", &["model", "policy", "score"]),
    ("flow", &["model", "policy"]),
    ("office", &["model", "policy"]),
    ("print", &["model"]),
    ("store", &[]),
    ("desk", &["model", "policy", "checks", "flow", "office", "store"]),
    ("web", &["model", "policy", "checks", "flow", "office", "print", "store", "desk"]),
    (
        "app",
        &["model", "policy", "score", "checks", "flow", "office", "print", "store", "desk", "web"],
    ),
];

/// Folder name to manifest.
fn manifests() -> BTreeMap<String, toml::Table> {
    let manifest = |name: &String| {
        let folder = name.strip_prefix("crates/")?.strip_suffix("/Cargo.toml")?;
        let table = tree::text(name).parse().unwrap_or_else(|error| panic!("{name}: {error}"));
        Some((folder.to_owned(), table))
    };
    tree::files("crates").iter().filter_map(manifest).collect()
}

/// Names of all dependencies, those of tests and build scripts included.
fn dependencies(manifest: &toml::Table) -> BTreeSet<&str> {
    let kinds = ["dependencies", "dev-dependencies", "build-dependencies"];
    let tables = kinds.iter().filter_map(|kind| manifest.get(*kind)?.as_table());
    tables.flat_map(|table| table.keys().map(String::as_str)).collect()
}

#[test]
fn arrows_between_crates_go_down_only() {
    let manifests = manifests();
    let known: BTreeSet<&str> = ALLOWED.iter().map(|(name, _)| *name).collect();
    let found: BTreeSet<&str> = manifests.keys().map(String::as_str).collect();
    assert_eq!(found, known, "a new crate needs its line in ALLOWED and in ARCHITECTURE.md");
    for (name, allowed) in ALLOWED {
        for dependency in dependencies(&manifests[name]) {
            let fine = allowed.contains(&dependency) || !known.contains(dependency);
            assert!(fine, "crates/{name} must not lean on {dependency}");
        }
    }
}

#[test]
fn dependencies_are_declared_once_for_the_workspace() {
    for (name, manifest) in manifests() {
        for kind in ["dependencies", "dev-dependencies", "build-dependencies"] {
            let Some(table) = manifest.get(kind).and_then(|table| table.as_table()) else {
                continue;
            };
            for (dependency, value) in table {
                let shared = value.get("workspace").and_then(|flag| flag.as_bool());
                assert_eq!(shared, Some(true), "crates/{name}: {dependency}");
            }
        }
    }
}
