//! Executes the examples in the checks' own documentation and the longer cases in `cases/`.
//!
//! `UPDATE=1 cargo test -p checks` rewrites the expected findings in place; read the diff.

use std::path::{Path, PathBuf};
use std::{env, fs};

use crate::example::{findings_of, read_forms};
use crate::policy_for_tests::policy;

/// Files in a folder with an ending, in name order.
pub fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let listing = fs::read_dir(folder).expect("folder is readable");
    let mut paths: Vec<PathBuf> = listing.map(|entry| entry.expect("entry").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|e| e == ending));
    paths.sort();
    paths
}

/// The crate's folder.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn every_example_gives_the_findings_written_below_it() {
    let mut wrong = Vec::new();
    for check in checks::catalogue() {
        let path = root().join("src").join(check.group).join(format!("{}.rs", check.name));
        execute(&path, "//! ", &[check.code], &mut wrong);
    }
    settle(&wrong);
}

#[test]
fn every_case_gives_the_findings_written_below_it() {
    let mut wrong = Vec::new();
    for path in files(&root().join("cases"), "md") {
        execute(&path, "", &[], &mut wrong);
    }
    settle(&wrong);
}

/// Fails where findings differ, and says what to do about it.
fn settle(wrong: &[String]) {
    let next = match env::var_os("UPDATE") {
        Some(_) => {
            "written: read the difference, then UPDATE=1 once more, for docs/checks is made of it"
        }
        None => "where `got` is what you mean, UPDATE=1 cargo test -p checks writes it",
    };
    assert!(wrong.is_empty(), "\n{}\n\n({next})", wrong.join("\n\n"));
}

/// Runs the `form` blocks of a file and compares the `findings` block after each; a case names
/// the checks it is about behind the word: ` ```findings C082 C084 `.
fn execute(path: &Path, prefix: &str, codes: &[&str], wrong: &mut Vec<String>) {
    let original = fs::read_to_string(path).expect("file is readable");
    let policy = policy();
    let (mut text, mut form, mut expected) = (String::new(), String::new(), String::new());
    let (mut block, mut got) = ("", String::new());
    for line in original.lines() {
        let bare = line.strip_prefix(prefix).or(line.strip_prefix(prefix.trim_end()));
        match (block, bare) {
            ("", Some("```form")) => (block, form) = ("form", String::new()),
            ("", Some(fence)) if fence.starts_with("```findings") => {
                (block, expected) = ("findings", String::new());
                let named: Vec<&str> = fence.split_whitespace().skip(1).collect();
                let codes = if codes.is_empty() { &named } else { codes };
                assert!(!codes.is_empty(), "{}: ```findings names no check", path.display());
                got = findings_of(&read_forms(&form), &policy, codes);
                text.push_str(&format!("{line}\n"));
                for found in got.lines() {
                    text.push_str(&format!("{prefix}{found}\n"));
                }
                continue;
            }
            ("findings", Some("```")) => {
                block = "";
                if expected.trim_end() != got {
                    let file = path.display();
                    wrong.push(format!(
                        "{file}\n== form\n{form}== expected\n{expected}== got\n{got}"
                    ));
                }
            }
            (_, Some("```")) => block = "",
            ("form", Some(line)) => form.push_str(&format!("{line}\n")),
            ("findings", Some(line)) => {
                expected.push_str(&format!("{line}\n"));
                continue;
            }
            _ => {}
        }
        text.push_str(&format!("{line}\n"));
    }
    if env::var_os("UPDATE").is_some() && text != original {
        fs::write(path, text).expect("file is writable");
    }
}
