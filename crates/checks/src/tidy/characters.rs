//! Signs of the wrong width: commas, quotation marks, digits and letters (C112).

use std::ops::Range;

use super::{Edit, Lists, Mark, words};
use crate::titles::is_han;

const CODE: &str = "C112";

/// Longest quotation that is shown whole.
const LONG: usize = 24;

pub(super) fn marks(text: &[char], lists: &Lists<'_>) -> Vec<Mark> {
    let mut marks = wide(text, lists);
    marks.extend(commas(text));
    marks.extend(quotes(text));
    marks
}

/// Full-width digits and letters, and signs that have one usual form.
fn wide(text: &[char], lists: &Lists<'_>) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    for (at, c) in text.iter().enumerate() {
        let narrow = model::text::narrow(*c);
        let sign = lists.signs.iter().find(|(sign, _)| sign.chars().eq([*c]));
        let digit =
            |at: Option<&char>| at.is_some_and(|c| model::text::narrow(*c).is_ascii_digit());
        let point = *c == '．' && at > 0 && digit(text.get(at - 1)) && digit(text.get(at + 1));
        let (with, said) = match sign {
            Some((sign, usual)) => (usual.clone(), format!("“{sign}”通常写作“{usual}”。")),
            None if narrow != *c && (narrow.is_ascii_alphanumeric() || point) => {
                (narrow.to_string(), "数字、字母是全角的，应当用半角。".to_owned())
            }
            None => continue,
        };
        let edit = Edit::new(at..at + 1, with);
        match marks.last_mut() {
            Some(last) if last.shown.end == at && last.said == said => {
                last.edits.push(edit);
                last.shown.end = at + 1;
            }
            _ => marks.push(Mark::new(CODE, vec![edit], said)),
        }
    }
    marks
}

/// ASCII commas, semicolons and colons between Chinese words, with the blanks about them.
fn commas(text: &[char]) -> Vec<Mark> {
    let mut marks = Vec::new();
    for (at, c) in text.iter().enumerate() {
        let full = match c {
            ',' => '，',
            ';' => '；',
            ':' => '：',
            _ => continue,
        };
        let blank = |c: &&char| matches!(**c, ' ' | '\u{a0}' | '\u{3000}' | '\t');
        let before = at - text[..at].iter().rev().take_while(blank).count();
        let after = at + 1 + text[at + 1..].iter().take_while(blank).count();
        let left = before.checked_sub(1).map(|at| text[at]);
        if !left.zip(text.get(after)).is_some_and(|(left, right)| is_chinese(left, *c, *right)) {
            continue;
        }
        let said = format!("中文里用了半角的“{c}”，应当用全角的“{full}”。");
        marks.push(Mark::new(CODE, vec![Edit::new(before..after, full)], said));
    }
    marks
}

/// Whether a sign between these characters stands in a Chinese sentence, not in a number, a time
/// or an address.
fn is_chinese(left: char, sign: char, right: char) -> bool {
    let digit = |c: char| model::text::narrow(c).is_ascii_digit();
    let ends = is_han(left) || "）)》”】〕％%".contains(left);
    let begins = is_han(right) || "（(《“【".contains(right);
    match (ends, begins) {
        (true, true) => is_han(left) || is_han(right),
        (true, false) => is_han(left) && digit(right),
        (false, true) => digit(left) && sign != ':' && is_han(right),
        (false, false) => false,
    }
}

/// Straight quotation marks about Chinese words, when they pair within the line.
fn quotes(text: &[char]) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut start = 0;
    for line in text.split(|c| *c == '\n') {
        let places: Vec<usize> =
            (start..start + line.len()).filter(|at| text[*at] == '"').collect();
        start += line.len() + 1;
        // 5" is a measure; an odd one has lost its other half.
        let measure = |at: &usize| *at > 0 && text[at - 1].is_ascii_digit();
        if places.len() % 2 == 1 || places.iter().any(measure) {
            continue;
        }
        for pair in places.chunks_exact(2) {
            marks.extend(quoted(text, pair[0]..pair[1] + 1));
        }
    }
    marks
}

fn quoted(text: &[char], range: Range<usize>) -> Option<Mark> {
    let inside = &text[range.start + 1..range.end - 1];
    let curly = |c: char| text[..range.start].iter().filter(|seen| **seen == c).count();
    if !inside.iter().any(|c| is_han(*c)) || curly('“') != curly('”') {
        return None;
    }
    if inside.iter().any(|c| matches!(c, '“' | '”')) {
        return None;
    }
    let said = match range.len() <= LONG {
        true => format!("{}用了半角的直引号，应当用“ ”。", words(text, range.clone())),
        false => "用了半角的直引号，应当用“ ”。".to_owned(),
    };
    let edits = vec![Edit::swap(range.start, '“'), Edit::swap(range.end - 1, '”')];
    let mark = Mark::new(CODE, edits, said);
    Some(if range.len() <= LONG { mark.showing(range) } else { mark })
}
