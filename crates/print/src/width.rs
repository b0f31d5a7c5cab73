//! Geometry of the page: column widths, text size, and where a word is too long for its column.
//! Only lengths in points; what a cell means and how it looks is not known here.
#![allow(clippy::float_arithmetic)] // Lengths on paper, never amounts.

use std::collections::HashMap;

use typst::layout::Abs;
use typst::text::{Font, FontInstance, FontVariant, FontVariations};

/// Page margin on all sides, in points (20 mm).
pub(crate) const MARGIN: f64 = 56.7;
/// Line height as a multiple of the text size: the letters plus the template's leading.
const LINE: f64 = 1.22;
/// A column holds at least this many Chinese characters.
const LEAST: f64 = 2.2;
/// Rows higher than this share of the page may break.
const LONG: f64 = 0.3;
const A4: (f64, f64) = (595.28, 841.89);

/// The measures of one form.
pub(crate) struct Measures {
    /// Text size.
    pub size: f64,
    /// Blank at the left and right of a cell's text.
    pub inset: f64,
    /// Column widths.
    pub columns: Vec<f64>,
    height: f64,
}

impl Measures {
    /// Fits `count` columns of the given relative widths on the page; missing widths count as 1.
    pub(crate) fn new(widths: &[u32], count: usize, landscape: bool) -> Self {
        let (across, down) = if landscape { (A4.1, A4.0) } else { A4 };
        let room = across - 2.0 * MARGIN;
        let (size, inset) = match count {
            0..=6 => (10.5, 4.0),
            7..=10 => (9.5, 3.0),
            11..=13 => (9.0, 2.5),
            _ => (8.0, 2.0),
        };
        let widest = room / count.max(1) as f64;
        let inset = f64::min(inset, widest * 0.1);
        let size = f64::min(size, (widest - 2.0 * inset) / LEAST);
        let relative: Vec<f64> =
            (0..count).map(|i| f64::from(widths.get(i).copied().unwrap_or(1).max(1))).collect();
        let columns = spread(&relative, room, LEAST * size + 2.0 * inset);
        Measures { size, inset, columns, height: down - 2.0 * MARGIN }
    }

    /// Room for text in a cell over these columns.
    pub(crate) fn room(&self, columns: std::ops::Range<usize>) -> f64 {
        self.columns[columns].iter().sum::<f64>() - 2.0 * self.inset
    }

    /// Estimated height that a cell's text (paragraphs in points of one endless line) takes in
    /// each of its rows.
    pub(crate) fn height(&self, paragraphs: &[f64], room: f64, rows: usize) -> f64 {
        let lines: f64 = paragraphs.iter().map(|width| (width / room).ceil().max(1.0)).sum();
        lines * self.size * LINE / rows as f64
    }

    /// Whether rows of these heights are so high together that they had better break than jump
    /// to the next page or repeat on it.
    pub(crate) fn is_long(&self, rows: &[f64]) -> bool {
        rows.iter().sum::<f64>() > self.height * LONG
    }
}

/// Shares `room` in proportion, but gives every column its least.
fn spread(relative: &[f64], room: f64, least: f64) -> Vec<f64> {
    let mut narrow = vec![false; relative.len()];
    loop {
        let kept = room - least * narrow.iter().filter(|n| **n).count() as f64;
        let total: f64 = relative.iter().zip(&narrow).filter(|(_, n)| !**n).map(|(w, _)| w).sum();
        let share = |i: usize| if narrow[i] { least } else { kept * relative[i] / total };
        let widths: Vec<f64> = (0..relative.len()).map(share).collect();
        // A hair of tolerance: equal widths may come out a rounding error below the least.
        let found = (0..widths.len()).find(|&i| !narrow[i] && widths[i] < least - 0.01);
        match found {
            Some(i) => narrow[i] = true,
            None => return widths,
        }
    }
}

/// Measures text in the faces it will be set in.
pub(crate) struct Ruler {
    faces: Vec<FontInstance>,
    known: HashMap<char, f64>,
}

impl Ruler {
    /// A ruler for these faces, best first.
    pub(crate) fn new(faces: &[Font]) -> Self {
        let regular = |face: &Font| {
            let none = FontVariations::default();
            face.clone().instantiate(FontVariant::default(), Abs::pt(10.0), &none)
        };
        Ruler { faces: faces.iter().map(regular).collect(), known: HashMap::new() }
    }

    /// Width of a text on one line, in points.
    pub(crate) fn width(&mut self, text: &str, size: f64) -> f64 {
        text.chars().map(|c| self.advance(c)).sum::<f64>() * size
    }

    fn advance(&mut self, character: char) -> f64 {
        if is_han(character) {
            return 1.0;
        }
        let faces = &self.faces;
        *self.known.entry(character).or_insert_with(|| {
            let measure = |face: &FontInstance| {
                let glyph = face.ttf().glyph_index(character)?;
                Some(face.x_advance(glyph.0)?.get())
            };
            faces.iter().find_map(measure).unwrap_or(1.0)
        })
    }

    /// Cuts a text where lines may end besides the usual places: between the characters of a run
    /// without Chinese characters or blanks that is wider than its cell. Mostly one piece.
    pub(crate) fn pieces(&mut self, text: &str, size: f64, room: f64) -> Vec<String> {
        let mut pieces = Vec::new();
        let mut plain = String::new();
        for run in runs(text) {
            if !run.starts_with(is_breakable) && self.width(run, size) > room {
                if !plain.is_empty() {
                    pieces.push(std::mem::take(&mut plain));
                }
                pieces.extend(run.chars().map(String::from));
            } else {
                plain.push_str(run);
            }
        }
        if !plain.is_empty() {
            pieces.push(plain);
        }
        pieces
    }
}

/// Splits into runs that may break anywhere and runs that may not.
fn runs(text: &str) -> Vec<&str> {
    let mut runs = Vec::new();
    let mut start = 0;
    let mut before = None;
    for (at, character) in text.char_indices() {
        let breakable = is_breakable(character);
        if before.is_some_and(|b| b != breakable) {
            runs.push(&text[start..at]);
            start = at;
        }
        before = Some(breakable);
    }
    if start < text.len() {
        runs.push(&text[start..]);
    }
    runs
}

fn is_breakable(character: char) -> bool {
    is_han(character) || character.is_whitespace()
}

fn is_han(character: char) -> bool {
    matches!(u32::from(character), 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}
