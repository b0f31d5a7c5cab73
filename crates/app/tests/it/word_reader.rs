//! The independent reader of Word files: `tests/word.py`, nothing but Python's standard library.
//! A missing program fails the test; it is never skipped.

use std::io::{Cursor, Read, Write};
use std::path::Path;
use std::process::{Command, Output};

use serde::Deserialize;
use zip::write::{SimpleFileOptions, ZipWriter};

/// A comment as another program reads it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub struct Comment {
    /// Its number.
    pub id: String,
    /// Who wrote it.
    pub author: String,
    /// In short.
    pub initials: Option<String>,
    /// What it says.
    pub text: String,
    /// The words it stands at.
    pub anchored: String,
    /// Table, row and column it begins in.
    pub cell: Option<Cell>,
}

fn run(arguments: &[&str]) -> Output {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/word.py");
    let output = Command::new("python3").arg(script).args(arguments).output();
    output.unwrap_or_else(|error| panic!("python3: {error}; install python3"))
}

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

/// Every comment of a file.
pub fn comments(path: &Path) -> Vec<Comment> {
    let output = run(&["comments", text(path)]);
    let told = String::from_utf8_lossy(&output.stderr);
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {told}"))
}

/// Table, row and column, counted from one.
pub type Cell = (u32, u32, u32);

/// Every paragraph with its cell, our changes accepted or rejected.
pub fn texts(path: &Path, settle: &str) -> Vec<(Option<Cell>, String)> {
    let output = run(&["texts", text(path), settle]);
    let told = String::from_utf8_lossy(&output.stderr);
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {told}"))
}

/// Proves that the new file is the old one but for our comments.
pub fn untouched(old: &Path, new: &Path) {
    let output = run(&["untouched", text(old), text(new)]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Proves that the new file is the old one once our changes are rejected.
pub fn rejected(old: &Path, new: &Path) {
    let output = run(&["rejected", text(old), text(new)]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// What a program of its own finds in an annotated and in a mended copy.
#[derive(Debug, Deserialize)]
pub struct Proof {
    /// Every comment.
    pub comments: Vec<Comment>,
    /// Every paragraph with its cell, our changes accepted.
    pub accepted: Vec<(Option<Cell>, String)>,
}

/// Both proofs in one go, [`untouched`] and [`rejected`].
pub fn proof(old: &Path, annotated: &Path, fixed: &Path) -> Proof {
    let output = run(&["proof", text(old), text(annotated), text(fixed)]);
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}");
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {told}"))
}

/// Writes the file with our changes settled: no mark of a revision of ours is left.
pub fn settle(from: &Path, settle: &str, to: &Path) {
    let output = run(&["settle", text(from), settle, text(to)]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// The parts of a package, in order.
pub fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a Word file");
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).expect("an entry");
        let mut content = Vec::new();
        entry.read_to_end(&mut content).expect("readable");
        parts.push((entry.name().expect("UTF-8").into_owned(), content));
    }
    parts
}

/// A package of these parts.
pub fn zipped(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(name.as_str(), SimpleFileOptions::default()).expect("a new part");
        zip.write_all(bytes).expect("written");
    }
    zip.finish().expect("finished").into_inner()
}
