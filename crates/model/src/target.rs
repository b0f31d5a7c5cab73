//! Targets (指标值): the original string, and what it says.
//!
//! The reading comes from the string alone; [`Target::with_columns`] adds what the columns for
//! 性质 and 计量单位 say. Reading never fails and never guesses: a comparator that is not written is
//! [`Comparator::Unstated`], a lost digit makes the text [`Kind::Unreadable`]. Nothing is judged.
//!
//! ```text
//! target     := placeholder | scale | grade | boolean | relative      -- words
//!             | period | deadline                                     -- date
//!             | amount | change amount                                -- amount, change
//!             | skeleton                                              -- damage
//!             | sentence                                              -- scan, compound
//! amount     := lead* number unit? tail*
//! lead       := comparator | hedge | 每 factor | 各 | 共计 | 达到 | 控制在 …
//! comparator := ≥ ≧ >= 不低于 至少 … | ≤ 不超过 … | = ═ 等于 | > 高于 | < 不足 …
//! number     := digits scale? | range | ±digits | 百分之 n | Chinese numeral (before a unit)
//! range      := number unit? (- ~ 至) number
//! scale      := 百 千 万 百万 千万 亿 …   (the point moves; 12.00万 is 120000)
//! unit       := factor (·factor)* ((/ | 每) factor ([/ · . *] factor)*)*
//! factor     := known word | word次 | 个time | any short word when nothing else follows
//! tail       := 以上 | 以内 | 内 | 左右 | (remark)
//! change     := base? (增长 | 下降 …)      base := 同比 | 环比 | 较上年 | 比2024年 …
//! period     := date [-–—~至到] date | year(度|全年) | year-year年 | 第n季度 | 上半年
//! deadline   := date (前|底|底前) doing? | full date | 在…时间内
//! sentence   := text with none (prose), one (mixed) or several (compound) amounts
//! ```
//! The order above is the order of trial. In a sentence only known units end a number, dates,
//! years, 《titles》 and 〔document〕 numbers are no amounts, and Chinese numerals count only before
//! plain classifiers (一个; not 一批, 两级).
//!
//! `value` is in the base unit (万元 → 元, ‰ → %), with the precision that was printed. A range has
//! its ends in `range`, an approximate number stands in `near`, a compound in `total`, `parts` and
//! `others`; `value` is empty then, so that nobody compares with what was not promised.

mod amount;
mod atoms;
mod change;
mod columns;
mod comparator;
mod compound;
mod damage;
mod date;
mod json;
mod number;
mod print;
mod read;
mod scan;
mod source;
mod unit;
mod words;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use change::{Change, Direction};
pub use compound::Part;
pub use date::{Moment, Period};
pub use scan::{Quantity, quantities};
pub use unit::Unit;

use crate::Decimal;

/// A target as written, and its reading.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(into = "json::Wire", from = "json::Wire")]
pub struct Target {
    /// As written.
    pub text: String,
    /// What kind of statement it is.
    pub kind: Kind,
    /// The comparator; [`Comparator::Unstated`] when none is written, never guessed.
    pub comparator: Comparator,
    /// The number in its base unit (万元 → 元), printed precision kept; signed for a change.
    pub value: Option<Decimal>,
    /// Normalised unit such as `元/(人·月)`; empty when none is written.
    pub unit: String,
    /// Both ends of a range.
    pub range: Option<Range>,
    /// The number of an approximate target.
    pub near: Option<Decimal>,
    /// First and last day or month of a period.
    pub period: Option<Period>,
    /// The day by which something is due, as far as it is written.
    pub deadline: Option<Moment>,
    /// Direction and base of a change.
    pub change: Option<Change>,
    /// The amounts of a compound that make up its total, or all of them when it states none.
    pub parts: Vec<Part>,
    /// The total a compound states.
    pub total: Option<Part>,
    /// Amounts of a compound that are neither.
    pub others: Vec<Part>,
    /// The grade, as written.
    pub grade: Option<String>,
    /// The grades of a scale that stands in place of a value.
    pub scale: Vec<String>,
    /// Yes or no.
    pub boolean: Option<bool>,
    /// What a relative target is compared with: 预算, 上年.
    pub reference: Option<String>,
    /// Reach: 全覆盖, 7×24小时.
    pub coverage: Option<String>,
    /// Words that weaken the number: 预计, 约.
    pub hedges: Vec<String>,
    /// Conditions: 按实际人数拨付.
    pub riders: Vec<String>,
    /// What makes the reading uncertain.
    pub doubts: Vec<Doubt>,
    /// The 性质 column as written; empty when the form has none.
    pub nature: String,
    /// The 计量单位 column as written; empty when the form has none.
    pub unit_column: String,
}

/// What kind of statement a target makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Nothing written.
    #[default]
    Blank,
    /// One number with its unit.
    Quantity,
    /// One number without any unit.
    Bare,
    /// A sentence with exactly one amount.
    Mixed,
    /// Several amounts.
    Compound,
    /// Two ends: 95%-100%.
    Range,
    /// Growth or decline by an amount.
    Change,
    /// A number that is only about right.
    Approximate,
    /// A span of time.
    Period,
    /// A day by which something is due.
    Deadline,
    /// A grade word.
    Grade,
    /// A list of grades where one should stand.
    Scale,
    /// Yes or no.
    Boolean,
    /// A comparison with a figure that stands elsewhere.
    Relative,
    /// A mark or hint left where a value belongs.
    Placeholder,
    /// A unit or a comparator without a number: unfilled.
    Skeleton,
    /// Digits lost or mangled.
    Unreadable,
    /// Anything else.
    Prose,
}

/// How the actual value is to be compared with the target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
pub enum Comparator {
    /// ≥, 不低于, 以上.
    #[serde(rename = ">=")]
    AtLeast,
    /// ≤, 不超过, 以内.
    #[serde(rename = "<=")]
    AtMost,
    /// =.
    #[serde(rename = "=")]
    Equal,
    /// >.
    #[serde(rename = ">")]
    More,
    /// <.
    #[serde(rename = "<")]
    Less,
    /// None written.
    #[default]
    #[serde(rename = "unstated")]
    Unstated,
}

/// The two ends of a range, both included, in the base unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Range {
    /// The lower end.
    #[schemars(with = "String")]
    pub low: Decimal,
    /// The upper end.
    #[schemars(with = "String")]
    pub high: Decimal,
}

/// What makes a reading uncertain. A doubt is a fact about the text, not a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// A grouped whole number that may be a date as Excel counts days (44,469).
    DateSerial,
    /// 170万, 28.40/株: part of the unit is not written.
    UnitMissing,
    /// The text and the unit column name different units; the text was taken.
    UnitConflict,
    /// The text and the 性质 column name different comparators; the text was taken.
    ComparatorConflict,
}

impl Target {
    /// Reads a target from its string alone. Never fails, never guesses.
    pub fn read(text: &str) -> Self {
        read::read(text)
    }

    /// Reads a target whose comparator (性质) and unit stand in columns of their own.
    ///
    /// `nature` may carry an operator, 定性, or 正向/反向 (then it is no comparator). What the text
    /// itself says goes first; a contradiction is kept as a [`Doubt`].
    pub fn with_columns(text: &str, nature: &str, unit: &str) -> Self {
        read::with_columns(text, nature, unit)
    }

    /// Whether the text may be a date that a spreadsheet printed as a number.
    pub fn suspect_date_serial(&self) -> bool {
        self.doubts.contains(&Doubt::DateSerial)
    }
}
