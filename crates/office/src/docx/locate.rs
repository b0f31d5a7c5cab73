//! Which characters of a document a place and a quote name.
//!
//! Places are those the reader gave out; the characters are those of the raw text there, the
//! paragraphs of a cell joined by line breaks.

use std::ops::Range;

use model::Place;
use model::text::is_space;

use super::trail::{Piece, Spot, Trail};

/// One character of the text at a place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Character<'t> {
    /// The character.
    pub value: char,
    /// The piece it was read from, and which of its characters it is; nothing for the break
    /// between two paragraphs.
    pub source: Option<(&'t Piece, usize)>,
}

/// What was found at a place.
#[derive(Debug)]
pub(super) struct Found<'t> {
    /// The place.
    pub spot: &'t Spot,
    /// Its whole text.
    pub characters: Vec<Character<'t>>,
    /// The characters meant; none of them in a blank cell.
    pub range: Range<usize>,
}

/// The characters the place names, if they are exactly the quote: those of its span, with or
/// without white space at the ends, or the whole trimmed text.
pub(super) fn exact<'t>(trail: &'t Trail, place: &Place, quote: &str) -> Option<Found<'t>> {
    at(trail, place).find_map(|spot| {
        let characters = characters(spot);
        let named = named(spot, place, characters.len());
        let trimmed = trim(&characters, &named);
        let is_quote = |range: &Range<usize>| {
            characters[range.clone()].iter().map(|one| one.value).eq(quote.chars())
        };
        let range = [named, trimmed].into_iter().find(is_quote)?;
        Some(Found { spot, characters, range })
    })
}

/// The same, and where the quote is not there as it is: the one place it stands at when white
/// space does not count, else the whole text.
pub(super) fn nearest<'t>(trail: &'t Trail, place: &Place, quote: &str) -> Option<Found<'t>> {
    if let Some(found) = exact(trail, place, quote) {
        return Some(found);
    }
    let spots = || at(trail, place).map(|spot| (spot, characters(spot)));
    let quoted = spots().find_map(|(spot, characters)| {
        let range = only_occurrence(&characters, quote)?;
        Some(Found { spot, characters, range })
    });
    quoted.or_else(|| {
        let (spot, characters) = spots().next()?;
        let range = trim(&characters, &(0..characters.len()));
        Some(Found { spot, characters, range })
    })
}

/// The whole trimmed text of the first place of the document that shows something.
pub(super) fn first(trail: &Trail) -> Option<Found<'_>> {
    let shown = |spot: &&Spot| !spot.paragraphs.iter().all(|p| model::text::is_blank(&p.text));
    let spot = trail.spots.iter().find(shown)?;
    let characters = characters(spot);
    let range = trim(&characters, &(0..characters.len()));
    Some(Found { spot, characters, range })
}

fn at<'t>(trail: &'t Trail, place: &Place) -> impl Iterator<Item = &'t Spot> {
    let line = place.paragraph.filter(|_| place.row == 0);
    trail.spots.iter().filter(move |spot| {
        let own = &spot.place;
        let own_line = own.paragraph.filter(|_| own.row == 0);
        (&own.part, own.row, own.column, own_line) == (&place.part, place.row, place.column, line)
    })
}

fn characters(spot: &Spot) -> Vec<Character<'_>> {
    let mut all = Vec::new();
    for (index, paragraph) in spot.paragraphs.iter().enumerate() {
        if index > 0 {
            all.push(Character { value: '\n', source: None });
        }
        let sources = paragraph.pieces.iter();
        let sources = sources.flat_map(|piece| (0..piece.length).map(move |at| (piece, at)));
        let read = paragraph.text.chars().zip(sources);
        all.extend(read.map(|(value, source)| Character { value, source: Some(source) }));
    }
    all
}

/// The characters of the place's span. It counts from the paragraph the place names, the first
/// one being the begin of the cell.
fn named(spot: &Spot, place: &Place, length: usize) -> Range<usize> {
    let paragraph = place.paragraph.filter(|_| place.row > 0).map_or(0, |n| n.max(1) as usize - 1);
    let paragraph = paragraph.min(spot.paragraphs.len());
    let size = |index: usize| spot.paragraphs[index].text.chars().count();
    let base: usize = (0..paragraph).map(|index| size(index) + 1).sum();
    match place.span {
        Some(span) => {
            let at = |count: u32| base.saturating_add(count as usize).min(length);
            at(span.start).min(at(span.end))..at(span.end)
        }
        None if paragraph > 0 && paragraph < spot.paragraphs.len() => base..base + size(paragraph),
        None => 0..length,
    }
}

fn trim(characters: &[Character], range: &Range<usize>) -> Range<usize> {
    let shown = |at: &usize| !is_space(characters[*at].value);
    match (range.clone().find(shown), range.clone().rfind(shown)) {
        (Some(first), Some(last)) => first..last + 1,
        _ => range.start..range.start,
    }
}

/// Where the quote stands when white space does not count, if that is one place only.
fn only_occurrence(characters: &[Character], quote: &str) -> Option<Range<usize>> {
    let shown = |at: &usize| !is_space(characters[*at].value);
    let shown: Vec<usize> = (0..characters.len()).filter(shown).collect();
    let quote: Vec<char> = quote.chars().filter(|c| !is_space(*c)).collect();
    if quote.is_empty() {
        return None;
    }
    let is_quote = |window: &&[usize]| {
        window.iter().zip(&quote).all(|(at, wanted)| characters[*at].value == *wanted)
    };
    let mut windows = shown.windows(quote.len()).filter(is_quote);
    let only = windows.next()?;
    let range = only[0]..only[quote.len() - 1] + 1;
    windows.next().is_none().then_some(range)
}
