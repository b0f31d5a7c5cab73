//! A printed file as an independent program sees it: words with their boxes, pages, fonts.

use std::path::Path;
use std::process::Command;

/// A word on a page: text, and left, top, right, bottom in points.
#[derive(Debug, Clone)]
pub struct Word {
    pub text: String,
    pub edges: [f64; 4],
}

/// A page: its width and height in points, and its words.
#[derive(Debug, Clone)]
pub struct Page {
    pub size: [f64; 2],
    pub words: Vec<Word>,
}

impl Page {
    /// Its text without blanks, in the order of the file.
    pub fn text(&self) -> String {
        self.words.iter().map(|word| word.text.as_str()).collect()
    }
}

/// The pages of a PDF.
pub fn pages(pdf: &Path) -> Vec<Page> {
    let html = run("pdftotext", &["-enc", "UTF-8", "-bbox"], pdf, &["-"]);
    let mut pages: Vec<Page> = Vec::new();
    for line in html.lines().map(str::trim) {
        if let Some(rest) = line.strip_prefix("<page ") {
            let [width, height] = numbers(rest);
            pages.push(Page { size: [width, height], words: Vec::new() });
        } else if let Some(rest) = line.strip_prefix("<word ") {
            let (attributes, rest) = rest.split_once('>').expect("a word");
            let text = rest.strip_suffix("</word>").expect("its end");
            let page = pages.last_mut().expect("a page before its words");
            page.words.push(Word { text: plain(text), edges: numbers(attributes) });
        }
    }
    pages
}

fn numbers<const N: usize>(attributes: &str) -> [f64; N] {
    let quoted = attributes.split('"').skip(1).step_by(2);
    let numbers: Vec<f64> = quoted.filter_map(|number| number.parse().ok()).take(N).collect();
    numbers.try_into().expect("as many numbers")
}

fn plain(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    text.replace("&amp;", "&").chars().filter(|c| !c.is_whitespace()).collect()
}

/// Whether each font is embedded: name and answer.
pub fn fonts(pdf: &Path) -> Vec<(String, bool)> {
    let table = run("pdffonts", &[], pdf, &[]);
    let rows = table.lines().skip(2).map(|row| {
        let columns: Vec<&str> = row.split_whitespace().collect();
        // emb, sub and uni stand before the two numbers of the object.
        let embedded = columns.len() > 5 && columns[columns.len() - 5] == "yes";
        (columns.first().copied().unwrap_or_default().to_owned(), embedded)
    });
    rows.collect()
}

fn run(program: &str, before: &[&str], pdf: &Path, after: &[&str]) -> String {
    let output = Command::new(program).args(before).arg(pdf).args(after).output();
    let output = output.unwrap_or_else(|error| panic!("{program}: {error}; poppler-utils"));
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8, as asked for")
}
