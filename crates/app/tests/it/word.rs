//! What comes back as Word: comments in the clerk's own file, and repairs as tracked changes.

use std::io::{Cursor, Read};
use std::path::Path;
use std::process::Command;

use crate::command::{heng, json, real_folder};

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a Word file");
    let mut text = String::new();
    archive.by_name(name).expect("the part").read_to_string(&mut text).expect("UTF-8");
    text
}

/// The texts of the comments, without markup.
fn comments(bytes: &[u8]) -> Vec<String> {
    let xml = part(bytes, "word/comments.xml");
    let comments = xml.split("<w:comment ").skip(1).map(|comment| {
        assert!(comment.contains("w:author=\"衡\""), "{comment}");
        assert!(comment.contains("w:initials=\"衡\""), "{comment}");
        let mut text = String::new();
        for piece in comment.replace("</w:p>", "\n").split('<').skip(1) {
            text.push_str(piece.split_once('>').map_or(piece, |(_, words)| words));
        }
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")]
            .into_iter()
            .fold(text, |text, (from, to)| text.replace(from, to))
    });
    comments.collect()
}

fn output(folder: &Path) -> (std::path::PathBuf, String) {
    let path = folder.join("结果.docx");
    let name = path.to_str().expect("UTF-8").to_owned();
    (path, name)
}

#[test]
fn every_failure_is_a_comment_with_its_code_remedy_and_clause() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, name) = output(folder.path());
    let run = heng(&["check", "renhe-2026.docx", "--annotate", &name, "--all"]);
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(run.out.contains("C084"), "the letter is printed as well");
    let told = json(&["check", "renhe-2026.docx", "--format", "json"]);
    let failed = told["findings"].as_array().expect("findings").iter();
    let failed: Vec<&serde_json::Value> = failed
        .filter(|one| {
            one["outcome"] == "fail" && one["code"].as_str().is_some_and(|c| c.starts_with('C'))
        })
        .collect();
    let bytes = std::fs::read(&path).expect("written");
    let comments = comments(&bytes);
    assert_eq!(comments.len(), failed.len());
    assert!(run.err.contains(&format!("{} 条批注", failed.len())), "{}", run.err);
    let text = |value: &serde_json::Value| value.as_str().expect("text").to_owned();
    for finding in &failed {
        let (code, message) = (text(&finding["code"]), text(&finding["message"]));
        let own = comments.iter().find(|one| one.contains(&code) && one.contains(&message));
        let own = own.unwrap_or_else(|| panic!("no comment says {code} {message}"));
        assert!(own.contains("怎么改"), "{own}");
        assert!(own.contains("依据"), "{own}");
    }
    let clauses =
        comments.iter().filter(|one| one.contains("依据：《") || one.contains("依据：参照《"));
    assert!(clauses.count() >= 10);
    // The forms are what they were.
    let forms = |file: &str| json(&["read", file, "--json", "--no-places"])["forms"].clone();
    let (mut old, mut new) = (forms("renhe-2026.docx"), forms(&name));
    for forms in [&mut old, &mut new] {
        for form in forms.as_array_mut().expect("forms") {
            form.as_object_mut().expect("a form").remove("file");
        }
    }
    assert_eq!(old, new);
}

#[test]
fn advice_is_folded_unless_all_is_asked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, name) = output(folder.path());
    heng(&["check", "renhe-2026.docx", "--annotate", &name]);
    let comments = comments(&std::fs::read(&path).expect("written"));
    let told = json(&["check", "renhe-2026.docx", "--format", "json"]);
    let failed = told["findings"].as_array().expect("findings").iter();
    let failed: Vec<_> = failed.filter(|one| one["outcome"] == "fail").collect();
    let to_answer = failed.iter().filter(|one| one["severity"] != "advice").count();
    // Nothing is lost: every comment says how many it stands for.
    let count = |comment: &String| -> usize {
        let head = comment.lines().next().expect("a head");
        let after = |mark: &str| {
            let (_, rest) = head.split_once(mark)?;
            rest.split(' ').next()?.parse().ok()
        };
        after("（本表 ").or(after("写法问题 ")).unwrap_or(1)
    };
    assert_eq!(comments.iter().map(count).sum::<usize>(), failed.len());
    assert!(comments.len() < failed.len() - 40, "{}", comments.len());
    let with = |mark: &str| comments.iter().filter(|one| one.contains(mark)).count();
    assert_eq!(with("【错误】") + with("【需答复】"), to_answer);
    let mended = comments.iter().filter(|one| one.contains("用 heng fix 可以全部改成修订"));
    assert!((1..=13).contains(&mended.count()));
}

#[test]
fn only_one_word_file_is_annotated_and_never_the_original() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, name) = output(folder.path());
    for (arguments, problem) in [
        (vec!["renhe-2026.doc"], "请先用 Word 或 WPS 另存为 .docx"),
        (vec!["renhe-2026.xlsx"], "请先用 Word 或 WPS 另存为 .docx"),
        (vec!["renhe-2026.pdf"], "请先用 Word 或 WPS 另存为 .docx"),
        (vec!["renhe-2026.txt"], "请先用 Word 或 WPS 另存为 .docx"),
        (vec!["renhe-2026.docx", "renhe-2026.doc"], "一次只批注一个文件"),
        (vec!["没有.docx"], "没有这个文件"),
    ] {
        let run = heng(&[vec!["check"], arguments.clone(), vec!["--annotate", &name]].concat());
        assert_eq!(run.code, 2, "{arguments:?}: {}", run.err);
        assert!(run.err.contains(problem), "{arguments:?}: {}", run.err);
        assert!(!path.exists());
    }
    let copy = folder.path().join("表.docx");
    let original = std::fs::read(real_folder().join("renhe-2026.docx")).expect("the real file");
    std::fs::write(&copy, &original).expect("written");
    let own = copy.to_str().expect("UTF-8");
    for arguments in
        [vec!["check", own, "--annotate", own, "--force"], vec!["fix", own, "-o", own, "--force"]]
    {
        let run = heng(&arguments);
        assert_eq!(run.code, 2);
        assert!(run.err.contains("不能写到原文件上"), "{}", run.err);
    }
    assert_eq!(std::fs::read(&copy).expect("still there"), original);
    std::fs::write(&path, "别人的文件").expect("written");
    let run = heng(&["fix", own, "-o", &name]);
    assert!(run.err.contains("已经存在"), "{}", run.err);
    assert_eq!(heng(&["fix", own, "-o", &name, "--force"]).code, 1);
}

#[test]
fn both_can_be_written_to_standard_output() {
    for arguments in [
        vec!["check", "renhe-2026.docx", "--annotate", "-"],
        vec!["fix", "renhe-2026.docx", "-o", "-"],
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_heng"));
        let run = command.args(&arguments).current_dir(real_folder()).output().expect("runs");
        assert!(part(&run.stdout, "word/document.xml").contains("部门整体"), "{arguments:?}");
        assert!(String::from_utf8_lossy(&run.stderr).contains("renhe-2026.docx"));
    }
}

#[test]
fn other_kinds_of_files_are_not_mended() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, name) = output(folder.path());
    for file in ["renhe-2026.doc", "renhe-2026.xls", "renhe-2026.pdf"] {
        let run = heng(&["fix", file, "-o", &name]);
        assert_eq!(run.code, 2, "{file}");
        assert!(run.err.contains("请先用 Word 或 WPS 另存为 .docx"), "{file}: {}", run.err);
    }
    assert!(!path.exists());
}

/// Forms as `heng read` gives them, without what depends on the file.
fn findings(file: &str) -> Vec<(String, String)> {
    let told = json(&["check", file, "--format", "json"]);
    let findings = told["findings"].as_array().expect("findings").iter();
    let failed = findings.filter(|one| one["outcome"] == "fail" && one["fix"]["automatic"] == true);
    let text = |value: &serde_json::Value| value.as_str().expect("text").to_owned();
    failed.map(|one| (text(&one["code"]), text(&one["quote"]))).collect()
}

#[test]
fn the_way_of_writing_is_mended_once_and_for_all() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, name) = output(folder.path());
    let before = findings("renhe-2026.docx");
    assert!(before.len() >= 30, "{before:?}");
    let run = heng(&["fix", "renhe-2026.docx", "-o", &name]);
    assert_eq!(run.code, 1, "errors are left: {}", run.err);
    assert!(run.out.contains("处，都是修订"), "{}", run.out);
    assert!(run.out.contains("C109 括号引号不配对：“(社区）” → “（社区）”"), "{}", run.out);
    assert_eq!(findings(&name), []);
    let once = std::fs::read(&path).expect("written");
    let xml = part(&once, "word/document.xml");
    assert!(xml.contains("<w:del ") && xml.contains("<w:ins "));
    assert!(!xml.replace("w:author=\"衡\"", "").contains("w:author="), "only ours");
    let again = folder.path().join("再来.docx");
    let run = heng(&["fix", &name, "-o", again.to_str().expect("UTF-8")]);
    assert!(run.out.contains("没有可以自动改的"), "{}", run.out);
    assert!(std::fs::read(&again).expect("written") == once, "a second time changes something");
}

#[test]
fn what_changes_more_than_the_way_of_writing_waits_for_a_person() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, name) = output(folder.path());
    let run = heng(&["fix", "renhe-2026.docx", "-o", &name]);
    assert_eq!(run.code, 1, "errors are left: {}", run.err);
    assert!(run.out.contains("没有改，请您决定"), "{}", run.out);
    assert!(run.out.contains("表13 第20行第5列　C107 缺计量单位：“0” → “0起”"), "{}", run.out);
    let once = std::fs::read(&path).expect("written");
    assert!(!part(&once, "word/document.xml").contains("0起"));
    let again = folder.path().join("再来.docx");
    heng(&["fix", &name, "-o", again.to_str().expect("UTF-8")]);
    assert!(std::fs::read(&again).expect("written") == once, "a second time changes something");
}
