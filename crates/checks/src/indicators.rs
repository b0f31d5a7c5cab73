//! Which class an indicator row belongs to, and what its cost cell says.
//!
//! Classes are told by the label words of the pack, whatever the taxonomy calls them
//! (产出指标 or 项目完成); a label nobody knows has no class.

use model::{Column, Decimal, Indicator, Money, MoneyUnit};

use crate::numbers::{Printed, printed};
use crate::{Context, Undecided};

/// What a row belongs to at level 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Family {
    Output,
    Cost,
    Benefit,
    Satisfaction,
}

/// Label words of the pack, by class.
pub(crate) struct Classes<'a> {
    level1: Vec<(Family, &'a [String])>,
    level2: Vec<(Family, &'a [String])>,
    quantity: &'a [String],
}

impl<'a> Classes<'a> {
    /// Reads the words; undecided when the pack lacks a list.
    pub(crate) fn of(context: &Context<'a>) -> Result<Self, Undecided> {
        let list = |key: &str| context.words(&format!("levels.{key}"));
        Ok(Classes {
            level1: vec![
                (Family::Output, list("output")?),
                (Family::Cost, list("cost")?),
                (Family::Benefit, list("benefit")?),
                (Family::Satisfaction, list("satisfaction")?),
            ],
            level2: vec![
                (Family::Output, list("level2.quantity")?),
                (Family::Output, list("level2.quality")?),
                (Family::Output, list("level2.timeliness")?),
                (Family::Cost, list("level2.cost")?),
                (Family::Benefit, list("level2.economic")?),
                (Family::Benefit, list("level2.social")?),
                (Family::Benefit, list("level2.ecological")?),
                (Family::Benefit, list("level2.sustainable")?),
                (Family::Satisfaction, list("level2.satisfaction")?),
            ],
            quantity: list("level2.quantity")?,
        })
    }

    /// The family its level-1 label names.
    pub(crate) fn level1(&self, row: &Indicator) -> Option<Family> {
        longest_match(&self.level1, &row.folded(Column::Level1))
    }

    /// The family its level-2 label belongs to.
    pub(crate) fn level2(&self, row: &Indicator) -> Option<Family> {
        longest_match(&self.level2, &row.folded(Column::Level2))
    }

    /// The family of a row: its own class first, what it inherited second.
    pub(crate) fn family(&self, row: &Indicator) -> Option<Family> {
        self.level2(row).or_else(|| self.level1(row))
    }

    /// Whether the row is a 数量指标.
    pub(crate) fn is_quantity(&self, row: &Indicator) -> bool {
        let label = row.folded(Column::Level2);
        self.quantity.iter().any(|word| label.contains(word.as_str()))
    }
}

/// The family of the longest word the label contains: 生态环境成本 is a cost, not ecology.
fn longest_match(families: &[(Family, &[String])], label: &str) -> Option<Family> {
    let words = families.iter().flat_map(|(family, words)| words.iter().map(|w| (*family, w)));
    let found = words.filter(|(_, word)| label.contains(word.as_str()));
    found.max_by_key(|(_, word)| word.chars().count()).map(|(family, _)| family)
}

/// What the target of a cost row says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cost {
    /// One amount of money.
    Amount(Money),
    /// A price per something.
    Price,
    /// Several amounts, none of them said to be the total.
    Unclear,
    /// No money at all.
    NoMoney,
}

/// Reads the target of a cost row. 「170万」 without 元 is money here (C107 asks for the unit).
pub(crate) fn cost(row: &Indicator) -> Cost {
    let (text, column) = (row.text(Column::Target), row.folded(Column::Unit));
    let unit = match column.as_str() {
        "元" => Some(MoneyUnit::Yuan),
        "万元" => Some(MoneyUnit::WanYuan),
        "亿元" => Some(MoneyUnit::YiYuan),
        other if other.contains(['/', '／']) => return Cost::Price,
        _ => None,
    };
    let bare = text.trim_start_matches(|c: char| "≥≤><=＝≧≦ ".contains(c));
    if let Some(Ok(money)) = unit.map(|unit| Money::read(bare, unit)) {
        return Cost::Amount(money);
    }
    let numbers = printed(text);
    if numbers.iter().any(Printed::is_rate) {
        return Cost::Price;
    }
    let inside = text.find("其中").map_or(usize::MAX, |at| text[..at].chars().count());
    let amounts: Vec<&Printed> = numbers
        .iter()
        .filter(|n| n.is_money() || (n.unit().is_empty() && n.step > Decimal::ONE))
        .filter(|n| n.start() < inside)
        .collect();
    match amounts[..] {
        [] => Cost::NoMoney,
        [one] => {
            Money::from_decimal(one.value(), MoneyUnit::Yuan).map_or(Cost::Unclear, Cost::Amount)
        }
        _ => Cost::Unclear,
    }
}

/// Whether the row states money the project costs, not a social or ecological cost.
pub(crate) fn is_money_cost(classes: &Classes<'_>, row: &Indicator) -> bool {
    let label = row.folded(Column::Level2);
    classes.family(row) == Some(Family::Cost) && !label.contains("社会") && !label.contains("生态")
}
