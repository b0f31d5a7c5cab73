//! House rules: a check explains itself, is weighed by the national pack, and keeps its code.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::examples::{files, root};
use crate::policy_for_tests::policy;

#[test]
fn every_file_in_a_group_folder_is_a_registered_check() {
    let registered: BTreeSet<String> =
        checks::catalogue().map(|check| format!("{}/{}", check.group, check.name)).collect();
    let mut found = BTreeSet::new();
    for folder in fs::read_dir(root().join("src")).expect("src") {
        let folder = folder.expect("entry").path();
        // A folder beside a file of its name is a module.
        if !folder.is_dir() || folder.with_extension("rs").exists() {
            continue;
        }
        for file in files(&folder, "rs") {
            let part = |p: &Path| p.file_stem().map(|s| s.to_string_lossy().into_owned());
            found.insert(format!(
                "{}/{}",
                part(&folder).expect("name"),
                part(&file).expect("name")
            ));
        }
    }
    assert_eq!(registered, found);
}

#[test]
fn every_check_has_a_unique_code_and_all_its_sections() {
    let mut codes = BTreeSet::new();
    for check in checks::catalogue() {
        assert!(codes.insert(check.code), "{} twice", check.code);
        assert_eq!(checks::explain(&check.code.to_lowercase()), Some(check));
        for section in [check.title, check.what, check.basis, check.remedy, check.examples] {
            assert!(!section.is_empty(), "{}: an empty section", check.code);
        }
        let wrong = ["错误 ", "需答复 ", "建议 "];
        let findings = |block: &&str| block.starts_with("findings");
        let blocks: Vec<&str> = check.examples.split("```").filter(findings).collect();
        let fails = |block: &&str| wrong.iter().any(|w| block.contains(w));
        assert!(
            blocks.iter().any(fails),
            "{}: none of its examples has a finding yet. Write a form with the fault, and below it \
             an empty ```findings block; UPDATE=1 cargo test -p checks fills it in",
            check.code
        );
        assert!(
            blocks.iter().any(|b| b.trim_end().ends_with("通过")),
            "{}: no right example: one form without the fault, whose ```findings say 通过",
            check.code
        );
    }
}

#[test]
fn every_check_is_weighed_by_the_national_pack() {
    let policy = policy();
    for (code, cases) in checks::severity_keys() {
        for key in cases {
            let entry = policy.entry(&key).unwrap_or_else(|| {
                panic!(
                    "{code}: no {key}. Add it to packs/national/params/checks_<group>.toml:\n\n\
                     [[value]]\nkey = \"{key}\"\nfrom = 2015-01-01\nvalue = \"advice\"\n\
                     source = \"house\"\narticle = \"none\"\nverified_on = <today>\n\n\
                     (packs/README.md says what each line means)"
                )
            });
            let word = match &entry.value {
                policy::Value::Text(text) => text.as_str(),
                other => panic!("{key}: {other:?}"),
            };
            assert!(["error", "warning", "advice"].contains(&word), "{key} = {word}");
            let binding = entry.citation.force == model::Force::Binding;
            assert!(word != "error" || binding, "{key}: an error rests on binding force only (R5)");
        }
    }
}

#[test]
fn the_crate_reads_nothing_but_its_arguments() {
    let banned = [
        "std::fs",
        "std::env",
        "std::io",
        "std::net",
        "std::process",
        "std::time",
        "SystemTime",
        "Instant::now",
        "Utc::now",
        "Local::now",
        "println!",
        "eprintln!",
        "f32",
        "f64",
        "rand::",
        "thread_rng",
        "unsafe ",
    ];
    for file in sources(&root().join("src")) {
        let text = fs::read_to_string(&file).expect("source");
        for word in banned {
            assert!(!text.contains(word), "{}: {word}", file.display());
        }
        assert!(text.starts_with("//!"), "{}: no //! at the top", file.display());
        let lines = text.lines().count();
        assert!(lines <= 500, "{}: {lines} lines", file.display());
    }
}

/// Every source file below a folder.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = files(folder, "rs");
    for entry in fs::read_dir(folder).expect("folder") {
        let path = entry.expect("entry").path();
        if path.is_dir() {
            found.extend(sources(&path));
        }
    }
    found
}

#[test]
fn every_severity_case_a_check_reports_is_declared() {
    for check in checks::catalogue() {
        let file = root().join("src").join(check.group).join(format!("{}.rs", check.name));
        let text = fs::read_to_string(&file).expect("check file");
        let (_, declared) =
            checks::severity_keys().find(|(code, _)| *code == check.code).expect("listed");
        for case in text.split("case: \"").skip(1).filter_map(|rest| rest.split('"').next()) {
            let key = format!("checks.{}.severity_{case}", check.code);
            assert!(case.is_empty() || declared.contains(&key), "{}: {case}", file.display());
        }
    }
}
