//! Price × heads × months against the budget.
//!
//! A price is joined with the quantity row whose name has the same core. What no cell states — how
//! many months, one time for each head — is supposed, and said; bounds (≥10人, ≤500元) make the
//! product nominal. Then the result is a question to the author, never a fault.

use model::{Column, Decimal, Form, FormKind, Fund, Path};

use super::book::{Book, Draft};
use super::costs::{Costs, amount_node};
use super::{Bound, Rule, Term, Verdict, cells};
use crate::indicators::{Classes, Cost};
use crate::numbers::Printed;
use crate::similar::{Likeness, Pairs};
use crate::ties::same::core;
use crate::{Context, Undecided};

/// How long a price runs where the form does not say: the budget is for one year.
const MONTHS: u32 = 12;

/// A price of a cost row.
struct Price {
    row: usize,
    number: Printed,
    /// What it is per, the times left out: 人, 人次, 台.
    head: Option<String>,
    /// Whether it is per month.
    monthly: bool,
    core: String,
}

/// A quantity row.
struct Quantity {
    row: usize,
    number: Printed,
    core: String,
}

/// What a form's prices come to.
#[derive(Default)]
struct Account {
    terms: Vec<Term>,
    /// How one writes the terms.
    addends: Vec<String>,
    assuming: Vec<String>,
    /// Prices without a quantity.
    unmatched: Vec<String>,
    bounded: bool,
}

/// Notes the prices of a project's form.
pub(super) fn relate(context: &Context<'_>, book: &mut Book) -> Result<(), Undecided> {
    let form = context.form();
    if form.kind != FormKind::Project {
        return Ok(());
    }
    let costs = Costs::of(context)?;
    let prices = prices(context, &costs)?;
    let Some(whole) = cells::budget(form, context.index, book) else { return Ok(()) };
    let budget = form.funds().and_then(|row| row.money(&Fund::Total));
    let Some(budget) = budget.filter(|_| !prices.is_empty()) else { return Ok(()) };
    let quantities = quantities(context)?;
    let mut account = Account::default();
    let mut seen: Vec<(String, Decimal)> = Vec::new();
    let mut used = Vec::new();
    for price in &prices {
        let key = (price.core.clone(), price.number.value());
        if seen.contains(&key) {
            continue;
        }
        seen.push(key);
        match best(price, &quantities) {
            Some(quantity) => {
                used.push(quantity.row);
                multiply(context, price, quantity, &mut account, book);
            }
            None => account.unmatched.push(name(form, price.row)),
        }
    }
    if account.terms.is_empty() {
        return Ok(());
    }
    for (row, _, cost) in &costs.rows {
        if let Cost::Amount(money) = cost {
            let node = amount_node(form, context.index, *row, *money, book);
            account.terms.push(book.term(node));
            account.addends.push(money.to_string());
        }
    }
    let unpriced = quantities.iter().filter(|quantity| !used.contains(&quantity.row));
    let unpriced: Vec<String> = unpriced.map(|quantity| name(form, quantity.row)).collect();
    conclude(account, whole, &unpriced, budget, book);
    Ok(())
}

/// The prices of the cost rows, each row that states exactly one.
fn prices(context: &Context<'_>, costs: &Costs<'_>) -> Result<Vec<Price>, Undecided> {
    let affixes = context.words("words.price_affixes")?;
    let mut prices = Vec::new();
    for (row, indicator, cost) in &costs.rows {
        if *cost != Cost::Price {
            continue;
        }
        let numbers = cells::numbers(indicator, Column::Target);
        let is_price = |n: &&Printed| n.unit() == "元" || n.unit().starts_with("元/");
        let mut found = numbers.iter().filter(is_price);
        let (Some(number), None) = (found.next(), found.next()) else { continue };
        let under = number.unit().strip_prefix("元/").unwrap_or_default();
        let atoms = under.trim_matches(['(', ')']).split('·').filter(|atom| !atom.is_empty());
        let (times, heads): (Vec<&str>, Vec<&str>) = atoms.partition(|atom| is_time(atom));
        let known = times.iter().all(|time| matches!(*time, "月" | "年"));
        if heads.len() > 1 || !known || number.quantity.high.is_some() {
            continue;
        }
        prices.push(Price {
            row: *row,
            number: number.clone(),
            head: heads.first().map(|head| (*head).to_owned()),
            monthly: times.contains(&"月"),
            core: core(&indicator.folded(Column::Level3), affixes),
        });
    }
    Ok(prices)
}

fn is_time(atom: &str) -> bool {
    matches!(atom, "年" | "月" | "日" | "天" | "工作日" | "小时" | "季度" | "学期" | "学年" | "周")
}

/// The 数量指标 rows that state exactly one count.
fn quantities(context: &Context<'_>) -> Result<Vec<Quantity>, Undecided> {
    let classes = Classes::of(context)?;
    let affixes = context.words("words.quantity_affixes")?;
    let rows = context.form().indicators.iter().enumerate();
    let rows = rows.filter(|(_, row)| classes.is_quantity(row));
    let quantities = rows.filter_map(|(index, row)| {
        let numbers = cells::numbers(row, Column::Target);
        let is_count =
            |n: &&Printed| !n.unit().is_empty() && n.unit() != "%" && !n.is_money() && !n.is_rate();
        let mut counts = numbers.iter().filter(is_count).filter(|n| !is_time(n.unit()));
        let (Some(number), None) = (counts.next(), counts.next()) else { return None };
        let core = core(&row.folded(Column::Level3), affixes);
        Some(Quantity { row: index, number: number.clone(), core })
    });
    Ok(quantities.collect())
}

/// The quantity that belongs to a price: of the same core, else the one that holds or resembles it
/// most, provided it counts what the price is per.
fn best<'q>(price: &Price, quantities: &'q [Quantity]) -> Option<&'q Quantity> {
    let fits = |quantity: &&Quantity| counts(price.head.as_deref(), quantity.number.unit());
    let half = Decimal::new(5, 1);
    let alike = |quantity: &&Quantity| {
        let (one, other) = (price.core.as_str(), quantity.core.as_str());
        let within = one.chars().count() >= 2
            && other.chars().count() >= 2
            && (one.contains(other) || other.contains(one));
        within || Pairs::of(one).dice_at_least(&Pairs::of(other), half)
    };
    let candidates = quantities.iter().filter(fits).filter(alike);
    let measured = candidates.map(|quantity| (Likeness::of(&price.core, &quantity.core), quantity));
    let best = measured.reduce(|best, next| if next.0.exceeds(best.0) { next } else { best });
    best.map(|(_, quantity)| quantity)
}

/// Whether a quantity of this unit counts the heads of a price: 人 counts persons and, each once,
/// what is paid per 人次.
fn counts(head: Option<&str>, unit: &str) -> bool {
    match head {
        None => true,
        Some("人次") => matches!(unit, "人次" | "人"),
        Some("人" | "名" | "位") => matches!(unit, "人" | "名" | "位"),
        Some(head) => head == unit,
    }
}

fn multiply(
    context: &Context<'_>,
    price: &Price,
    quantity: &Quantity,
    account: &mut Account,
    book: &mut Book,
) {
    let (form, index) = (context.form(), context.index);
    let node = |row: usize, number: &Printed, book: &mut Book| {
        book.number(form, index, &Path::Indicator(row, Column::Target), number, 0)
    };
    let heads = node(quantity.row, &quantity.number, book);
    let rate = node(price.row, &price.number, book);
    let mut term = Term { nodes: vec![heads, rate], times: None, value: None };
    let mut text = format!("{}×{}", quantity.number.text, price.number.text);
    let mut product = quantity.number.value().checked_mul(price.number.value());
    if price.monthly {
        match months(form, index, [quantity.row, price.row], book) {
            Some(node) => {
                let count = book.node(node).value.unwrap_or_default();
                product = product.and_then(|product| product.checked_mul(count));
                text.push_str(&format!("×{}", book.node(node).shown));
                term.nodes.push(node);
            }
            None => {
                product = product.and_then(|product| product.checked_mul(MONTHS.into()));
                text.push_str(&format!("×{MONTHS}个月"));
                term.times = Some(MONTHS);
                suppose(account, format!("表上没有写月数，按{MONTHS}个月算"));
            }
        }
    }
    if price.head.as_deref() == Some("人次") && quantity.number.unit() == "人" {
        suppose(account, "按每人一次算".to_owned());
    }
    let bounds = [heads, rate].map(|node| book.node(node).bound);
    account.bounded |= bounds.iter().any(|bound| *bound != Bound::Exact);
    if account.bounded {
        suppose(account, "“≥”“≤”按写出的数算".to_owned());
    }
    term.value = product.map(|product| product.normalize());
    account.addends.push(text);
    account.terms.push(term);
}

fn suppose(account: &mut Account, what: String) {
    if !account.assuming.contains(&what) {
        account.assuming.push(what);
    }
}

/// The number of months one of the rows states.
fn months(form: &Form, index: usize, rows: [usize; 2], book: &mut Book) -> Option<usize> {
    let mut found = rows.iter().flat_map(|row| {
        let numbers = cells::numbers(&form.indicators[*row], Column::Target);
        let months = numbers.into_iter().filter(|n| n.unit() == "月" && !n.loose);
        months.map(|number| (*row, number)).collect::<Vec<_>>()
    });
    let (row, number) = found.next()?;
    let path = Path::Indicator(row, Column::Target);
    Some(book.number(form, index, &path, &number, 0))
}

fn conclude(
    account: Account,
    whole: usize,
    unpriced: &[String],
    budget: model::Money,
    book: &mut Book,
) {
    let values: Option<Vec<Decimal>> = account.terms.iter().map(|term| term.value).collect();
    let sum = values.map(|values| values.iter().sum::<Decimal>().normalize());
    let stated = book.node(whole).value.unwrap_or_default();
    let node = book.node(whole);
    let rounding = if node.fraction { node.step / Decimal::TWO } else { Decimal::ZERO };
    let exact = !account.bounded && account.assuming.is_empty();
    let equal = sum.is_some_and(|sum| (stated - sum).abs() <= rounding);
    let verdict = match (account.unmatched.is_empty(), exact && equal && unpriced.is_empty()) {
        (true, true) => Verdict::Proved,
        (true, false) => Verdict::Question,
        (false, _) => Verdict::CannotDecide,
    };
    let shown = sum.map_or("算不出的数".to_owned(), yuan);
    let mut sentence = format!("{}＝{shown}", account.addends.join("＋"));
    match sum.map(|sum| stated - sum) {
        Some(gap) if gap.is_zero() => sentence.push_str(&format!("，正是资金总额{budget}")),
        Some(gap) if gap > Decimal::ZERO => {
            sentence.push_str(&format!("；资金总额{budget}，还有{}没有着落", yuan(gap)));
        }
        Some(gap) => {
            sentence.push_str(&format!("；比资金总额{budget}多{}", yuan(gap.abs())));
        }
        None => {}
    }
    for name in unpriced {
        sentence.push_str(&format!("；“{name}”没有标准"));
    }
    for name in &account.unmatched {
        sentence.push_str(&format!("；“{name}”找不到对应的数量"));
    }
    sentence.push('。');
    if !account.assuming.is_empty() {
        sentence.push_str(&format!("算法：{}。", account.assuming.join("；")));
    }
    let draft = Draft { rule: Rule::PricesMakeBudget, verdict, whole, sentence };
    book.note(draft, account.terms, sum, rounding, account.assuming);
}

/// An amount in 元, said in 万元.
pub(crate) fn yuan(value: Decimal) -> String {
    let money = model::Money::from_decimal(value, model::MoneyUnit::Yuan);
    money.map_or_else(|_| format!("{}元", value.normalize()), |money| money.to_string())
}

fn name(form: &Form, row: usize) -> String {
    form.indicators[row].folded(Column::Level3)
}
