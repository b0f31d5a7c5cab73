//! Numbers of official documents: 川人社规〔2025〕16号 (C110, and round brackets about one, C112).

use std::ops::Range;

use super::brackets::Pair;
use super::{Edit, Lists, Mark, words};

/// A document's number from its year bracket to 号.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Document {
    /// From the opening bracket to 号.
    pub range: Range<usize>,
    /// The two brackets of the year.
    pub brackets: [usize; 2],
}

const OPENING: &str = "[［(（【〔﹝〖";
const CLOSING: &str = "]］)）】〕﹞〗";

/// Every document number of a text.
pub(super) fn found(text: &[char], lists: &Lists<'_>) -> Vec<Document> {
    let at = (0..text.len()).filter(|at| OPENING.contains(text[*at]));
    at.filter_map(|at| document(text, at, lists)).collect()
}

fn document(text: &[char], open: usize, lists: &Lists<'_>) -> Option<Document> {
    let blanks = |from: usize| text[from..].iter().take_while(|c| is_blank(**c)).count();
    let digits = |from: usize| {
        text[from..].iter().take_while(|c| model::text::narrow(**c).is_ascii_digit()).count()
    };
    let mut at = open + 1;
    at += blanks(at);
    let year: String = text[at..].iter().take(4).map(|c| model::text::narrow(*c)).collect();
    if digits(at) != 4 || !(year.starts_with("19") || year.starts_with("20")) {
        return None;
    }
    at += 4;
    at += blanks(at);
    let close = at;
    if !text.get(close).is_some_and(|c| CLOSING.contains(*c)) {
        return None;
    }
    at += 1;
    at += blanks(at);
    if text.get(at) == Some(&'第') {
        at += 1;
        at += blanks(at);
    }
    let number = digits(at);
    at += number;
    at += blanks(at);
    if !(1..=5).contains(&number) || text.get(at) != Some(&'号') {
        return None;
    }
    let after: String = text[at + 1..].iter().take(2).collect();
    let other = lists.not_numbers.iter().any(|word| after.starts_with(word.as_str()));
    (!other).then_some(Document { range: open..at + 1, brackets: [open, close] })
}

/// Years in other brackets than 〔〕.
pub(super) fn marks(text: &[char], documents: &[Document]) -> Vec<Mark> {
    let wrong = |document: &&Document| {
        let [open, close] = document.brackets;
        text[open] != '〔' || text[close] != '〕'
    };
    documents.iter().filter(wrong).map(|document| mark(text, document)).collect()
}

fn mark(text: &[char], document: &Document) -> Mark {
    let [open, close] = document.brackets;
    let mut edits = Vec::new();
    for at in document.range.clone() {
        let narrow = model::text::narrow(text[at]);
        match text[at] {
            _ if at == open && text[at] != '〔' => edits.push(Edit::swap(at, '〔')),
            _ if at == close && text[at] != '〕' => edits.push(Edit::swap(at, '〕')),
            c if is_blank(c) => edits.push(Edit::delete(at..at + 1)),
            c if narrow != c && narrow.is_ascii_digit() => edits.push(Edit::swap(at, narrow)),
            _ => {}
        }
    }
    let said = format!("文号“{}”的年份没有用六角括号〔〕。", words(text, document.range.clone()));
    Mark::new("C110", edits, said).showing(document.range.clone())
}

/// Half-width round brackets about a whole document number: (川人社发〔2020〕10号).
pub(super) fn round_brackets(text: &[char], pairs: &[Pair], documents: &[Document]) -> Vec<Mark> {
    let about = |pair: &&Pair| {
        let inside =
            documents.iter().rfind(|d| pair.open < d.range.start && d.range.end <= pair.close);
        let tail = |d: &Document| words(text, d.range.end..pair.close);
        text[pair.open] == '('
            && text[pair.close] == ')'
            && inside.is_some_and(|d| ["", "文", "文件"].contains(&model::text::trim(&tail(d))))
    };
    let mark = |pair: &Pair| {
        let edits = vec![Edit::swap(pair.open, '（'), Edit::swap(pair.close, '）')];
        let range = pair.open..pair.close + 1;
        let said = format!("文号外面的括号“{}”是半角的。", words(text, range));
        Mark::new("C112", edits, said)
    };
    pairs.iter().filter(about).map(mark).collect()
}

fn is_blank(c: char) -> bool {
    c != '\n' && model::text::is_space(c)
}
