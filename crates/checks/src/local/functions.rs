//! The functions a local check may call beside those of the language: exact decimals, word lists.

use std::sync::Arc;

use cel::extractors::Arguments;
use cel::{Context as Scope, ExecutionError, Value};
use model::Decimal;
use policy::{LocalCheck, Policy};

use super::values::{Number, number};

/// Adds them to a scope. The word lists the check asks for are taken from the policy.
pub(super) fn add(scope: &mut Scope<'_, '_>, check: &LocalCheck, policy: &Policy) {
    compare(scope, "ge", |a, b| a >= b);
    compare(scope, "gt", |a, b| a > b);
    compare(scope, "le", |a, b| a <= b);
    compare(scope, "lt", |a, b| a < b);
    compare(scope, "eq", |a, b| a == b);
    calculate(scope, "add", Decimal::checked_add);
    calculate(scope, "sub", Decimal::checked_sub);
    calculate(scope, "mul", Decimal::checked_mul);
    define(scope, "sum", |arguments| {
        let Some(Value::List(list)) = arguments.first() else { return Err(TYPE.into()) };
        let mut total = Decimal::ZERO;
        for item in list.iter() {
            total = total.checked_add(exact(item)?).ok_or("数太大")?;
        }
        Ok(number(Some(total)))
    });
    define(scope, "has_any", |arguments| {
        let [Value::String(text), Value::List(words)] = arguments else { return Err(TYPE.into()) };
        let within = |word: &Value| matches!(word, Value::String(word) if text.contains(&**word));
        Ok(Value::Bool(words.iter().any(within)))
    });
    let lists: Vec<(String, Value)> = check
        .expressions()
        .flat_map(policy::local::Expression::words)
        .map(|key| (key.clone(), list(policy, key)))
        .collect();
    define(scope, "words", move |arguments| {
        let Some(Value::String(key)) = arguments.first() else { return Err(TYPE.into()) };
        let found = lists.iter().find(|(name, _)| name == &**key).map(|(_, list)| list.clone());
        found.ok_or_else(|| format!("规则包里没有词表“{key}”"))
    });
}

const TYPE: &str = "函数用在了不合适的内容上";

fn list(policy: &Policy, key: &str) -> Value {
    let words = policy.words(key).iter().map(|word| Value::String(Arc::new(word.clone())));
    Value::List(Arc::new(words.collect()))
}

fn compare(scope: &mut Scope<'_, '_>, name: &'static str, holds: fn(Decimal, Decimal) -> bool) {
    define(scope, name, move |arguments| {
        let [a, b] = arguments else { return Err(TYPE.into()) };
        Ok(Value::Bool(holds(exact(a)?, exact(b)?)))
    });
}

fn calculate(
    scope: &mut Scope<'_, '_>,
    name: &'static str,
    result: fn(Decimal, Decimal) -> Option<Decimal>,
) {
    define(scope, name, move |arguments| {
        let [a, b] = arguments else { return Err(TYPE.into()) };
        let value = result(exact(a)?, exact(b)?).ok_or("数太大")?;
        Ok(number(Some(value)))
    });
}

/// Defines a function of any arguments. The names are this crate's own, so none is taken.
fn define(
    scope: &mut Scope<'_, '_>,
    name: &'static str,
    run: impl Fn(&[Value]) -> Result<Value, String> + Send + Sync + 'static,
) {
    let function = move |Arguments(arguments): Arguments| {
        run(&arguments).map_err(|message| ExecutionError::function_error(name, message))
    };
    scope.add_function(name, function).expect("the language has no function of this name");
}

/// The exact number of a value.
fn exact(value: &Value) -> Result<Decimal, String> {
    match value {
        Value::Opaque(inner) => {
            inner.downcast_ref::<Number>().map(|number| number.0).ok_or_else(|| TYPE.into())
        }
        Value::Int(number) => Ok(Decimal::from(*number)),
        Value::UInt(number) => Ok(Decimal::from(*number)),
        Value::String(text) => {
            Decimal::from_str_exact(text).map_err(|_| format!("“{text}”不是一个数"))
        }
        Value::Null => Err("要比较的数没有填或读不出来".to_owned()),
        _ => Err(TYPE.into()),
    }
}
