//! The same project's or department's form of the year before, and its rows beside today's.
//!
//! Pairs by unit, year, kind and name, never by position. Judges nothing.

use model::target::Kind;
use model::{Column, Decimal, Field, Form, FormKind, Fund, Indicator, Money};

use crate::similar::{Likeness, bare_name};
use crate::{Context, Undecided};

/// What checks say that find no form of the year before.
pub(crate) const NONE: &str = "没有这个项目去年的表，跨年的比不了";

/// Last year's form of this kind and project; none when there is none, or when two might be it.
pub(crate) fn of_last_year<'a>(
    context: &Context<'a>,
    kind: FormKind,
) -> Result<Option<&'a Form>, Undecided> {
    let (own, likeness) = (context.form(), context.policy().decimal("past.likeness"));
    let likeness = likeness.ok_or_else(|| Undecided {
        message: "规则包里没有“past.likeness”，这一项无法检查".to_owned(),
        remedy: "请规则包管理员补上“past.likeness”（数值、依据、起始日期）".to_owned(),
    })?;
    let unit = model::text::fold(own.text(Field::Unit));
    let before = |form: &&&Form| {
        form.kind == kind
            && form.year.zip(own.year).is_some_and(|(past, year)| past + 1 == year)
            && model::text::fold(form.text(Field::Unit)) == unit
    };
    let candidates: Vec<&'a Form> = context.batch.past.iter().filter(before).copied().collect();
    let name = bare_name(own.text(Field::Project));
    if own.kind == FormKind::Department {
        return Ok(only(candidates));
    }
    let named = |form: &&Form| bare_name(form.text(Field::Project)) == name;
    if let Some(same) = only(candidates.iter().copied().filter(named).collect()) {
        return Ok(Some(same));
    }
    // A name some other project bears today is that project's.
    let taken: Vec<String> = context
        .projects_beside()
        .iter()
        .map(|(_, form)| form)
        .map(|form| bare_name(form.text(Field::Project)))
        .collect();
    let alike = |form: &&Form| {
        let past = bare_name(form.text(Field::Project));
        !taken.contains(&past) && Likeness::of(&past, &name).at_least(likeness)
    };
    Ok(only(candidates.into_iter().filter(alike).collect()))
}

fn only(mut forms: Vec<&Form>) -> Option<&Form> {
    let one = forms.pop()?;
    forms.is_empty().then_some(one)
}

/// The row of the same name in another form; none when two bear it.
pub(crate) fn same_row<'f>(form: &'f Form, row: &Indicator) -> Option<&'f Indicator> {
    let name = row.folded(Column::Level3);
    let mut rows = form.indicators.iter().filter(|other| other.folded(Column::Level3) == name);
    let one = rows.next().filter(|_| !name.is_empty())?;
    rows.next().is_none().then_some(one)
}

/// The targets of today's row and of last year's, where both are one number in one unit.
pub(crate) fn targets(now: &Indicator, then: &Indicator) -> Option<(Decimal, Decimal)> {
    let plain = |row: &Indicator| {
        row.target.doubts.is_empty() && matches!(row.target.kind, Kind::Quantity | Kind::Bare)
    };
    let comparable = plain(now) && plain(then) && now.target.unit == then.target.unit;
    comparable.then_some((now.target.value?, then.target.value?))
}

/// The budgets of both years in fen, where both are written and positive.
pub(crate) fn budgets(now: &Form, then: &Form) -> Option<(Decimal, Decimal)> {
    let fen = |form: &Form| {
        let total: Money = form.funds()?.money(&Fund::Total)?;
        (total.fen() > 0).then(|| Decimal::from(total.fen()))
    };
    Some((fen(now)?, fen(then)?))
}

/// Where the budget stands, for a finding about it.
pub(crate) fn budget_cell(form: &Form) -> Option<&model::Text> {
    form.funds()?.amounts.get(&Fund::Total).map(|amount| &amount.text)
}
