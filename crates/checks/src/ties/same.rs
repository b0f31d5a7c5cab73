//! The same quantity in two cells of a form, and numbers that merely fit.
//!
//! Two counts are the same quantity where their rows are of one matter and the words before them
//! name the same thing in the same unit. Equal numbers alone say nothing; where they fit as parts
//! of a total that no word announces, that is shown as a coincidence.

use model::{Column, Decimal, Form, Path};

use super::book::{Book, Draft};
use super::{Relation, Rule, Verdict, cells};
use crate::numbers::Printed;
use crate::similar::Pairs;
use crate::titles::is_han;
use crate::{Context, Undecided};

/// A name without the words that only say how it is measured, and without brackets and marks:
/// 享受职业培训补贴人数 and 职业培训补贴人均标准 have one core.
pub(crate) fn core(name: &str, affixes: &[String]) -> String {
    let folded = model::text::fold(name);
    let bare = affixes.iter().fold(folded, |name, affix| name.replace(affix.as_str(), ""));
    let mut depth = 0usize;
    let mut core = String::new();
    for c in bare.chars() {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            c if depth == 0 && (c.is_alphanumeric() || c == '、') => core.push(c),
            _ => {}
        }
    }
    core
}

/// Whether the words before a number name the matter: 全年举办群众文化活动 is about 活动.
pub(super) fn is_about(label: &str, core: &str) -> bool {
    core.chars().count() >= 2 && label.contains(core)
}

/// Notes what a form says twice.
pub(super) fn relate(context: &Context<'_>, book: &mut Book) -> Result<(), Undecided> {
    breakdowns(context.index, book);
    counts(context, book)?;
    coincidences(context, book);
    Ok(())
}

/// The same parts and total in two cells: 4＋2＝6 in the goal and in a row.
fn breakdowns(form: usize, book: &mut Book) {
    let is_sum = |relation: &&Relation| {
        relation.rule == Rule::PartsMakeTotal && relation.verdict == Verdict::Proved
    };
    let sums: Vec<Relation> = book.relations_of(form).filter(is_sum).cloned().collect();
    for (index, one) in sums.iter().enumerate() {
        for other in &sums[index + 1..] {
            let (first, second) = (book.node(one.whole), book.node(other.whole));
            let values = |relation: &Relation| {
                relation.terms.iter().map(|term| term.value).collect::<Vec<_>>()
            };
            let equal = first.value == second.value && values(one) == values(other);
            if !equal || first.unit != second.unit || first.path == second.path {
                continue;
            }
            let sentence =
                format!("“{}”与“{}”写的分项和合计相同：{}。", first.cell, second.cell, first.shown);
            let whole = other.whole;
            let draft =
                Draft { rule: Rule::SameQuantity, verdict: Verdict::Proved, whole, sentence };
            book.relate(draft, vec![one.whole]);
        }
    }
}

/// One count stated by two rows of a form.
#[derive(Debug, Clone)]
pub(crate) struct Twice {
    /// The rows, in reading order.
    pub rows: [usize; 2],
    /// Their numbers.
    pub numbers: [Printed; 2],
}

impl Twice {
    /// Whether both rows state the same number.
    pub(crate) fn agree(&self) -> bool {
        self.numbers[0].value() == self.numbers[1].value()
    }
}

/// Counts of two rows whose names are one matter and whose words name the same thing.
pub(crate) fn twice(context: &Context<'_>) -> Result<Vec<Twice>, Undecided> {
    let form = context.form();
    let hedges = context.words("words.count_affixes")?;
    let mut stated: Vec<(usize, String, Printed)> = Vec::new();
    for (row, indicator) in form.indicators.iter().enumerate() {
        let text = indicator.text(Column::Target);
        let numbers = cells::numbers(indicator, Column::Target).into_iter();
        for number in numbers.filter(|n| countable(n.unit()) && !n.is_vague()) {
            stated.push((row, thing(&cells::label(text, &number, number.start()), hedges), number));
        }
    }
    let mut pairs = Vec::new();
    for (at, (row, label, number)) in stated.iter().enumerate() {
        for (other_row, other_label, other) in &stated[at + 1..] {
            let one_thing = number.unit() == other.unit()
                && ((label == other_label && label.chars().count() >= 2)
                    || (alike(label, other_label) && number.value() == other.value()));
            if row != other_row && one_thing && one_matter(form, *row, *other_row) {
                let numbers = [number.clone(), other.clone()];
                pairs.push(Twice { rows: [*row, *other_row], numbers });
            }
        }
    }
    Ok(pairs)
}

fn countable(unit: &str) -> bool {
    !unit.is_empty() && unit != "%" && unit != "元" && !unit.contains('/')
}

/// Whether two labels share words and end alike: enough where the numbers are equal, too.
fn alike(label: &str, other: &str) -> bool {
    let shared = Pairs::of(label).shared(&Pairs::of(other)).len();
    shared >= 2 && label.chars().last() == other.chars().last()
}

/// Whether the name of one row is the beginning of the other's: 入口补贴 and 入口补贴：缴费人数.
fn one_matter(form: &Form, row: usize, other: usize) -> bool {
    let name = |row: usize| form.indicators[row].folded(Column::Level3);
    let (one, two) = (name(row), name(other));
    let (short, long) = if one.len() <= two.len() { (&one, &two) } else { (&two, &one) };
    short.chars().count() >= 4 && long.starts_with(short.as_str())
}

/// What is counted: the Chinese words before a number, without years and hedges.
fn thing(label: &str, hedges: &[String]) -> String {
    let mut bare = String::new();
    for c in label.chars() {
        let year = c == '年' && bare.ends_with(|c: char| c.is_ascii_digit());
        if !year {
            bare.push(c);
        }
    }
    let bare = hedges.iter().fold(bare, |text, word| text.replace(word.as_str(), ""));
    bare.chars().filter(|c| is_han(*c)).collect()
}

/// Notes the counts that are stated twice.
fn counts(context: &Context<'_>, book: &mut Book) -> Result<(), Undecided> {
    for pair in twice(context)? {
        let [whole, part] = [0, 1].map(|which| {
            let path = Path::Indicator(pair.rows[which], Column::Target);
            book.number(context.form(), context.index, &path, &pair.numbers[which], 0)
        });
        let (one, two) = (book.node(whole), book.node(part));
        let both = format!("“{}”写{}，“{}”写{}", one.cell, one.shown, two.cell, two.shown);
        let (verdict, sentence) = match pair.agree() {
            true => (Verdict::Proved, format!("{both}，同一个数。")),
            false => (Verdict::Broken, format!("{both}：同一件事写了两个数。")),
        };
        book.relate(Draft { rule: Rule::SameQuantity, verdict, whole, sentence }, vec![part]);
    }
    Ok(())
}

/// Bracketed numbers that together make another number of their cell, though nothing says that
/// they are its parts: 领取人数2.44万人 …… (23500人）…… (900人）.
fn coincidences(context: &Context<'_>, book: &mut Book) {
    let (form, index) = (context.form(), context.index);
    for (row, indicator) in form.indicators.iter().enumerate() {
        let path = Path::Indicator(row, Column::Target);
        let numbers = crate::numbers::printed(indicator.text(Column::Target));
        let remarks = numbers.iter().filter(|n| n.quantity.is_bracketed && !n.loose);
        let remarks: Vec<_> = remarks.filter(|n| !n.is_rate() && n.unit() != "%").collect();
        let [first, .., _] = remarks[..] else { continue };
        if remarks.iter().any(|n| n.unit() != first.unit()) {
            continue;
        }
        let sum: Decimal = remarks.iter().map(|n| n.value()).sum();
        let total = numbers.iter().find(|n| {
            let fits = !n.quantity.is_bracketed && !n.loose && n.unit() == first.unit();
            let all = std::iter::once(*n).chain(remarks.iter().copied());
            fits && (n.value() - sum).abs() <= crate::numbers::envelope(all)
        });
        let Some(total) = total else { continue };
        let addends: Vec<&str> = remarks.iter().map(|n| n.text.as_str()).collect();
        let sentence = format!(
            "{}＝{}{}，与{}凑巧相等；文字没有说它们是它的分项。",
            addends.join("＋"),
            sum.normalize(),
            first.unit(),
            total.text
        );
        let terms = remarks.iter().map(|n| book.number(form, index, &path, n, 0));
        let terms: Vec<usize> = terms.collect();
        let whole = book.number(form, index, &path, total, 0);
        let terms = terms.into_iter().map(|node| book.term(node)).collect();
        let draft =
            Draft { rule: Rule::PartsMakeTotal, verdict: Verdict::Coincidence, whole, sentence };
        book.relate_sum(draft, terms, Decimal::ZERO);
    }
}
