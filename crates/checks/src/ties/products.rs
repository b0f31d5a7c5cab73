//! Price × heads × months against the budget.
//!
//! The multiplication is [`crate::unit_cost`]'s, here every price is joined with the nodes of its
//! factors. What no cell states is supposed, and said; bounds (≥10人, ≤500元) make the product
//! nominal. Then the result is a question to the author, never a fault.

use model::{Column, Decimal, Form, FormKind, Fund, Indicator, Money, Path};

use super::book::{Book, Draft};
use super::costs::{Costs, amount_node};
use super::{Rule, Term, Verdict, cells};
use crate::indicators::{Classes, Cost};
use crate::unit_cost::{Bounds, Product, product_of};
use crate::{Context, Undecided};

/// What a form's prices and amounts come to.
struct Account<'f> {
    terms: Vec<Term>,
    /// How one writes the terms.
    addends: Vec<String>,
    products: Vec<Product<'f>>,
    /// Rows whose price could not be multiplied out.
    unmatched: Vec<String>,
    sum: Option<Bounds>,
}

/// Notes the prices of a project's form.
pub(super) fn relate(context: &Context<'_>, book: &mut Book) -> Result<(), Undecided> {
    let form = context.form();
    let budget = form.funds().and_then(|row| row.money(&Fund::Total));
    let Some(budget) = budget.filter(|_| form.kind == FormKind::Project) else { return Ok(()) };
    let costs = Costs::of(context)?;
    let classes = Classes::of(context)?;
    let counts: Vec<&Indicator> =
        form.indicators.iter().filter(|row| classes.is_quantity(row)).collect();
    let mut account = multiplied(context, &costs, &counts, book)?;
    if account.products.is_empty() {
        return Ok(());
    }
    let Some(whole) = cells::budget(form, context.index, book) else { return Ok(()) };
    for (row, _, cost) in &costs.rows {
        if let Cost::Amount(money) = cost {
            let node = amount_node(form, context.index, *row, *money, book);
            let term = book.term(node);
            let value = term.value.map(Bounds::exactly);
            account.sum = account.sum.zip(value).and_then(|(sum, value)| sum.plus(value));
            account.terms.push(term);
            account.addends.push(money.to_string());
        }
    }
    let used = |count: &&&Indicator| {
        account.products.iter().flat_map(|p| &p.counts).any(|row| std::ptr::eq(*row, **count))
    };
    let unpriced = counts.iter().filter(|count| !used(count));
    let unpriced: Vec<String> = unpriced.map(|row| row.folded(Column::Level3)).collect();
    conclude(context, account, whole, &unpriced, budget, book)
}

/// Every price multiplied out.
fn multiplied<'f>(
    context: &Context<'f>,
    costs: &Costs<'f>,
    counts: &[&'f Indicator],
    book: &mut Book,
) -> Result<Account<'f>, Undecided> {
    let sum = Some(Bounds::exactly(Decimal::ZERO));
    let (terms, addends) = (Vec::new(), Vec::new());
    let mut account = Account { terms, addends, products: Vec::new(), unmatched: Vec::new(), sum };
    let mut seen = Vec::new();
    for (index, row, cost) in &costs.rows {
        // A row written twice is one standard.
        let key = (row.folded(Column::Level3), row.folded(Column::Target));
        if *cost != Cost::Price || seen.contains(&key) {
            continue;
        }
        seen.push(key);
        match product_of(context, row, counts)? {
            Some(product) => {
                account.terms.push(term(context, *index, &product, book));
                account.addends.push(product.shown.clone());
                account.sum = account.sum.and_then(|sum| sum.plus(product.yuan));
                account.products.push(product);
            }
            None => account.unmatched.push(row.folded(Column::Level3)),
        }
    }
    Ok(account)
}

/// The factors of a product as nodes: the counts, then the price.
fn term(context: &Context<'_>, row: usize, product: &Product<'_>, book: &mut Book) -> Term {
    let form = context.form();
    let position =
        |wanted: &&Indicator| form.indicators.iter().position(|row| std::ptr::eq(row, *wanted));
    let rows = product.counts.iter().filter_map(position).chain([row]);
    let nodes = rows.filter_map(|row| number_node(form, context.index, row, book)).collect();
    let times = product.assumed.iter().any(|what| what.contains("12个月")).then_some(12);
    Term { nodes, times, value: Some(product.yuan.written.normalize()) }
}

/// The node of the number that a row's target is.
fn number_node(form: &Form, index: usize, row: usize, book: &mut Book) -> Option<usize> {
    let indicator = &form.indicators[row];
    let numbers = cells::numbers(indicator, Column::Target);
    let number = numbers.iter().find(|n| n.unit() == indicator.target.unit)?;
    Some(book.number(form, index, &Path::Indicator(row, Column::Target), number, 0))
}

/// What has to be supposed for the products, each once.
fn assumed(products: &[Product<'_>]) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for what in products.iter().flat_map(|product| &product.assumed) {
        if !all.iter().any(|known| known == what) {
            all.push((*what).to_owned());
        }
    }
    let bounded = |text: &str| ["≥", "≤", ">", "<"].iter().any(|sign| text.contains(sign));
    if products.iter().any(|product| bounded(&product.shown)) {
        all.push("“≥”“≤”按写出的数算".to_owned());
    }
    all
}

fn conclude(
    context: &Context<'_>,
    account: Account<'_>,
    whole: usize,
    unpriced: &[String],
    budget: Money,
    book: &mut Book,
) -> Result<(), Undecided> {
    let sum = account.sum.map(|sum| sum.written.normalize());
    let assuming = assumed(&account.products);
    let node = book.node(whole);
    let stated = node.value.unwrap_or_default();
    let rounding = if node.fraction { node.step / Decimal::TWO } else { Decimal::ZERO };
    let gap = sum.map(|sum| stated - sum);
    let exact = account.sum.is_some_and(Bounds::is_exact) && assuming.is_empty();
    let equal = gap.is_some_and(|gap| gap.abs() <= rounding);
    let ratio = |name: &str| Context { code: "C052", ..*context }.number(name);
    let (low, high) = (ratio("low_ratio")?, ratio("high_ratio")?);
    let near = sum.is_some_and(|sum| sum >= low * stated && sum <= high * stated);
    let verdict = match (account.unmatched.is_empty() && sum.is_some(), exact) {
        (false, _) => Verdict::CannotDecide,
        (true, true) if equal => Verdict::Proved,
        // Bounds that come near the budget prove nothing and need no answer.
        (true, false) if near => Verdict::CannotDecide,
        (true, _) => Verdict::Question,
    };
    let sentence = told(&account, unpriced, &assuming, budget, gap);
    let draft = Draft { rule: Rule::PricesMakeBudget, verdict, whole, sentence };
    book.note(draft, account.terms, sum, rounding, assuming);
    Ok(())
}

/// The calculation, what is left of the budget, and how it was done.
fn told(
    account: &Account<'_>,
    unpriced: &[String],
    assuming: &[String],
    budget: Money,
    gap: Option<Decimal>,
) -> String {
    let sum = account.sum.map(|sum| sum.written.normalize());
    let shown = sum.map_or("算不出的数".to_owned(), yuan);
    let mut sentence = format!("{}＝{shown}", account.addends.join("＋"));
    match gap {
        Some(gap) if gap.is_zero() => sentence.push_str(&format!("，正是资金总额{budget}")),
        Some(gap) if gap > Decimal::ZERO => {
            sentence.push_str(&format!("；资金总额{budget}，还有{}没有着落", yuan(gap)));
            for name in unpriced {
                sentence.push_str(&format!("；“{name}”没有标准"));
            }
        }
        Some(gap) => sentence.push_str(&format!("；比资金总额{budget}多{}", yuan(gap.abs()))),
        None => {}
    }
    for name in &account.unmatched {
        sentence.push_str(&format!("；“{name}”找不到对应的数量"));
    }
    sentence.push('。');
    if !assuming.is_empty() {
        sentence.push_str(&format!("算法：{}。", assuming.join("；")));
    }
    sentence
}

/// An amount in 元, said in 万元.
pub(crate) fn yuan(value: Decimal) -> String {
    let money = Money::from_decimal(value, model::MoneyUnit::Yuan);
    money.map_or_else(|_| format!("{}元", value.normalize()), |money| money.to_string())
}
