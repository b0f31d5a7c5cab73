//! Word files made from two forms of the real file as other programs and other clerks would write
//! them, and what comes of each: comments and changes, proved by a program that is not ours.

use std::path::PathBuf;
use std::sync::LazyLock;

use crate::command::{Run, heng_in, real_folder};
use crate::word_reader::{self as reader, Comment, parts, zipped};

/// The parts of a package, in order.
pub type Parts = Vec<(String, Vec<u8>)>;

pub const DOCUMENT: &str = "word/document.xml";

/// Two forms of the real file, the fourth and the fifth.
pub fn base() -> Parts {
    let bytes = std::fs::read(real_folder().join("renhe-2026.docx")).expect("the real file");
    let mut parts = parts(&bytes);
    edit(&mut parts, DOCUMENT, |xml| {
        let tables: Vec<&str> = xml.split("<w:tbl>").collect();
        let (_, title) = tables[3].split_once("</w:tbl>").expect("a table");
        let (fifth, _) = tables[5].split_once("</w:tbl>").expect("a table");
        let (_, rest) = xml.rsplit_once("</w:tbl>").expect("the end");
        format!("{}{title}<w:tbl>{}<w:tbl>{fifth}</w:tbl>{rest}", tables[0], tables[4])
    });
    parts
}

pub fn edit(parts: &mut Parts, name: &str, change: impl Fn(&str) -> String) {
    let part = parts.iter_mut().find(|(own, _)| own == name).expect("the part");
    part.1 = change(std::str::from_utf8(&part.1).expect("UTF-8")).into_bytes();
}

pub fn replace(from: &str, to: &str) -> impl Fn(&str) -> String {
    move |xml| {
        assert!(xml.contains(from), "{from}");
        xml.replace(from, to)
    }
}

/// The base with its main part changed.
pub fn with(change: impl Fn(&str) -> String) -> Parts {
    let mut parts = base();
    edit(&mut parts, DOCUMENT, change);
    parts
}

/// What comes of one file: comments as text and words, and the words once all is accepted.
#[derive(Debug)]
pub struct Told {
    pub comments: Vec<(String, String)>,
    /// Comments that are not ours.
    pub theirs: Vec<Comment>,
    pub accepted: Vec<String>,
}

pub struct Folder(tempfile::TempDir);

impl Folder {
    pub fn new() -> Self {
        Folder(tempfile::tempdir().expect("a folder"))
    }

    pub fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn write(&self, name: &str, parts: &Parts) -> PathBuf {
        let path = self.at(name);
        std::fs::write(&path, zipped(parts)).expect("written");
        path
    }

    pub fn run(&self, arguments: &[&str]) -> Run {
        heng_in(self.0.path(), arguments)
    }
}

/// What comes of the base itself.
pub static BASE: LazyLock<Told> = LazyLock::new(|| told(&base()));

/// Annotates and mends a file; proves that nothing else changes.
pub fn told(parts: &Parts) -> Told {
    let folder = Folder::new();
    let own = folder.write("表.docx", parts);
    let run = folder.run(&["check", "表.docx", "--annotate", "批注.docx", "--all"]);
    assert!(run.err.contains("条批注"), "{}{}", run.out, run.err);
    let run = folder.run(&["fix", "表.docx", "-o", "修订.docx"]);
    assert!(run.out.contains("都是修订"), "{}{}", run.out, run.err);
    let proof = reader::proof(&own, &folder.at("批注.docx"), &folder.at("修订.docx"));
    let (ours, theirs): (Vec<Comment>, Vec<Comment>) =
        proof.comments.into_iter().partition(|one| one.author == "衡");
    let mut comments: Vec<_> =
        ours.into_iter().map(|one| (one.text, tidy(&one.anchored))).collect();
    comments.sort();
    let accepted = proof.accepted.iter().map(|(_, text)| tidy(text));
    let accepted = accepted.filter(|text| !text.is_empty()).collect();
    Told { comments, theirs, accepted }
}

pub fn tidy(text: &str) -> String {
    text.trim_matches(['\n', ' ']).to_owned()
}

/// Proves that a variant gives just what the base gives; the comments it had before.
pub fn same(name: &str, variant: &Parts) -> Vec<Comment> {
    let told = told(variant);
    for (one, other) in told.comments.iter().zip(&BASE.comments) {
        assert_eq!(one, other, "{name}");
    }
    for (one, other) in told.accepted.iter().zip(&BASE.accepted) {
        assert_eq!(one, other, "{name}");
    }
    let counts = |told: &Told| (told.comments.len(), told.accepted.len());
    assert_eq!(counts(&told), counts(&BASE), "{name}");
    told.theirs
}

/// Every run in the text by a function of its properties and its characters.
pub fn runs(xml: &str, made: impl Fn(&str, &str, usize) -> String) -> String {
    let mut out = String::new();
    for (number, piece) in xml.split("<w:r>").enumerate() {
        if number == 0 {
            out.push_str(piece);
            continue;
        }
        let (run, rest) = piece.split_once("</w:r>").expect("a whole run");
        let looks = run.find("</w:rPr>").map_or(0, |at| at + "</w:rPr>".len());
        let (looks, inside) = run.split_at(looks);
        out.push_str(&made(looks, inside, number));
        out.push_str(rest);
    }
    out
}

/// The inside of a run: what stands before its text, the characters as written, what follows.
fn text(inside: &str) -> Option<(&str, Vec<String>, &str)> {
    let (before, rest) =
        inside.split_once("<w:t>").or(inside.split_once("<w:t xml:space=\"preserve\">"))?;
    let (text, after) = rest.split_once("</w:t>")?;
    let mut characters: Vec<String> = Vec::new();
    for c in text.chars() {
        match characters.last_mut() {
            Some(last) if last.starts_with('&') && !last.ends_with(';') => last.push(c),
            _ => characters.push(c.into()),
        }
    }
    Some((before, characters, after))
}

/// Runs cut at random: pieces of one to four characters, each with a mark of its saving.
pub fn split(xml: &str, seed: usize) -> String {
    let mut state = seed.wrapping_mul(2_654_435_761) + 1;
    let mut cuts = Vec::new();
    for _ in 0..50_000 {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        cuts.push(1 + (state >> 33) % 4);
    }
    runs(xml, |looks, inside, number| {
        let whole = || format!("<w:r>{looks}{inside}</w:r>");
        let Some((before, characters, after)) = text(inside) else { return whole() };
        let mut out = format!("<w:r>{looks}{before}</w:r>");
        let mut rest = characters.as_slice();
        for at in 0.. {
            if rest.is_empty() {
                break;
            }
            let (now, then) = rest.split_at(cuts[(number * 97 + at) % cuts.len()].min(rest.len()));
            let saved = format!("00{:06X}", at % 3);
            let words = now.concat();
            out += &format!(
                "<w:r w:rsidR=\"{saved}\">{looks}<w:t xml:space=\"preserve\">{words}</w:t></w:r>\
                 <w:proofErr w:type=\"gramStart\"/>"
            );
            rest = then;
        }
        out + &format!("<w:r>{looks}{after}</w:r>")
    })
}
