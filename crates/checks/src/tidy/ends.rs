//! Full stops and commas at the end of values, where most values of the form have none (C113).

use std::ops::Range;

use model::Target;
use model::target::Kind;

use super::apply::{Repaired, disjoint, lead_to, repaired, settled};
use super::periods::may_be_period;
use super::{Cell, Edit, Lists, Mark, Role};

const CODE: &str = "C113";

/// Adds the marks to the values of a form.
pub(super) fn mark(cells: &[Cell<'_>], found: &mut [Repaired], lists: &Lists<'_>) {
    let values: Vec<usize> = (0..cells.len()).filter(|at| cells[*at].role == Role::Value).collect();
    // A period is written one way throughout its file; that is another check's.
    let sentences: Vec<(usize, String)> = values
        .into_iter()
        .filter_map(|at| {
            let bare = bare(&found[at].text, cells[at].role, lists)?;
            let period = may_be_period(&bare) && Target::read(&bare).kind == Kind::Period;
            (!period).then_some((at, bare))
        })
        .collect();
    let ended: Vec<&(usize, String)> =
        sentences.iter().filter(|(at, _)| closing(&found[*at].text).is_some()).collect();
    if ended.is_empty() || ended.len() * 2 >= sentences.len() {
        return;
    }
    for (at, bare) in ended {
        let raw: Vec<char> = cells[*at].text.text.chars().collect();
        let mut marks = found[*at].marks.clone();
        marks.extend(own(&raw, sentences.len()));
        found[*at] = lead_to(&raw, disjoint(marks), Some(bare.clone()));
    }
}

fn own(raw: &[char], values: usize) -> Option<Mark> {
    let text: String = raw.iter().collect();
    let range = closing(&text)?;
    let sign: String = raw[range.clone()].iter().collect();
    let said =
        format!("指标值以“{}”结尾，这张表{values}个指标值多数没有。", model::text::trim(&sign));
    let shown = range.start.saturating_sub(4)..range.end;
    Some(Mark::new(CODE, vec![Edit::delete(range)], said).showing(shown))
}

/// A repaired value without its closing marks; none where it does not come to rest.
pub(super) fn bare(text: &str, role: Role, lists: &Lists<'_>) -> Option<String> {
    settled(text, |text| {
        let characters: Vec<char> = text.chars().collect();
        match closing(text) {
            Some(range) => {
                characters[..range.start].iter().chain(&characters[range.end..]).collect()
            }
            None => repaired(text, role, lists).text,
        }
    })
}

/// The closing 。；，、 of a text, blanks between them included; none when nothing stands before.
fn closing(text: &str) -> Option<Range<usize>> {
    let characters: Vec<char> = text.chars().collect();
    let gap = |c: char| model::text::is_space(c);
    let blanks = characters.iter().rev().take_while(|c| gap(**c)).count();
    let end = characters.len() - blanks;
    let sign = |c: char| "。；，、;,".contains(c);
    let marks =
        characters[..end].iter().rev().take_while(|c| sign(**c) || gap(**c) && **c != '\n').count();
    let spare = characters[end - marks..end].iter().take_while(|c| gap(**c)).count();
    let start = end - marks + spare;
    let says = characters[..start].iter().any(|c| c.is_alphanumeric() || "%％”）".contains(*c));
    (start < end && says).then_some(start..end)
}
