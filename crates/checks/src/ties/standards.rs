//! A standard for each head × the heads of its cell against the amount it stands for.
//!
//! The amount is the one whose words name what the standard is for (公用经费配备标准 and
//! 公用经费96.34万元). The heads are the total of the cell, and those in post where the cell tells who
//! is not.

use model::{Column, Decimal, Form, Path};

use super::book::{Book, Draft};
use super::prose::{self, Outcome};
use super::{Rule, Term, Verdict, cells};
use crate::numbers::{Printed, printed};
use crate::ties::products::yuan;
use crate::ties::same::core;
use crate::{Context, Undecided};

/// A standard with the heads it may be meant for and the amount it should give.
#[derive(Debug, Clone)]
pub(crate) struct Standard {
    /// The row of the standard and the heads.
    pub row: usize,
    /// The standard, per head.
    pub price: Printed,
    /// What it is for: 公用经费.
    pub subject: String,
    /// The ways to count the heads.
    pub heads: Vec<Heads>,
    /// The row of the amount.
    pub amount_row: usize,
    /// The amount.
    pub amount: Printed,
}

/// One way to count heads.
#[derive(Debug, Clone)]
pub(crate) struct Heads {
    /// 共计, 在职, or the words before a single number.
    pub name: String,
    /// How many.
    pub count: Decimal,
    /// The numbers it is made of.
    pub numbers: Vec<Printed>,
}

impl Standard {
    /// The standard for this many heads.
    pub(crate) fn product(&self, heads: &Heads) -> Option<Decimal> {
        self.price.value().checked_mul(heads.count)
    }

    /// The way to count heads that comes nearest to the amount.
    pub(crate) fn nearest(&self) -> Option<(&Heads, Decimal)> {
        let products = self.heads.iter().filter_map(|heads| Some((heads, self.product(heads)?)));
        products.min_by_key(|(_, product)| (self.amount.value() - *product).abs())
    }

    /// The products as one writes them: 8000元/人×在职56人＝44.80万元（差51.54万元）.
    pub(crate) fn said(&self) -> String {
        let products = self.heads.iter().filter_map(|heads| {
            let product = self.product(heads)?;
            let count = heads.count.normalize();
            let said = format!("{}×{}{count}人＝{}", self.price.text, heads.name, yuan(product));
            let gap = (self.amount.value() - product).abs();
            Some(if gap.is_zero() { said } else { format!("{said}（差{}）", yuan(gap)) })
        });
        products.collect::<Vec<_>>().join("，")
    }

    /// Whether a product is within a share of the amount.
    pub(crate) fn within(&self, share: Decimal) -> bool {
        self.nearest().is_some_and(|(_, product)| {
            let amount = self.amount.value();
            (amount - product).abs() <= share * amount.abs()
        })
    }
}

/// The standards of a form.
pub(crate) fn standards(context: &Context<'_>) -> Result<Vec<Standard>, Undecided> {
    let form = context.form();
    let affixes = context.words("words.price_affixes")?;
    let others = context.words("words.not_parts")?;
    let retired = context.words("words.not_in_post")?;
    let mut found = Vec::new();
    for (row, indicator) in form.indicators.iter().enumerate() {
        let text = indicator.text(Column::Target);
        let numbers = printed(text);
        let prices = numbers.iter().filter(|n| matches!(n.unit(), "元/人" | "元/(人·年)"));
        for price in prices.filter(|price| !price.loose) {
            let subject = core(&price.quantity.label, affixes);
            let heads = heads(text, &numbers, others, retired);
            let amount = amount_of(form, &subject);
            let (Some((amount_row, amount)), false) = (amount, heads.is_empty()) else { continue };
            let price = price.clone();
            found.push(Standard { row, price, subject, heads, amount_row, amount });
        }
    }
    Ok(found)
}

/// The ways to count the heads of a cell.
fn heads(text: &str, numbers: &[Printed], others: &[String], retired: &[String]) -> Vec<Heads> {
    let of_people = |n: &&Printed| matches!(n.unit(), "人" | "名") && !n.loose;
    let whole = |sum: &prose::Sum| sum.offset == 0 && matches!(sum.outcome(), Outcome::Holds(_));
    let sums = prose::sums(text, others);
    let Some(sum) = sums.iter().find(|sum| whole(sum) && of_people(&&sum.total)) else {
        let single = numbers.iter().filter(of_people).map(|number| Heads {
            name: number.quantity.label.clone(),
            count: number.value(),
            numbers: vec![number.clone()],
        });
        return single.collect();
    };
    let is_retired =
        |part: &&Printed| retired.iter().any(|word| part.quantity.label.contains(word.as_str()));
    let in_post: Vec<Printed> =
        sum.parts.iter().filter(|part| !is_retired(part)).cloned().collect();
    let total =
        Heads { name: "共计".into(), count: sum.total.value(), numbers: vec![sum.total.clone()] };
    if in_post.is_empty() || in_post.len() == sum.parts.len() {
        return vec![total];
    }
    let count = in_post.iter().map(Printed::value).sum();
    vec![Heads { name: "在职".into(), count, numbers: in_post }, total]
}

/// The only amount of the form whose words name the subject.
fn amount_of(form: &Form, subject: &str) -> Option<(usize, Printed)> {
    if subject.chars().count() < 2 {
        return None;
    }
    let mut found = form.indicators.iter().enumerate().flat_map(|(row, indicator)| {
        let numbers = cells::numbers(indicator, Column::Target);
        let named =
            move |n: &Printed| n.is_money() && !n.loose && n.quantity.label.contains(subject);
        numbers.into_iter().filter(named).map(move |number| (row, number))
    });
    found.next().filter(|_| found.next().is_none())
}

/// Notes the standards of a form.
pub(super) fn relate(context: &Context<'_>, book: &mut Book) -> Result<(), Undecided> {
    let (form, index) = (context.form(), context.index);
    for standard in standards(context)? {
        let path = |row: usize| Path::Indicator(row, Column::Target);
        let whole = book.number(form, index, &path(standard.amount_row), &standard.amount, 0);
        let price = book.number(form, index, &path(standard.row), &standard.price, 0);
        let Some((nearest, product)) = standard.nearest() else { continue };
        let mut nodes = vec![price];
        for number in &nearest.numbers {
            nodes.push(book.number(form, index, &path(standard.row), number, 0));
        }
        let amount = &standard.amount;
        let rounding = if amount.fraction { amount.step / Decimal::TWO } else { Decimal::ZERO };
        let gap = (amount.value() - product).abs();
        let (verdict, sentence) = match gap <= rounding {
            true => (Verdict::Proved, format!("{}，与{}相符。", standard.said(), amount.text)),
            false => (
                Verdict::Question,
                format!("{}写的是{}；{}。", standard.subject, amount.text, standard.said()),
            ),
        };
        let term = Term { nodes, times: None, value: Some(product) };
        let draft = Draft { rule: Rule::StandardMakesAmount, verdict, whole, sentence };
        book.note(draft, vec![term], Some(product), rounding, Vec::new());
    }
    Ok(())
}
