//! The real file with comments and with tracked changes, proved by a program that is not ours.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::command::{Run, heng, json, real_folder};
use crate::word_reader::{self as reader, Cell, Comment};

const REAL: &str = "renhe-2026.docx";

fn annotated(folder: &Path, more: &[&str]) -> (PathBuf, Run) {
    let path = folder.join("批注.docx");
    let name = path.to_str().expect("UTF-8").to_owned();
    let run = heng(&[&["check", REAL, "--annotate", &name, "--force"], more].concat());
    (path, run)
}

fn mended(file: &str, path: &Path) -> Run {
    heng(&["fix", file, "-o", path.to_str().expect("UTF-8"), "--force"])
}

fn words(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The cell a finding stands at.
fn cell(finding: &Value) -> Option<Cell> {
    let place = &finding["place"];
    let number = |value: &Value| value.as_u64().and_then(|number| u32::try_from(number).ok());
    Some((number(&place["part"]["table"])?, number(&place["row"])?, number(&place["column"])?))
}

/// Whether the comment says this finding, at the finding's cell and words.
fn is_of(comment: &Comment, finding: &Value) -> bool {
    let text = |key: &str| finding[key].as_str().expect("text");
    let cell = cell(finding);
    // A quote out of two cells stands at the words of the first.
    let anchored = words(&comment.anchored);
    let quote = words(text("quote"));
    let stands = if quote.is_empty() {
        !anchored.is_empty() || comment.anchored.is_empty()
    } else {
        quote.starts_with(&anchored) && !anchored.is_empty()
    };
    comment.text.contains(text("code"))
        && words(&comment.text).contains(&words(text("message")))
        && (cell.is_none() || comment.cell == cell)
        && stands
}

#[test]
fn the_annotated_file_is_the_clerks_own_but_for_the_comments() {
    let folder = tempfile::tempdir().expect("a folder");
    for more in [&[][..], &["--all"]] {
        let (path, run) = annotated(folder.path(), more);
        assert_eq!(run.code, 1, "{}", run.err);
        reader::untouched(&real_folder().join(REAL), &path);
    }
}

#[test]
fn another_program_reads_each_finding_at_its_cell_and_words() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, _) = annotated(folder.path(), &["--all"]);
    let comments = reader::comments(&path);
    let told = json(&["check", REAL, "--format", "json"]);
    let failed = told["findings"].as_array().expect("findings").iter();
    let failed: Vec<&Value> = failed.filter(|one| one["outcome"] == "fail").collect();
    assert_eq!(comments.len(), failed.len());
    let mut rest: Vec<&Comment> = comments.iter().collect();
    for finding in &failed {
        let at = rest.iter().position(|comment| is_of(comment, finding));
        let comment = rest.swap_remove(at.unwrap_or_else(|| panic!("no comment for {finding}")));
        assert_eq!((comment.author.as_str(), comment.initials.as_deref()), ("衡", Some("衡")));
    }
    let exact = failed.iter().filter(|finding| {
        let quote = words(finding["quote"].as_str().expect("text"));
        comments.iter().any(|comment| is_of(comment, finding) && words(&comment.anchored) == quote)
    });
    assert!(exact.count() + 20 > failed.len(), "nearly all stand at just the words quoted");
}

#[test]
fn rejecting_all_gives_the_original_and_accepting_all_the_mended_forms() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    let (fixed, rejected, accepted) = (at("修订.docx"), at("拒绝.docx"), at("接受.docx"));
    mended(REAL, &fixed);
    reader::rejected(&real_folder().join(REAL), &fixed);
    reader::settle(&fixed, "reject", &rejected);
    reader::settle(&fixed, "accept", &accepted);
    let forms = |path: &Path| {
        let name = path.to_str().expect("UTF-8");
        let mut read = json(&["read", name, "--json", "--no-places"])["forms"].take();
        for form in read.as_array_mut().expect("forms") {
            form.as_object_mut().expect("a form").remove("file");
        }
        read
    };
    let original = forms(Path::new(REAL));
    assert_eq!(forms(&rejected), original);
    assert_eq!(forms(&accepted), forms(&fixed));
    assert_ne!(forms(&accepted), original);
    // Whichever the clerk chooses, a second time there is nothing more, or the same again.
    let again = at("再来.docx");
    for path in [&fixed, &accepted] {
        let run = mended(path.to_str().expect("UTF-8"), &again);
        assert!(run.out.contains("没有可以自动改的"), "{}", run.out);
        let same = std::fs::read(path).expect("there") == std::fs::read(&again).expect("there");
        assert!(same, "a second time changes something");
    }
}

#[test]
fn accepted_paragraphs_differ_only_by_the_repairs_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let fixed = folder.path().join("修订.docx");
    mended(REAL, &fixed);
    let told = json(&["check", REAL, "--format", "json"]);
    let findings = told["findings"].as_array().expect("findings").iter();
    let fixes: Vec<&Value> = findings
        .filter(|one| one["outcome"] == "fail" && one["fix"]["automatic"] == true)
        .collect();
    let old = reader::texts(&real_folder().join(REAL), "reject");
    let accepted = reader::texts(&fixed, "accept");
    assert_eq!(reader::texts(&fixed, "reject"), old);
    assert_eq!(accepted.len(), old.len());
    let mut changed = 0;
    for ((place, old), (_, new)) in old.iter().zip(&accepted) {
        let own = fixes.iter().filter(|finding| cell(finding) == *place);
        // Replacing the quotes one by one in the plain text leads to the same words; a repair may
        // stand in the words that another has changed, so that more passes are made.
        let text = |value: &Value| value.as_str().expect("text").to_owned();
        let replaced = |words: String, one: &&Value| {
            words.replace(&text(&one["quote"]), &text(&one["fix"]["replacement"]))
        };
        let mended = (0..3).fold(old.clone(), |words, _| own.clone().fold(words, replaced));
        assert_eq!(&mended, new, "{old}");
        changed += usize::from(old != new);
    }
    assert!(changed >= 20, "{changed}");
}
