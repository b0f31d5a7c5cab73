//! One amount: comparator, number or range, scale, unit and the words around them.
//!
//! [`whole`] reads a text that is nothing but an amount; [`found`] an amount at the front of a
//! sentence, where only known units can be told from the words that follow.

use winnow::Parser;
use winnow::combinator::{alt, delimited, fail, opt, preceded, repeat};
use winnow::token::{literal, take_while};

use super::number::{Reading, chinese, digits, scale, shift, word};
use super::unit::{Unit, Written, open, per, written};
use super::words::{
    APPROXIMATE_AFTER, APPROXIMATE_BEFORE, APPROXIMATE_INSIDE, INTENTIONS, ZERO_OF,
};
use super::{Comparator, comparator};
use crate::Decimal;

/// An amount as read, before it becomes a target or a quantity in a sentence.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Amount {
    pub(super) comparator: Comparator,
    pub(super) value: Decimal,
    /// The upper end when two ends are written.
    pub(super) high: Option<Decimal>,
    pub(super) unit: Unit,
    /// Something was written where the unit stands: a unit, a scale, 比例.
    pub(super) measured: bool,
    /// A scale such as 万 was written without a unit after it.
    pub(super) scale_only: bool,
    pub(super) hedges: Vec<String>,
    pub(super) riders: Vec<String>,
    pub(super) approximate: bool,
    /// 共计, 合计 stood before it.
    pub(super) is_total: bool,
}

/// What may stand before the number, in any order.
#[derive(Default)]
struct Lead {
    comparator: Comparator,
    hedges: Vec<String>,
    riders: Vec<String>,
    approximate: bool,
    per: Vec<String>,
    is_total: bool,
}

/// The number itself, with the power of ten and the unit that were written inside it.
struct Magnitude {
    value: Decimal,
    high: Option<Decimal>,
    power: i32,
    unit: Option<Unit>,
    inside: Option<&'static str>,
    chinese: bool,
}

/// Words that announce a sum.
pub(super) const TOTALS: &[&str] = &["共计", "合计", "总计", "总共", "共", "累计", "小计"];
const FILLERS: &[&str] =
    &["达到", "达", "为", "控制在", "保持在", "维持在", "稳定在", "限", "限于", "缩短至", "缩短到"];

/// Reads a text that is one amount from its first to its last character.
pub(super) fn whole(text: &str) -> Option<Amount> {
    if let Some(zero) = zero_of(text) {
        return Some(zero);
    }
    let mut rest = text;
    let lead = lead(&mut rest, true).ok()?;
    let magnitude = magnitude(&mut rest).ok()?;
    let (unit, tail) = match known_and_tail(rest) {
        Some(known) => known,
        None if magnitude.chinese => return None,
        None => open_and_tail(rest)?,
    };
    if magnitude.chinese && unit.is_none() {
        return None;
    }
    join(lead, magnitude, unit, tail).filter(|amount| !is_year(amount))
}

/// 2026年 names a year; nobody counts so many.
fn is_year(amount: &Amount) -> bool {
    let years = Decimal::from(1900)..=Decimal::from(2099);
    let whole = amount.value.scale() == 0 && amount.high.is_none();
    whole && amount.unit == Unit::atom("年") && years.contains(&amount.value)
}

/// An amount at the front of a sentence, its unit one of the known ones.
pub(super) fn found(input: &mut &str) -> Reading<Amount> {
    let start = *input;
    let lead = lead(input, false)?;
    let magnitude = magnitude.parse_next(input)?;
    let unit = opt(written).parse_next(input)?;
    let tail = opt(tail_in_sentence).parse_next(input)?.unwrap_or_default();
    let bare = unit.is_none() && magnitude.unit.is_none() && magnitude.power == 0;
    if bare && lead.comparator == Comparator::Unstated && !ends_clause(input) {
        *input = start;
        return fail.parse_next(input);
    }
    join(lead, magnitude, unit, tail).map_or_else(|| fail.parse_next(input), Ok)
}

/// Whether a number without a unit ends its clause here, as in 得分95。
fn ends_clause(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with([',', ';', '。', '\n', ')'])
}

/// 零事故: none of what may be counted.
pub(super) fn zero_of(text: &str) -> Option<Amount> {
    let noun = text.strip_prefix('零')?;
    let (_, unit) = ZERO_OF.iter().find(|(word, _)| *word == noun)?;
    let unit = if unit.is_empty() { Unit::default() } else { Unit::atom(unit) };
    Some(Amount { measured: !unit.is_empty(), unit, ..Amount::default() })
}

fn lead(input: &mut &str, alone: bool) -> Reading<Lead> {
    let mut lead = Lead::default();
    loop {
        if let Ok(sign) = comparator::before(input) {
            let Some(both) = lead.comparator.and(sign) else { return fail.parse_next(input) };
            lead.comparator = both;
        } else if let Ok(hedge) = word(APPROXIMATE_BEFORE).parse_next(input) {
            lead.hedges.push(hedge.to_owned());
            lead.approximate = true;
        } else if let Ok(hedge) = word(INTENTIONS).parse_next(input) {
            lead.hedges.push(hedge.to_owned());
        } else if let Some(atoms) = opt(per).parse_next(input)? {
            lead.per.extend(atoms);
        } else if alone
            && word(&["各", "均"]).parse_next(input).map(|w| lead.riders.push(w.to_owned())).is_ok()
        {
        } else if word(TOTALS).parse_next(input).is_ok() {
            lead.is_total = true;
        } else if alone && word(FILLERS).parse_next(input).is_ok() {
        } else {
            return Ok(lead);
        }
    }
}

fn magnitude(input: &mut &str) -> Reading<Magnitude> {
    alt((hundredths, plus_minus, range, single)).parse_next(input)
}

/// 百分之九十五, 千分之五.
fn hundredths(input: &mut &str) -> Reading<Magnitude> {
    let power = alt(("百分之".value(0), "千分之".value(-1))).parse_next(input)?;
    let value = alt((digits, chinese)).parse_next(input)?;
    let unit = Some(Unit::atom("%"));
    Ok(Magnitude { value, high: None, power, unit, inside: None, chinese: false })
}

/// ±5, 100±5.
fn plus_minus(input: &mut &str) -> Reading<Magnitude> {
    let middle = opt(digits).parse_next(input)?.unwrap_or_default();
    let margin = preceded('±', digits).parse_next(input)?;
    let ends = middle.checked_sub(margin).zip(middle.checked_add(margin));
    let Some((value, high)) = ends.filter(|_| !margin.is_sign_negative()) else {
        return fail.parse_next(input);
    };
    Ok(Magnitude { value, high: Some(high), power: 0, unit: None, inside: None, chinese: false })
}

/// 2-3, 95%~100%, 5-10万: a first end whose scale and unit are those of the second when left out.
fn range(input: &mut &str) -> Reading<Magnitude> {
    let (low, low_power) = (digits, opt(scale)).parse_next(input)?;
    let low_unit = opt(written).parse_next(input)?;
    alt(("--", "-", "~~", "~", "至", "到")).void().parse_next(input)?;
    let (high, high_power) = (digits, opt(scale)).parse_next(input)?;
    let power = |power: Option<u32>| power.map_or(0, |power| power as i32);
    let ends = (shift(low, power(low_power.or(high_power))), shift(high, power(high_power)));
    let (Some(low), Some(high)) = ends else { return fail.parse_next(input) };
    let magnitude = Magnitude {
        value: low,
        high: Some(high),
        power: 0,
        unit: None,
        inside: None,
        chinese: false,
    };
    let Some(low_unit) = low_unit else { return in_order(magnitude, input) };
    let high_unit = written.parse_next(input)?;
    if low_unit.unit != high_unit.unit {
        return fail.parse_next(input);
    }
    let ends = (shift(low, low_unit.power), shift(high, high_unit.power));
    let (Some(value), Some(end)) = ends else { return fail.parse_next(input) };
    in_order(Magnitude { value, high: Some(end), unit: Some(high_unit.unit), ..magnitude }, input)
}

fn in_order(magnitude: Magnitude, input: &mut &str) -> Reading<Magnitude> {
    if magnitude.high.is_some_and(|high| high < magnitude.value) {
        return fail.parse_next(input);
    }
    Ok(magnitude)
}

fn single(input: &mut &str) -> Reading<Magnitude> {
    let mut number = alt((digits.map(|value| (value, false)), chinese.map(|value| (value, true))));
    let (value, chinese) = number.parse_next(input)?;
    let early = opt(word(APPROXIMATE_INSIDE)).parse_next(input)?;
    let power = opt(scale).parse_next(input)?.map_or(0, |power| power as i32);
    let late = opt(word(APPROXIMATE_INSIDE)).parse_next(input)?;
    Ok(Magnitude { value, high: None, power, unit: None, inside: early.or(late), chinese })
}

/// What follows an amount: 以上, 左右, a remark in brackets.
#[derive(Default)]
struct Tail {
    comparator: Comparator,
    hedge: Option<&'static str>,
    riders: Vec<String>,
}

/// What follows a number as a known unit and a tail; none when words remain.
fn known_and_tail(text: &str) -> Option<(Option<Written>, Tail)> {
    let mut rest = text;
    let known = opt(written).parse_next(&mut rest).ok()?;
    whole_tail(rest).map(|tail| (known, tail))
}

/// What follows a number as a unit nobody listed and a tail.
fn open_and_tail(text: &str) -> Option<(Option<Written>, Tail)> {
    if text.starts_with(not_a_unit) {
        return None;
    }
    // 2名教师 is a unit and a noun; only a word that begins with no known unit is a new one.
    let fresh = written(&mut &*text).is_err();
    let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]).skip(1);
    ends.take(24).find_map(|at| {
        let name = &text[..at];
        let stroke = || name.find(['/', '每']).is_some_and(|at| fills(&name[..at]));
        // A bracket that never closes is no part of a unit: it would hide 以上 before it.
        if name.contains('(') != name.contains(')') {
            return None;
        }
        // What is cheap to refuse is asked first; most cuts leave no tail.
        let tail = whole_tail(&text[at..]).filter(|_| fresh || stroke())?;
        Some((Some(open(name)?), tail))
    })
}

/// Whether a text is one known unit.
fn fills(text: &str) -> bool {
    let mut rest = text;
    written(&mut rest).is_ok() && rest.is_empty()
}

fn not_a_unit(c: char) -> bool {
    matches!(c, '年' | '月' | '日' | '号' | '-' | '(' | '之' | '的' | '以' | '及' | '和' | '内')
}

fn whole_tail(text: &str) -> Option<Tail> {
    let mut rest = text;
    let tail = tail(&mut rest).ok()?;
    rest.is_empty().then_some(tail)
}

fn tail(input: &mut &str) -> Reading<Tail> {
    let mut tail = tail_in_sentence.parse_next(input)?;
    let remark =
        delimited('(', take_while(1..=12, |c: char| !"()".contains(c) && !c.is_ascii_digit()), ')');
    tail.riders = repeat(0.., remark.map(|text: &str| text.to_owned())).parse_next(input)?;
    Ok(tail)
}

fn tail_in_sentence(input: &mut &str) -> Reading<Tail> {
    let hedge = opt(word(APPROXIMATE_AFTER)).parse_next(input)?;
    let comparator = opt(comparator::after).parse_next(input)?.unwrap_or_default();
    opt(literal("(含)")).parse_next(input)?;
    Ok(Tail { comparator, hedge, riders: Vec::new() })
}

fn join(lead: Lead, number: Magnitude, unit: Option<Written>, tail: Tail) -> Option<Amount> {
    if number.unit.is_some() && unit.as_ref().is_some_and(|unit| !unit.unit.is_empty()) {
        return None;
    }
    let power = number.power + unit.as_ref().map_or(0, |unit| unit.power);
    let measured = unit.is_some() || number.unit.is_some() || number.power != 0;
    let scale_only = number.power != 0 && unit.is_none();
    let mut base = number.unit.or(unit.map(|unit| unit.unit)).unwrap_or_default();
    if !base.is_percent() && !base.is_empty() {
        base = lead.per.iter().fold(base, |unit, atom| unit.per(atom));
    }
    let after = number.inside.into_iter().chain(tail.hedge);
    let approximate = lead.approximate || number.inside.is_some() || tail.hedge.is_some();
    Some(Amount {
        comparator: lead.comparator.and(tail.comparator)?,
        value: shift(number.value, power)?,
        high: number
            .high
            .map(|high| shift(high, power))
            .map_or(Some(None), |high| high.map(Some))?,
        unit: base,
        measured,
        scale_only,
        approximate,
        hedges: lead.hedges.into_iter().chain(after.map(str::to_owned)).collect(),
        riders: lead.riders.into_iter().chain(tail.riders).collect(),
        is_total: lead.is_total,
    })
}
