//! Printing the official form again, and reading what was printed.

use crate::command::{heng, json};

const FILES: [&str; 4] = [
    "renhe-2026.docx",
    "variants/监控表_15列三行表头.docx",
    "variants/自评表_10列.docx",
    "variants/一体化_多项目长表_12列.docx",
];

/// The forms without what belongs to the file they came from.
fn forms(file: &str) -> Vec<serde_json::Value> {
    let output = json(&["read", file, "--json", "--no-places"]);
    let mut forms = output["forms"].as_array().expect("forms").clone();
    for form in &mut forms {
        let form = form.as_object_mut().expect("a form");
        form.retain(|key, _| {
            !["file", "merges_known", "fields", "blank_rows"].contains(&key.as_str())
        });
        form.values_mut().for_each(fold);
    }
    forms
}

/// Texts under the one stated normalisation: paper knows no line breaks within a cell.
fn fold(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::String(text) => *text = model::text::fold(text),
        serde_json::Value::Array(list) => list.iter_mut().for_each(fold),
        serde_json::Value::Object(map) => map.values_mut().for_each(fold),
        _ => {}
    }
}

#[test]
fn what_is_printed_reads_back_to_the_same_forms() {
    let folder = tempfile::tempdir().expect("a folder");
    for file in FILES {
        let expected = forms(file);
        for to in ["docx", "xlsx", "pdf", "json"] {
            let path = folder.path().join(format!("again.{to}"));
            let name = path.to_str().expect("UTF-8");
            let run = heng(&["convert", file, "--to", to, "-o", name, "--force"]);
            assert_eq!((run.code, run.out.as_str()), (0, ""), "{file} → {to}: {}", run.err);
            assert!(!run.err.contains("提示"), "{file} → {to}: {}", run.err);
            let again = forms(name);
            assert_eq!(again.len(), expected.len(), "{file} → {to}");
            for (again, expected) in again.iter().zip(&expected) {
                assert_eq!(again, expected, "{file} → {to}");
            }
        }
    }
}

#[test]
fn a_page_names_every_field() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("page.html");
    let name = path.to_str().expect("UTF-8");
    assert_eq!(heng(&["convert", FILES[0], "--to", "html", "-o", name]).code, 0);
    let page = std::fs::read_to_string(&path).expect("written");
    for field in ["forms.0.money.income.total", "forms.1.project", "forms.12.indicators.3.target"] {
        assert!(page.contains(&format!("name=\"{field}\"")), "{field}");
    }
    assert!(!page.contains("<script"));
}

#[test]
fn a_dash_writes_to_standard_output() {
    let run = heng(&["convert", "variants/自评表_10列.docx", "--to", "json", "-o", "-"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let output: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
    assert_eq!(output["forms"][0]["kind"], "self_evaluation");
}

#[test]
fn nothing_is_overwritten_unasked() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("mine.docx");
    std::fs::write(&path, "mine").expect("written");
    let name = path.to_str().expect("UTF-8");
    let run = heng(&["convert", FILES[0], "--to", "docx", "-o", name]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("已经存在，不覆盖"), "{}", run.err);
    assert_eq!(std::fs::read_to_string(&path).expect("still there"), "mine");
}

#[test]
fn another_layout_can_be_asked_for_and_says_what_it_has_no_room_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("other.docx");
    let name = path.to_str().expect("UTF-8");
    let file = "variants/自评表_10列.docx";
    let run = heng(&["convert", file, "--to", "docx", "--layout", "national.project", "-o", name]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains("没有放"), "{}", run.err);
    let run = heng(&["convert", file, "--to", "docx", "--layout", "none", "-o", name, "--force"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("没有版式“none”，有："), "{}", run.err);
}
