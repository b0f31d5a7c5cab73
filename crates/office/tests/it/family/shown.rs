//! A form in words, one line a fact, so that a test can state the whole reading.
//!
//! Line by line: kind, year and category; fields; money rows in yuan (`?` is unreadable or blank);
//! indicators; what stands under no known label. Places are not shown.

use model::form::{Column, Field, NamedColumn};
use model::text::fold;
use model::{Form, Indicator, Target};

/// Every form, one after the other.
pub fn forms(forms: &[Form]) -> String {
    forms.iter().flat_map(form).collect::<Vec<_>>().join("\n")
}

fn form(form: &Form) -> Vec<String> {
    let year = form.year.map_or("-".to_owned(), |year| year.to_string());
    let mut lines = vec![format!("{} {year}", form.kind)];
    if let Some(category) = form.category {
        lines[0] += &format!(" {category}");
    }
    for (field, text) in &form.fields {
        if !matches!(field, Field::Title | Field::Year | Field::MoneyUnit) && !text.is_blank() {
            lines.push(format!("{field}: {}", fold(&text.text)));
        }
    }
    for row in &form.money {
        let amount = |(fund, amount): (&model::Fund, &model::form::Amount)| {
            let number = amount.number.map(|number| number.to_string());
            let shown = match row.row.is_money() {
                true => amount.money.map(|money| money.to_string()),
                false => number,
            };
            format!("{fund} {}", shown.unwrap_or("?".into()))
        };
        let amounts: Vec<String> = row.amounts.iter().map(amount).collect();
        lines.push(format!("{}: {}", row.row, amounts.join(", ")));
    }
    for task in &form.tasks {
        let cells: Vec<String> = task.cells.values().map(|text| fold(&text.text)).collect();
        lines.push(format!("task: {}", cells.join(" | ")));
    }
    lines.extend(form.indicators.iter().map(indicator));
    let unknown = form.unknown.iter();
    lines.extend(unknown.map(|(label, text)| format!("? {label}: {}", fold(&text.text))));
    lines
}

fn indicator(row: &Indicator) -> String {
    let levels = [Column::Block, Column::Level1, Column::Level2, Column::Level3];
    let named = levels.iter().map(|level| row.folded(*level)).collect::<Vec<_>>();
    let levels = named.join("/");
    let mut shown = format!("{} | {}", levels.trim_start_matches('/'), target(&row.target));
    if !row.target.nature.is_empty() {
        shown += &format!(" nature={}", row.target.nature);
    }
    for (column, text) in &row.cells {
        let quiet = [
            NamedColumn::Block,
            NamedColumn::Level1,
            NamedColumn::Level2,
            NamedColumn::Level3,
            NamedColumn::Target,
            NamedColumn::Unit,
            NamedColumn::Nature,
        ];
        let quiet = matches!(column, Column::Named(name) if quiet.contains(name));
        if !quiet && !text.is_blank() {
            shown += &format!(" {column}={}", fold(&text.text));
        }
    }
    shown
}

fn target(target: &Target) -> String {
    let value = target.value_text().unwrap_or("-".into());
    let kind = format!("{:?}", target.kind).to_lowercase();
    let text = fold(&target.text);
    format!("“{text}” {kind} {} {value} {}", target.comparator.as_str(), target.unit)
        .trim_end()
        .to_owned()
}
