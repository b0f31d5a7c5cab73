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
    /// Whether the fix only changes how the text is written and may be applied unasked.
    pub automatic: bool,
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
        let place = text.place.clone().map(|place| narrowed(place, &text.text, characters));
        Hit { place, quote, ..Hit::default() }
    }

    /// A hit on a cell of an indicator row, quoting the cell.
    pub fn in_row(row: &Indicator, column: model::Column) -> Self {
        let quote = model::text::trim(row.text(column)).to_owned();
        Hit { place: row.place(column).cloned(), quote, ..Hit::default() }
    }
}

/// The place of some characters of a text, counted as the place counts: within their paragraph
/// where it names one, within the whole cell otherwise. Where the text is only a part of what the
/// place covers (a value behind its label), nobody knows which part: the place stays as it is.
fn narrowed(place: Place, text: &str, characters: Range<usize>) -> Place {
    if let Some(span) = place.span {
        let (first, end) = (span.start as usize, span.end as usize);
        let whole = end.saturating_sub(first) == text.chars().count();
        return match whole {
            true => place.with_span(first + characters.start, first + characters.end),
            false => place,
        };
    }
    let Some(first) = place.paragraph else {
        return place.with_span(characters.start, characters.end);
    };
    let breaks = |end: usize| text.chars().take(end).filter(|c| *c == '\n').count();
    let (before, within) = (breaks(characters.start), breaks(characters.end));
    if before != within {
        let whole = Place { paragraph: None, ..place };
        return whole.with_span(characters.start, characters.end);
    }
    let lines: Vec<&str> = text.split('\n').take(before).collect();
    let above: usize = lines.iter().map(|line| line.chars().count() + 1).sum();
    let paragraph = first.saturating_add(u32::try_from(before).unwrap_or(u32::MAX));
    Place { paragraph: Some(paragraph), ..place }
        .with_span(characters.start - above, characters.end - above)
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use model::Part;

    use super::*;

    fn place() -> Place {
        let file: Arc<str> = "表.docx".into();
        Place::cell(&file, Part::Table(1), 3, 2)
    }

    fn spot(text: &str, place: Place, characters: Range<usize>) -> (String, Option<u32>, String) {
        let hit = Hit::part(&Text::new(text, Some(place)), characters);
        let place = hit.place.expect("a place");
        let span = place.span.map(|span| format!("{}..{}", span.start, span.end));
        (hit.quote, place.paragraph, span.unwrap_or_default())
    }

    #[test]
    fn characters_are_counted_within_the_paragraph_the_place_names() {
        let named = Place { paragraph: Some(1), ..place() };
        let expected = ("丙".to_owned(), Some(2), "1..2".to_owned());
        assert_eq!(spot("甲\n乙丙", named.clone(), 3..4), expected);
        let across = ("甲\n乙".to_owned(), None, "0..3".to_owned());
        assert_eq!(spot("甲\n乙丙", named, 0..3), across);
        let unnamed = ("丙".to_owned(), None, "3..4".to_owned());
        assert_eq!(spot("甲\n乙丙", place(), 3..4), unnamed);
    }

    #[test]
    fn a_text_that_begins_inside_a_line_is_counted_from_there() {
        let inside = Place { paragraph: Some(7), ..place() }.with_span(10, 13);
        let expected = ("乙".to_owned(), Some(7), "11..12".to_owned());
        assert_eq!(spot("甲乙丙", inside.clone(), 1..2), expected);
        // A value without its label: which of the characters it is, is not known.
        let kept = ("乙".to_owned(), Some(7), "10..13".to_owned());
        assert_eq!(spot("乙", inside, 0..1), kept);
    }
}
