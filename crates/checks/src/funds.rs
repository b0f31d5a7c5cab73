//! Which level of government the money of a form comes from.
//!
//! Told by the labels of the money table alone, with the words of the pack.

use model::{Money, MoneyRow};

use crate::{Context, Undecided};

/// Whether money of another level stands in a row of its own.
pub(crate) fn other_level(context: &Context<'_>, funds: &MoneyRow) -> Result<bool, Undecided> {
    let labels = context.words("words.other_level_funds")?;
    let mut items = funds.items();
    Ok(items.any(|(label, amount)| {
        labels.iter().any(|word| label.contains(word.as_str()))
            && amount.money.is_some_and(|money| money != Money::ZERO)
    }))
}
