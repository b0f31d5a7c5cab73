//! A run over forms made for a test.

use std::sync::Arc;

use checks::ties::Ties;
use checks::{Batch, Report};
use model::{
    Citation, Column, Field, Finding, Force, Form, FormKind, Indicator, Outcome, Part, Place,
    Severity, Text,
};
use office::json::FileJson;
use office::lay_out::{Laid, lay_out, settle};
use office::recognise::Recogniser;
use policy::{Layout, Packs, Policy};
use web::Reviewed;

/// A run that owns its parts.
pub struct Run {
    pub files: Vec<FileJson>,
    pub forms: Vec<Form>,
    pub packs: Vec<String>,
    pub report: Report,
    pub reading: Vec<Finding>,
    pub sheets: Vec<Laid>,
    pub ties: Ties,
}

impl Run {
    /// One project form with a target, judged by nobody: findings are put in by hand.
    pub fn of_a_project(name: &str, target: &str) -> Run {
        let file: Arc<str> = "表.docx".into();
        let at = |row, column, text: &str| {
            Text::new(text, Some(Place::cell(&file, Part::Table(1), row, column)))
        };
        let levels = ["产出指标", "数量指标", "培训人数", target];
        let columns = [Column::Level1, Column::Level2, Column::Level3, Column::Target];
        let cells = columns.into_iter().zip(levels).zip(1..);
        let cells = cells.map(|((column, text), number)| (column, at(9, number, text)));
        let form = Form {
            kind: FormKind::Project,
            fields: [(Field::Project, at(2, 2, name))].into(),
            indicators: vec![Indicator::read(cells.collect())],
            ..Form::default()
        };
        let sheets = draw(std::slice::from_ref(&form), &policy());
        let ties = Ties::default();
        Run {
            files: vec![file_json("表.docx", 1)],
            forms: vec![form],
            packs: vec!["仁和区".to_owned()],
            report: Report::default(),
            reading: Vec::new(),
            sheets,
            ties,
        }
    }

    /// The real file.
    pub fn of_the_real_file() -> Run {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/real/renhe-2026.docx");
        Run::of("renhe-2026.docx", &std::fs::read(path).expect("the real file is there"))
    }

    fn of(name: &str, bytes: &[u8]) -> Run {
        let packs = Packs::built_in().expect("the built-in packs are valid");
        let recogniser = Recogniser::new(&packs, Some("renhe")).expect("the pack is there");
        let limits = office::Limits::default();
        let document = recogniser.open(name, bytes, limits).expect("readable");
        let read = recogniser.read(&document);
        let policy = policy();
        let report = checks::run(&Batch::of(&read.forms, &policy));
        let ties = checks::ties::find(&Batch::of(&read.forms, &policy));
        let sheets = draw(&read.forms, &policy);
        Run {
            files: vec![file_json(name, read.forms.len())],
            forms: read.forms,
            packs: vec!["仁和区".to_owned()],
            report,
            reading: read.findings,
            sheets,
            ties,
        }
    }

    /// The same forms as a store keeps them: settled into their layouts, judged and drawn again.
    pub fn settled(mut self) -> Run {
        let file: Arc<str> = self.files[0].file.as_str().into();
        let policy = policy();
        for (form, table) in self.forms.iter_mut().zip(1..) {
            settle(layout(form, &policy), form, &file, table);
        }
        self.judge(&policy);
        self
    }

    /// Judges and draws the forms as they now are.
    pub fn judge(&mut self, policy: &Policy) {
        self.report = checks::run(&Batch::of(&self.forms, policy));
        self.sheets = draw(&self.forms, policy);
    }

    pub fn reviewed(&self) -> Reviewed<'_> {
        Reviewed {
            files: &self.files,
            forms: &self.forms,
            packs: &self.packs,
            report: &self.report,
            reading: &self.reading,
            sheets: &self.sheets,
            ties: &self.ties,
        }
    }

    pub fn page(&self) -> String {
        web::pages::report_page(&self.reviewed(), "")
    }
}

fn file_json(name: &str, forms: usize) -> FileJson {
    FileJson { file: name.to_owned(), kind: None, forms, error: None, nothing: None }
}

/// What judges in these tests.
pub fn policy() -> Policy {
    let packs = Packs::built_in().expect("the built-in packs are valid");
    let day = chrono::NaiveDate::from_ymd_opt(2026, 1, 1).expect("a day");
    packs.policy("renhe", day).expect("the pack is there")
}

fn draw(forms: &[Form], policy: &Policy) -> Vec<Laid> {
    let one = |(index, form): (usize, &Form)| lay_out(layout(form, policy), &[(index, form)]);
    forms.iter().enumerate().map(one).collect()
}

/// The layout a form was recognised with, else one of its kind.
pub fn layout<'p>(form: &Form, policy: &'p Policy) -> &'p Layout {
    let own = policy.layouts().iter().find(|layout| Some(&layout.key) == form.layout.as_ref());
    let alike = || policy.layouts().iter().find(|layout| layout.kind == form.kind);
    own.or_else(alike).expect("a layout of the kind")
}

/// A finding about a cell of a form.
pub fn finding(code: &str, severity: Severity, place: Option<Place>, quote: &str) -> Finding {
    Finding {
        code: code.to_owned(),
        severity,
        outcome: Outcome::Fail,
        form: Some(0),
        place,
        quote: quote.to_owned(),
        message: format!("问题{code}"),
        remedy: format!("改{code}"),
        basis: vec![Citation {
            title: "某办法".to_owned(),
            number: String::new(),
            article: None,
            force: Force::Reference,
        }],
        group: format!("0/{code}"),
        fix: None,
    }
}

/// A cell of the first table.
pub fn cell(row: u32, column: u32) -> Place {
    let file: Arc<str> = "表.docx".into();
    Place::cell(&file, Part::Table(1), row, column)
}
