//! What self-evaluations have in common: which forms they are, what their rows say of reasons and
//! levels, and the scoring rules of the policy.

use model::{Column, Decimal, Form, FormKind, Fund, Indicator, Money, RowKind};
use score::{Missing, Rules, Score};

use crate::completion::{Better, Completion};
use crate::context::missing;
use crate::{Context, Undecided};

/// Whether the form scores what was done.
pub(crate) fn is_scored(form: &Form) -> bool {
    matches!(form.kind, FormKind::SelfEvaluation | FormKind::DepartmentSelfEvaluation)
}

/// The scoring rules of the form's policy.
pub(crate) fn rules(context: &Context<'_>) -> Result<Rules, Undecided> {
    Rules::of(context.policy()).map_err(|Missing(key)| missing(key))
}

/// Whether the form has a place for reasons in its rows.
pub(crate) fn asks_for_reasons(form: &Form) -> bool {
    form.indicators.iter().any(|row| row.cells.contains_key(&Column::Reason))
}

/// Whether the row gives a reason: 「无」 and 「—」 are none.
pub(crate) fn has_reason(context: &Context<'_>, row: &Indicator) -> Result<bool, Undecided> {
    let text = row.folded(Column::Reason);
    let marks = context.words("words.placeholders")?;
    let nothing = context.words("words.no_reason")?;
    Ok(!text.is_empty() && !marks.iter().chain(nothing).any(|word| *word == text))
}

/// The level a result in words says it reached, by the pack's table (部分达成预期指标 → 部分实现).
pub(crate) fn level_of<'a>(
    context: &Context<'a>,
    row: &Indicator,
) -> Result<Option<&'a str>, Undecided> {
    let text = row.folded(Column::Actual);
    let table = context.table("words.qualitative_results")?;
    Ok(table.get(&text).map(String::as_str))
}

/// Whether a limit was overrun and the row scored full all the same: that is one fault, told by
/// one check.
pub(crate) fn is_overrun_in_full(row: &Indicator, completion: &Completion) -> bool {
    let full = row.weight.zip(row.score).is_some_and(|(weight, score)| score == weight);
    completion.better == Better::Lower && completion.is_stated && !completion.is_met() && full
}

/// Points as they are compared with the exact ones: a full score is not taken for a smaller one
/// rounded up to whole points (10 for 9.8).
pub(crate) fn at_its_word(printed: Decimal, weight: Decimal) -> Decimal {
    let mut printed = printed;
    if printed == weight && printed.scale() == 0 {
        printed.rescale(1);
    }
    printed
}

/// How points come about, for people: the rule, whose it is, and the numbers.
pub(crate) fn told(context: &Context<'_>, score: &Score) -> String {
    let whose = context.policy().entry(score.clause).map(|entry| &entry.citation.title);
    let whose = whose.map_or_else(String::new, |title| format!("（《{title}》）"));
    format!("按“{}”{whose}算是{}＝{}分", score.formula, score.worked, score.points.shown())
}

/// A plain number of the money table: weight, rate or score of the execution.
pub(crate) fn execution_number(form: &Form, row: RowKind) -> Option<Decimal> {
    form.money_row(row)?.amounts.get(&Fund::Total)?.number
}

/// The budget a rate is measured against: as adjusted, else as first approved.
pub(crate) fn budget_of(form: &Form, fund: &Fund) -> Option<(RowKind, Money)> {
    let kinds = [RowKind::Adjusted, RowKind::Initial];
    let mut rows = kinds.into_iter().filter_map(|kind| Some((kind, form.money_row(kind)?)));
    rows.find_map(|(kind, row)| Some((kind, row.money(fund)?)))
}
