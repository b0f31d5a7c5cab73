//! What a check hands out while it looks at a form.
//!
//! A hit has no severity, code or basis: the engine adds those from the policy.

use std::ops::Range;

use model::{Indicator, Place, Text};

/// One fault found.
#[derive(Debug, Clone, Default)]
pub struct Hit {
    /// Where.
    pub place: Option<Place>,
    /// The words it is about, as written.
    pub quote: String,
    /// What is wrong, with the actual numbers.
    pub message: String,
    /// What to do.
    pub remedy: String,
    /// Key of its cause within the form; empty: one cause for the form and check. Two checks
    /// that find the same cause use the same key.
    pub cause: String,
    /// Severity case of the pack; empty for the plain one.
    pub case: &'static str,
    /// Text to put in place of the quote, only where that cannot change the meaning. The quote is
    /// then exactly the characters at the place: those of its span, or the whole trimmed cell.
    pub fix: Option<String>,
}

/// What a check concluded about one form, while it is being written.
#[derive(Debug, Default)]
pub struct Out {
    pub(crate) looked: bool,
    pub(crate) missing: Option<&'static str>,
    pub(crate) hits: Vec<Hit>,
    pub(crate) undecided: Vec<Hit>,
}

impl Hit {
    /// The key of a cause that concerns one cell: a name for it and where the cell stands.
    pub fn cell_cause(name: &str, place: Option<&Place>) -> String {
        place.map_or_else(|| name.to_owned(), |p| format!("{name}/{}.{}", p.row, p.column))
    }

    /// A hit on a cell, quoting it.
    pub fn on(text: &Text) -> Self {
        let quote = model::text::trim(&text.text).to_owned();
        Hit { place: text.place.clone(), quote, ..Hit::default() }
    }

    /// A hit on some characters of a cell, counted from 0 in its raw text, quoting just those.
    pub fn part(text: &Text, characters: Range<usize>) -> Self {
        let (start, length) = (characters.start, characters.len());
        let quote = text.text.chars().skip(start).take(length).collect();
        let place = text.place.clone().map(|place| place.with_span(start, characters.end));
        Hit { place, quote, ..Hit::default() }
    }

    /// A hit on a cell of an indicator row, quoting the cell.
    pub fn in_row(row: &Indicator, column: model::Column) -> Self {
        let quote = model::text::trim(row.text(column)).to_owned();
        Hit { place: row.place(column).cloned(), quote, ..Hit::default() }
    }
}

impl Out {
    /// Says that something was looked at: a check that looks at nothing is *not applicable*.
    pub fn looked(&mut self) {
        self.looked = true;
    }

    /// Says that forms of this kind hold nothing to look at, and what is missing: the verdict
    /// *not applicable* then carries it.
    pub fn not_applicable(&mut self, missing: &'static str) {
        self.missing = Some(missing);
    }

    /// Reports a fault.
    pub fn fail(&mut self, hit: Hit) {
        self.looked = true;
        self.hits.push(hit);
    }

    /// Reports that something needed is missing; message says what, remedy how to supply it.
    pub fn cannot_decide(&mut self, hit: Hit) {
        self.looked = true;
        self.undecided.push(hit);
    }
}
