//! The real file judged: the exact findings, the same from every kind of file.

use std::collections::{BTreeMap, BTreeSet};

use crate::command::{heng, json, real_folder};

/// The failures of a file as `code → form ⇥ quote` lines, in reading order.
fn findings(file: &str) -> BTreeMap<String, String> {
    let output = json(&["check", file, "--format", "json"]);
    let mut lines: BTreeMap<String, Vec<(u64, String, String)>> = BTreeMap::new();
    for finding in output["findings"].as_array().expect("findings") {
        let code = finding["code"].as_str().expect("code");
        if !code.starts_with('C') || finding["outcome"] != "fail" {
            continue;
        }
        assert!(!finding["basis"].as_array().expect("basis").is_empty(), "{finding}");
        assert!(!finding["remedy"].as_str().expect("remedy").is_empty(), "{finding}");
        assert!(finding["place"].is_object(), "{finding}");
        let quote = finding["quote"].as_str().expect("quote").replace('\n', "\\n");
        let form = finding["form"].as_u64().expect("a form");
        let place = &finding["place"];
        let order = format!("{:06}.{:06}.{quote}", place["row"], place["column"]);
        lines.entry(code.to_owned()).or_default().push((form, order, quote));
    }
    let text = |(code, mut lines): (String, Vec<(u64, String, String)>)| {
        lines.sort();
        let lines = lines.iter().map(|(form, _, quote)| format!("{form}\t{quote}\n"));
        (code, lines.collect())
    };
    lines.into_iter().map(text).collect()
}

/// What an officer would find in the Word file, one file a check; no file, no finding.
/// `UPDATE=1` writes them anew: read every line before keeping it.
#[test]
fn the_word_file_gives_exactly_these_findings() {
    let folder = real_folder().join("findings");
    let found = findings("renhe-2026.docx");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::remove_dir_all(&folder).expect("the golden folder");
        std::fs::create_dir(&folder).expect("the golden folder");
        for (code, lines) in &found {
            std::fs::write(folder.join(format!("{code}.tsv")), lines).expect("written");
        }
    }
    let mut expected = BTreeMap::new();
    for entry in std::fs::read_dir(&folder).expect("the golden folder") {
        let path = entry.expect("entry").path();
        let code = path.file_stem().expect("a code").to_string_lossy().into_owned();
        expected.insert(code, std::fs::read_to_string(&path).expect("a golden file"));
    }
    let codes: BTreeSet<&String> = expected.keys().chain(found.keys()).collect();
    let wrong = codes.into_iter().filter(|code| expected.get(*code) != found.get(*code));
    let told = wrong.map(|code| {
        let (old, new) = (expected.get(code), found.get(code));
        let text = |lines: Option<&String>| lines.map_or("（没有）\n", String::as_str).to_owned();
        format!("== {code}，应当是\n{}== {code}，得到\n{}", text(old), text(new))
    });
    let told: Vec<String> = told.collect();
    assert!(told.is_empty(), "\n{}", told.join("\n"));
}

#[test]
fn errors_have_exactly_four_causes() {
    let output = json(&["check", "renhe-2026.docx", "--format", "json"]);
    let findings = output["findings"].as_array().expect("findings");
    let errors = findings.iter().filter(|finding| finding["severity"] == "error");
    let causes: BTreeSet<&str> = errors.filter_map(|finding| finding["group"].as_str()).collect();
    assert_eq!(causes.len(), 4, "{causes:?}");
}

/// Checks that see what only some kinds of file keep: edge blanks, blank rows, merged cells.
const ONLY_IN_SOME: [&str; 1] = ["C112"];

#[test]
fn every_kind_of_file_gives_the_same_findings() {
    let count = |file: &str| -> BTreeMap<(String, String), usize> {
        let mut counts = BTreeMap::new();
        for (code, lines) in findings(file) {
            for line in lines.lines().filter(|_| !ONLY_IN_SOME.contains(&code.as_str())) {
                let form = line.split('\t').next().expect("a form").to_owned();
                *counts.entry((code.clone(), form)).or_default() += 1;
            }
        }
        counts
    };
    let expected = count("renhe-2026.docx");
    for ending in ["doc", "xlsx", "xls", "pdf", "txt"] {
        let found = count(&format!("renhe-2026.{ending}"));
        let keys: BTreeSet<_> = expected.keys().chain(found.keys()).collect();
        let differing = keys.into_iter().filter(|key| expected.get(key) != found.get(key));
        let told: Vec<String> = differing
            .map(|key| format!("{key:?}: {:?} not {:?}", found.get(key), expected.get(key)))
            .collect();
        assert!(told.is_empty(), "{ending}: {told:#?}");
    }
}

#[test]
fn the_letter_reads_errors_first_and_marks_the_cell() {
    let run = heng(&["check", "renhe-2026.docx"]);
    assert_eq!(run.code, 1);
    let at = |text: &str| run.out.find(text).unwrap_or_else(|| panic!("no “{text}”:\n{}", run.out));
    at("结论：4 件不改不能提交；要改正或说明理由 ");
    assert!(at("错误（不改正不能提交）：4 件") < at("需答复（改正，或说明理由）"));
    assert!(at("需答复（改正，或说明理由）") < at("◆ 几张表共有的"));
    assert!(at("◆ 几张表共有的") < at("◆ 部门整体目标《"));
    assert!(at("◆ 部门整体目标《") < at("建议（可不理会）"));
    assert!(at("▶……◀") < at("C084 类别"));
    at("│ 3099.68 │ 3099.68 │ ▶……◀ │");
    assert!(at("建议（可不理会）") < at("] 《数字自身的勾稽关系》"));
    at("规则包：四川省攀枝花市仁和区（renhe");
    at("13 张表，114 行指标");
}

#[test]
fn text_that_could_not_be_cut_leaves_missing_rows_undecided() {
    let output = json(&["check", "variants/003.txt", "--format", "json"]);
    let outcomes = output["outcomes"].as_array().expect("outcomes");
    let quantity = outcomes.iter().find(|outcome| outcome["code"] == "C004").expect("ran");
    assert_eq!(quantity["outcome"], "cannot_decide");
}

#[test]
fn a_total_of_nothing_beside_a_part_is_wrong() {
    let output = json(&["check", "variants/006.txt", "--format", "json"]);
    let findings = output["findings"].as_array().expect("findings");
    assert!(findings.iter().any(|finding| finding["code"] == "C081"), "{findings:?}");
}

#[test]
fn a_project_alone_is_not_blamed_for_missing_sisters() {
    let folder = tempfile::tempdir().expect("a folder");
    let read = json(&["read", "renhe-2026.docx", "--json"]);
    let department = &read["forms"][0];
    let path = folder.path().join("整体.json");
    let text = serde_json::json!({ "forms": [department] }).to_string();
    std::fs::write(&path, text).expect("written");
    let name = path.to_str().expect("UTF-8");
    let output = json(&["check", name, "--format", "json"]);
    let outcome = |code: &str| {
        let outcomes = output["outcomes"].as_array().expect("outcomes");
        let found = outcomes.iter().find(|outcome| outcome["code"] == code).expect("ran");
        found["outcome"].clone()
    };
    assert_eq!(outcome("C084"), "cannot_decide");
    assert_eq!(outcome("C082"), "cannot_decide");
}

/// A clerk should see about forty things: the four errors, what is to be answered, kinds of advice.
#[test]
fn the_letter_is_not_a_wall() {
    let run = heng(&["check", "renhe-2026.docx"]);
    let verdict = run.out.lines().find(|line| line.starts_with("结论")).expect("a verdict");
    let numbers: Vec<usize> = verdict
        .split(|c: char| !c.is_ascii_digit())
        .filter(|text| !text.is_empty())
        .map(|text| text.parse().expect("a number"))
        .collect();
    assert_eq!(numbers[0], 4, "{verdict}");
    assert!(numbers.iter().sum::<usize>() <= 45, "{verdict}");
}
