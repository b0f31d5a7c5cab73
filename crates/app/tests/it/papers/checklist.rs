//! The checklist, tried on every PDF we print: every word is there, none runs into another or off
//! the paper, heads repeat, pages are counted, fonts are embedded.
#![allow(clippy::float_arithmetic)] // Lengths on paper, never amounts.

use std::path::Path;

use super::sheet::{Page, fonts, pages};
use super::{files, told};

/// Points two words may share before they run into each other: side bearings do overlap a little.
const TOUCH: f64 = 1.5;
/// Points from the edge of the paper within which nothing stands.
const EDGE: f64 = 20.0;

/// What is wrong with some pages that were set from a file of ours, `given` being its letters.
pub fn faults(name: &str, pages: &[Page], given: &[char]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut fault = |what: String| faults.push(format!("{name}: {what}"));
    let count = pages.len();
    for (index, page) in pages.iter().enumerate() {
        let number = format!("第{}页共{count}页", index + 1);
        if !page.text().contains(&number) {
            fault(format!("page {} does not say {number}", index + 1));
        }
        for word in outside(page) {
            fault(format!("page {}: {word} stands at the edge", index + 1));
        }
        for words in colliding(page) {
            fault(format!("page {}: {words}", index + 1));
        }
    }
    if let Some(missing) = missing(pages, given) {
        fault(missing);
    }
    faults
}

fn outside(page: &Page) -> Vec<String> {
    let [width, height] = page.size;
    let inside = |edges: [f64; 4]| {
        let [left, top, right, bottom] = edges;
        left >= EDGE && top >= EDGE && right <= width - EDGE && bottom <= height - EDGE
    };
    let words = page.words.iter().filter(|word| !inside(word.edges));
    words.map(|word| word.text.clone()).collect()
}

/// Words whose letters lie upon each other: a text that left its cell.
fn colliding(page: &Page) -> Vec<String> {
    let mut found = Vec::new();
    for (index, one) in page.words.iter().enumerate() {
        for other in &page.words[index + 1..] {
            let [left, top, right, bottom] = [0, 1, 2, 3].map(|edge| match edge {
                0 | 1 => one.edges[edge].max(other.edges[edge]),
                _ => one.edges[edge].min(other.edges[edge]),
            });
            // Boxes are as high as the font says, which is more than the letters: lines that
            // follow each other share some of that.
            let lowest = (one.edges[3] - one.edges[1]).min(other.edges[3] - other.edges[1]);
            if right - left > TOUCH && bottom - top > lowest * 0.5 {
                found.push(format!("“{}” lies upon “{}”", one.text, other.text));
            }
        }
    }
    found
}

/// Letters that were given and are not on paper.
fn missing(pages: &[Page], given: &[char]) -> Option<String> {
    let mut there: std::collections::BTreeMap<char, i64> = std::collections::BTreeMap::new();
    for letter in pages.iter().flat_map(|page| page.text().chars().collect::<Vec<_>>()) {
        *there.entry(letter).or_default() += 1;
    }
    for letter in given {
        *there.entry(*letter).or_default() -= 1;
    }
    let lacking: String =
        there.iter().filter(|(_, count)| **count < 0).map(|(letter, _)| *letter).collect();
    (!lacking.is_empty()).then(|| format!("letters are missing: {lacking}"))
}

/// The letters of a file of ours, as our own reader reads the Word twin.
pub fn letters(path: &Path) -> Vec<char> {
    let word = path.with_extension("docx");
    let bytes = std::fs::read(&word).expect("its twin");
    let document = office::read("twin.docx", &bytes, office::Limits::default()).expect("reads");
    let mut text = String::new();
    for block in &document.blocks {
        match block {
            model::Block::Line(line) => text.push_str(&line.text),
            model::Block::Table(grid) => {
                grid.cells.iter().for_each(|cell| text.push_str(&cell.text()));
            }
        }
    }
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Words that stand in the head of a paper's columns, and so on every page it is continued on.
pub fn head_of(kind: &str) -> Option<&'static str> {
    match kind {
        kind if kind.starts_with("批复表") => Some("批复的指标值"),
        "汇总表" => Some("办理情况"),
        "调整表" => Some("调整后"),
        kind if kind.starts_with("绩效目标审核表（定量") => Some("审核得分"),
        _ => None,
    }
}

#[test]
fn every_pdf_passes_on_every_page() {
    let mut faults_found = Vec::new();
    for path in files("pdf") {
        let pages = pages(&path);
        faults_found.extend(faults(&told(&path), &pages, &letters(&path)));
        let fonts = fonts(&path);
        assert!(!fonts.is_empty() && fonts.iter().all(|(_, embedded)| *embedded), "{fonts:?}");
        if let Some(head) = head_of(&super::kind(&path)) {
            for (number, page) in pages.iter().enumerate() {
                let continued = page.text().contains("指标") || number == 0;
                if continued && !page.text().contains(head) {
                    faults_found.push(format!("{}: page {} has no head", told(&path), number + 1));
                }
            }
        }
    }
    assert!(faults_found.is_empty(), "{} faults:\n{}", faults_found.len(), faults_found.join("\n"));
}

#[test]
fn the_checklist_finds_what_it_is_for() {
    let word = |text: &str, edges| super::sheet::Word { text: text.to_owned(), edges };
    let good = word("第1页共1页", [200.0, 700.0, 300.0, 712.0]);
    let page = |words: Vec<super::sheet::Word>| Page {
        size: [595.0, 842.0],
        words: words.into_iter().chain([good.clone()]).collect(),
    };
    let text = word("甲乙", [100.0, 100.0, 121.0, 110.5]);
    assert!(faults("x", &[page(vec![text.clone()])], &['甲', '乙']).is_empty());
    let upon = word("丙", [115.0, 102.0, 126.0, 112.5]);
    assert!(faults("x", &[page(vec![text.clone(), upon])], &[])[0].contains("lies upon"));
    let edge = word("丁", [585.0, 100.0, 600.0, 110.0]);
    assert!(faults("x", &[page(vec![edge])], &[])[0].contains("at the edge"));
    assert!(faults("x", &[page(vec![text])], &['甲', '甲'])[0].contains("missing: 甲"));
    assert!(faults("x", &[page(vec![]), page(vec![])], &[])[0].contains("does not say"));
}
