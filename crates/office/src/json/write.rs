//! From a form to its JSON.

use std::collections::BTreeMap;

use model::form::{Column, Field, NamedColumn};
use model::{Form, Fund, Indicator, MoneyRow, RowKind, Text};

use super::{
    ExecutionJson, FormJson, IndicatorJson, ItemJson, MoneyRowJson, ReferenceJson, UnknownJson,
};

/// A form as JSON; `places` keeps where each cell stands.
pub fn form(form: &Form, places: bool) -> FormJson {
    let bare;
    let form = if places {
        form
    } else {
        bare = form.clone().without_places();
        &bare
    };
    let field = |field| form.filled(field).map(str::to_owned);
    let (money, rates): (Vec<_>, Vec<_>) = form.money.iter().partition(|row| row.row.is_money());
    FormJson {
        file: form.fields.values().find_map(|text| Some(text.place.as_ref()?.file.to_string())),
        kind: form.kind,
        layout: form.layout.clone(),
        pack: None,
        pack_version: None,
        title: field(Field::Title),
        year: form.year,
        unit: field(Field::Unit),
        department: field(Field::Department),
        project: field(Field::Project),
        category: form.category,
        money_rows: money.iter().map(|row| money_row(row)).collect(),
        funds: form.funds().map(money_row),
        execution: rates.iter().map(|row| execution(row)).collect(),
        goal: field(Field::Goal),
        tasks: form
            .tasks
            .iter()
            .map(|task| task.cells.iter().map(|(c, t)| (c.to_string(), t.clone())).collect())
            .collect(),
        indicators: form.indicators.iter().map(indicator).collect(),
        fields: form.fields.iter().map(|(f, t)| (f.to_string(), t.clone())).collect(),
        blank_rows: form.blank_rows.clone(),
        unknown: form
            .unknown
            .iter()
            .map(|(label, text)| UnknownJson { label: label.clone(), text: text.clone() })
            .collect(),
        merges_known: form.merges_known,
        uncut: form.uncut,
    }
}

fn money_row(row: &MoneyRow) -> MoneyRowJson {
    let yuan = |fund: &Fund| row.money(fund).map(|money| money.to_yuan());
    let any = row.amounts.values().next();
    let items = row.items().map(|(label, amount)| ItemJson {
        label: label.to_owned(),
        amount: amount.money.map(|money| money.to_yuan()),
    });
    MoneyRowJson {
        row: row.row.to_string(),
        total: yuan(&Fund::Total),
        fiscal: yuan(&Fund::Fiscal),
        other: yuan(&Fund::Other),
        items: items.collect(),
        written_in: any.map(|amount| amount.unit),
        unit_assumed: any.is_some_and(|amount| amount.unit_assumed),
        cells: cells(row),
    }
}

fn cells(row: &MoneyRow) -> BTreeMap<String, Text> {
    row.amounts.iter().map(|(fund, amount)| (fund.to_string(), amount.text.clone())).collect()
}

fn execution(row: &MoneyRow) -> ExecutionJson {
    let row_kind: RowKind = row.row;
    ExecutionJson { row: row_kind.to_string(), cells: cells(row) }
}

fn indicator(row: &Indicator) -> IndicatorJson {
    let text = |column: Column| {
        let text = model::text::trim(row.text(column));
        (!text.is_empty()).then(|| text.to_owned())
    };
    let years: BTreeMap<String, Option<String>> =
        row.years().map(|(year, _)| (year.to_string(), text(Column::Year(year)))).collect();
    let has_mean = row.cells.contains_key(&Column::Mean);
    let reference =
        (has_mean || !years.is_empty()).then(|| ReferenceJson { mean: text(Column::Mean), years });
    IndicatorJson {
        block: text(Column::Block),
        level1: text(Column::Level1),
        level2: text(Column::Level2),
        level3: text(Column::Level3),
        target: row.target.clone(),
        reference,
        weight: text(Column::Weight),
        direction: text(Column::Direction),
        nature: text(Column::Named(NamedColumn::Nature)),
        actual: text(Column::Actual),
        actual_reading: row.actual.clone(),
        score: text(Column::Score),
        reason: text(Column::Reason),
        place: row.place(Column::Target).cloned(),
        cells: row.cells.iter().map(|(column, t)| (column.to_string(), t.clone())).collect(),
    }
}
