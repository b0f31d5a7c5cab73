//! From our JSON back to forms.

use std::collections::BTreeMap;

use model::form::{Amount, Column, Field, NamedColumn, Task};
use model::{Form, Fund, Indicator, Money, MoneyRow, MoneyUnit, RowKind, Text};

use super::{FormJson, IndicatorJson, MoneyRowJson, Output};
use crate::ReadError;

/// Reads our own JSON: the output of `heng read --json`, or a single form.
///
/// Unknown keys are passed over, so that a newer program's file is still read.
///
/// # Errors
/// [`ReadError::Damaged`] with line and column when it is no JSON, or not ours.
pub fn read(bytes: &[u8]) -> Result<Vec<Form>, ReadError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let broken = |error: serde_json::Error| ReadError::Damaged(format!("JSON 读不出（{error}）"));
    let mut value: serde_json::Value = serde_json::from_slice(bytes).map_err(broken)?;
    tidy(&mut value);
    let forms = if value.get("forms").is_some() {
        serde_json::from_value::<Output>(value).map_err(broken)?.forms
    } else if value.get("indicators").is_some() {
        vec![serde_json::from_value::<FormJson>(value).map_err(broken)?]
    } else {
        return Err(ReadError::UnknownKind("JSON，但没有 forms".to_owned()));
    };
    Ok(forms.into_iter().map(form).collect())
}

/// Takes out letters that show nothing and break files and databases, as no other kind of file can
/// hold them either.
fn tidy(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::String(text) => {
            if let std::borrow::Cow::Owned(clean) = crate::write::clean(text) {
                *text = clean;
            }
        }
        serde_json::Value::Array(values) => values.iter_mut().for_each(tidy),
        serde_json::Value::Object(fields) => fields.values_mut().for_each(tidy),
        _ => {}
    }
}

fn form(json: FormJson) -> Form {
    let mut fields: BTreeMap<Field, Text> = BTreeMap::new();
    for (name, text) in json.fields {
        if let Ok(field) = name.parse() {
            fields.insert(field, text);
        }
    }
    let plain = [
        (Field::Title, json.title),
        (Field::Unit, json.unit),
        (Field::Department, json.department),
        (Field::Project, json.project),
        (Field::Goal, json.goal),
    ];
    for (field, text) in plain {
        if let Some(text) = text {
            fields.entry(field).or_insert_with(|| Text::new(text, None));
        }
    }
    let rates = json.execution.into_iter().map(|row| {
        let row = MoneyRowJson { row: row.row, cells: row.cells, ..MoneyRowJson::default() };
        money_row(row)
    });
    Form {
        kind: json.kind,
        layout: json.layout,
        year: json.year,
        category: json.category,
        fields,
        money: json.money_rows.into_iter().map(money_row).chain(rates).flatten().collect(),
        tasks: json.tasks.into_iter().map(task).collect(),
        indicators: json.indicators.into_iter().map(indicator).collect(),
        blank_rows: json.blank_rows,
        unknown: json.unknown.into_iter().map(|u| (u.label, u.text)).collect(),
        merges_known: json.merges_known,
        uncut: json.uncut,
    }
}

fn money_row(json: MoneyRowJson) -> Option<MoneyRow> {
    let kind: RowKind = json.row.parse().ok()?;
    let mut row = MoneyRow::new(kind);
    let unit = json.written_in.unwrap_or(MoneyUnit::WanYuan);
    for (fund, text) in json.cells {
        let amount = Amount::read(kind, text, unit, json.unit_assumed);
        row.amounts.insert(fund.as_str().into(), amount);
    }
    let plain = [(Fund::Total, json.total), (Fund::Fiscal, json.fiscal), (Fund::Other, json.other)];
    let items = json.items.into_iter().map(|item| (Fund::Item(item.label), item.amount));
    for (fund, yuan) in plain.into_iter().chain(items) {
        let money = yuan.and_then(|yuan| Money::read(&yuan, MoneyUnit::Yuan).ok());
        let Some(money) = money else { continue };
        row.amounts.entry(fund).or_insert_with(|| {
            let text = Text::new(money.display_in(unit, 2), None);
            Amount::read(kind, text, unit, json.unit_assumed)
        });
    }
    Some(row)
}

fn task(cells: BTreeMap<String, Text>) -> Task {
    let known = cells.into_iter().filter_map(|(name, text)| Some((name.parse().ok()?, text)));
    Task { cells: known.collect() }
}

fn indicator(json: IndicatorJson) -> Indicator {
    let mut cells: BTreeMap<Column, Text> = BTreeMap::new();
    for (name, text) in json.cells {
        if let Ok(column) = name.parse() {
            cells.insert(column, text);
        }
    }
    let reference = json.reference.unwrap_or_default();
    let years = reference
        .years
        .into_iter()
        .filter_map(|(year, text)| Some((Column::Year(year.parse().ok()?), text)));
    let target = (!json.target.text.is_empty()).then_some(json.target.text);
    let plain = [
        (Column::Block, json.block),
        (Column::Level1, json.level1),
        (Column::Level2, json.level2),
        (Column::Level3, json.level3),
        (Column::Target, target),
        (Column::Mean, reference.mean),
        (Column::Weight, json.weight),
        (Column::Direction, json.direction),
        (Column::Named(NamedColumn::Nature), json.nature),
        (Column::Actual, json.actual),
        (Column::Score, json.score),
        (Column::Reason, json.reason),
    ];
    for (column, text) in plain.into_iter().chain(years) {
        if let Some(text) = text {
            cells.entry(column).or_insert_with(|| Text::new(text, None));
        }
    }
    Indicator::read(cells)
}
