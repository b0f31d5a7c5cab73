//! Invented forms of many counties, each judged by a reader before the checks saw it: what is found
//! in them today. How right that is, docs/precision.md says; nothing is measured here.

use std::fmt::Write;
use std::path::PathBuf;

use crate::command::json_in;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/untuned")
}

fn forms() -> Vec<String> {
    let names = std::fs::read_dir(folder()).expect("the folder").map(|entry| entry.expect("entry"));
    let names = names.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut names: Vec<String> = names.filter(|name| name.ends_with(".docx")).collect();
    names.sort();
    names
}

/// The failures of one form as `form ⇥ severity ⇥ code ⇥ quote` lines.
fn findings(name: &str) -> String {
    let output = json_in(&folder(), &["check", name, "--format", "json"]);
    let mut lines: Vec<String> = Vec::new();
    for finding in output["findings"].as_array().expect("findings") {
        let code = finding["code"].as_str().expect("code");
        if !code.starts_with('C') || finding["outcome"] != "fail" {
            continue;
        }
        let severity = finding["severity"].as_str().expect("severity");
        let quote = finding["quote"].as_str().expect("quote").replace('\n', "\\n");
        lines.push(format!("{}\t{code}\t{severity}\t{quote}\n", name.trim_end_matches(".docx")));
    }
    lines.sort();
    lines.concat()
}

/// `UPDATE=1` writes them anew: read every line before keeping it.
#[test]
fn the_untuned_forms_give_exactly_these_findings() {
    let path = folder().join("findings.tsv");
    let found: String = forms().iter().map(|name| findings(name)).collect();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &found).expect("written");
    }
    let expected = std::fs::read_to_string(&path).expect("tests/untuned/findings.tsv");
    let mut told = String::new();
    for line in found.lines().filter(|line| !expected.lines().any(|old| old == *line)) {
        _ = writeln!(told, "多出：{line}");
    }
    for line in expected.lines().filter(|line| !found.lines().any(|new| new == *line)) {
        _ = writeln!(told, "少了：{line}");
    }
    assert!(told.is_empty(), "\n{told}");
}

#[test]
fn the_well_written_forms_give_none() {
    for name in forms().iter().filter(|name| name.contains("好表")) {
        assert_eq!(findings(name), "", "{name}");
    }
}
