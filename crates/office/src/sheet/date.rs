//! Day numbers of a workbook as calendar dates and clock times.

use chrono::{Datelike, Days, NaiveDate};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::format_code::Token;
use super::number::round;

/// A moment, taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moment {
    pub year: i32,
    pub month: u32,
    pub day: u32,
    /// Days since Sunday.
    pub weekday: u32,
    /// Whole days since the beginning of the count, for elapsed hours.
    pub days: u64,
    /// Since midnight.
    pub milliseconds: u64,
}

const DAY: u64 = 86_400_000;

impl Moment {
    /// From a day number; `from_1904` tells which of Excel's two calendars the file uses.
    ///
    /// None for negative days and days after the year 9999, which Excel shows as `####`.
    pub fn new(serial: Decimal, from_1904: bool) -> Option<Self> {
        let total = round(serial.checked_mul(Decimal::from(DAY))?, 0).to_u64()?;
        let (days, milliseconds) = (total / DAY, total % DAY);
        let (year, month, day, weekday) = calendar(days, from_1904)?;
        Some(Moment { year, month, day, weekday, days, milliseconds })
    }
}

/// Excel counts a 29 February 1900 that never was (day 60), and a day 0 before 1 January 1900.
fn calendar(days: u64, from_1904: bool) -> Option<(i32, u32, u32, u32)> {
    let weekday = u32::try_from((days + 6) % 7).ok()?;
    let (start, days) = match (from_1904, days) {
        (true, days) => (NaiveDate::from_ymd_opt(1904, 1, 1)?, days),
        (false, 0) => return Some((1900, 1, 0, weekday)),
        (false, 60) => return Some((1900, 2, 29, weekday)),
        (false, 1..60) => (NaiveDate::from_ymd_opt(1899, 12, 31)?, days),
        (false, _) => (NaiveDate::from_ymd_opt(1899, 12, 30)?, days),
    };
    let date = start.checked_add_days(Days::new(days)).filter(|date| date.year() <= 9999)?;
    let weekday = if from_1904 { date.weekday().num_days_from_sunday() } else { weekday };
    Some((date.year(), date.month(), date.day(), weekday))
}

/// A day number in the places of a date section; none when it is no date.
pub(super) fn show(tokens: &[Token], serial: Decimal, from_1904: bool) -> Option<String> {
    let places = fraction_places(tokens);
    // Excel rounds to what it shows before it takes the moment apart.
    let unit = Decimal::from(DAY / 1000).checked_mul(Decimal::from(10_u64.pow(places)))?;
    let rounded = round(serial.checked_mul(unit)?, 0).checked_div(unit)?;
    let moment = Moment::new(rounded, from_1904)?;
    let half_day = tokens.iter().any(|token| matches!(token, Token::Noon(_)));
    let mut shown = String::new();
    let mut tail = None;
    for (index, token) in tokens.iter().enumerate() {
        match token {
            Token::Date('m', length) if is_minute(tokens, index) => {
                push(&mut shown, moment.milliseconds / 60_000 % 60, *length);
            }
            Token::Date(letter, length) => {
                moment.show_letter(*letter, *length, half_day, &mut shown);
            }
            Token::Elapsed(letter, length) => {
                let seconds = moment.days * (DAY / 1000) + moment.milliseconds / 1000;
                let divisor = match letter {
                    'h' => 3600,
                    'm' => 60,
                    _ => 1,
                };
                push(&mut shown, seconds / divisor, *length);
            }
            Token::Noon(chinese) => shown.push_str(moment.noon(*chinese)),
            Token::Literal(character) => shown.push(*character),
            Token::Slash => shown.push('/'),
            Token::Comma => shown.push(','),
            Token::Point => {
                shown.push('.');
                tail = Some(format!("{:03}", moment.milliseconds % 1000).into_bytes().into_iter());
            }
            Token::Digit(_) => {
                let digit = tail.as_mut().and_then(Iterator::next);
                shown.push(digit.map_or('0', char::from));
            }
            _ => {}
        }
    }
    Some(shown)
}

/// Digits after the seconds; a thousandth is the finest Excel shows.
fn fraction_places(tokens: &[Token]) -> u32 {
    let digits = tokens.iter().filter(|token| matches!(token, Token::Digit(_))).count();
    u32::try_from(digits).unwrap_or(3).min(3)
}

/// `m` beside hours or seconds is minutes, else months.
fn is_minute(tokens: &[Token], index: usize) -> bool {
    let letter = |token: &Token| match token {
        Token::Date(letter, _) | Token::Elapsed(letter, _) => Some(*letter),
        _ => None,
    };
    let before = tokens[..index].iter().rev().find_map(letter);
    let after = tokens[index + 1..].iter().find_map(letter);
    before == Some('h') || after == Some('s')
}

fn push(shown: &mut String, number: u64, width: usize) {
    shown.push_str(&format!("{number:0width$}", width = width.min(9)));
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const WEEKDAYS: [&str; 7] =
    ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const WEEKDAYS_CHINESE: [&str; 7] = ["日", "一", "二", "三", "四", "五", "六"];

impl Moment {
    fn show_letter(&self, letter: char, length: usize, half_day: bool, shown: &mut String) {
        let hour = self.milliseconds / 3_600_000;
        let month = MONTHS[self.month as usize - 1];
        let weekday = self.weekday as usize;
        match (letter, length) {
            ('y', 1..=2) => push(shown, u64::from(self.year.unsigned_abs() % 100), 2),
            ('y' | 'e', _) => push(shown, u64::from(self.year.unsigned_abs()), 4),
            ('m', 1..=2) => push(shown, u64::from(self.month), length),
            ('m', 3) => shown.push_str(&month[..3]),
            ('m', 5) => shown.push_str(&month[..1]),
            ('m', _) => shown.push_str(month),
            ('d', 1..=2) => push(shown, u64::from(self.day), length),
            ('d', 3) => shown.push_str(&WEEKDAYS[weekday][..3]),
            ('d', _) => shown.push_str(WEEKDAYS[weekday]),
            ('a', 3) => shown.push_str(WEEKDAYS_CHINESE[weekday]),
            ('a', 4..) => {
                shown.push_str("星期");
                shown.push_str(WEEKDAYS_CHINESE[weekday]);
            }
            ('h', _) if half_day => push(shown, (hour + 11) % 12 + 1, length.min(2)),
            ('h', _) => push(shown, hour, length.min(2)),
            ('s', _) => push(shown, self.milliseconds / 1000 % 60, length.min(2)),
            _ => {}
        }
    }

    fn noon(&self, chinese: bool) -> &'static str {
        match (chinese, self.milliseconds < DAY / 2) {
            (true, true) => "上午",
            (true, false) => "下午",
            (false, true) => "AM",
            (false, false) => "PM",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(serial: &str, from_1904: bool) -> Option<(i32, u32, u32, u64)> {
        let moment = Moment::new(serial.parse().unwrap(), from_1904)?;
        Some((moment.year, moment.month, moment.day, moment.milliseconds / 1000))
    }

    #[test]
    fn both_calendars() {
        assert_eq!(date("46023", false), Some((2026, 1, 1, 0)));
        assert_eq!(date("44561", true), Some((2026, 1, 1, 0)));
        assert_eq!(date("1", false), Some((1900, 1, 1, 0)));
        assert_eq!(date("60", false), Some((1900, 2, 29, 0)));
        assert_eq!(date("61", false), Some((1900, 3, 1, 0)));
    }

    #[test]
    fn a_time_is_rounded_to_its_second() {
        assert_eq!(date("46023.5", false), Some((2026, 1, 1, 43_200)));
        assert_eq!(date("46023.999999999", false), Some((2026, 1, 2, 0)));
    }

    #[test]
    fn days_outside_the_calendar_have_no_date() {
        assert_eq!(date("-1", false), None);
        assert_eq!(date("2958466", false), None);
    }

    #[test]
    fn weekdays_follow_excel() {
        assert_eq!(Moment::new(Decimal::from(46023), false).unwrap().weekday, 4);
        assert_eq!(Moment::new(Decimal::from(44561), true).unwrap().weekday, 4);
    }
}
