//! Runs the local checks of a pack: binds a form to the names their expressions use, and makes
//! findings of what does not hold.
//!
//! What an expression may say was settled when the pack was loaded; here a value may still be
//! missing (`null`), and then the check cannot decide.

mod functions;
mod values;

use std::sync::{Arc, LazyLock};

use cel::{Context as Scope, Env, Program, Value};
use model::{Column, Field, Indicator, Place};
use policy::LocalCheck;
use policy::local::{Expression, Piece};

use crate::{Context, Hit, Out};

static LANGUAGE: LazyLock<Arc<Env>> = LazyLock::new(|| Arc::new(Env::stdlib()));

/// A form bound to its names, for all local checks of its policy.
pub(crate) struct Bound<'a> {
    context: Context<'a>,
    form: Value,
    rows: Vec<Value>,
    forms: Value,
}

impl<'a> Bound<'a> {
    /// Binds the form of a context, and its batch beside it.
    pub(crate) fn of(context: Context<'a>) -> Self {
        let rows: Vec<Value> = context.form().indicators.iter().map(values::of_row).collect();
        let form = values::of_form(context.form(), rows.clone());
        let beside = (0..context.batch.members.len()).filter(|i| context.is_beside(*i));
        let forms = beside.map(|i| values::whole_form(context.batch.members[i].form));
        let forms = Value::List(Arc::new(forms.collect()));
        Bound { context, form, rows, forms }
    }

    /// Runs one local check on the form.
    pub(crate) fn run(&self, check: &LocalCheck, out: &mut Out) {
        let form = self.context.form();
        if !check.kinds.is_empty() && !check.kinds.contains(&form.kind) {
            return;
        }
        let mut scope = Scope::with_env(LANGUAGE.clone());
        functions::add(&mut scope, check, self.context.policy());
        scope.add_variable_from_value("form", self.form.clone());
        scope.add_variable_from_value("forms", self.forms.clone());
        if !check.each_row {
            return judge(check, &scope, form.place(Field::Title).cloned(), None, out);
        }
        for (row, value) in form.indicators.iter().zip(&self.rows) {
            let mut inner = scope.new_inner_scope();
            inner.add_variable_from_value("row", value.clone());
            judge(check, &inner, row.place(Column::Target).cloned(), Some(row), out);
        }
    }
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
