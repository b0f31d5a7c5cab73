//! Printing a reading: its canonical text, and its value alone.
//!
//! Reading the canonical text again gives the same reading.

use std::fmt;

use super::change::Direction;
use super::number::shift;
use super::words::APPROXIMATE_AFTER;
use super::words::APPROXIMATE_INSIDE;
use super::{Comparator, Doubt, Kind, Target};
use crate::Decimal;

impl Comparator {
    /// `>=`, `<=`, `=`, `<`, `>` or `unstated`, as in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Comparator::AtLeast => ">=",
            Comparator::AtMost => "<=",
            Comparator::Equal => "=",
            Comparator::More => ">",
            Comparator::Less => "<",
            Comparator::Unstated => "unstated",
        }
    }

    /// The sign people write; empty when unstated.
    pub fn sign(self) -> &'static str {
        match self {
            Comparator::AtLeast => "≥",
            Comparator::AtMost => "≤",
            Comparator::Unstated => "",
            other => other.as_str(),
        }
    }
}

impl Kind {
    /// The name used in JSON: `quantity`, `prose`.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Blank => "blank",
            Kind::Quantity => "quantity",
            Kind::Bare => "bare",
            Kind::Mixed => "mixed",
            Kind::Compound => "compound",
            Kind::Range => "range",
            Kind::Change => "change",
            Kind::Approximate => "approximate",
            Kind::Period => "period",
            Kind::Deadline => "deadline",
            Kind::Grade => "grade",
            Kind::Scale => "scale",
            Kind::Boolean => "boolean",
            Kind::Relative => "relative",
            Kind::Placeholder => "placeholder",
            Kind::Skeleton => "skeleton",
            Kind::Unreadable => "unreadable",
            Kind::Prose => "prose",
        }
    }
}

impl Target {
    /// The value as one string: `183400`, `95..100`, `2026-01..2026-12`, `12-31`, `+5`.
    /// None when the target states no single value. This is `value` in JSON.
    pub fn value_text(&self) -> Option<String> {
        if let Some(range) = self.range {
            return Some(format!("{}..{}", range.low, range.high));
        }
        if let Some(period) = self.period {
            return Some(period.to_string());
        }
        if let Some(deadline) = self.deadline {
            return Some(deadline.to_string());
        }
        let value = self.value?;
        let plus = self.kind == Kind::Change && !value.is_sign_negative();
        Some(format!("{}{value}", if plus { "+" } else { "" }))
    }

    /// The number with its unit, so that reading it gives the same number and unit.
    fn amount(&self, number: Decimal, inside: &str) -> String {
        let headless = self.unit.strip_prefix('?');
        if self.unit.is_empty() && self.doubts.contains(&Doubt::UnitMissing) {
            let tens =
                shift(number, -4).map(|n| if number.scale() == 0 { n.normalize() } else { n });
            return tens.map_or_else(|| number.to_string(), |n| format!("{n}{inside}万"));
        }
        if self.doubts.contains(&Doubt::DateSerial) {
            // The comma is what makes it suspect.
            let digits = number.to_string();
            let (thousands, rest) = digits.split_at(digits.len().saturating_sub(3));
            return format!("{thousands},{rest}");
        }
        let ratio = self.unit.is_empty() && self.kind != Kind::Bare;
        let unit = if ratio { "比例" } else { headless.unwrap_or(&self.unit) };
        format!("{number}{inside}{unit}")
    }

    fn print_amount(&self, number: Decimal, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mut before, mut inside, mut after) = (String::new(), "", "");
        for hedge in &self.hedges {
            if APPROXIMATE_AFTER.contains(&hedge.as_str()) {
                after = hedge;
            } else if APPROXIMATE_INSIDE.contains(&hedge.as_str()) {
                inside = hedge;
            } else {
                before.push_str(hedge);
            }
        }
        let (each, remarks): (Vec<_>, Vec<_>) =
            self.riders.iter().partition(|rider| matches!(rider.as_str(), "各" | "均"));
        let remarks: String = remarks.iter().map(|remark| format!("({remark})")).collect();
        let each: String = each.into_iter().map(String::as_str).collect();
        let amount = self.amount(number, inside);
        write!(f, "{before}{each}{}{amount}{after}{remarks}", self.comparator.sign())
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.kind, self.value, self.near) {
            (Kind::Quantity | Kind::Bare, Some(number), _) => self.print_amount(number, f),
            (Kind::Approximate, _, Some(number)) => self.print_amount(number, f),
            (Kind::Change, Some(number), _) => {
                let Some(change) = &self.change else { return f.write_str(&self.text) };
                let up = change.direction == Direction::Up;
                write!(f, "{}{}", change.base, if up { "增长" } else { "下降" })?;
                self.print_amount(number.abs(), f)
            }
            _ => f.write_str(crate::text::trim(&self.text)),
        }
    }
}
