//! Texts that hold no value although they look like one: unfilled skeletons and damaged numbers.
//!
//! Damage is named, never repaired: a digit that was lost is not zero.

use winnow::Parser;
use winnow::combinator::{alt, opt};
use winnow::token::take_while;

use super::comparator;
use super::number::{Reading, scale, word};
use super::unit::written;

/// Units that are ordinary words when they stand alone.
const NOT_ALONE: &[&str] = &[
    "项目",
    "企业",
    "学校",
    "社区",
    "村",
    "园区",
    "市",
    "县",
    "乡",
    "镇",
    "街道",
    "乡镇",
    "对",
    "中",
    "方",
    "成",
    "单",
    "样本",
    "标准煤",
    "年内",
    "月内",
    "日内",
    "周内",
];

/// Whether a text is a comparator or a unit, or both, and no number.
pub(super) fn is_skeleton(text: &str) -> bool {
    if text.is_empty()
        || text.starts_with('每')
        || NOT_ALONE.contains(&text)
        || text.contains(|c: char| c.is_ascii_digit())
    {
        return false;
    }
    let mut rest = text;
    let sign = comparator::before(&mut rest).is_ok();
    if sign && rest.is_empty() {
        return true;
    }
    let mut unit = (alt((written.void(), scale.void())), opt(comparator::after)).void();
    let parsed: Reading<()> = unit.parse_next(&mut rest);
    parsed.is_ok() && rest.is_empty()
}

/// Whether digits were lost or mangled, so that any reading would be a guess.
///
/// `covered` are the bytes of amounts that were read well.
pub(super) fn is_damaged(text: &str, covered: &[(usize, usize)]) -> bool {
    text.contains(['\u{fffd}', '□'])
        || has_letters_for_digits(text)
        || glued(text, covered)
        || (no_prose(text) && !only_separators(text, covered))
        || (!text.contains(|c: char| c.is_ascii_digit()) && lost_digits(text))
}

/// `20246-202516`: two months whose signs were lost; not a range of large numbers.
pub(super) fn is_mangled_period(text: &str) -> bool {
    let month = |part: &str| {
        let digits = part.bytes().all(|b| b.is_ascii_digit());
        digits
            && (5..=6).contains(&part.len())
            && (part.starts_with("20") || part.starts_with("19"))
    };
    text.split_once(['-', '~', '至']).is_some_and(|(start, end)| month(start) && month(end))
}

/// `1O0%`, `l00%`: letters that OCR takes for digits.
fn has_letters_for_digits(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    let alike = |c: char| matches!(c, 'O' | 'o' | 'l' | 'I');
    let digit = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
    (0..chars.len()).any(|at| {
        let starts = at == 0 || !chars[at - 1].is_ascii_alphanumeric();
        let before = at > 0 && digit(at - 1);
        alike(chars[at]) && digit(at + 1) && (before || (starts && text.ends_with('%')))
    })
}

/// Two numbers without anything between them: `854万854万`.
fn glued(text: &str, covered: &[(usize, usize)]) -> bool {
    let number = |at: usize| text[at..].starts_with(|c: char| c.is_ascii_digit());
    covered.windows(2).any(|pair| pair[0].1 == pair[1].0 && number(pair[1].0))
}

/// Whether a text consists of numbers, units, dates and signs only.
fn no_prose(text: &str) -> bool {
    let ratio = text.split_once(':').is_some_and(|(left, right)| {
        left.ends_with(|c: char| c.is_ascii_digit())
            && right.starts_with(|c: char| c.is_ascii_digit())
    });
    if ratio || text.contains('每') {
        return false;
    }
    let mut rest = text;
    while !rest.is_empty() {
        let sign = take_while(1.., |c: char| !c.is_alphabetic());
        let date = word(&["年", "月", "日", "底", "前", "至", "到", "度", "季", "以", "内", "上"]);
        if NOT_ALONE.iter().any(|noun| rest.starts_with(noun)) {
            return false;
        }
        let mut token = alt((
            comparator::before.void(),
            sign.void(),
            written.void(),
            scale.void(),
            date.void(),
        ));
        let parsed: Reading<()> = token.parse_next(&mut rest);
        if parsed.is_err() {
            return false;
        }
    }
    text.contains(|c: char| c.is_alphanumeric() || "%‰".contains(c))
}

/// Whether everything outside the amounts is punctuation.
fn only_separators(text: &str, covered: &[(usize, usize)]) -> bool {
    let outside = |at: usize| !covered.iter().any(|(start, end)| (*start..*end).contains(&at));
    let mut left = text.char_indices().filter(|(at, _)| outside(*at)).map(|(_, c)| c);
    !covered.is_empty() && left.all(|c| " ,;。、:()\n+/".contains(c))
}

/// Places where a number must have stood: 「人员类经费.万元」, 「满意度≥%」, 「年月日前」.
fn lost_digits(text: &str) -> bool {
    let places = text.char_indices().map(|(at, c)| &text[at + c.len_utf8()..]);
    let starts = text.char_indices().zip(places);
    for ((at, c), after) in starts {
        let lost = match c {
            '.' => at > 0 && is_unit(after),
            '≥' | '≤' | '=' | '>' | '<' => is_unit(after) || after.starts_with(['.', ',']),
            '年' => {
                after.starts_with('月')
                    && text[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric())
            }
            '月' => after.starts_with(['日', '-', '至']) && text[..at].ends_with('年'),
            _ => false,
        };
        if lost {
            return true;
        }
    }
    false
}

fn is_unit(rest: &str) -> bool {
    let parsed: Reading<()> = alt((written.void(), scale.void())).parse_next(&mut &*rest);
    parsed.is_ok()
}
