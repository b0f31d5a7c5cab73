//! Comparators: signs and words before a number, words after it.
//!
//! Only what is written counts; direction (正向, 反向) is no comparator.

use winnow::Parser;
use winnow::combinator::fail;

use super::Comparator;
use super::number::Reading;
use super::source::Source;

use Comparator::{AtLeast, AtMost, Equal, Less, More};

/// Signs and words before a number.
pub(super) const BEFORE: &[(&str, Comparator)] = &[
    ("≥", AtLeast),
    (">=", AtLeast),
    ("=>", AtLeast),
    ("大于等于", AtLeast),
    ("大于或等于", AtLeast),
    ("不低于", AtLeast),
    ("不得低于", AtLeast),
    ("不少于", AtLeast),
    ("不得少于", AtLeast),
    ("不小于", AtLeast),
    ("不短于", AtLeast),
    ("至少", AtLeast),
    ("最少", AtLeast),
    ("最低", AtLeast),
    ("≤", AtMost),
    ("<=", AtMost),
    ("=<", AtMost),
    ("小于等于", AtMost),
    ("小于或等于", AtMost),
    ("不超过", AtMost),
    ("不得超过", AtMost),
    ("不超出", AtMost),
    ("不超", AtMost),
    ("不高于", AtMost),
    ("不得高于", AtMost),
    ("不大于", AtMost),
    ("不多于", AtMost),
    ("至多", AtMost),
    ("最多", AtMost),
    ("最高", AtMost),
    ("低于或等于", AtMost),
    ("高于或等于", AtLeast),
    (">", More),
    ("大于", More),
    ("高于", More),
    ("多于", More),
    ("超过", More),
    ("<", Less),
    ("小于", Less),
    ("低于", Less),
    ("少于", Less),
    ("不足", Less),
    ("不到", Less),
    ("=", Equal),
    ("==", Equal),
    ("等于", Equal),
];

const AFTER: &[(&str, Comparator)] = &[
    ("以上(含)", AtLeast),
    ("(含)以上", AtLeast),
    ("及以上", AtLeast),
    ("以上", AtLeast),
    ("以内(含)", AtMost),
    ("(含)以内", AtMost),
    ("及以内", AtMost),
    ("以内", AtMost),
    ("之内", AtMost),
    ("及以下", AtMost),
    ("(含)以下", AtMost),
    ("以下", AtMost),
    ("内", AtMost),
];

/// A comparator in front of a number.
pub(super) fn before(input: &mut &str) -> Reading<Comparator> {
    longest(BEFORE, input)
}

/// A comparator behind a number and its unit.
pub(super) fn after(input: &mut &str) -> Reading<Comparator> {
    longest(AFTER, input)
}

fn longest(words: &[(&str, Comparator)], input: &mut &str) -> Reading<Comparator> {
    let fits = words.iter().filter(|(word, _)| input.starts_with(word));
    let Some((word, comparator)) = fits.max_by_key(|(word, _)| word.len()) else {
        return fail.parse_next(input);
    };
    *input = &input[word.len()..];
    Ok(*comparator)
}

/// The comparator a 性质 column carries, when the whole cell is one.
pub(super) fn of_nature(nature: &str) -> Comparator {
    let source = Source::joined(nature);
    let core = source.core().trim_start_matches('(').trim_end_matches(')');
    let mut rest = core;
    let mut found = before(&mut rest).unwrap_or_default();
    // `大于等于(≥)` and the like: the same thing said twice.
    if rest.starts_with('(') {
        let mut again = rest.trim_start_matches('(').trim_end_matches(')');
        if before(&mut again) == Ok(found) && again.is_empty() {
            rest = "";
        }
    }
    if !rest.is_empty() {
        found = Comparator::Unstated;
    }
    found
}

impl Comparator {
    /// The comparator that says both; none when they contradict each other.
    pub(super) fn and(self, other: Comparator) -> Option<Comparator> {
        match (self, other) {
            (Comparator::Unstated, known) | (known, Comparator::Unstated) => Some(known),
            (one, two) if one == two => Some(one),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nature_columns() {
        for (nature, comparator) in [
            ("≧", AtLeast),
            ("═", Equal),
            ("＝", Equal),
            ("大于等于", AtLeast),
            ("＞＝", AtLeast),
            ("≤", AtMost),
            ("等于", Equal),
            ("大于等于（≥）", AtLeast),
            ("小于", Less),
            ("正向", Comparator::Unstated),
            ("反向指标", Comparator::Unstated),
            ("定性", Comparator::Unstated),
            ("", Comparator::Unstated),
            ("≥95", Comparator::Unstated),
        ] {
            assert_eq!(of_nature(nature), comparator, "{nature}");
        }
    }
}
