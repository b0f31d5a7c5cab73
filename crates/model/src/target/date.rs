//! Periods and deadlines.
//!
//! A year that is not written stays unknown (`12月底到位` is `12-31`). Nothing here knows today.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use winnow::Parser;
use winnow::combinator::{alt, opt, preceded, terminated};
use winnow::token::{one_of, take_while};

use super::number::{Reading, word};

/// A day, a month or a year, as far as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
pub struct Moment {
    /// Four digits; none when the text leaves it to the form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<u16>,
    /// 1 to 12.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub month: Option<u8>,
    /// 1 to the length of the month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<u8>,
}

/// From the start of one moment to the end of another, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Period {
    /// First month or day.
    pub start: Moment,
    /// Last month or day.
    pub end: Moment,
}

impl Moment {
    fn month(year: Option<u16>, month: u8) -> Self {
        Moment { year, month: Some(month), day: None }
    }

    fn exists(&self) -> bool {
        let month = self.month.is_none_or(|month| (1..=12).contains(&month));
        month && self.day.is_none_or(|day| day >= 1 && day <= last_day(self.year, self.month))
    }
}

fn last_day(year: Option<u16>, month: Option<u8>) -> u8 {
    match month {
        Some(4 | 6 | 9 | 11) => 30,
        Some(2) => match year {
            Some(year) if !year.is_multiple_of(4) => 28,
            Some(year) if year.is_multiple_of(100) && !year.is_multiple_of(400) => 28,
            _ => 29,
        },
        _ => 31,
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let year = self.year.map(|year| format!("{year:04}"));
        let rest = [self.month, self.day].into_iter().flatten().map(|n| format!("{n:02}"));
        let parts: Vec<String> = year.into_iter().chain(rest).collect();
        f.write_str(&parts.join("-"))
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

impl Period {
    fn year(year: u16) -> Self {
        Period::months(Some(year), 1, 12)
    }

    fn months(year: Option<u16>, first: u8, last: u8) -> Self {
        Period { start: Moment::month(year, first), end: Moment::month(year, last) }
    }
}

/// A year between 1900 and 2099, four digits, no digit around it.
pub(super) fn year(input: &mut &str) -> Reading<u16> {
    let number = take_while(4, '0'..='9').verify_map(|text: &str| text.parse().ok());
    let year = number.verify(|year| (1900..=2099).contains(year));
    terminated(year, winnow::combinator::not(one_of('0'..='9'))).parse_next(input)
}

fn small(input: &mut &str) -> Reading<u8> {
    let number = take_while(1..=2, '0'..='9').verify_map(|text: &str| text.parse().ok());
    terminated(number, winnow::combinator::not(one_of('0'..='9'))).parse_next(input)
}

/// `2026年12月31日`, `12月31日`, `2026-12-31`, `2026.12`, `202612`: what is written of a date.
pub(super) fn moment(input: &mut &str) -> Reading<Moment> {
    let worded = (
        opt(terminated(year, year_mark)),
        terminated(small, '月'),
        opt(terminated(small, one_of(['日', '号']))),
    )
        .map(|(year, month, day)| Moment { year, month: Some(month), day });
    alt((worded, punctuated, compact)).verify(Moment::exists).parse_next(input)
}

fn year_mark<'a>(input: &mut &'a str) -> Reading<&'a str> {
    alt(("年度", "年")).parse_next(input)
}

/// `2026-12-31`, `2026/12/31`, `2026.12.31`, `2023.07`: the same sign twice.
fn punctuated(input: &mut &str) -> Reading<Moment> {
    let year = year.parse_next(input)?;
    let mark = one_of(['.', '-', '/']).parse_next(input)?;
    let month = small.parse_next(input)?;
    let day = opt(preceded(mark, small)).parse_next(input)?;
    Ok(Moment { year: Some(year), month: Some(month), day })
}

/// `202612`, `20261231`.
fn compact(input: &mut &str) -> Reading<Moment> {
    let digits = take_while(6..=8, '0'..='9').parse_next(input)?;
    let part = |range: std::ops::Range<usize>| digits.get(range).and_then(|d| d.parse().ok());
    let year = digits[..4].parse().ok().filter(|year| (1900..=2099).contains(year));
    let (month, day) = (part(4..6), part(6..8));
    if digits.len() == 7 || year.is_none() {
        return winnow::combinator::fail.parse_next(input);
    }
    Ok(Moment { year, month, day })
}

/// The dash of a period.
fn dash(input: &mut &str) -> Reading<()> {
    alt(("---", "--", "-", "~~", "~", "至", "到")).void().parse_next(input)
}

/// A period that fills its text, or opens it.
pub(super) fn period(input: &mut &str) -> Reading<Period> {
    let (start, end) = (opt(word(&["自", "从", "于"])), opt(word(&["止", "期间"])));
    let one = alt((one_month, whole_year));
    let shapes = alt((between_moments, between_months, quarter, half, years, school_year, one));
    winnow::combinator::delimited(start, shapes, end).parse_next(input)
}

/// A period with two ends or a named part of a year: clear enough to be found in a sentence.
pub(super) fn clear_period(input: &mut &str) -> Reading<Period> {
    alt((between_moments, between_months, quarter)).parse_next(input)
}

fn between_moments(input: &mut &str) -> Reading<Period> {
    let start = moment.parse_next(input)?;
    dash.parse_next(input)?;
    let mut end = moment.parse_next(input)?;
    end.year = end.year.or(start.year);
    let ordered = start.year.is_none() || (start.year, start.month) <= (end.year, end.month);
    if !ordered || !end.exists() {
        return winnow::combinator::fail.parse_next(input);
    }
    Ok(Period { start, end })
}

/// `2026年1-12月`, `1-12月`.
fn between_months(input: &mut &str) -> Reading<Period> {
    let year = opt(terminated(year, year_mark)).parse_next(input)?;
    let (first, _, last, _) = (small, dash, small, '月').parse_next(input)?;
    let months = 1..=12u8;
    if first > last || !months.contains(&first) || !months.contains(&last) {
        return winnow::combinator::fail.parse_next(input);
    }
    Ok(Period::months(year, first, last))
}

fn quarter(input: &mut &str) -> Reading<Period> {
    let year = opt(terminated(year, year_mark)).parse_next(input)?;
    let number = preceded(opt('第'), one_of(['一', '二', '三', '四', '1', '2', '3', '4']));
    let quarter = terminated(number, alt(("季度", "季"))).parse_next(input)?;
    let index = match quarter {
        '一' | '1' => 1,
        '二' | '2' => 4,
        '三' | '3' => 7,
        _ => 10,
    };
    Ok(Period::months(year, index, index + 2))
}

fn half(input: &mut &str) -> Reading<Period> {
    let year = opt(terminated(year, year_mark)).parse_next(input)?;
    let first = alt(("上半年".value(1), "下半年".value(7))).parse_next(input)?;
    Ok(Period::months(year, first, first + 5))
}

/// `2024-2026年`, `2024年至2026年`.
fn years(input: &mut &str) -> Reading<Period> {
    let first = terminated(year, opt(year_mark)).parse_next(input)?;
    dash.parse_next(input)?;
    let last = terminated(year, year_mark).parse_next(input)?;
    if first > last {
        return winnow::combinator::fail.parse_next(input);
    }
    Ok(Period { start: Period::year(first).start, end: Period::year(last).end })
}

/// `2025-2026学年`: its months differ from place to place and stay unknown.
fn school_year(input: &mut &str) -> Reading<Period> {
    let (first, _, last) = (year, one_of(['-', '/', '~', '至']), year).parse_next(input)?;
    alt(("学年度", "学年")).parse_next(input)?;
    let only = |year| Moment { year: Some(year), month: None, day: None };
    Ok(Period { start: only(first), end: only(last) })
}

fn whole_year(input: &mut &str) -> Reading<Period> {
    let marks = (year_mark, opt(alt(("全年度", "全年", "年内", "内", "整年"))));
    terminated(year, marks).map(Period::year).parse_next(input)
}

fn one_month(input: &mut &str) -> Reading<Period> {
    let month = (terminated(year, year_mark), terminated(small, '月'));
    month
        .map(|(year, month)| Period::months(Some(year), month, month))
        .verify(|period: &Period| period.start.exists())
        .parse_next(input)
}

/// `2026年12月31日前`, `12月底`, `2023年底`, `2026年6月前`: a moment and the word that makes it a
/// deadline. A full date needs no such word when nothing else is written.
pub(super) fn deadline(input: &mut &str) -> Reading<Moment> {
    opt(word(&["截至", "截止到", "截止", "不迟于", "不晚于", "于", "在"])).parse_next(input)?;
    let moment = alt((end_of_month, end_of_year, before_moment)).parse_next(input)?;
    opt(word(&["之前", "以前", "前", "止"])).parse_next(input)?;
    Ok(moment)
}

fn end_of_month(input: &mut &str) -> Reading<Moment> {
    let year = opt(terminated(year, year_mark)).parse_next(input)?;
    let month = terminated(small, alt(("月底", "月末"))).parse_next(input)?;
    let moment = Moment { year, month: Some(month), day: Some(last_day(year, Some(month))) };
    if year.is_none() && month == 2 {
        return Ok(Moment { day: None, ..moment });
    }
    if !moment.exists() {
        return winnow::combinator::fail.parse_next(input);
    }
    Ok(moment)
}

fn end_of_year(input: &mut &str) -> Reading<Moment> {
    let end = alt(("年度末", "年底", "年末", "年终"));
    let year = alt((terminated(year, end).map(Some), alt(("年底", "年末")).value(None)));
    year.map(|year| Moment { year, month: Some(12), day: Some(31) }).parse_next(input)
}

fn before_moment(input: &mut &str) -> Reading<Moment> {
    let year_only =
        terminated(year, year_mark).map(|year| Moment { year: Some(year), month: None, day: None });
    let part = alt((moment, year_only));
    terminated(part, winnow::combinator::peek(word(&["前", "以前", "之前", "完成", "到位"])))
        .parse_next(input)
}

/// A calendar date alone: a day by which something is due.
pub(super) fn day(input: &mut &str) -> Reading<Moment> {
    moment.verify(|moment: &Moment| moment.day.is_some()).parse_next(input)
}

/// Anything that names a time in a sentence and is therefore no amount: 2026年, 3月15日, 2026.07.
pub(super) fn any_date(input: &mut &str) -> Reading<()> {
    let school_year =
        (year, one_of(['-', '/']), year, opt(alt(("学年度", "学年", "年度", "年")))).void();
    let worded_year = terminated(year, year_mark).void();
    let month_day = (small, '月', opt((small, one_of(['日', '号'])))).void();
    let shapes = (clear_period.void(), years.void(), deadline.void(), moment.void());
    let (clear, several, due, one) = shapes;
    alt((clear, several, school_year, due, one, worded_year, month_day)).parse_next(input)
}
