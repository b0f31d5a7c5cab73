//! Runs the local checks of a pack: binds a form to the names their expressions use, and makes
//! findings of what does not hold.
//!
//! What an expression may say was settled when the pack was loaded; here a value may still be
//! missing (`null`), and then the check cannot decide.

mod functions;
mod values;

use std::sync::{Arc, LazyLock};

use cel::{Context as Scope, Env, Program, Value};
use model::{Column, Field, Form, Indicator, Place};
use policy::LocalCheck;
use policy::local::{Expression, Piece};

use crate::{Context, Hit, Out};

static LANGUAGE: LazyLock<Arc<Env>> = LazyLock::new(|| Arc::new(Env::stdlib()));

/// A form as values of the language, made once for a batch.
#[derive(Debug)]
pub(crate) struct Values {
    form: Value,
    rows: Vec<Value>,
}

impl Values {
    fn of(form: &Form) -> Self {
        let rows: Vec<Value> = form.indicators.iter().map(values::of_row).collect();
        Values { form: values::of_form(form, rows.clone()), rows }
    }
}

/// Runs one local check on the form.
pub(crate) fn run(context: Context<'_>, check: &LocalCheck, out: &mut Out) {
    let form = context.form();
    if !check.kinds.is_empty() && !check.kinds.contains(&form.kind) {
        return;
    }
    let mut scope = Scope::with_env(LANGUAGE.clone());
    functions::add(&mut scope, check, context.policy());
    let values = values_of(context, context.index);
    // The language copies what it is given, all the way down: only what the check speaks of.
    let speaks = |name: &str| {
        let mut programs = check.expressions().map(Expression::program);
        programs.any(|program| program.references().has_variable(name))
    };
    if speaks("form") {
        scope.add_variable_from_value("form", values.form.clone());
    }
    if speaks("forms") {
        scope.add_variable_from_value("forms", forms_of_unit(context));
    }
    if !check.each_row {
        return judge(check, &scope, form.place(Field::Title).cloned(), None, out);
    }
    for (row, value) in form.indicators.iter().zip(&values.rows) {
        let mut inner = scope.new_inner_scope();
        inner.add_variable_from_value("row", value.clone());
        judge(check, &inner, row.place(Column::Target).cloned(), Some(row), out);
    }
}

/// The forms of the unit, as the language takes them.
fn forms_of_unit(context: Context<'_>) -> Value {
    let beside = (0..context.batch.members.len()).filter(|index| context.is_beside(*index));
    Value::List(Arc::new(beside.map(|index| values_of(context, index).form.clone()).collect()))
}

/// The values of a form of the batch.
fn values_of(context: Context<'_>, index: usize) -> &Values {
    let form = context.batch.members[index].form;
    context.units.values[index].get_or_init(|| Values::of(form))
}

/// Judges the form or one of its rows.
fn judge(
    check: &LocalCheck,
    scope: &Scope<'_, '_>,
    place: Option<Place>,
    row: Option<&Indicator>,
    out: &mut Out,
) {
    let quote = row.map_or("", |row| row.text(Column::Target));
    let hit = Hit { place, quote: model::text::trim(quote).to_owned(), ..Hit::default() };
    let when = check.when.as_ref().map_or(Ok(true), |when| truth(when, scope));
    let holds = when.and_then(|applies| {
        if !applies {
            return Ok(None);
        }
        truth(&check.expect, scope).map(Some)
    });
    match holds {
        Ok(None) => {}
        Ok(Some(true)) => out.looked(),
        Ok(Some(false)) => {
            let remedy = check.remedy.clone();
            out.fail(Hit { message: told(check, scope), remedy, ..hit });
        }
        Err(missing) => out.cannot_decide(Hit {
            message: format!("“{}”查不下去：{missing}。", check.name),
            remedy: "把缺的内容填上再查；表里没有这一栏的，请规则包管理员改这一条检查。".into(),
            ..hit
        }),
    }
}

/// Whether an expression holds.
fn truth(expression: &Expression, scope: &Scope<'_, '_>) -> Result<bool, String> {
    match value(expression.program(), scope)? {
        Value::Bool(holds) => Ok(holds),
        _ => Err(format!("“{}”没有得出是或否", expression.written())),
    }
}

fn value(program: &Program, scope: &Scope<'_, '_>) -> Result<Value, String> {
    program.execute(scope).map_err(|error| match error {
        cel::ExecutionError::FunctionError { message, .. } => message,
        other => format!("有一个值缺着（{other}）"),
    })
}

/// The message with its values.
fn told(check: &LocalCheck, scope: &Scope<'_, '_>) -> String {
    let shown = |piece: &Piece| match piece {
        Piece::Words(words) => words.clone(),
        Piece::Value(expression) => {
            value(expression.program(), scope).map_or_else(|_| "（空）".to_owned(), values::shown)
        }
    };
    check.message.iter().map(shown).collect()
}
