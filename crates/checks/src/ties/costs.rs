//! The cost rows of a project's form against its budget.
//!
//! Reads which rows state money and what they come to; prices are the affair of [`super::products`].

use std::cmp::Ordering;

use model::{Column, Decimal, Form, FormKind, Fund, Indicator, Money, Path};

use super::book::{Book, Draft};
use super::{Rule, Term, Verdict, cells};
use crate::indicators::{Classes, Cost, cost, is_money_cost};
use crate::{Context, Undecided};

/// The cost rows of a form, each with its index and what its target says.
pub(crate) struct Costs<'a> {
    /// In reading order.
    pub rows: Vec<(usize, &'a Indicator, Cost)>,
}

impl<'a> Costs<'a> {
    /// Reads a form.
    pub(crate) fn of(context: &Context<'a>) -> Result<Self, Undecided> {
        let classes = Classes::of(context)?;
        let price_names = context.words("words.price_names")?;
        let rows = context.form().indicators.iter().enumerate();
        let rows = rows.filter(|(_, row)| is_money_cost(&classes, row));
        let rows = rows.map(|(index, row)| (index, row, cost(row, price_names))).collect();
        Ok(Costs { rows })
    }

    /// Whether there are rows, and each states an amount or may state one.
    pub(crate) fn are_amounts(&self) -> bool {
        let other = |cost: &Cost| matches!(cost, Cost::Price | Cost::NoMoney);
        !self.rows.is_empty() && !self.rows.iter().any(|(_, _, cost)| other(cost))
    }

    /// The first row whose amount cannot be told.
    pub(crate) fn unclear(&self) -> Option<&'a Indicator> {
        self.rows.iter().find(|(_, _, cost)| *cost == Cost::Unclear).map(|(_, row, _)| *row)
    }

    /// What the rows come to, where each states one amount.
    pub(crate) fn sum(&self) -> Option<Money> {
        let amounts = self.rows.iter().map(|(_, _, cost)| match cost {
            Cost::Amount(money) => Some(*money),
            _ => None,
        });
        amounts.sum::<Option<Money>>().filter(|_| !self.rows.is_empty())
    }
}

/// The node of the one amount a cost row states.
pub(super) fn amount_node(
    form: &Form,
    index: usize,
    row: usize,
    money: Money,
    book: &mut Book,
) -> usize {
    let path = Path::Indicator(row, Column::Target);
    let numbers = cells::numbers(&form.indicators[row], Column::Target);
    let same = |n: &&crate::numbers::Printed| {
        (n.is_money() && crate::department::money(n) == Some(money)) || n.unit().is_empty()
    };
    match numbers.iter().find(same) {
        Some(number) => book.number(form, index, &path, number, 0),
        None => book.cell(form, index, &path),
    }
}

/// Notes the cost rows of a form that all state amounts.
pub(super) fn relate(context: &Context<'_>, book: &mut Book) -> Result<(), Undecided> {
    let form = context.form();
    if form.kind != FormKind::Project {
        return Ok(());
    }
    let costs = Costs::of(context)?;
    let Some(whole) = cells::budget(form, context.index, book).filter(|_| costs.are_amounts())
    else {
        return Ok(());
    };
    let budget = form.funds().and_then(|row| row.money(&Fund::Total));
    match costs.sum().zip(budget) {
        Some((sum, budget)) => compare(context, &costs, whole, sum, budget, book),
        None => cannot_decide(context, &costs, whole, book),
    }
    Ok(())
}

/// Why the rows cannot be added up.
fn cannot_decide(context: &Context<'_>, costs: &Costs<'_>, whole: usize, book: &mut Book) {
    let sentence = match costs.unclear() {
        Some(row) => {
            format!("成本“{}”里有几个金额，看不出哪个是合计。", row.folded(Column::Level3))
        }
        None => "资金总额没有填，或者读不成金额。".to_owned(),
    };
    let paths = costs.rows.iter().map(|(row, _, _)| Path::Indicator(*row, Column::Target));
    let nodes: Vec<usize> = paths.flat_map(|path| book.in_cell(context.index, &path)).collect();
    let verdict = Verdict::CannotDecide;
    book.relate(Draft { rule: Rule::CostsMakeBudget, verdict, whole, sentence }, nodes);
}

fn compare(
    context: &Context<'_>,
    costs: &Costs<'_>,
    whole: usize,
    sum: Money,
    budget: Money,
    book: &mut Book,
) {
    let mut terms = Vec::new();
    let mut addends = Vec::new();
    for (row, _, cost) in &costs.rows {
        let Cost::Amount(money) = cost else { continue };
        let node = amount_node(context.form(), context.index, *row, *money, book);
        let value = Some(Decimal::new(money.fen(), 2).normalize());
        terms.push(Term { nodes: vec![node], times: None, value });
        addends.push(money.to_string());
    }
    let addends = addends.join("＋");
    let gap = Ord::max(sum - budget, budget - sum);
    let (verdict, sentence) = match sum.cmp(&budget) {
        Ordering::Equal => (Verdict::Proved, format!("成本明细{addends}＝资金总额{budget}。")),
        Ordering::Greater => {
            (Verdict::Broken, format!("成本明细{addends}＝{sum}，比资金总额{budget}多{gap}。"))
        }
        Ordering::Less => {
            (Verdict::Question, format!("成本明细{addends}＝{sum}，比资金总额{budget}少{gap}。"))
        }
    };
    let draft = Draft { rule: Rule::CostsMakeBudget, verdict, whole, sentence };
    book.relate_sum(draft, terms, Decimal::ZERO);
}
