//! What was done beside what was promised: the target and the actual value of a row as two
//! numbers of one measure, and which way is better.
//!
//! Only what can be compared beyond doubt is: words, ranges, dates and differing units are left
//! to people. No points are given here.

use model::money::plain_number;
use model::target::{Comparator, Kind};
use model::{Column, Decimal, Indicator, Place, Target};

use crate::indicators::{Classes, is_money_cost};
use crate::{Context, Undecided};

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Better {
    /// The more the better: 正向.
    Higher,
    /// The less the better: 反向.
    Lower,
}

/// A target and a result in the same unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Completion {
    /// What was promised.
    pub target: Decimal,
    /// What was done.
    pub actual: Decimal,
    /// Which way is better.
    pub better: Better,
    /// Whether the form itself says which way is better, not only the words of the name.
    pub is_stated: bool,
    /// Whether the target itself is not enough: > and <.
    strict: bool,
}

impl Completion {
    /// Whether the promise was kept.
    pub(crate) fn is_met(&self) -> bool {
        let (target, actual) = (self.target, self.actual);
        match (self.better, self.strict) {
            (Better::Higher, false) => actual >= target,
            (Better::Higher, true) => actual > target,
            (Better::Lower, false) => actual <= target,
            (Better::Lower, true) => actual < target,
        }
    }

    /// Whether the result is more than this share of a positive target, in percent.
    pub(crate) fn exceeds(&self, percent: Decimal) -> bool {
        self.sides(percent).is_some_and(|(actual, limit)| actual > limit)
    }

    /// Whether the result is less than this share of a positive target, in percent.
    pub(crate) fn falls_below(&self, percent: Decimal) -> bool {
        self.sides(percent).is_some_and(|(actual, limit)| actual < limit)
    }

    /// A hundred times the result, and so many times the target.
    fn sides(&self, percent: Decimal) -> Option<(Decimal, Decimal)> {
        let limit = self.target.checked_mul(percent)?;
        let actual = self.actual.checked_mul(Decimal::ONE_HUNDRED)?;
        (self.target > Decimal::ZERO).then_some((actual, limit))
    }

    /// The result in percent of the target, for people.
    pub(crate) fn percent(&self) -> Option<Decimal> {
        let share = self.actual.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(self.target)?;
        Some(share.round_dp(1).normalize())
    }
}

/// Which way is better for a row: its 方向 column, its comparator, else the words of its name.
pub(crate) fn better(context: &Context<'_>, row: &Indicator) -> Result<Option<Better>, Undecided> {
    if let Some(better) = direction(row) {
        return Ok(Some(better));
    }
    match row.target.comparator {
        Comparator::AtMost | Comparator::Less => return Ok(Some(Better::Lower)),
        Comparator::AtLeast | Comparator::More => return Ok(Some(Better::Higher)),
        Comparator::Equal | Comparator::Unstated => {}
    }
    if row.target.value.is_some_and(|value| value.is_zero()) {
        return Ok(Some(Better::Lower));
    }
    let name = row.folded(Column::Level3);
    let named = |words: &[String]| words.iter().any(|word| name.contains(word.as_str()));
    let classes = Classes::of(context)?;
    let lower = named(context.words("words.lower_is_better")?) || is_money_cost(&classes, row);
    let higher = named(context.words("words.higher_is_better")?) || classes.is_quantity(row);
    // More than 「=12座」 is no less; more than 100% there cannot be.
    let equal = row.target.comparator == Comparator::Equal;
    let full =
        row.target.unit == "%" && row.target.value.is_some_and(|v| v == Decimal::ONE_HUNDRED);
    Ok(match (lower, higher || equal || full) {
        (true, false) => Some(Better::Lower),
        (false, true) => Some(Better::Higher),
        _ => None,
    })
}

/// What the columns for direction or 性质 say: 正向, 反向.
fn direction(row: &Indicator) -> Option<Better> {
    let said = format!("{}{}", row.text(Column::Direction), row.text(Column::Nature));
    if ["反向", "逆向", "负向"].iter().any(|word| said.contains(word)) {
        return Some(Better::Lower);
    }
    said.contains("正向").then_some(Better::Higher)
}

/// The row's target beside a result; none where they cannot be compared beyond doubt.
pub(crate) fn completion(
    context: &Context<'_>,
    row: &Indicator,
    result: &Target,
) -> Result<Option<Completion>, Undecided> {
    let numeric = |reading: &Target| {
        matches!(reading.kind, Kind::Quantity | Kind::Bare | Kind::Mixed)
            && reading.doubts.is_empty()
    };
    let stated = matches!(result.comparator, Comparator::Unstated | Comparator::Equal);
    if !numeric(&row.target) || !numeric(result) || !stated || was_adjusted(context, row) {
        return Ok(None);
    }
    let Some(target) = row.target.value else { return Ok(None) };
    let Some(actual) = in_the_unit_of(&row.target, target, result) else { return Ok(None) };
    let strict = matches!(row.target.comparator, Comparator::More | Comparator::Less);
    let unstated = row.target.comparator == Comparator::Unstated;
    let is_stated = !unstated || target.is_zero() || direction(row).is_some();
    let better = better(context, row)?;
    Ok(better.map(|better| Completion { target, actual, better, is_stated, strict }))
}

/// Whether another target stands in the row, under a label such as 调整指标值 that nobody binds:
/// the one that was read no longer counts.
pub(crate) fn was_adjusted(context: &Context<'_>, row: &Indicator) -> bool {
    let line = |place: Option<&Place>| place.map(|place| (place.part.clone(), place.row));
    let own = line(row.place(Column::Target));
    let mut strangers = context.form().unknown.iter();
    own.is_some()
        && strangers.any(|(label, text)| {
            label.contains("调整") && !text.is_blank() && line(text.place.as_ref()) == own
        })
}

/// The result in the target's unit. A bare number stands in the scale the target is written in:
/// 7.1 beside 6.8万人次 is 71000.
fn in_the_unit_of(target: &Target, promised: Decimal, result: &Target) -> Option<Decimal> {
    let actual = result.value?;
    if result.unit == target.unit {
        return Some(actual);
    }
    if !result.unit.is_empty() {
        return target.unit.is_empty().then_some(actual);
    }
    // 0.98 beside 100% may be a share or a slip.
    if target.unit == "%" && actual.abs() <= Decimal::ONE && !actual.is_zero() {
        return None;
    }
    let narrow: String = target.text.chars().map(model::text::narrow).collect();
    let digits = narrow.trim_start_matches(|c: char| !c.is_ascii_digit());
    let end = digits.find(|c: char| !c.is_ascii_digit() && !".,".contains(c));
    let written = plain_number(&digits[..end.unwrap_or(digits.len())])?;
    let scale = promised.checked_div(written).filter(|scale| !scale.is_zero());
    let near = |value: &Decimal| {
        let ten = Decimal::TEN;
        let tenfold = (value.checked_mul(ten), promised.checked_mul(ten));
        matches!(tenfold, (Some(a), Some(b)) if a >= promised && *value <= b)
    };
    match scale {
        Some(scale) if scale != Decimal::ONE => {
            let scaled = actual.checked_mul(scale).filter(near);
            scaled.or(Some(actual).filter(near))
        }
        _ => Some(actual),
    }
}
