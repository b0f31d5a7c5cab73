//! Small things that come back on many pages, as plain data: a badge, a deadline, the pager.
//! `parts.html` draws them, and a [`super::Problem`] too; the JSON twins carry them as they are.

use chrono::NaiveDate;
use flow::{Stage, State, Workflow};
use serde::Serialize;
use utoipa::ToSchema;

/// How something is coloured: by what it asks of people, not by taste.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// Nothing to do.
    Quiet,
    /// It waits for somebody.
    Waiting,
    /// Somebody is at it.
    Working,
    /// It came back, or asks for an answer.
    Warning,
    /// It cannot go on like this.
    Error,
    /// It is done.
    Done,
}

impl Tone {
    /// Its class in the style sheet.
    pub fn class(self) -> &'static str {
        match self {
            Tone::Quiet => "quiet",
            Tone::Waiting => "waiting",
            Tone::Working => "working",
            Tone::Warning => "warning",
            Tone::Error => "error",
            Tone::Done => "done",
        }
    }
}

/// A coloured word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Badge {
    /// The word.
    pub word: String,
    /// Its colour.
    pub tone: Tone,
}

impl Badge {
    /// A word in a colour.
    pub fn new(tone: Tone, word: impl Into<String>) -> Badge {
        Badge { word: word.into(), tone }
    }

    /// Where a declaration stands, in the words of its workflow.
    pub fn of(state: &State, workflow: &Workflow) -> Badge {
        let name = |key: &str| {
            let step = workflow.steps.iter().find(|step| step.key == key);
            step.map_or(key, |step| step.name.as_str()).to_owned()
        };
        match &state.stage {
            Stage::Drafting => Badge::new(Tone::Quiet, "草稿"),
            Stage::Returned(by) => Badge::new(Tone::Warning, format!("{}退回", name(by))),
            Stage::Waiting(step) => Badge::new(Tone::Waiting, format!("待{}", name(step))),
            Stage::Accepted(step) => Badge::new(Tone::Working, format!("{}办理中", name(step))),
            Stage::Cleared => Badge::new(Tone::Waiting, "待批复"),
            Stage::Approved => Badge::new(Tone::Done, "已批复"),
            Stage::Refused(by) => Badge::new(Tone::Error, format!("{}不同意", name(by))),
            Stage::Discarded => Badge::new(Tone::Quiet, "已作废"),
        }
    }
}

/// A last day, and how long there still is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Deadline {
    /// The last day.
    pub day: NaiveDate,
    /// How long there still is, in words.
    pub left: String,
    /// How near it is.
    pub tone: Tone,
}

impl Deadline {
    /// A last day seen from a day; `working_days` between them, the last one counted, negative
    /// once it has passed.
    pub fn new(day: NaiveDate, working_days: i64, today: NaiveDate) -> Deadline {
        let (left, tone) = match (day - today).num_days() {
            late if late < 0 => (format!("已过{}天", -late), Tone::Error),
            0 => ("今天截止".to_owned(), Tone::Error),
            _ if working_days <= 3 => (format!("还剩{working_days}个工作日"), Tone::Warning),
            _ => (format!("还剩{working_days}个工作日"), Tone::Quiet),
        };
        Deadline { day, left, tone }
    }
}

/// Which part of a long list is shown, and the way to the others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Pager {
    /// This part, from 1.
    pub page: u64,
    /// How many parts.
    pub pages: u64,
    /// How many rows there are.
    pub rows: u64,
    /// The address to which the number of a part is appended.
    #[serde(skip)]
    pub address: String,
}

impl Pager {
    /// Rows shown at once.
    pub const ROWS: u64 = 50;

    /// One part of so many rows; a number beyond the end means the last part. `address` is the
    /// list's own, with whatever it was asked for, without the part's number.
    pub fn new(rows: u64, page: u64, address: &str) -> Pager {
        let pages = rows.div_ceil(Pager::ROWS).max(1);
        let join = if address.contains('?') { '&' } else { '?' };
        Pager { page: page.clamp(1, pages), pages, rows, address: format!("{address}{join}page=") }
    }

    /// Rows before this part.
    pub fn skip(&self) -> u64 {
        (self.page - 1) * Pager::ROWS
    }

    /// The parts to name: the first, the last and those around this one; 0 is a gap.
    pub fn named(&self) -> Vec<u64> {
        let near = |page: u64| page == 1 || page == self.pages || page.abs_diff(self.page) <= 2;
        let mut named: Vec<u64> = Vec::new();
        for page in (1..=self.pages).filter(|page| near(*page)) {
            if named.last().is_some_and(|last| last + 1 < page) {
                named.push(0);
            }
            named.push(page);
        }
        named
    }
}

/// A day that was typed, of the years papers and plans are about; none for anything else.
pub fn day(typed: &str) -> Option<NaiveDate> {
    use chrono::Datelike;
    let day: NaiveDate = typed.trim().parse().ok()?;
    (1949..=2100).contains(&day.year()).then_some(day)
}

/// A day as people write it: 2026年1月5日.
pub fn written(day: &NaiveDate) -> String {
    use chrono::Datelike;
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// A moment as people in China read it: 2026年1月5日 14:03.
pub fn moment(at: chrono::DateTime<chrono::Utc>) -> String {
    let shanghai = chrono::FixedOffset::east_opt(8 * 3600).expect("invariant: eight hours fit");
    at.with_timezone(&shanghai).format("%Y年%-m月%-d日 %H:%M").to_string()
}
