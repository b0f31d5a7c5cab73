//! Prices that projects state, by what they are paid for: a project's own beside those of other
//! units. Units are told apart and never named. Judges nothing.

use std::collections::BTreeMap;

use model::target::Kind;
use model::{Column, Decimal, Field, Form, FormKind, Indicator};

use crate::indicators::{Classes, is_money_cost};
use crate::unit_cost::without;
use crate::{Context, Undecided};

/// A row in which a project of another unit may state a price.
#[derive(Debug, Clone, PartialEq)]
pub struct Peer {
    /// Whose it is: any key that is the same for all rows of a unit.
    pub unit: String,
    /// The project.
    pub project: String,
    /// The row.
    pub row: Indicator,
}

impl Peer {
    /// The rows of a project's form; none of another kind of form.
    pub fn of(form: &Form) -> Vec<Peer> {
        let unit = model::text::fold(form.text(Field::Unit));
        let rows = form.indicators.iter().filter(|_| form.kind == FormKind::Project);
        let peer = |row: &Indicator| Peer {
            unit: unit.clone(),
            project: form.text(Field::Project).to_owned(),
            row: row.clone(),
        };
        rows.map(peer).collect()
    }
}

/// A price with what it is paid for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Priced<'a> {
    /// What is bought, as the pack groups it.
    pub category: &'a str,
    /// The price in yuan.
    pub yuan: Decimal,
    /// What it is per: 元/(人·月).
    pub measure: &'a str,
}

/// How prices are told from other rows, and what they are paid for.
pub(crate) struct Pricing<'a> {
    classes: Classes<'a>,
    categories: &'a BTreeMap<String, String>,
    affixes: [&'a [String]; 2],
}

impl<'a> Pricing<'a> {
    /// Reads the words; undecided when the pack lacks a list.
    pub(crate) fn of(context: &Context<'a>) -> Result<Self, Undecided> {
        Ok(Pricing {
            classes: Classes::of(context)?,
            categories: context.table("words.price_categories")?,
            affixes: [context.words("words.each_names")?, context.words("words.standard_affixes")?],
        })
    }

    /// The price a cost row states; none where it states none, or nobody can say for what.
    pub(crate) fn read<'r>(&'r self, project: &str, row: &'r Indicator) -> Option<Priced<'r>> {
        let target = &row.target;
        let plain = matches!(target.kind, Kind::Quantity | Kind::Bare) && target.doubts.is_empty();
        let yuan = target.value.filter(|value| plain && *value > Decimal::ZERO)?;
        let is_price = target.unit.starts_with("元/") && is_money_cost(&self.classes, row);
        let category = self.category(project, &row.folded(Column::Level3)).filter(|_| is_price)?;
        Some(Priced { category, yuan, measure: &target.unit })
    }

    /// What the name says; where it says only that it is a price (人均补助标准), what the project's
    /// name says.
    fn category(&self, project: &str, name: &str) -> Option<&str> {
        let mut rest = name.to_owned();
        for affixes in self.affixes {
            rest = without(&rest, affixes);
        }
        let said = if rest.is_empty() { project } else { name };
        let words = self.categories.iter().filter(|(word, _)| said.contains(word.as_str()));
        let mut found: Vec<&str> = words.map(|(_, category)| category.as_str()).collect();
        found.sort_unstable();
        found.dedup();
        match found[..] {
            [one] => Some(one),
            _ => None,
        }
    }
}

/// What other units pay for the same thing by the same measure: each unit once, with the middle of
/// its prices, so that one with many projects does not outweigh the others.
pub(crate) fn elsewhere(
    context: &Context<'_>,
    pricing: &Pricing<'_>,
    own: Priced<'_>,
) -> Vec<Decimal> {
    let unit = model::text::fold(context.form().text(Field::Unit));
    let mut units: BTreeMap<&str, Vec<Decimal>> = BTreeMap::new();
    for peer in context.batch.peers.iter().filter(|peer| peer.unit != unit) {
        let found = pricing.read(&peer.project, &peer.row);
        let like =
            |other: &Priced<'_>| other.category == own.category && other.measure == own.measure;
        if let Some(found) = found.filter(like) {
            units.entry(&peer.unit).or_default().push(found.yuan);
        }
    }
    units.into_values().map(|mut prices| median(&mut prices)).collect()
}

/// The middle one; of an even number the mean of the two in the middle; 0 of nothing.
pub(crate) fn median(values: &mut [Decimal]) -> Decimal {
    values.sort_unstable();
    let middle = values.len() / 2;
    match (values.get(middle), values.len() % 2) {
        (Some(value), 1) => *value,
        (Some(value), _) => (*value + values[middle - 1]) / Decimal::TWO,
        (None, _) => Decimal::ZERO,
    }
}
