//! Working days: weekends, holidays and make-up workdays, from the packs.
//!
//! Days are those of Asia/Shanghai. A year nobody has entered has weekends only, and every answer
//! that rests on it says so.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, Utc, Weekday};
use policy::{Entry, PackError, Policy};

use crate::keys::{table, wrong};

/// The years a pack may have a calendar for.
const YEARS: std::ops::RangeInclusive<i32> = 2015..=2100;

/// What the packs know of working days.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    known: BTreeSet<i32>,
    holidays: BTreeMap<NaiveDate, String>,
    workdays: BTreeSet<NaiveDate>,
}

/// A last day, and how sure it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// The last day, that day included.
    pub day: NaiveDate,
    /// Whether the holidays of every year it was counted over are known; if not, only weekends
    /// were left out.
    pub certain: bool,
}

/// The day it is in Asia/Shanghai.
pub fn shanghai_day(now: DateTime<Utc>) -> NaiveDate {
    let shanghai = FixedOffset::east_opt(8 * 3600).expect("invariant: eight hours are an offset");
    now.with_timezone(&shanghai).date_naive()
}

impl Calendar {
    /// All years the chain of packs knows. A calendar is a fact: it does not matter on which day
    /// the policy was taken.
    ///
    /// # Errors
    /// A pack names a year or a day that cannot be; the error says file, key and what to write.
    pub fn new(policy: &Policy) -> Result<Calendar, PackError> {
        let mut calendar = Calendar::default();
        for year in YEARS {
            let holidays = layered(policy, &format!("calendar.{year}.holidays"))?;
            let workdays = layered(policy, &format!("calendar.{year}.workdays"))?;
            if !holidays.is_empty() {
                calendar.known.insert(year);
            }
            for (name, (entry, text)) in holidays {
                for day in period(&entry, year, &text)? {
                    calendar.holidays.insert(day, name.clone());
                }
            }
            for (entry, text) in workdays.into_values() {
                calendar.workdays.extend(period(&entry, year, &text)?);
            }
        }
        Ok(calendar)
    }

    /// Whether the holidays of a year are known.
    pub fn knows(&self, year: i32) -> bool {
        self.known.contains(&year)
    }

    /// The holiday a day belongs to.
    pub fn holiday(&self, day: NaiveDate) -> Option<&str> {
        self.holidays.get(&day).map(String::as_str)
    }

    /// Whether people work on a day.
    pub fn is_working(&self, day: NaiveDate) -> bool {
        if self.workdays.contains(&day) {
            return true;
        }
        let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        !weekend && !self.holidays.contains_key(&day)
    }

    /// The last of `count` working days after a day; the day itself does not count.
    pub fn after(&self, day: NaiveDate, count: u32) -> Due {
        let mut due = self.due(day);
        let mut left = count;
        while left > 0 {
            let Some(following) = due.day.succ_opt() else { break };
            due = Due { day: following, certain: due.certain && self.knows(following.year()) };
            if self.is_working(following) {
                left -= 1;
            }
        }
        due
    }

    /// A last day as it was set, or the next working day where it falls on a day off.
    pub fn moved_on(&self, day: NaiveDate) -> Due {
        if self.is_working(day) { self.due(day) } else { self.after(day, 1) }
    }

    /// Working days from a day, exclusive, to a later one, inclusive; negative when it has passed.
    pub fn working_days_between(&self, from: NaiveDate, to: NaiveDate) -> i64 {
        let (first, last, sign) = if from <= to { (from, to, 1) } else { (to, from, -1) };
        let days = first.iter_days().skip(1).take_while(|day| *day <= last);
        let count = days.filter(|day| self.is_working(*day)).count();
        sign * i64::try_from(count).unwrap_or(i64::MAX)
    }

    fn due(&self, day: NaiveDate) -> Due {
        Due { day, certain: self.knows(day.year()) }
    }
}

/// The rows of a key over the whole chain, root first, each with the entry it came from: a lower
/// pack's table takes the place of its parent's, or is added to it where it says `extend`.
fn layered(policy: &Policy, key: &str) -> Result<BTreeMap<String, (Entry, String)>, PackError> {
    let mut newest: Vec<&Entry> = Vec::new();
    for entry in policy.versions(key) {
        if newest.last().is_none_or(|last| last.pack != entry.pack) {
            newest.push(entry);
        }
    }
    let mut rows = BTreeMap::new();
    for entry in newest.into_iter().rev() {
        if !entry.extends {
            rows.clear();
        }
        for (name, text) in table(entry)? {
            rows.insert(name.clone(), (entry.clone(), text.clone()));
        }
    }
    Ok(rows)
}

/// `2026-02-15至2026-02-23`, or several days and periods with `、` between.
fn period(entry: &Entry, year: i32, text: &str) -> Result<Vec<NaiveDate>, PackError> {
    let mut days = Vec::new();
    for part in text.split('、') {
        let (first, last) = part.split_once('至').unwrap_or((part, part));
        let (Some(first), Some(last)) = (date(first), date(last)) else {
            return Err(wrong(
                entry,
                format!(
                    "「{part}」看不懂，应写日期如 \"2026-01-04\"，或时段如 \"2026-02-15至2026-02-23\"，几个之间用顿号"
                ),
            ));
        };
        // A notice may begin with the last days of December before its year.
        let near =
            |day: NaiveDate| day.year() == year || (day.year() == year - 1 && day.month() == 12);
        if last < first || !near(first) || !near(last) {
            let problem = format!("「{part}」不在 {year} 年，或者止日早于起日，请核对通知");
            return Err(wrong(entry, problem));
        }
        days.extend(first.iter_days().take_while(|day| *day <= last));
    }
    Ok(days)
}

fn date(text: &str) -> Option<NaiveDate> {
    text.trim().parse().ok()
}
