//! Forms of other places: what each must give, from `tests/real/variants/expected.tsv`.

use model::Form;
use office::recognise::Recogniser;

use crate::real::{bytes, document};

struct Expected {
    file: String,
    kind: String,
    forms: usize,
    rows: usize,
    exact: bool,
}

fn expected() -> Vec<Expected> {
    let text = String::from_utf8(bytes("variants/expected.tsv")).expect("UTF-8");
    let rows = text.lines().skip(1).map(|line| {
        let cells: Vec<&str> = line.split('\t').collect();
        Expected {
            file: cells[0].to_owned(),
            kind: cells[1].to_owned(),
            forms: cells[2].parse().expect("forms"),
            rows: cells[3].parse().expect("rows"),
            exact: cells[4] == "exact",
        }
    });
    rows.collect()
}

fn forms(file: &str) -> Vec<Form> {
    let packs = policy::Packs::built_in().expect("packs load");
    let recogniser = Recogniser::new(&packs, None).expect("national pack");
    recogniser.read(&document(&format!("variants/{file}"))).forms
}

#[test]
fn every_variant_gives_its_forms_and_rows() {
    let mut wrong = Vec::new();
    for case in expected() {
        let forms = forms(&case.file);
        let rows: usize = forms.iter().map(|form| form.indicators.len()).sum();
        let kinds_fit = forms.iter().all(|form| form.kind.as_str() == case.kind);
        let rows_fit = if case.exact { rows == case.rows } else { rows <= case.rows };
        if forms.len() != case.forms || !kinds_fit || !rows_fit {
            let kinds: Vec<&str> = forms.iter().map(|form| form.kind.as_str()).collect();
            wrong.push(format!(
                "{}: {} forms {kinds:?}, {rows} rows; expected {} {}, {} rows",
                case.file,
                forms.len(),
                case.forms,
                case.kind,
                case.rows
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
