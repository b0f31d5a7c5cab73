//! What changed from one form to another: from the last version, or from last year.
//!
//! Rows are paired by the names of their indicators, never by position. Nothing is judged here.

use std::collections::BTreeMap;

use model::Form;
use model::form::{Column, Field, Indicator, Path};
use model::text::{fold, trim};

/// One cell or row that is not as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What people call it: 「购买服务人数」的指标值.
    pub label: String,
    /// The cell in the new form; none where a row or cell is gone.
    pub path: Option<Path>,
    /// As it was; "" for what is new.
    pub before: String,
    /// As it is; "" for what is gone.
    pub after: String,
}

/// What is different in `now`, in the order of the form.
pub fn changes(before: &Form, now: &Form) -> Vec<Change> {
    let mut changes = Vec::new();
    fields(before, now, &mut changes);
    money(before, now, &mut changes);
    indicators(before, now, &mut changes);
    changes
}

/// Fields that every year or version prints anew.
const PRINTED: [Field; 3] = [Field::Title, Field::Year, Field::MoneyUnit];

fn fields(before: &Form, now: &Form, changes: &mut Vec<Change>) {
    let all: BTreeMap<&Field, _> = before.fields.iter().chain(&now.fields).collect();
    for field in all.into_keys().filter(|field| !PRINTED.contains(field)) {
        let path = Path::Field(*field);
        differ(field.chinese(), Some(path), before.text(*field), now.text(*field), changes);
    }
}

fn money(before: &Form, now: &Form, changes: &mut Vec<Change>) {
    let cells = |form: &Form| -> BTreeMap<Path, String> {
        let rows = form.money.iter();
        let cells = rows.flat_map(|row| {
            let cell = |fund: &model::Fund| Path::Money(row.row, fund.clone());
            row.amounts.iter().map(move |(fund, amount)| (cell(fund), amount.text.text.clone()))
        });
        cells.collect()
    };
    let (old, new) = (cells(before), cells(now));
    let paths: BTreeMap<&Path, ()> = old.keys().chain(new.keys()).map(|path| (path, ())).collect();
    for path in paths.into_keys() {
        let Path::Money(row, fund) = path else { continue };
        let label = format!("{}的{}", row.chinese(), fund.chinese());
        let text = |cells: &BTreeMap<Path, String>| cells.get(path).cloned().unwrap_or_default();
        differ(&label, Some(path.clone()), &text(&old), &text(&new), changes);
    }
}

fn indicators(before: &Form, now: &Form, changes: &mut Vec<Change>) {
    let mut left: Vec<&Indicator> = before.indicators.iter().collect();
    for (row, indicator) in now.indicators.iter().enumerate() {
        let name = indicator.folded(Column::Level3);
        let was = left.iter().position(|old| old.folded(Column::Level3) == name);
        let Some(was) = was.map(|at| left.remove(at)) else {
            let path = Some(Path::Indicator(row, Column::Level3));
            changes.push(Change {
                label: format!("新增指标「{name}」"),
                path,
                before: String::new(),
                after: said(indicator),
            });
            continue;
        };
        let columns: BTreeMap<&Column, _> = was.cells.iter().chain(&indicator.cells).collect();
        for column in columns.into_keys() {
            let label = format!("「{name}」的{}", column.chinese());
            let path = Some(Path::Indicator(row, *column));
            differ(&label, path, was.text(*column), indicator.text(*column), changes);
        }
    }
    for gone in left {
        changes.push(Change {
            label: format!("删去指标「{}」", gone.folded(Column::Level3)),
            path: None,
            before: said(gone),
            after: String::new(),
        });
    }
}

/// A row in a few words.
fn said(indicator: &Indicator) -> String {
    format!("{} {}", indicator.folded(Column::Level3), trim(indicator.text(Column::Target)))
}

fn differ(label: &str, path: Option<Path>, old: &str, new: &str, changes: &mut Vec<Change>) {
    if fold(old) != fold(new) {
        let (before, after) = (trim(old).to_owned(), trim(new).to_owned());
        changes.push(Change { label: label.to_owned(), path, before, after });
    }
}

#[cfg(test)]
mod tests {
    use model::form::Text;

    use super::*;

    fn form(rows: &[(&str, &str)], goal: &str) -> Form {
        let row = |(name, target): &(&str, &str)| {
            let cell = |text: &str| Text::new(text, None);
            Indicator::read([(Column::Level3, cell(name)), (Column::Target, cell(target))].into())
        };
        let fields = [(Field::Goal, Text::new(goal, None))].into();
        Form { indicators: rows.iter().map(row).collect(), fields, ..Form::default() }
    }

    #[test]
    fn rows_are_paired_by_name_and_blanks_change_nothing() {
        let before = form(&[("培训人数", "≥10人"), ("合格率", "≥95%")], "办好 培训");
        let now = form(&[("合格率", "≥96%"), ("满意度", "≥90%")], "办好培训");
        let told: Vec<(String, String, String)> = changes(&before, &now)
            .into_iter()
            .map(|change| (change.label, change.before, change.after))
            .collect();
        let expected = [
            ("「合格率」的指标值", "≥95%", "≥96%"),
            ("新增指标「满意度」", "", "满意度 ≥90%"),
            ("删去指标「培训人数」", "培训人数 ≥10人", ""),
        ];
        let expected: Vec<(String, String, String)> =
            expected.iter().map(|(a, b, c)| ((*a).into(), (*b).into(), (*c).into())).collect();
        assert_eq!(told, expected);
    }
}
