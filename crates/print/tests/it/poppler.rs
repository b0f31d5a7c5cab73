//! The independent reader. A missing program fails the test; it is never skipped.

use std::path::Path;
use std::process::Command;

use model::Drawing;
use print::Fonts;

pub fn fonts() -> Fonts {
    Fonts::load(None).expect("a Chinese font; scripts/test installs fonts-noto-cjk")
}

pub fn print(drawings: &[Drawing]) -> Vec<u8> {
    print::pdf(drawings, &fonts()).expect("prints")
}

/// Text of each page, in reading order as poppler sees it.
pub fn pages(pdf: &[u8]) -> Vec<String> {
    let text = run("pdftotext", &["-enc", "UTF-8"], pdf, &["-"]);
    let mut pages: Vec<String> = text.split('\u{c}').map(str::to_owned).collect();
    pages.pop();
    pages
}

/// The document's properties.
pub fn properties(pdf: &[u8]) -> String {
    run("pdfinfo", &["-enc", "UTF-8"], pdf, &[])
}

/// One page as words with their boxes (left, top, right, bottom in points).
pub fn words(pdf: &[u8], page: usize) -> Vec<(String, [f64; 4])> {
    let number = page.to_string();
    let html = run("pdftotext", &["-bbox", "-f", &number, "-l", &number], pdf, &["-"]);
    html.lines().filter_map(word).collect()
}

fn word(line: &str) -> Option<(String, [f64; 4])> {
    let rest = line.trim().strip_prefix("<word ")?;
    let (attributes, rest) = rest.split_once('>')?;
    let numbers: Vec<f64> =
        attributes.split('"').skip(1).step_by(2).filter_map(|n| n.parse().ok()).collect();
    let text = rest.strip_suffix("</word>")?.to_owned();
    Some((text, numbers.try_into().ok()?))
}

fn run(program: &str, before: &[&str], pdf: &[u8], after: &[&str]) -> String {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("print.pdf");
    std::fs::write(&path, pdf).expect("the PDF can be written");
    let output = Command::new(program)
        .args(before)
        .arg(Path::new(&path))
        .args(after)
        .output()
        .unwrap_or_else(|error| panic!("{program}: {error}; install poppler-utils"));
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8, as asked for")
}
