//! Two goal texts that follow one another, the annual beside the medium-term or the actual one.
//!
//! They are told apart by evidence only: two items, quotation marks that open again, a numbering
//! that begins again, or one text that is printed twice. Otherwise they stay one text.

use super::item::{Gap, Item};
use super::source::Token;

/// Where the second text begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cut {
    /// Before this item.
    Between(usize),
    /// Within the only item.
    Inside(Token, Token),
}

/// Where to cut, when it is certain.
pub fn cut(values: &[Item]) -> Option<Cut> {
    match values {
        [] => None,
        [one] => doubled(one),
        [first, second] => sentence(first, second).then_some(Cut::Between(1)),
        _ => {
            quoted(values).or_else(|| cells(values)).or_else(|| repeated(values)).map(Cut::Between)
        }
    }
}

/// Whether two items are two texts, and not one with a blank in it.
fn sentence(first: &Item, second: &Item) -> bool {
    second.gap != Gap::Blank
        || first.text().ends_with(['。', '；', '.', ';', '！', '"', '”'])
        || first.text() == second.text()
}

/// One text printed twice without anything between.
fn doubled(item: &Item) -> Option<Cut> {
    let [piece] = item.token.pieces.as_slice() else { return None };
    let characters: Vec<char> = piece.text.chars().collect();
    let half = characters.len() / 2;
    let twice =
        characters.len().is_multiple_of(2) && half > 3 && characters[..half] == characters[half..];
    let part = |start, end| Token::of(piece.part(start, end));
    twice.then(|| Cut::Inside(part(0, half), part(half, characters.len())))
}

/// Both texts in straight quotation marks, as a spreadsheet writes cells with line breaks.
fn quoted(values: &[Item]) -> Option<usize> {
    let marks = |items: &[Item]| -> usize {
        items.iter().map(|item| item.text().matches('"').count()).sum()
    };
    if !values[0].text().starts_with('"') || marks(values) != 4 {
        return None;
    }
    (1..values.len()).find(|at| marks(&values[..*at]) == 2 && values[*at].text().starts_with('"'))
}

/// One border between cells, all else broken lines.
fn cells(values: &[Item]) -> Option<usize> {
    let mut borders = (1..values.len()).filter(|at| matches!(values[*at].gap, Gap::Border));
    let first = borders.next()?;
    borders.next().is_none().then_some(first)
}

/// The second text begins as the first did, at the same kind of line.
fn repeated(values: &[Item]) -> Option<usize> {
    let begin =
        |item: &Item| -> String { model::text::fold(&item.text()).chars().take(4).collect() };
    let first = begin(&values[0]);
    let mut again =
        (1..values.len()).filter(|at| begin(&values[*at]) == first && first.chars().count() >= 2);
    let at = again.next()?;
    again.next().is_none().then_some(at)
}
