//! Marks put together: no two repair the same characters, each shows enough to be understood, and
//! the repaired text needs no further repair.

use std::ops::Range;

use super::{Edit, Lists, Mark, alone};
use crate::cells::Role;

/// Passes after which a text that still changes is left to a person.
const PASSES: usize = 6;

/// A cell with its marks and the text that they lead to.
#[derive(Debug, Clone)]
pub(crate) struct Repaired {
    pub marks: Vec<Mark>,
    pub text: String,
}

/// The marks of a text and what it becomes.
pub(super) fn repaired(text: &str, role: Role, lists: &Lists<'_>) -> Repaired {
    let raw: Vec<char> = text.chars().collect();
    let marks = disjoint(alone(&raw, role, lists));
    if marks.iter().all(|mark| mark.edits.is_empty()) {
        return Repaired { marks, text: text.to_owned() };
    }
    let once = applied(&raw, &marks);
    let whole = settled(&once, |text| {
        let text: Vec<char> = text.chars().collect();
        applied(&text, &disjoint(alone(&text, role, lists)))
    });
    lead_to(&raw, marks, whole)
}

/// The marks of a cell as they are handed out.
pub(super) fn finished(raw: &str, repaired: Repaired) -> Vec<Mark> {
    let raw: Vec<char> = raw.chars().collect();
    shown(&raw, repaired.marks)
}

/// The text after as many passes as it takes; none when it does not come to rest.
pub(super) fn settled(text: &str, pass: impl Fn(&str) -> String) -> Option<String> {
    let mut text = text.to_owned();
    for _ in 0..PASSES {
        let next = pass(&text);
        if next == text {
            return Some(text);
        }
        text = next;
    }
    None
}

/// Marks whose edits lead to the given text: as they are if they do, else the first of them takes
/// the whole change on itself; without a text they lose their edits.
pub(super) fn lead_to(raw: &[char], mut marks: Vec<Mark>, whole: Option<String>) -> Repaired {
    let whole = whole.filter(|whole| keeps_lines(raw, &marks, whole));
    let Some(whole) = whole else {
        for mark in &mut marks {
            mark.edits.clear();
            mark.remedy = "请人工改正。";
        }
        return Repaired { marks, text: raw.iter().collect() };
    };
    if applied(raw, &marks) != whole {
        let new: Vec<char> = whole.chars().collect();
        if let Some(first) = marks.iter().position(|mark| !mark.edits.is_empty()) {
            let mut leader = marks[first].clone();
            for mark in marks.iter().filter(|mark| !mark.edits.is_empty()) {
                leader.said = said_both(&leader.said, &mark.said);
            }
            leader.edits = vec![difference(raw, &new)];
            leader.shown = leader.edits[0].at.clone();
            marks.retain(|mark| mark.edits.is_empty());
            marks.push(leader);
        }
    }
    Repaired { marks, text: whole }
}

/// Whether the way to the text leaves the paragraphs alone.
fn keeps_lines(raw: &[char], marks: &[Mark], whole: &str) -> bool {
    let new: Vec<char> = whole.chars().collect();
    applied(raw, marks) == whole || !raw[difference(raw, &new).at].contains(&'\n')
}

/// What differs between two texts, as one edit that replaces at least one character.
pub(super) fn difference(old: &[char], new: &[char]) -> Edit {
    let same = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let rest = old.len().min(new.len()) - same;
    let tail = old.iter().rev().zip(new.iter().rev()).take(rest);
    let tail = tail.take_while(|(a, b)| a == b).count();
    let (mut start, mut end, mut until) = (same, old.len() - tail, new.len() - tail);
    if start == end {
        match start {
            0 => (end, until) = (end + 1, until + 1),
            _ => start -= 1,
        }
    }
    Edit::new(start..end, new[start.min(until)..until].iter().collect::<String>())
}

/// The marks without those whose edits touch the edits of an earlier one.
pub(super) fn disjoint(marks: Vec<Mark>) -> Vec<Mark> {
    let mut kept: Vec<Mark> = Vec::new();
    for mark in marks {
        let taken =
            |edit: &Edit| kept.iter().flat_map(|k| &k.edits).any(|k| overlap(&k.at, &edit.at));
        if !mark.edits.iter().any(taken) {
            kept.push(mark);
        }
    }
    kept
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// The text with all edits of the marks made.
pub(super) fn applied(text: &[char], marks: &[Mark]) -> String {
    let edits: Vec<Edit> = marks.iter().flat_map(|mark| mark.edits.clone()).collect();
    applied_within(text, &edits, 0..text.len())
}

/// Some characters of a text with the edits inside them made.
pub(super) fn applied_within(text: &[char], edits: &[Edit], range: Range<usize>) -> String {
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by_key(|edit| edit.at.start);
    let (mut out, mut at) = (String::new(), range.start);
    for edit in edits {
        out.extend(&text[at..edit.at.start]);
        out.push_str(&edit.with);
        at = edit.at.end;
    }
    out.extend(&text[at..range.end]);
    out
}

/// Marks with room around them where that meets no other repair: a lone blank says little. Marks
/// of one code that meet become one; of others the inner one keeps its room, and the outer one
/// shows only what it changes.
fn shown(text: &[char], marks: Vec<Mark>) -> Vec<Mark> {
    let (repairs, mut result): (Vec<Mark>, Vec<Mark>) =
        marks.into_iter().partition(|mark| !mark.edits.is_empty());
    let repairs = joined(text, repairs);
    let mut order: Vec<usize> = (0..repairs.len()).collect();
    order.sort_by_key(|index| hull(&repairs[*index]).len());
    let mut taken: Vec<Range<usize>> = Vec::new();
    for index in order {
        let mark = &repairs[index];
        let others = repairs.iter().enumerate().filter(|(other, _)| *other != index);
        let edits: Vec<&Range<usize>> =
            others.flat_map(|(_, other)| &other.edits).map(|edit| &edit.at).collect();
        let free = |range: &Range<usize>| {
            !text[range.clone()].contains(&'\n')
                && !taken.iter().any(|other| overlap(other, range))
                && !edits.iter().any(|other| overlap(other, range))
        };
        let rooms = [widened(text, mark.shown.clone()), mark.shown.clone(), hull(mark)];
        match rooms.into_iter().find(free) {
            Some(room) => {
                taken.push(room.clone());
                result.push(Mark { shown: room, ..mark.clone() });
            }
            None => result.extend(mark.edits.iter().map(|edit| Mark {
                shown: edit.at.clone(),
                edits: vec![edit.clone()],
                ..mark.clone()
            })),
        }
    }
    result.sort_by_key(|mark| (mark.shown.start, mark.shown.end, mark.code));
    result
}

/// Marks of one code whose rooms meet, as one.
fn joined(text: &[char], mut marks: Vec<Mark>) -> Vec<Mark> {
    marks.sort_by_key(|mark| (mark.shown.start, mark.shown.end));
    let mut joined: Vec<Mark> = Vec::new();
    for mark in marks {
        let room = widened(text, mark.shown.clone());
        match joined.last_mut() {
            Some(last)
                if last.code == mark.code && overlap(&widened(text, last.shown.clone()), &room) =>
            {
                last.shown = last.shown.start..last.shown.end.max(mark.shown.end);
                last.edits.extend(mark.edits);
                last.said = said_both(&last.said, &mark.said);
            }
            _ => joined.push(mark),
        }
    }
    joined
}

/// From the first character that a mark changes to the last.
fn hull(mark: &Mark) -> Range<usize> {
    let start = mark.edits.iter().map(|edit| edit.at.start).min().unwrap_or(mark.shown.start);
    let end = mark.edits.iter().map(|edit| edit.at.end).max().unwrap_or(mark.shown.end);
    start..end
}

/// Two sentences as one; the second only where it says something new.
fn said_both(first: &str, second: &str) -> String {
    let (one, other) = (first.trim_end_matches('。'), second.trim_end_matches('。'));
    match one.contains(other) {
        true => first.to_owned(),
        false => format!("{one}；{other}。"),
    }
}

/// Two characters more on both sides, within the line, when there is little to see.
fn widened(text: &[char], range: Range<usize>) -> Range<usize> {
    let own = &text[range.clone()];
    let visible = own.iter().filter(|c| !model::text::is_space(**c)).count();
    let a_word = visible == own.len() && visible >= 2;
    if a_word || visible >= 4 {
        return range;
    }
    let room = |c: &&char| **c != '\n';
    let before = text[..range.start].iter().rev().take(2).take_while(room).count();
    let after = text[range.end..].iter().take(2).take_while(room).count();
    range.start - before..range.end + after
}
