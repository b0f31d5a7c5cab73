//! Units of measure and their algebra.
//!
//! A unit is a quotient of products of atoms: `元/人/月`, `元／人.月`, `元/人*月` and
//! `每人每月…元` are all `元/(人·月)`. Atoms are open: a word nobody listed stays a unit.
//! Kept apart on purpose: 人次 is not 人, 工作日 is not 天. Currencies are not converted.

use std::fmt;

use winnow::Parser;
use winnow::combinator::{alt, delimited, fail, opt, preceded, repeat};
use winnow::token::{one_of, take_while};

use super::atoms::{ALIASES, ATOMS, NO_UNIT, TIMES};
use super::number::{Reading, scale, word};
use super::source::Source;

/// A normalised unit: factors above and below the stroke, each in one spelling and one order.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Unit {
    over: Vec<String>,
    under: Vec<String>,
    /// A stroke without anything above it: the unit of the numerator was lost (`28.40/株`).
    headless: bool,
}

/// A unit as written: the unit, and the power of ten it carries (万元 is 元 and 4, ‰ is % and −1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) unit: Unit,
    pub(super) power: i32,
}

impl Unit {
    /// Reads a unit from its text alone; a scale such as 万 is dropped.
    ///
    /// None for what is no unit: a number, a blank mark, a sentence.
    pub fn read(text: &str) -> Option<Unit> {
        Written::read(text).map(|written| written.unit)
    }

    /// Reads what [`Unit`] prints; anything else is one atom.
    pub(super) fn read_canonical(text: &str) -> Unit {
        match text.strip_prefix('?').map(written_whole) {
            Some(Some(written)) => written.unit,
            _ if text.is_empty() => Unit::default(),
            _ => Unit::read(text).unwrap_or_else(|| Unit::atom(text)),
        }
    }

    /// Whether no unit is written at all.
    pub fn is_empty(&self) -> bool {
        self.over.is_empty() && self.under.is_empty() && !self.headless
    }

    /// Whether the unit above the stroke was lost, as in `?/株`.
    pub fn is_headless(&self) -> bool {
        self.headless
    }

    /// Whether it is a share of a hundred.
    pub fn is_percent(&self) -> bool {
        self.under.is_empty() && self.over == ["%"]
    }

    /// Whether it is an amount of money or a price.
    pub fn is_money(&self) -> bool {
        self.over == ["元"]
    }

    /// The unit divided by another atom (`元` per `人`).
    pub(super) fn per(mut self, atom: &str) -> Unit {
        if !self.under.iter().any(|known| known == atom) {
            self.under.push(atom.to_owned());
        }
        self.ordered()
    }

    /// A unit of one atom, in its own spelling.
    pub(super) fn atom(text: &str) -> Unit {
        Unit { over: vec![canonical(text)], ..Unit::default() }.ordered()
    }

    /// One order of factors: things first, times last; 人 times 次 is 人次.
    fn ordered(mut self) -> Unit {
        for factors in [&mut self.over, &mut self.under] {
            let person = factors.iter().position(|atom| atom == "人");
            let time = factors.iter().position(|atom| atom == "次");
            if let (Some(person), Some(time)) = (person, time) {
                factors[person] = "人次".to_owned();
                factors.remove(time);
            }
            factors.sort_by_key(|atom| (TIMES.contains(&atom.as_str()), atom.clone()));
            factors.retain(|atom| !atom.is_empty());
        }
        self.under.dedup();
        self
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let over = if self.headless { "?".to_owned() } else { self.over.join("·") };
        match self.under.as_slice() {
            [] => write!(f, "{over}"),
            [one] => write!(f, "{over}/{one}"),
            many => write!(f, "{over}/({})", many.join("·")),
        }
    }
}

impl Written {
    /// Reads the text of a unit column.
    pub(super) fn read(text: &str) -> Option<Written> {
        let source = Source::joined(text);
        let core = source.core();
        if core.is_empty() || core.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        if NO_UNIT.contains(&core) {
            return None;
        }
        let mut rest = core.strip_prefix('?').unwrap_or(core);
        match written(&mut rest) {
            Ok(written) if rest.is_empty() => Some(written),
            _ => open(core),
        }
    }
}

fn written_whole(text: &str) -> Option<Written> {
    let mut rest = text;
    written(&mut rest).ok().filter(|_| rest.is_empty())
}

/// A unit made of known words, at the front of the input.
pub(super) fn written(input: &mut &str) -> Reading<Written> {
    let bracketed = delimited('(', bare, ')');
    alt((bracketed, bare)).parse_next(input)
}

fn bare(input: &mut &str) -> Reading<Written> {
    let power = opt(scale).parse_next(input)?;
    let over = opt(numerator).parse_next(input)?;
    let under: Vec<Vec<String>> = repeat(0.., denominator).parse_next(input)?;
    if over.is_none() && under.is_empty() {
        return fail.parse_next(input);
    }
    let (over, minus) = over.unwrap_or_default();
    let headless = over.is_empty() && !under.is_empty();
    let unit = Unit { over, under: under.concat(), headless }.ordered();
    Ok(Written { unit, power: power.unwrap_or(0) as i32 - minus })
}

/// The factors above the stroke, and 1 for ‰.
fn numerator(input: &mut &str) -> Reading<(Vec<String>, i32)> {
    let permille = alt(("‰", "千分比")).value((vec!["%".to_owned()], 1));
    let ratio = alt(("比例", "比率", "比值")).value((Vec::new(), 0));
    let product = product.map(|factors| (factors, 0));
    alt((permille, ratio, product)).parse_next(input)
}

/// Known words multiplied: 人·月.
fn product(input: &mut &str) -> Reading<Vec<String>> {
    let first = known.parse_next(input)?;
    let more: Vec<Vec<String>> =
        repeat(0.., preceded(one_of(['·', '.', '*']), known)).parse_next(input)?;
    Ok([first, more.concat()].concat())
}

/// One known word as the factors it stands for: 人月 is two, 台(套) is one.
fn known(input: &mut &str) -> Reading<Vec<String>> {
    let of_time = preceded('个', word(TIMES)).map(|time| vec![canonical(time)]);
    alt((of_time, person_times, known_atom.map(|atom| vec![atom]))).parse_next(input)
}

/// 人月, 人·天: persons times a time.
fn person_times(input: &mut &str) -> Reading<Vec<String>> {
    preceded(("人", opt('·')), word(TIMES))
        .map(|time| vec!["人".to_owned(), canonical(time)])
        .parse_next(input)
}

fn known_atom(input: &mut &str) -> Reading<String> {
    let atom = word(ATOMS).parse_next(input)?;
    let times = opt('次').parse_next(input)?;
    if times.is_some() {
        return Ok(format!("{}次", canonical(atom)));
    }
    let other = opt(delimited('(', word(ATOMS), ')')).parse_next(input)?;
    Ok(match other {
        Some(other) => format!("{atom}({other})"),
        None => canonical(atom),
    })
}

/// What follows one stroke: `/人`, `/人.月`, `/(人·月)`, `每人`, `/10万人`.
fn denominator(input: &mut &str) -> Reading<Vec<String>> {
    let group = delimited('(', joined, ')');
    preceded(one_of(['/', '每']), alt((group, joined))).parse_next(input)
}

fn joined(input: &mut &str) -> Reading<Vec<String>> {
    let first = factor.parse_next(input)?;
    let more: Vec<Vec<String>> =
        repeat(0.., preceded(one_of(['·', '.', '*']), factor)).parse_next(input)?;
    Ok([first, more.concat()].concat())
}

/// A factor below the stroke; a count in front of it stays part of its name (`千人`, `10万人`).
fn factor(input: &mut &str) -> Reading<Vec<String>> {
    let count = (take_while(0.., '0'..='9'), opt(scale)).take().parse_next(input)?;
    if count.is_empty() {
        return known.parse_next(input);
    }
    known_atom.map(|atom| vec![format!("{count}{atom}")]).parse_next(input)
}

/// 每人每月: what a number is per, written before it.
pub(super) fn per(input: &mut &str) -> Reading<Vec<String>> {
    preceded('每', factor).parse_next(input)
}

/// A unit of words nobody listed (`标箱`, `mg/L`), made of the whole text.
pub(super) fn open(text: &str) -> Option<Written> {
    let mut rest = text;
    let power = scale(&mut rest).unwrap_or(0);
    if scale(&mut &*rest).is_ok() {
        return None;
    }
    let stroke = rest.split_once(['/', '每']);
    if stroke.is_some_and(|(_, under)| under.is_empty()) {
        return None;
    }
    let (over, under) = stroke.unwrap_or((rest, ""));
    let over = filled(over, product)?;
    let mut below = Vec::new();
    for part in under.split(['/', '每', '·', '*']).filter(|_| !under.is_empty()) {
        below.extend(filled(part.trim_matches(['(', ')']), joined)?);
    }
    let unit = Unit { over, under: below, headless: false }.ordered();
    Some(Written { unit, power: i32::try_from(power).unwrap_or(0) })
}

/// The factors of one part of an open unit: known words if they fill it, else the part itself.
fn filled(part: &str, known: fn(&mut &str) -> Reading<Vec<String>>) -> Option<Vec<String>> {
    let mut rest = part;
    if let Ok(factors) = known(&mut rest)
        && rest.is_empty()
    {
        return Some(factors);
    }
    is_unit_word(part).then(|| vec![canonical(part)])
}

/// Whether a text may be the name of a unit: a few letters, no digits in front, no sentence.
fn is_unit_word(text: &str) -> bool {
    let latin = text.is_ascii();
    let letters = |c: char| {
        let letter = c.is_alphabetic() || (latin && c.is_ascii_digit());
        letter || matches!(c, '℃' | '℉' | 'Ω' | '(' | ')')
    };
    let short = text.chars().count() <= 8;
    let starts = text.starts_with(|c: char| c.is_alphabetic() || matches!(c, '℃' | '℉'));
    let opened = text.matches('(').count();
    let grade = text.ends_with('级');
    short && starts && !grade && text.chars().all(letters) && opened == text.matches(')').count()
}

/// One spelling for one unit.
fn canonical(atom: &str) -> String {
    let alias = ALIASES.iter().find(|(written, _)| *written == atom);
    alias.map_or(atom, |(_, name)| name).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(text: &str) -> String {
        Unit::read(text).map_or("-".to_owned(), |unit| unit.to_string())
    }

    #[test]
    fn one_unit_many_spellings() {
        for text in [
            "元/人/月",
            "元／人.月",
            "元/人·月",
            "元/人*月",
            "元/月/人",
            "元/人月",
            "元/(人·月)",
            "元每人每月",
        ] {
            assert_eq!(unit(text), "元/(人·月)", "{text}");
        }
        for text in ["公里", "km", "KM", "千米", "㎞"] {
            assert_eq!(unit(text), "公里", "{text}");
        }
        for text in ["%", "％", "百分比", "(%)", "﹪"] {
            assert_eq!(unit(text), "%", "{text}");
        }
    }

    #[test]
    fn different_things_stay_apart() {
        assert_ne!(unit("人次"), unit("人"));
        assert_ne!(unit("工作日"), unit("天"));
        assert_ne!(unit("元/人次"), unit("元/人"));
        assert_eq!(unit("元/人.次"), "元/人次");
    }

    #[test]
    fn unknown_words_stay_units() {
        for text in ["标箱", "mg/L", "℃", "分贝", "亩次", "台(套)", "元/标箱", "人/10万人"]
        {
            assert_eq!(unit(text), text);
        }
        assert_eq!(unit("亿度"), "度");
    }

    #[test]
    fn what_is_no_unit() {
        for text in ["", "/", "—", "无", "44,469", "95%", "按实际人数缴纳,据实拨付"] {
            assert_eq!(unit(text), "-", "{text}");
        }
    }
}
