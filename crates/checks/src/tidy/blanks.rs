//! Blanks that do not belong: at the ends, after marks, inside numbers and their units (C112).

use std::ops::Range;

use super::{Edit, Lists, Mark, words};
use crate::cells::Role;
use crate::titles::is_han;

const CODE: &str = "C112";

/// A wider gap is laid out on purpose.
const GAP: usize = 3;

const OPENING: &str = "《“（【〔‘";
const CLOSING: &str = "》”】〕’";
const CLAUSE: &str = "，。；：、！？";

pub(super) fn marks(text: &[char], role: Role, lists: &Lists<'_>) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut start = 0;
    let lines: Vec<&[char]> = text.split(|c| *c == '\n').collect();
    for line in &lines {
        let end = start + line.len();
        // Running text may be indented, and so may one of several paragraphs.
        let indented = role == Role::Prose || lines.len() > 1;
        marks.extend(at_ends(text, start..end, indented));
        for gap in gaps(text, start..end) {
            marks.extend(inside(text, gap, lists));
        }
        start = end + 1;
    }
    if matches!(role, Role::Prose | Role::Value | Role::Indicator) {
        marks.extend(between_words(text, lists));
    }
    marks
}

fn is_gap(c: char) -> bool {
    c != '\n' && model::text::is_space(c)
}

/// Blanks at the end of a line, and at its beginning where nothing is indented.
fn at_ends(text: &[char], line: Range<usize>, indented: bool) -> Vec<Mark> {
    let own = &text[line.clone()];
    let before = own.iter().take_while(|c| is_gap(**c)).count();
    if before == own.len() {
        return Vec::new();
    }
    let after = own.iter().rev().take_while(|c| is_gap(**c)).count();
    let mut marks = Vec::new();
    if before > 0 && !indented {
        let range = line.start..line.start + before;
        marks.push(Mark::new(CODE, vec![Edit::delete(range)], "前面多了空格。"));
    }
    if after > 0 {
        let range = line.end - after..line.end;
        let shown = line.end - (after + 3).min(own.len() - before)..line.end;
        let mark = Mark::new(CODE, vec![Edit::delete(range)], "末尾多了空格。");
        marks.push(mark.showing(shown));
    }
    marks
}

/// Runs of blanks between two visible characters of a line.
fn gaps(text: &[char], line: Range<usize>) -> Vec<Range<usize>> {
    let mut gaps = Vec::new();
    let mut at = line.start;
    while at < line.end {
        let length = text[at..line.end].iter().take_while(|c| is_gap(**c)).count();
        if length > 0 && at > line.start && at + length < line.end {
            gaps.push(at..at + length);
        }
        at += length.max(1);
    }
    gaps
}

/// A blank after an opening mark or a comma, before a closing one, or inside a quantity.
fn inside(text: &[char], gap: Range<usize>, lists: &Lists<'_>) -> Option<Mark> {
    if gap.len() > GAP {
        return None;
    }
    let (left, right) = (text[gap.start - 1], text[gap.end]);
    let after_mark = OPENING.contains(left)
        || CLAUSE.contains(left)
        || CLOSING.contains(left) && (is_han(right) || OPENING.contains(right) || digit(right));
    let before_mark = CLOSING.contains(right)
        || right == '）'
        || CLAUSE.contains(right)
        || is_han(left) && OPENING.contains(right);
    let quantity = is_han(left) && digit(right) && is_counted(text, gap.end, lists)
        || digit(left) && begins_unit(&text[gap.end..], lists) && !is_item(text, gap.start, right);
    if !(after_mark || before_mark || quantity) {
        return None;
    }
    let shown = gap.start - 1..gap.end + 1;
    Some(Mark::new(CODE, vec![Edit::delete(gap)], "字句中间多了空格。").showing(shown))
}

fn digit(c: char) -> bool {
    model::text::narrow(c).is_ascii_digit()
}

/// Whether the number that begins here has a unit: 2024 年, 100人; a list mark has none.
fn is_counted(text: &[char], start: usize, lists: &Lists<'_>) -> bool {
    let number = text[start..].iter().take_while(|c| digit(**c) || **c == '.').count();
    let rest = &text[start + number..];
    let blanks = rest.iter().take_while(|c| is_gap(**c)).count();
    let scale = rest[blanks..].iter().take_while(|c| "百千万亿".contains(**c)).count();
    blanks <= GAP && (scale > 0 || begins_unit(&rest[blanks..], lists))
}

fn begins_unit(text: &[char], lists: &Lists<'_>) -> bool {
    let Some(first) = text.first() else { return false };
    let starts = |word: &String| {
        let mut at = text.iter();
        word.chars().all(|c| at.next() == Some(&c))
    };
    "年月日号％%".contains(*first) || lists.units.iter().any(starts)
}

/// Whether the number before the gap may be the number of an item (1 个人缴费) rather than a count.
fn is_item(text: &[char], end: usize, right: char) -> bool {
    let number = text[..end].iter().rev().take_while(|c| digit(**c)).count();
    let before = (end - number).checked_sub(1).map(|at| text[at]);
    let starts = before.is_none_or(|c| c == '\n' || is_gap(c) || CLAUSE.contains(c));
    number <= 2 && starts && !"年月日％%".contains(right)
}

/// A single blank between two Chinese words that is neither a list nor the gap between issuing
/// bodies. What it stood for only the author knows.
fn between_words(text: &[char], lists: &Lists<'_>) -> Option<Mark> {
    let han = |at: Option<&char>| at.is_some_and(|c| is_han(*c));
    let single =
        |at: &usize| *at > 0 && text[*at] == ' ' && han(text.get(at - 1)) && han(text.get(at + 1));
    let found: Vec<usize> = (0..text.len()).filter(single).collect();
    let [at] = found[..] else { return None };
    let before: String = words(text, 0..at);
    let run = |characters: &mut dyn Iterator<Item = &char>| {
        characters.take_while(|c| is_han(**c)).count()
    };
    let short = run(&mut text[..at].iter().rev()).min(run(&mut text[at + 1..].iter())) < 2;
    if short || lists.issuers.iter().any(|ending| before.ends_with(ending.as_str())) {
        return None;
    }
    let shown = at.saturating_sub(4)..(at + 5).min(text.len());
    let remedy = "多打的空格删去；本来要分开的，补上标点。";
    Some(Mark::only_said(CODE, shown, "词语中间有一个空格。", remedy))
}
