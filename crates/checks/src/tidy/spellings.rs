//! Words spelled wrong (C111) and units spelled in several ways (C108).

use std::ops::Range;

use super::{Edit, Lists, Mark, words};
use crate::cells::Role;
use crate::titles::{is_han, without_titles};

/// Words of the dictionary, outside document titles: those are quoted as they are.
pub(super) fn typos(text: &[char], lists: &Lists<'_>) -> Vec<Mark> {
    let all: String = text.iter().collect();
    if !lists.typos.keys().any(|wrong| all.contains(wrong.as_str())) {
        return Vec::new();
    }
    let seen = without_titles(&all);
    let mut marks = Vec::new();
    for (wrong, right) in lists.typos {
        for (byte, _) in seen.match_indices(wrong.as_str()) {
            let start = seen[..byte].chars().count();
            let range = start..start + wrong.chars().count();
            let said = format!("“{wrong}”是错别字，应当写“{right}”。");
            marks.push(Mark::new("C111", vec![Edit::new(range, right)], said));
        }
    }
    marks.sort_by_key(|mark| mark.shown.start);
    marks
}

/// Units behind a number, or in the column of units, that are not written as units are.
pub(super) fn units(text: &[char], role: Role, lists: &Lists<'_>) -> Vec<Mark> {
    let mut marks = Vec::new();
    if role == Role::Unit {
        let blanks = text.iter().take_while(|c| model::text::is_space(**c)).count();
        marks.extend(unit(text, blanks, blanks, lists));
        return marks;
    }
    let mut at = 0;
    while at < text.len() {
        if !is_digit(text[at]) {
            at += 1;
            continue;
        }
        let number = at;
        let point = |at: usize| {
            ".．,，".contains(text[at]) && text.get(at + 1).is_some_and(|c| is_digit(*c))
        };
        while at < text.len() && (is_digit(text[at]) || point(at)) {
            at += 1;
        }
        let scaled = text[at..].iter().take_while(|c| "十百千万亿".contains(**c)).count();
        let start = at + scaled;
        let blanks = text[start..].iter().take_while(|c| **c == ' ').count();
        marks.extend(unit(text, number, start + blanks, lists));
    }
    marks
}

fn is_digit(c: char) -> bool {
    model::text::narrow(c).is_ascii_digit()
}

/// The unit that begins at `start`, when a part of it is spelled otherwise than the pack says.
fn unit(text: &[char], shown: usize, start: usize, lists: &Lists<'_>) -> Option<Mark> {
    let mut edits: Vec<Edit> = Vec::new();
    let (mut at, mut end, mut last) = (start, start, 0..0);
    while at < text.len() {
        let (length, right) = piece(&text[at..], lists)?;
        if let Some(right) = right {
            last = at..at + length;
            edits.push(Edit::new(last.clone(), right));
        }
        at += length;
        end = at;
        // A separator carries on only before another piece.
        let Some((separator, right)) = separator(&text[at..], lists) else { break };
        if piece(&text[at + separator..], lists).is_none() {
            break;
        }
        if let Some(right) = right {
            edits.push(Edit::new(at..at + separator, right));
        }
        at += separator;
    }
    if edits.is_empty() || last.end == end && joins_a_word(text, last) {
        return None;
    }
    let whole: String = super::apply::applied_within(text, &edits, start..end);
    let said = format!("计量单位“{}”应当写成“{whole}”。", words(text, start..end));
    Some(Mark::new("C108", edits, said).showing(shown..end))
}

/// The unit word at the front: its length, and its right spelling where that differs.
fn piece<'a>(text: &[char], lists: &Lists<'a>) -> Option<(usize, Option<&'a str>)> {
    let known = lists.units.iter().map(|word| (word.as_str(), None));
    let other =
        lists.unit_spelling.iter().map(|(wrong, right)| (wrong.as_str(), Some(right.as_str())));
    let fits = known.chain(other).filter(|(word, _)| {
        is_unit_word(word) && word.chars().count() <= text.len() && starts_with(text, word)
    });
    let longest = fits.max_by_key(|(word, right)| (word.chars().count(), right.is_none()))?;
    Some((longest.0.chars().count(), longest.1))
}

/// The sign between two unit words: its length, and its right spelling where that differs.
fn separator<'a>(text: &[char], lists: &Lists<'a>) -> Option<(usize, Option<&'a str>)> {
    let first = *text.first()?;
    if matches!(first, '/' | '·') {
        return Some((1, None));
    }
    let mut all = lists.unit_spelling.iter().filter(|(wrong, _)| !is_unit_word(wrong));
    all.find(|(wrong, _)| starts_with(text, wrong)).map(|(_, right)| (1, Some(right.as_str())))
}

/// Words stand for units, a lone sign such as ／ stands between them; % is a unit.
fn is_unit_word(word: &str) -> bool {
    word.chars().any(|c| c.is_alphabetic() || "%％﹪‰㎡㎥".contains(c))
}

fn starts_with(text: &[char], word: &str) -> bool {
    let mut at = 0;
    word.chars().all(|c| {
        at += 1;
        text.get(at - 1) == Some(&c)
    })
}

/// Whether what stands behind makes a longer word of the unit: 5圆桌, 5人.月报, 5km/h.
fn joins_a_word(text: &[char], unit: Range<usize>) -> bool {
    let Some(next) = text.get(unit.end) else { return false };
    let unit = &text[unit];
    let latin = unit.last().is_some_and(char::is_ascii_alphanumeric);
    let doubtful = unit.len() == 1 || unit.iter().any(|c| !c.is_alphabetic());
    latin && (next.is_ascii_alphanumeric() || *next == '/')
        || doubtful && unit.iter().any(|c| is_han(*c)) && is_han(*next)
}
