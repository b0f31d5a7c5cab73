//! The cells an author fills, as the checks of wording look at them (rule R1).
//!
//! Levels 1 and 2, titles, years, money and choices are printed by the template or read as
//! numbers: they are not here. A cell that a merge repeats over several rows is here once.

use std::collections::BTreeSet;

use model::form::{NamedColumn, TaskColumn};
use model::{Column, Field, Form, Place, Text};

/// What a cell is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// Goals, grounds, contents: running text.
    Prose,
    /// Names of units and projects.
    Name,
    /// 三级指标.
    Indicator,
    /// 指标值, 实际完成值.
    Value,
    /// 计量单位.
    Unit,
    /// Explanations and remarks beside an indicator.
    Note,
}

impl Role {
    /// Every role.
    pub(crate) const ALL: [Role; 6] =
        [Role::Prose, Role::Name, Role::Indicator, Role::Value, Role::Unit, Role::Note];
}

/// A cell with its role.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cell<'a> {
    /// What it is for.
    pub role: Role,
    /// What is written.
    pub text: &'a Text,
}

const FIELDS: [(Field, Role); 9] = [
    (Field::Unit, Role::Name),
    (Field::Department, Role::Name),
    (Field::Project, Role::Name),
    (Field::Basis, Role::Prose),
    (Field::Content, Role::Prose),
    (Field::Goal, Role::Prose),
    (Field::MediumGoal, Role::Prose),
    (Field::GoalActual, Role::Prose),
    (Field::Remark, Role::Prose),
];

/// Every filled cell of a form, always in the same order.
pub(crate) fn filled(form: &Form) -> Vec<Cell<'_>> {
    let fields = FIELDS.iter().filter_map(|(field, role)| Some((form.fields.get(field)?, *role)));
    let rows = form.indicators.iter().flat_map(|row| &row.cells);
    let rows = rows.filter_map(|(column, text)| Some((text, role_of(*column)?)));
    let tasks = form.tasks.iter().flat_map(|task| &task.cells);
    let tasks = tasks.filter_map(|(column, text)| match column {
        TaskColumn::Name => Some((text, Role::Indicator)),
        TaskColumn::Content => Some((text, Role::Prose)),
        TaskColumn::Total | TaskColumn::Fiscal | TaskColumn::Other => None,
    });
    let mut seen: BTreeSet<&Place> = BTreeSet::new();
    let all = fields.chain(rows).chain(tasks).filter(|(text, _)| !text.is_blank());
    all.filter(|(text, _)| text.place.as_ref().is_none_or(|place| seen.insert(place)))
        .map(|(text, role)| Cell { role, text })
        .collect()
}

fn role_of(column: Column) -> Option<Role> {
    let Column::Named(column) = column else { return None };
    match column {
        NamedColumn::Level3 => Some(Role::Indicator),
        NamedColumn::Target | NamedColumn::Actual => Some(Role::Value),
        NamedColumn::Unit => Some(Role::Unit),
        NamedColumn::Explanation
        | NamedColumn::Rule
        | NamedColumn::Standard
        | NamedColumn::Source
        | NamedColumn::Evidence
        | NamedColumn::Reason
        | NamedColumn::Remark => Some(Role::Note),
        _ => None,
    }
}
