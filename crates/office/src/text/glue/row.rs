//! Where the glued name and values of one indicator can be cut without guessing.
//!
//! ```text
//! 名称 | 指标值                设备安装调试完成时间|2024年8月25日前     单台采购价|≤7462元
//! 名称 | 分值 | 指标值 | 实际 | 得分     汛前完成率|10|＝100%|＝100%|10
//! ```
//! Certain are: the only comparator; a number with its unit, or a date, that runs to the end; a
//! grade word at the end; and for five columns comparators that fence in every number. Digits
//! that run together stay together.

use model::form::NamedColumn;

use super::super::class::COMPARATORS;
use super::super::labels::Labels;

/// Lengths, in characters, of the first cells of a row.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Cuts {
    /// Cells cut off from the left.
    pub lengths: Vec<usize>,
    /// Whether what remains after them is one whole cell too.
    pub whole: bool,
}

/// The certain cuts of a row under the given columns.
pub fn cuts(text: &[char], columns: &[NamedColumn], by_line: bool, labels: &Labels) -> Cuts {
    use NamedColumn::{Actual, Explanation, Level1, Level2, Level3, Score, Target, Weight};
    let values: Vec<NamedColumn> =
        columns.iter().copied().filter(|column| !matches!(column, Level1 | Level2)).collect();
    match values.as_slice() {
        [Level3 | Explanation, Target] => match name_length(text, labels) {
            // Without lines of their own two rows may hide in one name.
            Some(name) if name < 2 => Cuts::default(),
            Some(name) if by_line || !text[..name].iter().any(char::is_ascii_digit) => {
                Cuts { lengths: vec![name], whole: true }
            }
            _ => Cuts::default(),
        },
        [Level3, Weight, Target, Actual, Score, ..] => fenced(text),
        _ => Cuts::default(),
    }
}

/// Where the value begins after a name.
fn name_length(text: &[char], labels: &Labels) -> Option<usize> {
    let comparators: Vec<usize> =
        (0..text.len()).filter(|at| COMPARATORS.contains(&text[*at])).collect();
    if let Some(first) = comparators.first() {
        return (*first > 0 && comparators.len() == 1).then_some(*first);
    }
    let digit = |at: usize| text[at].is_ascii_digit();
    let mut starts =
        (1..text.len()).filter(|at| digit(*at) && !digit(at - 1) && text[at - 1] != '.');
    if let Some(at) = starts.find(|at| is_quantity(&text[*at..])) {
        return Some(at);
    }
    let whole: String = text.iter().collect();
    let grade = labels.grades().iter().find(|grade| whole.ends_with(grade.as_str()))?;
    let start = text.len() - grade.chars().count();
    (start > 1).then_some(start)
}

/// A number with a unit, or a date, and nothing else.
fn is_quantity(text: &[char]) -> bool {
    let text: String = text.iter().collect();
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','));
    let length = rest.chars().count();
    if rest.starts_with(['年', '月']) {
        return length <= 14;
    }
    !rest.contains(|c: char| c.is_ascii_digit() || matches!(c, '，' | '。' | '、')) && length <= 8
}

/// Name, score, target, actual, score: fenced by two comparators or by one text printed twice.
fn fenced(text: &[char]) -> Cuts {
    let name = run(text, |c| !c.is_ascii_digit() && !COMPARATORS.contains(&c));
    let score = number(&text[name..]);
    let values = name + score;
    let rest = &text[values..];
    let Some((target, actual)) = compared(rest).or_else(|| twice(rest)) else {
        return Cuts::default();
    };
    if name == 0 || score == 0 {
        return Cuts::default();
    }
    let tail = &rest[target + actual..];
    let whole = number(tail) == tail.len();
    Cuts { lengths: vec![name, score, target, actual], whole }
}

/// Two values that each begin with a comparator and end with a unit.
fn compared(text: &[char]) -> Option<(usize, usize)> {
    let value = |text: &[char]| {
        let comparator = run(text, |c| COMPARATORS.contains(&c));
        let digits = number(&text[comparator..]);
        let unit =
            run(&text[comparator + digits..], |c| !c.is_ascii_digit() && !COMPARATORS.contains(&c));
        let fenced = comparator > 0 && digits > 0 && unit > 0;
        fenced.then_some(comparator + digits + unit)
    };
    let target = value(text)?;
    Some((target, value(&text[target..])?))
}

/// One text without digits, printed twice.
fn twice(text: &[char]) -> Option<(usize, usize)> {
    let length = run(text, |c| !c.is_ascii_digit() && !COMPARATORS.contains(&c));
    let half = length / 2;
    (length > 0 && length.is_multiple_of(2) && text[..half] == text[half..length])
        .then_some((half, half))
}

fn number(text: &[char]) -> usize {
    run(text, |c| c.is_ascii_digit() || c == '.')
}

fn run(text: &[char], test: impl Fn(char) -> bool) -> usize {
    text.iter().take_while(|c| test(**c)).count()
}
