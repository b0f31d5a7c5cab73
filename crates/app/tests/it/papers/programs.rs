//! The same checklist on the Word and Excel files, as LibreOffice prints them. By hand, for not
//! every machine has it: `cargo test --workspace --test it papers::programs -- --ignored`; with
//! HENG_PICTURES=folder also a picture of each kind of paper.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::checklist::{faults, head_of, letters};
use super::sheet::pages;
use super::{files, kind, told};

/// Files LibreOffice prints to PDF at once.
const AT_ONCE: usize = 20;

/// Prints files into a folder; two of one name go into different ones.
fn print(paths: &[PathBuf], folder: &Path) -> Vec<(PathBuf, PathBuf)> {
    let mut printed = Vec::new();
    let named: Vec<(PathBuf, PathBuf)> = paths
        .iter()
        .enumerate()
        .map(|(number, path)| {
            let ending = path.extension().expect("an ending").to_string_lossy().into_owned();
            let copy = folder.join(format!("{number}.{ending}"));
            std::fs::copy(path, &copy).expect("copied");
            (path.clone(), copy)
        })
        .collect();
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    for some in named.chunks(AT_ONCE) {
        let mut command = Command::new("soffice");
        command.args(["--headless", &profile, "--convert-to", "pdf", "--outdir"]).arg(folder);
        let output = command.args(some.iter().map(|(_, copy)| copy)).output();
        let output = output.unwrap_or_else(|error| panic!("soffice: {error}"));
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    for (path, copy) in named {
        let pdf = copy.with_extension("pdf");
        assert!(pdf.exists(), "{} was not printed", told(&path));
        printed.push((path, pdf));
    }
    printed
}

fn check(ending: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut found = Vec::new();
    for (path, pdf) in print(&files(ending), folder.path()) {
        let pages = pages(&pdf);
        found.extend(faults(&told(&path), &pages, &letters(&path)));
        let head = head_of(&kind(&path));
        for (number, page) in pages.iter().enumerate() {
            let continued = page.text().contains("指标") || number == 0;
            if head.is_some_and(|head| continued && !page.text().contains(head)) {
                found.push(format!("{}: page {} has no head", told(&path), number + 1));
            }
        }
    }
    assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
}

#[test]
#[ignore = "needs LibreOffice"]
fn every_word_file_passes_on_every_page() {
    check("docx");
}

#[test]
#[ignore = "needs LibreOffice"]
fn every_workbook_passes_on_every_page() {
    check("xlsx");
}
