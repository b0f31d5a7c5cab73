//! How a form's text is written: brackets, widths, blanks, document numbers, spellings.
//!
//! All checks of this kind look at a form together, once, so that no two of them repair the same
//! characters. A repair changes how a text is written and never what it says; repairing twice
//! changes nothing more. Which faults count and what they are called is here; the words are pack
//! data, and each check hands out only the marks that bear its code.

mod apply;
mod blanks;
mod brackets;
mod characters;
mod documents;
mod ends;
mod periods;
mod residue;
mod spellings;

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ops::Range;

use model::Text;

use crate::cells::{self, Cell, Role};
use crate::{Batch, Context, Hit, Out, Undecided};

use periods::Spellings;

/// A fault in how a cell is written. Characters are counted from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mark {
    /// Code of the check that says it.
    pub code: &'static str,
    /// Severity case of that check.
    pub case: &'static str,
    /// The characters worth showing.
    pub shown: Range<usize>,
    /// What to put in the place of which characters; none where only a person can tell.
    pub edits: Vec<Edit>,
    /// What is wrong, in words.
    pub said: String,
    /// What to do where there is no edit.
    pub remedy: &'static str,
}

/// One replacement inside a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Edit {
    /// Characters to replace; never empty.
    pub at: Range<usize>,
    /// What to put there.
    pub with: String,
}

/// The word lists of the pack.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lists<'a> {
    residue: &'a [String],
    typos: &'a BTreeMap<String, String>,
    unit_spelling: &'a BTreeMap<String, String>,
    units: &'a [String],
    signs: &'a BTreeMap<String, String>,
    issuers: &'a [String],
    not_numbers: &'a [String],
}

impl<'a> Lists<'a> {
    fn of(context: &Context<'a>) -> Result<Self, Undecided> {
        Ok(Lists {
            residue: context.words("words.residue")?,
            typos: context.table("words.typos")?,
            unit_spelling: context.table("words.unit_spelling")?,
            units: context.words("words.measure_nouns")?,
            signs: context.table("words.sign_spelling")?,
            issuers: context.words("words.organisation_endings")?,
            not_numbers: context.words("words.not_document_numbers")?,
        })
    }
}

/// What is found once for a batch and used by every check of this kind.
#[derive(Debug, Default)]
pub(crate) struct Found {
    forms: Vec<OnceCell<Result<Vec<Vec<Mark>>, Undecided>>>,
    spellings: OnceCell<Spellings>,
}

impl Found {
    /// Room for the forms of a batch; nothing is looked at yet.
    pub(crate) fn of(batch: &Batch<'_>) -> Self {
        let forms = batch.members.iter().map(|_| OnceCell::new()).collect();
        Found { forms, spellings: OnceCell::new() }
    }
}

/// Hands out what bears the running check's code, for cells of the given roles.
pub(crate) fn report(
    context: &Context<'_>,
    roles: &[Role],
    out: &mut Out,
) -> Result<(), Undecided> {
    let cells = cells::filled(context.form());
    let marks = context.units.tidy.forms[context.index].get_or_init(|| all(context, &cells));
    let marks = marks.as_ref().map_err(Clone::clone)?;
    for (cell, marks) in cells.iter().zip(marks) {
        if !roles.contains(&cell.role) {
            continue;
        }
        out.looked();
        // Where cells were cut out of lines, a single blank may be the reader's (rule R7).
        let known = |mark: &&Mark| context.form().merges_known || !mark.readers_doubt();
        for mark in marks.iter().filter(|mark| mark.code == context.code).filter(known) {
            out.fail(hit(cell.text, mark));
        }
    }
    Ok(())
}

/// The marks of every cell of the form.
fn all(context: &Context<'_>, cells: &[Cell<'_>]) -> Result<Vec<Vec<Mark>>, Undecided> {
    let lists = Lists::of(context)?;
    let mut spelled = Vec::with_capacity(cells.len());
    for cell in cells {
        spelled.push(apply::repaired(&cell.text.text, cell.role, &lists));
    }
    let spellings = context.units.tidy.spellings.get_or_init(|| Spellings::of(context, &lists));
    ends::mark(cells, &mut spelled, &lists);
    periods::mark(context, cells, &mut spelled, spellings);
    let finished = cells.iter().zip(spelled);
    Ok(finished.map(|(cell, repaired)| apply::finished(&cell.text.text, repaired)).collect())
}

/// The marks that a text has for itself, the stronger ones first.
fn alone(text: &[char], role: Role, lists: &Lists<'_>) -> Vec<Mark> {
    let mut marks = residue::marks(text, lists);
    let documents = documents::found(text, lists);
    marks.extend(documents::marks(text, &documents));
    let brackets = brackets::look(text, &documents);
    marks.extend(brackets.marks.iter().cloned());
    marks.extend(spellings::typos(text, lists));
    if matches!(role, Role::Value | Role::Unit) {
        marks.extend(spellings::units(text, role, lists));
    }
    marks.extend(documents::round_brackets(text, &brackets.pairs, &documents));
    marks.extend(characters::marks(text, lists));
    marks.extend(blanks::marks(text, role, lists));
    marks
}

fn hit(text: &Text, mark: &Mark) -> Hit {
    let hit = Hit::part(text, mark.shown.clone());
    let fix = (!mark.edits.is_empty() && is_located(text)).then(|| {
        let shown: Vec<char> = text.text.chars().collect();
        apply::applied_within(&shown, &mark.edits, mark.shown.clone())
    });
    let remedy = match &fix {
        Some(fix) if model::text::is_blank(fix) => "删去。".to_owned(),
        Some(fix) => format!("改为“{}”。", model::text::trim(fix)),
        None => mark.remedy.to_owned(),
    };
    let automatic = fix.is_some();
    Hit { message: mark.said.clone(), remedy, case: mark.case, fix, automatic, ..hit }
}

/// Whether the place tells which characters of the file the text is: not for a value cut out of
/// the cell that holds its label too.
fn is_located(text: &Text) -> bool {
    let span = text.place.as_ref().and_then(|place| place.span);
    span.is_none_or(|span| (span.end - span.start) as usize == text.text.chars().count())
}

impl Mark {
    /// A mark with edits, showing just what they change.
    fn new(code: &'static str, edits: Vec<Edit>, said: impl Into<String>) -> Self {
        let start = edits.iter().map(|edit| edit.at.start).min().unwrap_or(0);
        let end = edits.iter().map(|edit| edit.at.end).max().unwrap_or(start);
        let said = said.into();
        Mark { code, case: "", shown: start..end, edits, said, remedy: "" }
    }

    /// A mark that only a person can mend.
    fn only_said(
        code: &'static str,
        shown: Range<usize>,
        said: impl Into<String>,
        remedy: &'static str,
    ) -> Self {
        Mark { code, case: "", shown, edits: Vec::new(), said: said.into(), remedy }
    }

    /// Whether it says that something may be there, rather than what is wrong.
    fn readers_doubt(&self) -> bool {
        self.code == "C112" && self.edits.is_empty()
    }

    /// The same, showing these characters too.
    fn showing(mut self, range: Range<usize>) -> Self {
        self.shown = self.shown.start.min(range.start)..self.shown.end.max(range.end);
        self
    }
}

impl Edit {
    fn new(at: Range<usize>, with: impl Into<String>) -> Self {
        Edit { at, with: with.into() }
    }

    /// One character for another.
    fn swap(at: usize, with: char) -> Self {
        Edit::new(at..at + 1, with)
    }

    /// Characters to leave out.
    fn delete(at: Range<usize>) -> Self {
        Edit::new(at, "")
    }
}

/// The characters as text.
fn words(text: &[char], range: Range<usize>) -> String {
    text[range].iter().collect()
}
