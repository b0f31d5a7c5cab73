//! Form → drawing → file → form is the identity on the form, for every writer we can read back.
//!
//! Places differ (the drawing numbers its own rows), rows the author left blank are not printed
//! again, and a title is printed without the tab that one file has before it; everything else is
//! compared as written, blanks at the ends included.

use model::{Drawing, Form};
use office::lay_out::lay_out;
use office::recognise::{Recognised, Recogniser};
use office::{Limits, docx, xlsx};
use policy::{Packs, Policy};

use crate::real::document;

/// Files of every official form we draw.
pub const FILES: [&str; 6] = [
    "renhe-2026.docx",
    "variants/监控表_15列三行表头.docx",
    "variants/监控表_15列三行表头.xlsx",
    "variants/自评表_10列.docx",
    "variants/一体化_多项目长表_12列.docx",
    "variants/一体化_多项目长表_12列.xlsx",
];

fn policy(packs: &Packs, pack: &str, form: &Form) -> Policy {
    let year = form.year.expect("the real forms name their year");
    let date = chrono::NaiveDate::from_ymd_opt(year, 1, 1).expect("a date");
    packs.policy(pack, date).expect("the pack exists")
}

/// Drawings of all forms; consecutive forms of a layout for many share one.
pub fn draw(packs: &Packs, read: &Recognised) -> Vec<Drawing> {
    let mut drawings = Vec::new();
    let mut index = 0;
    while index < read.forms.len() {
        let form = &read.forms[index];
        let policy = policy(packs, &read.packs[index], form);
        let key = form.layout.as_deref().expect("the layout is known");
        let layout = policy.layouts().iter().find(|layout| layout.key == key).expect("exists");
        let many = if layout.many { read.forms.len() - index } else { 1 };
        let forms: Vec<(usize, &Form)> =
            (index..index + many).map(|at| (at, &read.forms[at])).collect();
        let laid = lay_out(layout, &forms);
        assert!(laid.unplaced.is_empty(), "{key}: no room for {:?}", laid.unplaced);
        drawings.push(laid.drawing);
        index += many;
    }
    drawings
}

fn comparable(read: Recognised) -> Vec<Form> {
    let mut forms: Vec<Form> = read.forms.into_iter().map(Form::without_places).collect();
    for form in &mut forms {
        if let Some(title) = form.fields.get_mut(&model::form::Field::Title) {
            title.text = model::text::trim(&title.text).to_owned();
        }
    }
    forms
}

#[test]
fn a_form_survives_word_and_excel() {
    let packs = Packs::built_in().expect("packs load");
    let recogniser = Recogniser::new(&packs, None).expect("national pack");
    for file in FILES {
        let read = recogniser.read(&document(file));
        let drawings = draw(&packs, &read);
        let original = comparable(read);
        let word = docx::write(&drawings).expect("Word");
        let excel = xlsx::write(&drawings).expect("Excel");
        for (name, bytes) in [("again.docx", word), ("again.xlsx", excel)] {
            let again = office::read(name, &bytes, Limits::default()).expect("reads");
            let again = comparable(recogniser.read(&again));
            assert_eq!(again.len(), original.len(), "{file} → {name}");
            for (again, original) in again.iter().zip(&original) {
                assert_eq!(again, original, "{file} → {name}");
            }
        }
    }
}

/// Cells as they are compared between a file and its print.
fn folded(form: &Form) -> Vec<Vec<String>> {
    let fold = |text: &model::Text| model::text::fold(&text.text);
    let mut rows = vec![form.fields.values().map(fold).collect::<Vec<_>>()];
    let money = form.money.iter().map(|row| row.amounts.values().map(|a| fold(&a.text)).collect());
    rows.extend(money);
    rows.extend(form.indicators.iter().map(|row| row.cells.values().map(fold).collect()));
    rows
}

#[test]
fn a_browsers_print_of_our_page_gives_the_same_form() {
    let packs = Packs::built_in().expect("packs load");
    let recogniser = Recogniser::new(&packs, None).expect("national pack");
    let original = recogniser.read(&document("variants/自评表_10列.docx"));
    let bytes = include_bytes!("../files/programs/chromium.pdf");
    let printed = office::read("chromium.pdf", bytes, Limits::default()).expect("reads");
    let printed = recogniser.read(&printed);
    assert_eq!(printed.forms.len(), 1);
    assert_eq!(printed.forms[0].layout, original.forms[0].layout);
    assert_eq!(folded(&printed.forms[0]), folded(&original.forms[0]));
}
