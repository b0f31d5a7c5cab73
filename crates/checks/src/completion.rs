//! Which way is better: whether a row promises much of a good or little of an ill.

use model::target::Comparator;
use model::{Column, Indicator};

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

/// Which way is better for a row: its 方向 column, its comparator, else the words of its name.
pub(crate) fn better(context: &Context<'_>, row: &Indicator) -> Result<Option<Better>, Undecided> {
    let direction = format!("{}{}", row.text(Column::Direction), row.text(Column::Nature));
    let said = |words: [&str; 3]| words.iter().any(|word| direction.contains(word));
    if said(["反向", "逆向", "负向"]) {
        return Ok(Some(Better::Lower));
    }
    if direction.contains("正向") {
        return Ok(Some(Better::Higher));
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
    Ok(match (lower, higher) {
        (true, false) => Some(Better::Lower),
        (false, true) => Some(Better::Higher),
        _ => None,
    })
}
