//! Brackets and quotation marks that do not pair (C109).

use std::ops::Range;

use super::documents::Document;
use super::{Edit, Mark, words};
use crate::titles::{is_han, opens_title};

const CODE: &str = "C109";

/// Longest pair that is shown whole.
const LONG: usize = 24;

/// Opening and closing marks of one family, half-width form first where there is one.
const FAMILIES: [(&str, &str); 6] =
    [("(（", ")）"), ("[［", "]］"), ("《", "》"), ("“", "”"), ("【", "】"), ("〔", "〕")];

/// A pair of brackets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pair {
    pub open: usize,
    pub close: usize,
}

/// The pairs of a text, and what does not pair.
#[derive(Debug, Default)]
pub(super) struct Brackets {
    pub pairs: Vec<Pair>,
    pub marks: Vec<Mark>,
}

/// Reads the brackets of a text; those of document numbers are another check's.
pub(super) fn look(text: &[char], documents: &[Document]) -> Brackets {
    let mut found = Brackets::default();
    let mut open: Vec<(usize, usize)> = Vec::new();
    let of_number = |at: usize| documents.iter().any(|d| d.brackets.contains(&at));
    for at in (0..text.len()).filter(|at| !of_number(*at)) {
        let c = text[at];
        if let Some(family) = FAMILIES.iter().position(|(opening, _)| opening.contains(c)) {
            open.push((family, at));
            continue;
        }
        if matches!(c, '<' | '＜') && opens_title(text, at) {
            open.push((FAMILIES.len(), at));
            continue;
        }
        let angle = matches!(c, '>' | '＞').then_some(FAMILIES.len());
        let closing = FAMILIES.iter().position(|(_, closing)| closing.contains(c));
        let Some(family) = closing.or(angle) else { continue };
        match open.iter().rposition(|(of, _)| *of == family) {
            Some(depth) => {
                let inside = open.split_off(depth + 1);
                found.marks.extend(inside.iter().map(|(_, at)| unclosed(text, *at)));
                let (_, begin) = open.pop().unwrap_or((family, at));
                found.pairs.push(Pair { open: begin, close: at });
                found.marks.extend(mixed(text, begin, at));
            }
            None if angle.is_some() || is_list_mark(text, at) => {}
            None => found.marks.push(unopened(text, at)),
        }
    }
    found.marks.extend(open.iter().map(|(_, at)| unclosed(text, *at)));
    found
}

/// One half of the pair half-width, the other full-width.
fn mixed(text: &[char], open: usize, close: usize) -> Option<Mark> {
    let half = |at: usize| text[at].is_ascii();
    if half(open) == half(close) {
        return None;
    }
    let at = if half(open) { open } else { close };
    let full = match text[at] {
        '(' => '（',
        ')' => '）',
        '[' => '［',
        ']' => '］',
        _ => return None,
    };
    let pair = open..close + 1;
    let said = format!("括号“{}”一半是半角，一半是全角。", shortened(text, pair.clone()));
    let mark = Mark::new(CODE, vec![Edit::swap(at, full)], said);
    Some(if pair.len() <= LONG { mark.showing(pair) } else { mark })
}

fn unclosed(text: &[char], at: usize) -> Mark {
    let line = text[at..].iter().take_while(|c| **c != '\n').count();
    let shown = at..at + line.min(LONG);
    let said = format!("“{}”只有左半边，后面没有与它配对的右半边。", text[at]);
    let mark = Mark::only_said(CODE, shown, said, "在应当结束的地方补上右半边；多写的，删去。");
    Mark { case: "unclosed", ..mark }
}

fn unopened(text: &[char], at: usize) -> Mark {
    let line = text[..at].iter().rev().take_while(|c| **c != '\n').count();
    let shown = at - line.min(LONG - 1)..at + 1;
    let said = format!("“{}”只有右半边，前面没有与它配对的左半边。", text[at]);
    let mark = Mark::only_said(CODE, shown, said, "在应当开始的地方补上左半边；多写的，删去。");
    Mark { case: "unclosed", ..mark }
}

/// `1)`, `一）`: a closing bracket that numbers an item.
fn is_list_mark(text: &[char], at: usize) -> bool {
    let numeral = |c: &&char| c.is_ascii_alphanumeric() || "一二三四五六七八九十".contains(**c);
    let length = text[..at].iter().rev().take_while(numeral).count();
    let before = at.checked_sub(length + 1).map(|before| text[before]);
    let starts = before.is_none_or(|c| !is_han(c) && !c.is_ascii_alphanumeric());
    matches!(text[at], ')' | '）') && (1..=3).contains(&length) && starts
}

fn shortened(text: &[char], range: Range<usize>) -> String {
    if range.len() <= LONG {
        return words(text, range);
    }
    let (head, tail) = (range.start..range.start + 10, range.end - 10..range.end);
    format!("{}……{}", words(text, head), words(text, tail))
}
