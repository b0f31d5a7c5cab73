//! From the rows of a document to typed forms: one recogniser for every kind of file.
//!
//! It finds titles, labels and headers by the words of the packs and of every layout, never by
//! position, so that an unknown layout is read too (with a finding that says so). It does *not*
//! judge content and does *not* repair it.

mod body;
mod foot;
mod head;
mod header;
mod labels;
mod layouts;
mod leftovers;
mod money;
pub mod notes;
mod rows;
mod segments;
mod tasks;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::NaiveDate;
use model::form::Field;
use model::{Column, Document, Finding, Form, FormKind};
use policy::{Packs, Policy};

use crate::{Limits, ReadError};

pub use labels::Labels;
pub(crate) use labels::{category_in, year_in};

/// The forms of a file, the pack that judges each, and what the reading has to say.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Recognised {
    /// The forms in reading order.
    pub forms: Vec<Form>,
    /// For each form the key of its pack.
    pub packs: Vec<String>,
    /// Findings of the reading itself; `form` counts within this file.
    pub findings: Vec<Finding>,
    /// Why there is no form, when there is none.
    pub nothing: Option<String>,
}

/// Recognises forms; build one and use it for many files.
#[derive(Debug)]
pub struct Recogniser<'p> {
    packs: &'p Packs,
    asked: Option<String>,
    labels: Labels,
    layouts: Mutex<LayoutsByDay>,
}

/// The layouts of each pack on each day, made when a form first asks: laying packs over each
/// other costs more than reading a form, and a folder holds many forms of few years.
type LayoutsByDay = HashMap<(String, NaiveDate), Arc<Vec<layouts::Known>>>;

impl<'p> Recogniser<'p> {
    /// With `asked`, every form is judged by that pack; else each by the region it names.
    ///
    /// Returns `None` when there is no pack of that name.
    pub fn new(packs: &'p Packs, asked: Option<&str>) -> Option<Self> {
        let policies: Option<Vec<Policy>> = match asked {
            Some(pack) => Some(vec![packs.policy(pack, layouts::latest())?]),
            None => packs.keys().map(|pack| packs.policy(pack, layouts::latest())).collect(),
        };
        let labels = Labels::new(&policies?);
        let layouts = Mutex::default();
        Some(Recogniser { packs, asked: asked.map(str::to_owned), labels, layouts })
    }

    /// The label words, for readers of flattened text.
    pub fn labels(&self) -> &Labels {
        &self.labels
    }

    /// Opens a file of any kind, flattened text with these labels.
    ///
    /// # Errors
    /// Why the file cannot be read at all.
    pub fn open(&self, file: &str, bytes: &[u8], limits: Limits) -> Result<Document, ReadError> {
        crate::read(file, bytes, limits)
    }

    /// Takes forms that are typed already (our own JSON): only the pack is chosen.
    pub fn adopt(&self, forms: Vec<Form>) -> Recognised {
        let packs = forms.iter().map(|form| self.pack(form)).collect();
        let nothing = forms.is_empty().then(|| "JSON 里没有表".to_owned());
        Recognised { packs, nothing, forms, findings: Vec::new() }
    }

    fn pack(&self, form: &Form) -> String {
        let names = [Field::Unit, Field::Department, Field::Title].map(|field| form.text(field));
        self.asked.clone().unwrap_or_else(|| self.packs.choose(&names.join("\n")).to_owned())
    }

    /// The forms of a document.
    pub fn read(&self, document: &Document) -> Recognised {
        let glued = |finding: &Finding| finding.code == crate::notes::GLUED_TEXT.code;
        let uncut = document.findings.iter().any(glued);
        let lines = rows::line_cells(document);
        let rows = rows::stream(document, &lines);
        let mut recognised =
            Recognised { findings: document.findings.clone(), ..Recognised::default() };
        for segment in segments::split(&rows, &self.labels) {
            for (mut form, printed) in segments::read(&rows[segment], &self.labels) {
                form.merges_known = document.kind.keeps_merges();
                form.uncut = uncut;
                // Forms under one common heading share its year.
                if form.year.is_none() && form.filled(Field::Title).is_none() {
                    form.year = recognised.forms.last().and_then(|before: &Form| before.year);
                }
                let printed = layouts::by_meaning(printed, &self.labels);
                self.finish(form, &printed, &mut recognised);
            }
        }
        if recognised.forms.is_empty() {
            recognised.nothing = Some(why_nothing(document));
        }
        recognised
    }

    /// Chooses pack and layout, and settles what depends on them.
    fn finish(
        &self,
        mut form: Form,
        printed: &BTreeMap<String, String>,
        recognised: &mut Recognised,
    ) {
        let index = recognised.forms.len();
        let hints = leftovers::take_hints(&mut form, &self.labels);
        let left = hints.into_iter().chain(leftovers::targets(&form));
        let left = left.map(|finding| Finding { form: Some(index), ..finding });
        recognised.findings.extend(left);
        let pack = self.pack(&form);
        let layouts = self.layouts(&pack, layouts::first_day(form.year));
        layouts::assign(&mut form, printed, &layouts, index, &mut recognised.findings);
        recognised.forms.push(form);
        recognised.packs.push(pack);
    }

    fn layouts(&self, pack: &str, day: NaiveDate) -> Arc<Vec<layouts::Known>> {
        let mut made = self.layouts.lock().unwrap_or_else(PoisonError::into_inner);
        let known = made.entry((pack.to_owned(), day)).or_insert_with(|| {
            let policy = self.packs.policy(pack, day).unwrap_or_default();
            Arc::new(layouts::known(&policy, &self.labels))
        });
        known.clone()
    }
}

fn why_nothing(document: &Document) -> String {
    let tables = document.grids().count();
    let text = document.blocks.len() > tables;
    match (tables, text) {
        (0, false) => "文件里没有文字，也没有表格".to_owned(),
        (0, true) => "文件里只有文字，没有绩效目标表".to_owned(),
        (n, _) => format!("文件里有 {n} 个表格，但都没有“三级指标”和“指标值”这样的表头"),
    }
}

/// The kind of form, by its title, else by what it holds.
fn kind(form: &Form, labels: &Labels) -> FormKind {
    let by_title = labels.kind(form.text(Field::Title));
    let scored = form.indicators.iter().any(|row| row.score.is_some());
    let watched = form
        .indicators
        .iter()
        .any(|row| !row.text(Column::Named(model::form::NamedColumn::Progress)).is_empty());
    // A score sheet of criteria has neither targets nor what was reached.
    let promised = form.indicators.iter().any(|row| {
        [Column::Target, Column::Actual].iter().any(|column| row.cells.contains_key(column))
    });
    match by_title {
        _ if !promised && !form.indicators.is_empty() => FormKind::Other,
        Some(kind) => kind,
        None if watched => FormKind::Monitoring,
        None if scored => FormKind::SelfEvaluation,
        None if form.fields.contains_key(&Field::Project) => FormKind::Project,
        None => FormKind::Other,
    }
}

#[cfg(test)]
mod tests {
    /// The national policy as everything in it now holds.
    pub fn policy() -> policy::Policy {
        let packs = policy::Packs::built_in().expect("the packs load");
        packs.policy("national", super::layouts::latest()).expect("there is a national pack")
    }
}
