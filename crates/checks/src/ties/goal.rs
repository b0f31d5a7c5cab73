//! What the goal says in numbers against the budget and the indicators.
//!
//! Money the goal calls that of the project is compared with the budget; a count with the
//! indicator of the same matter, where each stands alone. Anything else in the goal is left be.

use model::{Column, Field, Form, Fund, Money, Path, Text};

use super::book::{Book, Draft};
use super::{Bound, Rule, Verdict, cells};
use crate::money::ten_thousand_apart;
use crate::numbers::{Printed, printed};
use crate::{Context, Undecided, department};

/// Amounts the goal calls the money of the project, not a price or a standard.
pub(crate) fn said_in_goal(form: &Form) -> Vec<(&Text, Printed, Money)> {
    let Some(goal) = form.fields.get(&Field::Goal) else { return Vec::new() };
    let numbers = printed(&goal.text).into_iter();
    let of_project = numbers.filter(|number| {
        let label = &number.quantity.label;
        let names = ["资金", "预算", "经费", "投资", "总额"].iter().any(|w| label.contains(w));
        let single = ["均", "每", "标准", "单价"].iter().any(|w| label.contains(w));
        number.is_money() && !single && (names || number.quantity.is_total)
    });
    of_project
        .filter_map(|number| {
            let money = department::money(&number)?;
            Some((goal, number, money))
        })
        .collect()
}

/// Notes what the goal of a form says.
pub(super) fn relate(context: &Context<'_>, book: &mut Book) -> Result<(), Undecided> {
    let (form, index) = (context.form(), context.index);
    money(form, index, book);
    counts(context, book)
}

fn money(form: &Form, index: usize, book: &mut Book) {
    let Some(whole) = cells::budget(form, index, book) else { return };
    let Some(budget) = form.funds().and_then(|row| row.money(&Fund::Total)) else { return };
    for (_, number, money) in said_in_goal(form).iter().filter(|(_, n, _)| !n.loose) {
        let (verdict, sentence) = if *money == budget {
            (Verdict::Proved, format!("总体目标里写{}＝资金总额{budget}。", number.text))
        } else if ten_thousand_apart(*money, budget) {
            let sentence = format!(
                "总体目标里写{}，资金总额{budget}，正好相差一万倍：像是元和万元写混了。",
                number.text
            );
            (Verdict::Broken, sentence)
        } else {
            // Another sum may be meant: several years, another source.
            continue;
        };
        let node = book.number(form, index, &Path::Field(Field::Goal), number, 0);
        book.relate(Draft { rule: Rule::GoalMoney, verdict, whole, sentence }, vec![node]);
    }
}

/// A count of the goal and the only indicator of the same unit and matter.
fn counts(context: &Context<'_>, book: &mut Book) -> Result<(), Undecided> {
    let (form, index) = (context.form(), context.index);
    let affixes = context.words("words.quantity_affixes")?;
    let goal = Path::Field(Field::Goal);
    let said = book.in_cell(index, &goal);
    for (at, row) in form.indicators.iter().enumerate() {
        let path = Path::Indicator(at, Column::Target);
        let [cell] = book.in_cell(index, &path)[..] else { continue };
        let unit = book.node(cell).unit.clone();
        if unit.is_empty() || unit == "%" || unit == "元" || unit.contains('/') {
            continue;
        }
        let name = super::same::core(&row.folded(Column::Level3), affixes);
        let about = |node: &&usize| {
            let node = book.node(**node);
            node.unit == unit && super::same::is_about(&node.label, &name)
        };
        let of_unit = said.iter().filter(|node| book.node(**node).unit == unit).count();
        let mut fitting = said.iter().filter(about).copied();
        let value = book.node(cell).value;
        let equal = fitting.clone().find(|node| book.node(*node).value == value);
        let Some(number) = equal.or_else(|| fitting.next()) else { continue };
        let (stated, target) = (book.node(number), book.node(cell));
        let (text, other) = (stated.shown.clone(), target.shown.clone());
        let name = row.folded(Column::Level3);
        let (verdict, sentence) = if stated.value == target.value {
            let sentence = format!("总体目标里写{text}，指标“{name}”是{other}，同一个数。");
            (Verdict::Proved, sentence)
        } else if of_unit == 1 && contradict(stated.value, target.value, target.bound) {
            let sentence =
                format!("总体目标里写{text}，指标“{name}”是{other}，像是同一件事写了两个数。");
            (Verdict::Question, sentence)
        } else {
            continue;
        };
        let draft = Draft { rule: Rule::SameQuantity, verdict, whole: cell, sentence };
        book.relate(draft, vec![number]);
    }
    Ok(())
}

/// Whether a number of the goal does not keep to the target: 40 keeps to ≥30, not to ≥50.
fn contradict(
    stated: Option<model::Decimal>,
    target: Option<model::Decimal>,
    bound: Bound,
) -> bool {
    match bound {
        Bound::Exact => true,
        Bound::Lower => stated < target,
        Bound::Upper => stated > target,
        Bound::Loose => false,
    }
}
