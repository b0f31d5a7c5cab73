//! Files that cannot be read: a clear message, exit code 2, and the others still done.

use std::path::Path;

use crate::command::{Run, heng_in, real_folder};

fn check(folder: &Path, files: &[&str]) -> Run {
    let mut arguments = vec!["check"];
    arguments.extend(files);
    heng_in(folder, &arguments)
}

fn write(folder: &Path, name: &str, bytes: &[u8]) {
    std::fs::write(folder.join(name), bytes).expect("written");
}

#[test]
fn each_bad_file_says_what_is_wrong_and_what_to_do() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let docx = std::fs::read(real_folder().join("renhe-2026.docx")).expect("there");
    let pdf = std::fs::read(real_folder().join("renhe-2026.pdf")).expect("there");
    write(folder, "空.docx", b"");
    write(folder, "断.docx", &docx[..docx.len() / 2]);
    write(folder, "断.pdf", &pdf[..600]);
    write(folder, "图.pdf", b"\x89PNG\r\n\x1a\n0000");
    write(folder, "乱.txt", &[0, 159, 146, 150, 0, 1, 2, 255, 254, 0, 0, 9]);
    write(folder, "坏.json", b"{\"forms\": [");
    for (file, words) in [
        ("空.docx", "空的"),
        ("断.docx", "损坏"),
        ("断.pdf", ""),
        ("图.pdf", ""),
        ("乱.txt", ""),
        ("坏.json", "JSON 读不出"),
        ("没有.docx", "没有这个文件"),
    ] {
        let run = check(folder, &[file]);
        assert_eq!(run.code, 2, "{file}: {}{}", run.out, run.err);
        assert!(run.out.contains(&format!("{file}：读不了。")), "{file}: {}", run.out);
        assert!(run.out.contains(words), "{file}: {}", run.out);
        assert!(!run.err.contains("panicked"), "{file}: {}", run.err);
    }
}

#[test]
fn the_other_files_are_still_done() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "空.docx", b"");
    let good = real_folder().join("renhe-2026.docx");
    std::fs::copy(good, folder.path().join("好.docx")).expect("copied");
    let run = check(folder.path(), &["."]);
    assert_eq!(run.code, 2);
    assert!(
        run.out.contains("空.docx：读不了") && run.out.contains("好.docx：13 张表"),
        "{}",
        run.out
    );
    assert!(run.out.contains("C084"), "{}", run.out);
}

#[test]
fn a_file_without_a_form_reports_none_and_why() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "通知.txt", "关于召开会议的通知\n\n请各单位准时参加。\n".as_bytes());
    let run = check(folder.path(), &["通知.txt"]);
    assert_eq!(run.code, 0, "{}", run.out);
    assert!(run.out.contains("0 张表。"), "{}", run.out);
}

#[test]
fn a_wrong_ending_is_read_all_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let good = real_folder().join("renhe-2026.docx");
    std::fs::copy(good, folder.path().join("目标.doc")).expect("copied");
    let run = check(folder.path(), &["目标.doc"]);
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(run.out.contains("R001 扩展名与内容不符"), "{}", run.out);
}

#[test]
fn limits_can_be_set() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "长.txt", "年度绩效".repeat(200_000).as_bytes());
    let run = heng_in(folder.path(), &["check", "长.txt", "--max-mb", "1"]);
    assert_eq!(run.code, 2);
    assert!(run.out.contains("--max-mb"), "{}", run.out);
    let run = heng_in(folder.path(), &["check", "长.txt", "--max-mb", "0"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("--max-mb"), "{}", run.err);
}

#[cfg(unix)]
#[test]
fn a_folder_that_contains_itself_ends() {
    let folder = tempfile::tempdir().expect("a folder");
    let inside = folder.path().join("里面");
    std::fs::create_dir(&inside).expect("made");
    std::os::unix::fs::symlink(folder.path(), inside.join("回去")).expect("linked");
    let good = real_folder().join("variants/自评表_10列.docx");
    std::fs::copy(good, inside.join("自评.docx")).expect("copied");
    let run = check(folder.path(), &["."]);
    assert_eq!(run.code, 2);
    assert!(run.out.contains("指回上级的链接"), "{}", run.out);
    assert!(run.out.contains("自评.docx：1 张表"), "{}", run.out);
}

#[cfg(unix)]
#[test]
fn a_device_is_no_file() {
    let run = heng_in(&real_folder(), &["check", "/dev/zero"]);
    assert_eq!(run.code, 2);
    assert!(run.out.contains("不是普通文件"), "{}", run.out);
}
