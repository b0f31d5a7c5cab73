//! The money table of a form.

use std::collections::BTreeMap;

use super::{Fund, RowKind, Text};
use crate::{Decimal, Money, MoneyUnit};

/// One row of the money table.
#[derive(Debug, Clone, PartialEq)]
pub struct MoneyRow {
    /// Which row.
    pub row: RowKind,
    /// Its cells by source of money.
    pub amounts: BTreeMap<Fund, Amount>,
}

/// One cell of the money table.
#[derive(Debug, Clone, PartialEq)]
pub struct Amount {
    /// As written.
    pub text: Text,
    /// Whole fen; `None` when blank or not an amount (a finding says which).
    pub money: Option<Money>,
    /// The plain number, for rates and scores.
    pub number: Option<Decimal>,
    /// The unit the number was read in.
    pub unit: MoneyUnit,
    /// Whether the unit was taken from the layout because the form names none.
    pub unit_assumed: bool,
}

impl Amount {
    /// Reads a cell: a unit written in the cell itself goes before the form's.
    /// A remark in brackets behind the amount is left alone: `412万(县道300万元)` is 412万.
    /// Rows that hold rates and scores have no money.
    pub fn read(row: RowKind, text: Text, unit: MoneyUnit, unit_assumed: bool) -> Self {
        let whole = Money::read(&text.text, unit);
        let money = whole.or_else(|error| Money::read(remarked(&text.text).ok_or(error)?, unit));
        let money = money.ok().filter(|_| row.is_money());
        let number = crate::money::plain_number(&text.text);
        Amount { money, number, unit, unit_assumed, text }
    }
}

impl MoneyRow {
    /// An empty row.
    pub fn new(row: RowKind) -> Self {
        MoneyRow { row, amounts: BTreeMap::new() }
    }

    /// Reads every amount again, in another unit.
    pub fn reread(&mut self, unit: MoneyUnit, assumed: bool) {
        for amount in self.amounts.values_mut() {
            *amount = Amount::read(self.row, amount.text.clone(), unit, assumed);
        }
    }

    /// Money of a source; `None` when the cell is absent, blank or unreadable.
    pub fn money(&self, fund: &Fund) -> Option<Money> {
        self.amounts.get(fund).and_then(|amount| amount.money)
    }

    /// Further lines under their own labels.
    pub fn items(&self) -> impl Iterator<Item = (&str, &Amount)> {
        self.amounts.iter().filter_map(|(fund, amount)| match fund {
            Fund::Item(label) => Some((label.as_str(), amount)),
            _ => None,
        })
    }
}

/// An amount before a remark in brackets that ends the text.
fn remarked(text: &str) -> Option<&str> {
    let text = crate::text::trim(text);
    let open = text.find(['(', '（']).filter(|_| text.ends_with([')', '）']))?;
    Some(&text[..open])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_remark_behind_an_amount_is_no_part_of_it_and_a_doubled_amount_is_none() {
        let yuan = |text: &str| {
            let amount = Amount::read(
                RowKind::Expenditure,
                Text::new(text, None),
                MoneyUnit::WanYuan,
                false,
            );
            amount.money.map(Money::to_yuan)
        };
        assert_eq!(yuan("412万(县道300万元,乡道80万元)").as_deref(), Some("4120000.00"));
        assert_eq!(yuan("412万412万(县道300万元)"), None);
        assert_eq!(yuan("(见附表)"), None);
    }
}
