//! Every layout of every pack: what it prints, filled or empty, reads back to the same form.

use std::collections::BTreeMap;

use model::form::{Amount, Column, Field, Indicator, NamedColumn, Task};
use model::{Form, MoneyRow, Text};
use office::lay_out::lay_out;
use office::recognise::Recogniser;
use office::{Limits, docx, xlsx};
use policy::layout::{Band, Binding, Repeat, Slot};
use policy::{Layout, Packs};

const YEAR: i32 = 2026;

/// A form with every field of the layout filled in.
fn filled(layout: &Layout) -> Form {
    let mut form = Form { kind: layout.kind, year: Some(YEAR), ..Form::default() };
    form.layout = Some(layout.key.clone());
    form.merges_known = true;
    for binding in layout.parts.iter().filter(|band| band.repeat.is_none()).flat_map(bindings) {
        put_head(&mut form, layout, binding);
    }
    for band in layout.parts.iter().filter(|band| band.repeat == Some(Repeat::Indicators)) {
        for number in 0..3 {
            for binding in bindings(band).filter(|b| !matches!(b, Binding::Column(_))) {
                put_head(&mut form, layout, binding);
            }
            form.indicators.push(indicator(band, number));
        }
    }
    for band in layout.parts.iter().filter(|band| band.repeat == Some(Repeat::Tasks)) {
        for number in 1..3 {
            let cells = bindings(band).filter_map(|binding| match binding {
                Binding::Task(column) => Some((*column, text(&format!("任务{column}{number}")))),
                _ => None,
            });
            form.tasks.push(Task { cells: cells.collect() });
        }
    }
    form
}

fn bindings(band: &Band) -> impl Iterator<Item = &Binding> {
    band.rows.iter().flatten().filter_map(|slot| match slot {
        Slot::Bound { binding, .. } => Some(binding),
        _ => None,
    })
}

fn text(content: &str) -> Text {
    Text::new(content, None)
}

fn put_head(form: &mut Form, layout: &Layout, binding: &Binding) {
    match binding {
        Binding::Field(field) => {
            let content = match field {
                Field::Title => layout.title.replace("{year-0}", &YEAR.to_string()),
                Field::Year => format!("（{YEAR}年度）"),
                Field::MoneyUnit => format!("单位：{}", layout.money_unit.as_str()),
                Field::TotalWeight | Field::TotalScore => "100".to_owned(),
                other => format!("某{other}甲"),
            };
            form.fields.insert(*field, text(&content));
        }
        Binding::Money(kind, fund) => {
            let at = form.money.iter().position(|row| row.row == *kind).unwrap_or_else(|| {
                form.money.push(MoneyRow::new(*kind));
                form.money.len() - 1
            });
            let number = format!("{}.50", 10 + form.money[at].amounts.len());
            let amount = Amount::read(*kind, text(&number), layout.money_unit, false);
            form.money[at].amounts.insert(fund.clone(), amount);
        }
        Binding::Column(_) | Binding::YearBack(_) | Binding::Task(_) => {}
    }
}

/// Rows 0 and 1 share their levels, row 2 has others.
fn indicator(band: &Band, number: usize) -> Indicator {
    let group = number / 2;
    let mut cells = BTreeMap::new();
    if let Some(block) = &band.block {
        cells.insert(Column::Block, text(block));
    }
    for binding in bindings(band) {
        let (column, content) = match binding {
            Binding::Column(name) => (Column::Named(*name), content(*name, group, number)),
            Binding::YearBack(back) => (Column::Year(YEAR - back), format!("{number}.{back}%")),
            _ => continue,
        };
        cells.insert(column, text(&content));
    }
    Indicator::read(cells)
}

fn content(name: NamedColumn, group: usize, number: usize) -> String {
    match name {
        NamedColumn::Level1 => ["产出指标", "效益指标"][group].to_owned(),
        NamedColumn::Level2 => ["数量指标", "社会效益指标"][group].to_owned(),
        NamedColumn::Level3 => format!("第{number}项工作完成率"),
        NamedColumn::Weight | NamedColumn::Score => format!("{}", 10 + number),
        NamedColumn::Nature => "≥".to_owned(),
        NamedColumn::Unit => "%".to_owned(),
        NamedColumn::Target | NamedColumn::Actual => format!("{}", 90 + number),
        other => format!("{other}{number}"),
    }
}

/// Amounts and money rows in one order, units as settled by the reading.
fn comparable(form: Form) -> Form {
    let mut form = form.without_places();
    form.money.sort_by_key(|row| row.row);
    for row in &mut form.money {
        let unit = row.amounts.values().next().expect("rows have amounts").unit;
        row.reread(unit, false);
    }
    form.category = None;
    form
}

#[test]
fn every_layout_reads_back_what_it_prints() {
    let packs = Packs::built_in().expect("packs load");
    let mut wrong = Vec::new();
    for pack in packs.keys() {
        let policy = packs.policy(pack, chrono::NaiveDate::MAX).expect("the pack exists");
        let recogniser = Recogniser::new(&packs, Some(pack)).expect("the pack exists");
        for layout in policy.layouts().iter().filter(|layout| layout.pack == pack) {
            let form = filled(layout);
            let laid = lay_out(layout, &[(0, &form)]);
            assert_eq!(laid.unplaced, [], "{}", layout.key);
            let expected = comparable(form);
            let files = [
                ("again.docx", docx::write(std::slice::from_ref(&laid.drawing)).expect("Word")),
                ("again.xlsx", xlsx::write(std::slice::from_ref(&laid.drawing)).expect("Excel")),
            ];
            for (name, bytes) in files {
                let document = office::read(name, &bytes, Limits::default()).expect("reads");
                let read = recogniser.read(&document);
                let again = read.forms.into_iter().map(comparable).collect::<Vec<_>>();
                if again != std::slice::from_ref(&expected) {
                    wrong.push(format!("{} {name}:\n{again:#?}\n≠\n{expected:#?}", layout.key));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n\n"));
}

#[test]
fn an_empty_layout_prints_one_empty_row_of_each_kind() {
    let packs = Packs::built_in().expect("packs load");
    for pack in packs.keys() {
        let policy = packs.policy(pack, chrono::NaiveDate::MAX).expect("the pack exists");
        for layout in policy.layouts() {
            let form = Form { year: Some(YEAR), ..Form::default() };
            let grid = lay_out(layout, &[(0, &form)]).drawing.grid;
            let rows: usize = layout.parts.iter().map(|band| band.rows.len()).sum();
            assert_eq!(grid.rows, rows, "{}", layout.key);
            let covered: usize = grid.cells.iter().map(|c| c.row_span * c.column_span).sum();
            assert_eq!(covered, grid.rows * grid.columns, "{}: holes or overlaps", layout.key);
        }
    }
}
