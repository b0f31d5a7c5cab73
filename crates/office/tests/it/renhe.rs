//! The real file in every kind: the same 13 forms and 114 indicator rows, as printed.
//!
//! "The same" is equality under `model::text::fold`: ends trimmed, white space and line breaks
//! folded, the extractor's `[bookmark: …]` dropped. Spreadsheet numbers count in their display
//! format. Raw text stays different per source and is not compared.

use model::form::{Column, Field};
use model::text::fold;
use model::{Category, Form, FormKind, Fund};
use office::recognise::{Recognised, Recogniser};

use crate::real::{bytes, document};

const SOURCES: [&str; 4] =
    ["renhe-2026.docx", "renhe-2026.txt", "renhe-2026.xlsx", "renhe-2026.pdf"];

fn recognise(name: &str) -> Recognised {
    let packs = policy::Packs::built_in().expect("packs load");
    let recogniser = Recogniser::new(&packs, None).expect("national pack");
    recogniser.read(&document(name))
}

fn tsv(name: &str) -> Vec<Vec<String>> {
    let text = String::from_utf8(bytes(name)).expect("UTF-8");
    let rows = text.lines().skip(1);
    rows.map(|row| row.split('\t').map(|cell| fold(&cell.replace("\\n", "\n"))).collect()).collect()
}

fn row(form: &Form, index: usize, columns: &[Column]) -> Vec<String> {
    columns.iter().map(|column| form.indicators[index].folded(*column)).collect()
}

#[test]
fn thirteen_forms_with_their_heads() {
    for name in SOURCES {
        let Recognised { forms, packs, .. } = recognise(name);
        assert_eq!(forms.len(), 13, "{name}");
        assert!(packs.iter().all(|pack| pack == "renhe"), "{name}: {packs:?}");
        assert_eq!(forms[0].kind, FormKind::Department, "{name}");
        assert!(forms[1..].iter().all(|form| form.kind == FormKind::Project), "{name}");
        assert!(forms.iter().all(|form| form.year == Some(2026)), "{name}");
        let category = |wanted| forms.iter().filter(|form| form.category == Some(wanted)).count();
        assert_eq!(category(Category::SpecificPurpose), 5, "{name}");
        assert_eq!(category(Category::OtherOperating), 7, "{name}");
        for form in &forms {
            assert_eq!(
                fold(form.text(Field::Unit)),
                "攀枝花市仁和区人力资源和社会保障局",
                "{name}"
            );
            assert!(form.unknown.is_empty(), "{name}: {:?}", form.unknown);
        }
        let totals: Vec<String> = forms
            .iter()
            .map(|form| form.funds().and_then(|row| row.money(&Fund::Total)))
            .map(|money| money.map_or("none".to_owned(), |money| money.to_yuan()))
            .collect();
        let wan =
            "3099.68 646.00 25.00 34.00 170.00 200.00 12.00 20.00 16.15 7.14 4.00 15.00 800.00";
        let read = |text| model::Money::read(text, model::MoneyUnit::WanYuan).expect("an amount");
        let wanted: Vec<String> = wan.split(' ').map(|text| read(text).to_yuan()).collect();
        assert_eq!(totals, wanted, "{name}");
    }
}

#[test]
fn the_department_rows_as_printed() {
    let wanted = tsv("renhe-department-rows.tsv");
    let columns = [
        Column::Block,
        Column::Level1,
        Column::Level2,
        Column::Level3,
        Column::Target,
        Column::Mean,
        Column::Year(2023),
        Column::Year(2024),
        Column::Year(2025),
    ];
    for name in SOURCES {
        let form = &recognise(name).forms[0];
        assert_eq!(form.indicators.len(), wanted.len(), "{name}");
        for (index, wanted) in wanted.iter().enumerate() {
            assert_eq!(&row(form, index, &columns), wanted, "{name} row {index}");
        }
    }
}

#[test]
fn the_project_rows_as_printed() {
    let wanted = tsv("renhe-rows.tsv");
    let columns = [Column::Level1, Column::Level2, Column::Level3, Column::Target];
    for name in SOURCES {
        let forms = recognise(name).forms;
        let mut rows = Vec::new();
        for (number, form) in forms.iter().enumerate().skip(1) {
            for index in 0..form.indicators.len() {
                let mut cells = vec![number.to_string()];
                cells.extend(row(form, index, &columns));
                rows.push(cells);
            }
        }
        // form, line, l1_cell, l2_cell, l1_inherited, l2_inherited, l3, value
        let wanted: Vec<Vec<String>> = wanted
            .iter()
            .map(|cells| [0, 4, 5, 6, 7].iter().map(|at| cells[*at].clone()).collect())
            .collect();
        assert_eq!(rows.len(), wanted.len(), "{name}");
        for (row, wanted) in rows.iter().zip(&wanted) {
            assert_eq!(row, wanted, "{name}");
        }
    }
}
