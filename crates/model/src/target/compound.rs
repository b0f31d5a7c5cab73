//! Texts with several amounts: their parts, the stated total, and what belongs to neither.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::scan::Quantity;
use crate::Decimal;

/// One amount of a compound target, with what it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Part {
    /// The words before it, such as 行政人员; empty when there are none.
    pub label: String,
    /// The number in its base unit, printed precision kept.
    #[schemars(with = "String")]
    pub value: Decimal,
    /// Normalised unit; empty when none is written.
    pub unit: String,
}

/// How the amounts of a text hang together, as far as its words say so. Nothing is added up here.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Breakdown {
    pub(super) parts: Vec<Part>,
    pub(super) total: Option<Part>,
    pub(super) others: Vec<Part>,
}

impl Part {
    fn of(quantity: &Quantity) -> Part {
        Part { label: quantity.label.clone(), value: quantity.value, unit: quantity.unit.clone() }
    }
}

/// Sorts amounts into total, parts and others.
///
/// A total is announced by 共计, 合计 or followed by 其中; its parts have its unit and stand behind
/// 其中, or before the total when there is no 其中. Without a total every amount is a part.
/// `among` is the first character of 其中 in the original.
pub(super) fn break_down(quantities: &[Quantity], among: Option<u32>) -> Breakdown {
    let before_among = |q: &&Quantity| among.is_some_and(|among| q.span.end <= among);
    let free = |q: &&Quantity| !q.is_bracketed;
    let announced = quantities.iter().filter(free).find(|q| q.is_total);
    let total = announced.or_else(|| quantities.iter().filter(free).rfind(before_among));
    let Some(total) = total else {
        let (parts, others) = quantities.iter().partition::<Vec<_>, _>(free);
        return Breakdown {
            parts: parts.into_iter().map(Part::of).collect(),
            total: None,
            others: others.into_iter().map(Part::of).collect(),
        };
    };
    let after = among.filter(|among| total.span.end <= *among);
    let is_part = |q: &&Quantity| {
        let side = match after {
            Some(among) => q.span.start >= among,
            None => q.span.end <= total.span.start,
        };
        side && q.unit == total.unit && !q.is_bracketed
    };
    let rest = quantities.iter().filter(|q| q.span != total.span);
    let (parts, others) = rest.partition::<Vec<_>, _>(is_part);
    Breakdown {
        parts: parts.into_iter().map(Part::of).collect(),
        total: Some(Part::of(total)),
        others: others.into_iter().map(Part::of).collect(),
    }
}
