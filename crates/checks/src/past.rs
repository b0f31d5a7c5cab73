//! The same project's or department's form of the year before, and its rows beside today's.
//!
//! Pairs by unit, year, kind and name, never by position. Judges nothing.

use model::target::Kind;
use model::{Column, Decimal, Field, Form, FormKind, Fund, Indicator, Money};

use crate::similar::{Likeness, bare_name};
use crate::{Context, Undecided};

/// What checks say that find no form of the year before.
pub(crate) const NONE: &str = "没有这个项目去年的表，跨年的比不了";

/// Last year's form of the same kind and project; none when there is none, or when two might be it.
pub(crate) fn of_last_year<'a>(context: &Context<'a>) -> Result<Option<&'a Form>, Undecided> {
    let (own, likeness) = (context.form(), context.decimal("past.likeness")?);
    let candidates = of_unit(context);
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
        .map(|(_, form)| bare_name(form.text(Field::Project)))
        .collect();
    let alike = |form: &&Form| {
        let past = bare_name(form.text(Field::Project));
        !taken.contains(&past) && Likeness::of(&past, &name).at_least(likeness)
    };
    Ok(only(candidates.into_iter().filter(alike).collect()))
}

/// All forms of the same kind that the unit had the year before.
pub(crate) fn of_unit<'a>(context: &Context<'a>) -> Vec<&'a Form> {
    let own = context.form();
    let unit = model::text::fold(own.text(Field::Unit));
    let before = |form: &&&Form| {
        form.kind == own.kind
            && form.year.zip(own.year).is_some_and(|(past, year)| past + 1 == year)
            && model::text::fold(form.text(Field::Unit)) == unit
    };
    context.batch.past.iter().filter(before).copied().collect()
}

/// The only form; none when there are several.
pub(crate) fn only(mut forms: Vec<&Form>) -> Option<&Form> {
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

/// The budgets of both years, where both are written and positive.
pub(crate) fn budgets(now: &Form, then: &Form) -> Option<(Money, Money)> {
    let total = |form: &Form| form.funds()?.money(&Fund::Total).filter(|money| money.fen() > 0);
    Some((total(now)?, total(then)?))
}

/// Fen as a number to reckon with.
pub(crate) fn fen(money: Money) -> Decimal {
    Decimal::from(money.fen())
}

/// Where the budget stands, for a finding about it.
pub(crate) fn budget_cell(form: &Form) -> Option<&model::Text> {
    form.funds()?.amounts.get(&Fund::Total).map(|amount| &amount.text)
}
