//! What the cost rows of a project come to: amounts added, standards multiplied by their numbers.
//!
//! Two checks ask: whether it is near the budget, and whether the months of a monthly price can be
//! found from it. It judges nothing.

use std::collections::BTreeSet;

use model::{Column, Decimal, Indicator, Money};

use crate::indicators::{Classes, Cost, cost, is_money_cost};
use crate::unit_cost::{Bounds, Product, product_of};
use crate::{Context, Undecided};

/// What the cost rows come to.
pub(crate) struct Planned<'f> {
    /// The first row with a standard.
    pub first: &'f Indicator,
    /// The sum in yuan.
    pub yuan: Bounds,
    /// The standards multiplied out.
    pub products: Vec<Product<'f>>,
    /// The sum of the rows that are plain amounts.
    pub amounts: Money,
}

/// Multiplies every price out and adds the amounts; none where the form does not hold the numbers
/// for it, or where the amounts alone already make up the budget.
pub(crate) fn planned<'f>(
    context: &Context<'f>,
    total: Money,
) -> Result<Option<Planned<'f>>, Undecided> {
    let form = context.form();
    let classes = Classes::of(context)?;
    let price_names = context.words("words.price_names")?;
    let mut seen = BTreeSet::new();
    let rows = form.indicators.iter().filter(|row| is_money_cost(&classes, row));
    // A row written twice is one standard (C100 asks about the second).
    let rows = rows.filter(|r| seen.insert((r.folded(Column::Level3), r.folded(Column::Target))));
    let rows: Vec<&Indicator> = rows.collect();
    let counts: Vec<&Indicator> =
        form.indicators.iter().filter(|row| classes.is_quantity(row)).collect();
    let mut sum = Bounds::exactly(Decimal::ZERO);
    let (mut first, mut amounts, mut products) = (None, Money::ZERO, Vec::new());
    for row in &rows {
        if let Cost::Amount(amount) = cost(row, price_names) {
            amounts = amounts + amount;
            let Some(all) = Bounds::of(&row.target).and_then(|b| sum.plus(b)) else {
                return Ok(None);
            };
            sum = all;
            continue;
        }
        let Some(product) = product_of(context, row, &counts)? else { return Ok(None) };
        let Some(all) = sum.plus(product.yuan) else { return Ok(None) };
        sum = all;
        first = first.or(Some(*row));
        products.push(product);
    }
    let listed = amounts >= total || total == Money::ZERO;
    let first = first.filter(|_| !listed);
    Ok(first.map(|first| Planned { first, yuan: sum, products, amounts }))
}
