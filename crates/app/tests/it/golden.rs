//! The real file judged: the exact findings, the same from every kind of file.

use std::collections::BTreeSet;

use crate::command::{heng, json};

/// code ⇥ severity ⇥ form ⇥ quote: what an officer would find with these checks, and nothing else.
const FINDINGS: &str = "\
C002\terror\t0\t……
C003\twarning\t4\t可持续影响\\n指标
C003\twarning\t4\t社会效益\\n指标
C008\twarning\t0\t
C084\terror\t0\t2026年度其他运转类预算项目6个，特定目标类预算项目6个，共12个项目实施
C085\twarning\t0\t城乡居民社会保险补助资金
C100\terror\t2\t大中专毕业生就业奖补人均标准 400元/人/月
C107\twarning\t4\t170万
C107\twarning\t12\t0
C120\terror\t1\t2025年预计
C120\terror\t1\t2025年预计";

fn findings(file: &str) -> Vec<String> {
    let output = json(&["check", file, "--format", "json"]);
    let findings = output["findings"].as_array().expect("findings").iter();
    let mut lines: Vec<String> = findings
        .filter(|finding| finding["code"].as_str().is_some_and(|code| code.starts_with('C')))
        .map(|finding| {
            assert_eq!(finding["outcome"], "fail", "{finding}");
            assert!(!finding["basis"].as_array().expect("basis").is_empty(), "{finding}");
            assert!(!finding["remedy"].as_str().expect("remedy").is_empty(), "{finding}");
            assert!(finding["place"].is_object(), "{finding}");
            let quote = finding["quote"].as_str().expect("quote").replace('\n', "\\n");
            let (code, severity) = (&finding["code"], &finding["severity"]);
            let text = |value: &serde_json::Value| value.as_str().expect("text").to_owned();
            format!("{}\t{}\t{}\t{quote}", text(code), text(severity), finding["form"])
        })
        .collect();
    lines.sort();
    lines
}

#[test]
fn the_word_file_gives_exactly_these_findings() {
    let mut expected: Vec<&str> = FINDINGS.lines().collect();
    expected.sort_unstable();
    assert_eq!(findings("renhe-2026.docx"), expected);
}

#[test]
fn errors_have_exactly_four_causes() {
    let output = json(&["check", "renhe-2026.docx", "--format", "json"]);
    let findings = output["findings"].as_array().expect("findings");
    let errors = findings.iter().filter(|finding| finding["severity"] == "error");
    let causes: BTreeSet<&str> = errors.filter_map(|finding| finding["group"].as_str()).collect();
    assert_eq!(causes.len(), 4, "{causes:?}");
}

#[test]
fn every_kind_of_file_gives_the_same_findings() {
    let codes = |file: &str| -> Vec<(String, String)> {
        let split = |line: &String| {
            let cells: Vec<&str> = line.split('\t').collect();
            (cells[0].to_owned(), cells[2].to_owned())
        };
        findings(file).iter().map(split).collect()
    };
    let expected = codes("renhe-2026.docx");
    for ending in ["doc", "xlsx", "xls", "pdf", "txt"] {
        assert_eq!(codes(&format!("renhe-2026.{ending}")), expected, "{ending}");
    }
}

#[test]
fn the_letter_reads_errors_first_and_marks_the_cell() {
    let run = heng(&["check", "renhe-2026.docx"]);
    assert_eq!(run.code, 1);
    let at = |text: &str| run.out.find(text).unwrap_or_else(|| panic!("no “{text}”:\n{}", run.out));
    assert!(at("错误（不改正不能报送）：4 件事，5 处") < at("需答复"));
    assert!(at("▶……◀") < at("C084 类别"));
    at("│ 3099.68 │ 3099.68 │ ▶……◀ │");
    at("依据：《数字自身的勾稽关系》");
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
