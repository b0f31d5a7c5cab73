//! Forms and rows as values of the expression language. Decimals stay exact: they are values of
//! their own that only the functions understand.

use std::collections::HashMap;
use std::sync::Arc;

use cel::Value;
use cel::objects::{Key, Opaque};
use model::target::Comparator;
use model::{Column, Decimal, Field, Form, FormKind, Fund, Indicator, Money};

/// An exact decimal inside the language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Number(pub Decimal);

impl Opaque for Number {
    fn runtime_type_name(&self) -> &str {
        "heng.Number"
    }
}

/// A form whose rows are bound already.
pub(super) fn of_form(form: &Form, rows: Vec<Value>) -> Value {
    let amount = |fund: &Fund| number(form.funds().and_then(|row| row.money(fund)).map(in_wan));
    let category = form.category.map_or("", category);
    table([
        ("kind", text(kind(form.kind))),
        ("year", Value::Int(form.year.map_or(0, i64::from))),
        ("title", text(form.text(Field::Title))),
        ("unit", text(form.text(Field::Unit))),
        ("project", text(form.text(Field::Project))),
        ("category", text(category)),
        ("goal", text(form.text(Field::Goal))),
        ("basis", text(form.text(Field::Basis))),
        ("total", amount(&Fund::Total)),
        ("fiscal", amount(&Fund::Fiscal)),
        ("other", amount(&Fund::Other)),
        ("rows", Value::List(Arc::new(rows))),
    ])
}

/// An indicator row.
pub(super) fn of_row(row: &Indicator) -> Value {
    table([
        ("level1", text(&row.folded(Column::Level1))),
        ("level2", text(&row.folded(Column::Level2))),
        ("level3", text(&row.folded(Column::Level3))),
        ("target", text(row.text(Column::Target))),
        ("value", number(row.target.value)),
        ("comparator", text(comparator(row.target.comparator))),
        ("unit", text(&row.target.unit)),
        ("weight", number(row.weight)),
        ("actual", text(row.text(Column::Actual))),
        ("score", number(row.score)),
        ("explanation", text(row.text(Column::Explanation))),
    ])
}

/// A value as it is shown in a message.
pub(super) fn shown(value: Value) -> String {
    match &value {
        Value::String(text) if !text.is_empty() => text.to_string(),
        Value::Int(number) => number.to_string(),
        Value::Opaque(inner) => inner
            .downcast_ref::<Number>()
            .map_or_else(|| "（空）".to_owned(), |number| number.0.normalize().to_string()),
        _ => "（空）".to_owned(),
    }
}

/// A text without the blanks at its ends.
fn text(text: &str) -> Value {
    Value::String(Arc::new(model::text::trim(text).to_owned()))
}

/// A decimal, or `null` where there is none.
pub(super) fn number(value: Option<Decimal>) -> Value {
    value.map_or(Value::Null, |value| Value::Opaque(Arc::new(Number(value))))
}

/// An amount in 万元: a fen is a millionth of it.
fn in_wan(money: Money) -> Decimal {
    Decimal::new(money.fen(), 6)
}

fn table<const N: usize>(fields: [(&str, Value); N]) -> Value {
    let fields = fields.map(|(name, value)| (Key::String(Arc::new(name.to_owned())), value));
    Value::Map(HashMap::from(fields).into())
}

fn kind(kind: FormKind) -> &'static str {
    match kind {
        FormKind::Department => "部门",
        FormKind::Project => "项目",
        FormKind::Monitoring => "监控",
        FormKind::SelfEvaluation => "自评",
        FormKind::DepartmentSelfEvaluation => "部门自评",
        _ => "",
    }
}

fn category(category: model::Category) -> &'static str {
    match category {
        model::Category::SpecificPurpose => "特定目标类",
        model::Category::OtherOperating => "其他运转类",
    }
}

fn comparator(comparator: Comparator) -> &'static str {
    match comparator {
        Comparator::AtLeast => "≥",
        Comparator::AtMost => "≤",
        Comparator::Equal => "＝",
        Comparator::More => "＞",
        Comparator::Less => "＜",
        _ => "",
    }
}
