//! What a target says, as far as its being appropriate depends on it: a number, a grade, a rate.
//!
//! The reading itself is `model::target`; here it is put beside the indicator's name and the word
//! lists of the pack. It judges nothing.

use model::form::NamedColumn;
use model::target::{Comparator, Kind, Target, quantities};
use model::{Column, Decimal, Form, FormKind, Indicator, Text};

use crate::numbers::printed;
use crate::{Context, Undecided};

/// Whether the form sets targets: those of monitoring and self-evaluation forms were set before
/// and cannot be mended there.
pub(crate) fn sets_targets(form: &Form) -> bool {
    matches!(form.kind, FormKind::Department | FormKind::Project)
}

/// The rows that say something: a name or a target.
pub(crate) fn filled_rows(form: &Form) -> impl Iterator<Item = &Indicator> {
    let blank = |row: &Indicator, column| model::text::is_blank(row.text(column));
    form.indicators
        .iter()
        .filter(move |row| !blank(row, Column::Level3) || !blank(row, Column::Target))
}

/// Whether the target can be compared with a number that comes out. 「打造一个平台」 counts nothing:
/// 一个 is how one says *a*.
pub(crate) fn has_number(target: &Target) -> bool {
    match target.kind {
        Kind::Quantity | Kind::Bare | Kind::Range | Kind::Change | Kind::Approximate => true,
        Kind::Mixed | Kind::Compound => {
            let not_one = |number: Decimal| number != Decimal::ONE;
            !printed(&target.text).is_empty()
                || quantities(&target.text).iter().any(|q| not_one(q.value))
        }
        _ => false,
    }
}

/// The target as a grade or degree: 优, 显著.
pub(crate) fn grade(context: &Context<'_>, row: &Indicator) -> Result<Option<String>, Undecided> {
    if let Some(grade) = &row.target.grade {
        return Ok(Some(grade.clone()));
    }
    let text = row.folded(Column::Target);
    let grades = context.words("words.grades")?;
    let word = row.target.kind == Kind::Prose && grades.contains(&text);
    Ok(word.then_some(text))
}

/// Whether the row itself says how its result is graded: in the explanation, the scoring rule,
/// the standard, the remark or beside the grade.
pub(crate) fn states_scale(context: &Context<'_>, row: &Indicator) -> Result<bool, Undecided> {
    let scales = context.words("words.scales")?;
    let named = [
        NamedColumn::Explanation,
        NamedColumn::Rule,
        NamedColumn::Standard,
        NamedColumn::Unit,
        NamedColumn::Remark,
    ];
    let says = |text: String| {
        let plain = bare_scale(&text);
        scales.iter().any(|scale| plain.contains(&bare_scale(scale))) || !printed(&text).is_empty()
    };
    Ok(named.into_iter().any(|column| says(row.folded(Column::Named(column)))))
}

/// A scale without what stands between its grades: 优/良/中/差 is 优良中差.
fn bare_scale(text: &str) -> String {
    text.chars().filter(|c| !"/／、，,|；; -".contains(*c)).collect()
}

/// The one number of a target in percent.
pub(crate) fn percent(target: &Target) -> Option<Decimal> {
    target.value.filter(|_| target.unit == "%" && target.change.is_none())
}

/// Whether a larger number than the one written is promised too.
pub(crate) fn is_lower_bound(target: &Target) -> bool {
    matches!(target.comparator, Comparator::AtLeast | Comparator::More)
}

/// Whether a smaller number than the one written is promised too.
pub(crate) fn is_upper_bound(target: &Target) -> bool {
    matches!(target.comparator, Comparator::AtMost | Comparator::Less)
}

/// A value of another year, or a mean, in the target's unit; none where it cannot be compared.
pub(crate) fn reference(row: &Indicator, cell: &Text) -> Option<Decimal> {
    let value = Target::with_columns(&cell.text, "", row.text(Column::Unit));
    let comparable = value.unit == row.target.unit && value.kind != Kind::Mixed;
    value.value.filter(|_| comparable)
}

/// The value of the year before the form's; the newest one where the form has no year.
pub(crate) fn last_year<'r>(form: &Form, row: &'r Indicator) -> Option<(i32, &'r Text)> {
    let newest = row.years().last()?;
    Some(newest).filter(|(year, _)| form.year.is_none_or(|own| *year == own - 1))
}

/// Whether a rate of this name cannot leave 0–100 %.
pub(crate) fn is_bounded_rate(context: &Context<'_>, name: &str) -> Result<bool, Undecided> {
    let has = |words: &[String]| words.iter().any(|word| name.contains(word.as_str()));
    let bounded = has(context.words("words.bounded_rates")?);
    Ok(bounded && !has(context.words("words.unbounded_rates")?))
}

/// Which results are the better ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Better {
    Higher,
    Lower,
}

/// The direction the form states in a column of its own, else the one the name tells.
pub(crate) fn direction(
    context: &Context<'_>,
    row: &Indicator,
) -> Result<Option<Better>, Undecided> {
    let stated = row.folded(Column::Direction);
    if stated.contains("正向") {
        return Ok(Some(Better::Higher));
    }
    if ["反向", "负向", "逆向"].iter().any(|word| stated.contains(word)) {
        return Ok(Some(Better::Lower));
    }
    direction_of_name(context, &row.folded(Column::Level3))
}

/// What the name tells: its last word, without the word for how it is measured (率, 数, 次数).
fn direction_of_name(context: &Context<'_>, name: &str) -> Result<Option<Better>, Undecided> {
    let name = crate::similar::bare_name(name);
    let tails = context.words("words.measure_tails")?;
    let tail = tails.iter().filter(|tail| name.ends_with(tail.as_str())).map(String::len).max();
    let stem = &name[..name.len() - tail.unwrap_or(0)];
    let ending = |word: &&String| name.ends_with(word.as_str()) || stem.ends_with(word.as_str());
    let turned = context.words("words.reductions")?;
    if context.words("words.lower_is_better")?.iter().any(|word| ending(&word)) {
        let reduced = turned.iter().any(|word| name.contains(word.as_str()));
        return Ok((!reduced).then_some(Better::Lower));
    }
    let Some(word) = context.words("words.higher_is_better")?.iter().find(ending) else {
        return Ok(None);
    };
    let before = stem.strip_suffix(word.as_str()).unwrap_or("");
    let denied = context.words("words.negations")?.iter().any(|no| before.ends_with(no.as_str()));
    let rate = name.ends_with(['率', '度']);
    Ok((rate && !denied).then_some(Better::Higher))
}
