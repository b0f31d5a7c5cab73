//! Means of reference years: of the values as printed, and of their sizes where signs differ.
//!
//! Compared by multiplication, never by division: |printed × n − sum| × 2 ≤ n × last digit.

use model::money::plain_number;
use model::{Column, Decimal, Indicator, Path};

use super::book::{Book, Draft};
use super::{Rule, Verdict};
use crate::numbers::is_handy;
use crate::{Context, Undecided};

/// A printed mean and the values beside it.
#[derive(Debug, Clone)]
pub(crate) struct Mean {
    /// As printed.
    pub printed: Decimal,
    /// The years that have something written, with their value where it is a number.
    pub years: Vec<(i32, Option<Decimal>)>,
}

/// What the recalculation gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The mean of all years.
    Holds,
    /// The mean of the years that are not 0: there may have been no such business.
    HoldsWithoutZero,
    /// A year is no number.
    Unreadable,
    /// Neither.
    Wrong,
}

/// The mean of a row; none where no mean is printed, or no year beside it. `nothing` are the
/// marks that say there is no value.
pub(crate) fn of_row(row: &Indicator, nothing: &[String]) -> Option<Mean> {
    let number = |text: &str| plain_number(text).filter(|number| is_handy(*number));
    let printed = number(&row.cells.get(&Column::Mean)?.text)?;
    let written = |text: &str| {
        let text = model::text::trim(text);
        !text.is_empty() && !nothing.iter().any(|word| word == text)
    };
    let years = row.years().filter(|(_, text)| written(&text.text));
    let years: Vec<_> = years.map(|(year, text)| (year, number(&text.text))).collect();
    (!years.is_empty()).then_some(Mean { printed, years })
}

impl Mean {
    /// The values that are numbers.
    pub(crate) fn values(&self) -> Vec<Decimal> {
        self.years.iter().filter_map(|(_, value)| *value).collect()
    }

    /// What the recalculation gives.
    pub(crate) fn outcome(&self) -> Outcome {
        let values = self.values();
        if values.len() < self.years.len() {
            return Outcome::Unreadable;
        }
        let nonzero: Vec<Decimal> = values.iter().copied().filter(|v| !v.is_zero()).collect();
        match (is_mean(self.printed, &values), is_mean(self.printed, &nonzero)) {
            (true, _) => Outcome::Holds,
            (false, true) => Outcome::HoldsWithoutZero,
            (false, false) => Outcome::Wrong,
        }
    }
}

/// Whether the printed number is within half of its last digit of the mean.
pub(crate) fn is_mean(printed: Decimal, values: &[Decimal]) -> bool {
    let count = Decimal::from(values.len());
    let sum: Decimal = values.iter().sum();
    let digit = Decimal::new(1, printed.scale());
    !values.is_empty() && (printed * count - sum).abs() * Decimal::TWO <= count * digit
}

/// The mean for showing, to four decimals; nothing is compared with it.
pub(crate) fn shown(values: &[Decimal]) -> Decimal {
    let sum: Decimal = values.iter().sum();
    (sum / Decimal::from(values.len().max(1))).round_dp(4).normalize()
}

/// Notes the means of a form.
pub(super) fn relate(context: &Context<'_>, book: &mut Book) -> Result<(), Undecided> {
    let nothing = context.words("words.placeholders_in_target")?;
    let deviations = context.words("words.deviations")?;
    for (at, row) in context.form().indicators.iter().enumerate() {
        let Some(mean) = of_row(row, nothing) else { continue };
        note(context, at, &mean, book);
        let name = row.folded(Column::Level3);
        if deviations.iter().any(|word| name.contains(word.as_str())) {
            note_sizes(context, at, &mean, book);
        }
    }
    Ok(())
}

/// The node of a reference cell: its number, or the cell where it cannot be read as one.
fn node(context: &Context<'_>, row: usize, column: Column, book: &mut Book) -> usize {
    let path = Path::Indicator(row, column);
    match book.in_cell(context.index, &path)[..] {
        [only] => only,
        _ => book.cell(context.form(), context.index, &path),
    }
}

fn years(context: &Context<'_>, row: usize, mean: &Mean, book: &mut Book) -> Vec<usize> {
    let columns = mean.years.iter().map(|(year, _)| Column::Year(*year));
    columns.map(|column| node(context, row, column, book)).collect()
}

fn note(context: &Context<'_>, row: usize, mean: &Mean, book: &mut Book) {
    let whole = node(context, row, Column::Mean, book);
    let nodes = years(context, row, mean, book);
    let values = mean.values();
    let unit = book.node(whole).unit.clone();
    let printed = mean.printed;
    let formula = format!("（{}）÷{}", signed(&values), values.len());
    let (verdict, sentence) = match mean.outcome() {
        Outcome::Holds => {
            (Verdict::Proved, format!("{formula}＝{}，与印的{printed}{unit}相符。", shown(&values)))
        }
        Outcome::HoldsWithoutZero => {
            let nonzero: Vec<Decimal> = values.iter().copied().filter(|v| !v.is_zero()).collect();
            let sentence = format!(
                "去掉写0的年份，（{}）÷{}＝{}，与印的{printed}{unit}相符。",
                signed(&nonzero),
                nonzero.len(),
                shown(&nonzero)
            );
            (Verdict::Proved, sentence)
        }
        Outcome::Unreadable => {
            (Verdict::CannotDecide, "有的年份的参考值读不成数字，无法复算均值。".to_owned())
        }
        Outcome::Wrong => {
            (Verdict::Broken, format!("{formula}＝{}，印的是{printed}{unit}。", shown(&values)))
        }
    };
    mean_relation(
        book,
        Draft { rule: Rule::MeanOfYears, verdict, whole, sentence },
        nodes,
        printed,
    );
}

/// A deviation counts by its size: with both signs the signed mean hides it.
fn note_sizes(context: &Context<'_>, row: usize, mean: &Mean, book: &mut Book) {
    let values = mean.values();
    let both = values.iter().any(|v| v.is_sign_negative() && !v.is_zero())
        && values.iter().any(|v| v.is_sign_positive() && !v.is_zero());
    if !both || values.len() < mean.years.len() {
        return;
    }
    let sizes: Vec<Decimal> = values.iter().map(Decimal::abs).collect();
    let whole = node(context, row, Column::Mean, book);
    let nodes = years(context, row, mean, book);
    let unit = book.node(whole).unit.clone();
    let printed = mean.printed;
    let verdict = if is_mean(printed, &sizes) { Verdict::Proved } else { Verdict::Broken };
    let average =
        (sizes.iter().sum::<Decimal>() / Decimal::from(sizes.len())).round_dp(printed.scale());
    let sentence = format!(
        "正负偏离相抵：按大小平均（{}）÷{}＝{average}{unit}，印的{printed}{unit}是带符号平均的结果。",
        signed(&sizes),
        sizes.len()
    );
    let sentence = match verdict {
        Verdict::Proved => format!("按大小平均是{average}{unit}，与所印相同。"),
        _ => sentence,
    };
    mean_relation(
        book,
        Draft { rule: Rule::MeanOfSizes, verdict, whole, sentence },
        nodes,
        printed,
    );
}

fn mean_relation(book: &mut Book, draft: Draft, nodes: Vec<usize>, printed: Decimal) {
    let terms = nodes.into_iter().map(|node| book.term(node)).collect();
    // The mean itself may have no finite decimals: it stands in the sentence, not as a number.
    let rounding = Decimal::new(5, printed.scale() + 1);
    book.note(draft, terms, None, rounding, Vec::new());
}

/// 36.80＋37.93－10.32.
fn signed(values: &[Decimal]) -> String {
    let mut text = String::new();
    for value in values {
        let sign = if value.is_sign_negative() { "－" } else { "＋" };
        if !text.is_empty() || value.is_sign_negative() {
            text.push_str(sign);
        }
        text.push_str(&value.abs().to_string());
    }
    text
}
