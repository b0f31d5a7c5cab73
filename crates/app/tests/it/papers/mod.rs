//! Every paper of the demonstration, the thirteen real forms among them, in three formats, against
//! the checklist of `docs/papers.md`.

mod checklist;
mod golden;
mod programs;
mod sheet;

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use chrono::Datelike;

use crate::command::{heng, heng_in};

/// The papers of this year and the year before, printed once for all tests.
pub fn printed() -> &'static Path {
    static FOLDER: OnceLock<tempfile::TempDir> = OnceLock::new();
    let make = || {
        let folder = tempfile::tempdir().expect("a folder");
        let data = folder.path().join("data");
        let data = data.to_str().expect("UTF-8");
        let run = heng(&["demo", "renhe-2026.docx", "--data", data]);
        assert_eq!(run.code, 0, "{}", run.err);
        let year = chrono::Utc::now().year();
        // The clerk sees the thirteen forms, drafts among them; the bureau what was handed in.
        let (now, past) = (year.to_string(), (year - 1).to_string());
        for (login, year, out) in
            [("jingban", &now, "own"), ("jixiao", &now, "papers"), ("jixiao", &past, "papers")]
        {
            let asked = ["--data", "data", "--as", login, "--cycle", year, "-o"];
            let out = format!("papers/{out}");
            let run = heng_in(folder.path(), &[&["papers"], &asked[..], &[&*out]].concat());
            assert_eq!(run.code, 0, "{}", run.err);
        }
        folder
    };
    FOLDER.get_or_init(make).path()
}

/// Every file of an ending, in order.
pub fn files(ending: &str) -> Vec<PathBuf> {
    let all = walkdir::WalkDir::new(printed().join("papers")).sort_by_file_name();
    let files = all.into_iter().map(|entry| entry.expect("a file").into_path());
    files.filter(|path| path.extension().is_some_and(|own| own == ending)).collect()
}

/// What people call a paper: the name of its file.
pub fn kind(path: &Path) -> String {
    path.file_stem().expect("a name").to_string_lossy().into_owned()
}

/// The name of a paper in messages.
pub fn told(path: &Path) -> String {
    let below = path.strip_prefix(printed()).unwrap_or(path);
    below.display().to_string()
}

#[test]
fn every_kind_of_paper_is_there_in_three_formats() {
    let names = |ending: &str| -> Vec<PathBuf> {
        files(ending).into_iter().map(|path| path.with_extension("")).collect()
    };
    let (word, excel, pdf) = (names("docx"), names("xlsx"), names("pdf"));
    assert_eq!(word, excel);
    assert_eq!(word, pdf);
    let count = |wanted: &str| word.iter().filter(|path| kind(path).starts_with(wanted)).count();
    assert!(count("申报表") >= 13, "the thirteen real forms");
    for wanted in [
        "汇总表",
        "批复表",
        "调整表",
        "审核意见",
        "绩效目标审核表（定量）",
        "绩效目标审核表（定性）",
    ] {
        assert!(count(wanted) > 0, "{wanted} in {word:?}");
    }
    assert_eq!(files("txt"), Vec::<PathBuf>::new(), "nothing could not be made");
}

#[test]
fn nothing_is_written_over_and_nobody_sees_more_than_they_may() {
    let folder = printed();
    let again = heng_in(folder, &["papers", "--data", "data", "-o", "papers/papers"]);
    assert_eq!(again.code, 2);
    assert!(again.err.contains("已经存在，不覆盖"), "{}", again.err);
    let admin = ["papers", "--data", "data", "--as", "guanli", "-o", "none"];
    let run = heng_in(folder, &admin);
    assert_eq!(run.code, 2, "an administrator takes no part in the work");
    assert!(run.err.contains("没有您能看的文书"), "{}", run.err);
    let run =
        heng_in(folder, &["papers", "--data", "data", "--department", "无此部门", "-o", "none"]);
    assert!(run.err.contains("没有名称或编码是“无此部门”的部门"), "{}", run.err);
}
