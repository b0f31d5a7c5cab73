//! The same rate stated twice in one form.
//!
//! Two names are one rate only where one is the other with words left out, both end in the same
//! measure (…到位率) and neither has a qualifier the other lacks (及时, 一次, 首次). What is stated of
//! two different things stays apart.

use model::{Column, Decimal, Form, Path};

use super::book::{Book, Draft};
use super::{Rule, Verdict, cells};
use crate::numbers::Printed;
use crate::similar::{Likeness, Pairs};
use crate::{Context, Undecided};

/// Two rows of a form that state the same rate.
#[derive(Debug, Clone)]
pub(crate) struct Twice {
    /// The two rows, in reading order.
    pub rows: [usize; 2],
    /// Their numbers.
    pub numbers: [Printed; 2],
}

impl Twice {
    /// Whether both state the same value.
    pub(crate) fn agree(&self) -> bool {
        let [one, other] = &self.numbers;
        one.value() == other.value()
    }
}

/// The pairs of rows of a form that state the same rate.
pub(crate) fn twice(context: &Context<'_>) -> Result<Vec<Twice>, Undecided> {
    let threshold = Context { code: "C089", ..*context }.number("min_containment")?;
    let fillers = context.words("words.rate_fillers")?;
    let qualifiers = context.words("words.rate_qualifiers")?;
    let form = context.form();
    let rates: Vec<(usize, String, Printed)> = rates(form).collect();
    let mut pairs = Vec::new();
    for (index, (row, name, number)) in rates.iter().enumerate() {
        for (other_row, other_name, other) in &rates[index + 1..] {
            if is_same(name, other_name, fillers, qualifiers, threshold) {
                let numbers = [number.clone(), other.clone()];
                pairs.push(Twice { rows: [*row, *other_row], numbers });
            }
        }
    }
    Ok(pairs)
}

/// The rows whose target is one percentage.
fn rates(form: &Form) -> impl Iterator<Item = (usize, String, Printed)> {
    form.indicators.iter().enumerate().filter_map(|(index, row)| {
        let [number] = <[Printed; 1]>::try_from(cells::numbers(row, Column::Target)).ok()?;
        let name = row.folded(Column::Level3);
        let rate = number.unit() == "%" && name.ends_with('率') && number.quantity.high.is_none();
        rate.then_some((index, name, number))
    })
}

fn is_same(
    name: &str,
    other: &str,
    fillers: &[String],
    qualifiers: &[String],
    threshold: Decimal,
) -> bool {
    let qualified = |word: &String| name.contains(word.as_str()) != other.contains(word.as_str());
    let bare = |name: &str| {
        fillers.iter().fold(name.to_owned(), |name, filler| name.replace(filler.as_str(), ""))
    };
    let measure = |name: &str| name.chars().rev().take(3).collect::<String>();
    let (one, two) = (bare(name), bare(other));
    let alike = Likeness::of(&one, &two);
    measure(name) == measure(other)
        && !qualifiers.iter().any(qualified)
        && alike.is_abbreviation()
        && Pairs::of(&one).contained_at_least(&Pairs::of(&two), threshold)
}

/// Notes the rates of a form that are stated twice.
pub(super) fn relate(context: &Context<'_>, book: &mut Book) -> Result<(), Undecided> {
    let form = context.form();
    for pair in twice(context)? {
        let [whole, part] = [0, 1].map(|which| {
            let path = Path::Indicator(pair.rows[which], Column::Target);
            book.number(form, context.index, &path, &pair.numbers[which], 0)
        });
        let [one, other] = pair.rows.map(|row| form.indicators[row].folded(Column::Level3));
        let [first, second] = &pair.numbers;
        let both = format!("“{one}”{}，“{other}”{}", first.text, second.text);
        let (verdict, sentence) = match pair.agree() {
            true => (Verdict::Proved, format!("{both}，同一个率。")),
            false => (Verdict::Broken, format!("{both}：像是同一个率写了两个目标。")),
        };
        book.relate(Draft { rule: Rule::SameRate, verdict, whole, sentence }, vec![part]);
    }
    Ok(())
}
