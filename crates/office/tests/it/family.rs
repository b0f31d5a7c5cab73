//! Forms as other counties and cities publish them: what the recogniser must make of each.
//!
//! One file under `tests/files/family` is one form (layout as seen in public forms, content
//! invented): why it is there, the document in the words of [`notation`], and after `---` the
//! whole reading in the words of [`shown`]. It must be the same from the rows themselves and from
//! the bytes of a Word file or a workbook.

mod files;
mod notation;
mod shown;

use std::path::{Path, PathBuf};

use model::Document;
use office::recognise::{Recognised, Recogniser};
use office::{Limits, read};

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files/family");
    let entries = std::fs::read_dir(folder).expect("the folder is there");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    files
}

/// The document of a case and its expected reading.
fn case(path: &Path) -> (Document, String) {
    let text = std::fs::read_to_string(path).expect("UTF-8");
    let (given, expected) = text.split_once("\n---\n").unwrap_or((&text, ""));
    let given: Vec<&str> = given.lines().filter(|line| !line.starts_with("# ")).collect();
    let given = given.join("\n");
    let document = if given.starts_with("===") {
        notation::workbook(&given)
    } else {
        notation::document(&given)
    };
    (document, expected.trim_end().to_owned())
}

fn reading(recogniser: &Recogniser, document: &Document) -> String {
    let Recognised { forms, findings, .. } = recogniser.read(document);
    let notes = findings.iter().filter(|finding| {
        finding.code.starts_with("R1") && !matches!(finding.code.as_str(), "R101" | "R102")
    });
    let notes: Vec<String> = notes.map(|note| format!("! {} {}", note.code, note.quote)).collect();
    let shown = [shown::forms(&forms), notes.join("\n")].join("\n");
    shown.trim().to_owned()
}

#[test]
fn every_form_of_the_family_gives_its_whole_reading() {
    let packs = policy::Packs::built_in().expect("packs load");
    let recogniser = Recogniser::new(&packs, None).expect("national pack");
    let cases = cases();
    assert!(cases.len() >= 37);
    let mut wrong = Vec::new();
    for path in cases {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let (document, expected) = case(&path);
        let word = files::word(&document);
        let book = files::workbook(&document);
        let mut readings = vec![("rows", reading(&recogniser, &document))];
        if document.kind == model::SourceKind::Docx {
            let word = read("甲.docx", &word, Limits::default()).expect("a Word file");
            readings.push(("docx", reading(&recogniser, &word)));
        } else {
            let book = read("甲.xlsx", &book, Limits::default()).expect("a workbook");
            readings.push(("xlsx", reading(&recogniser, &book)));
        }
        for (source, got) in readings {
            if got != expected {
                wrong.push(format!("{name} ({source}) reads\n{got}\n"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
