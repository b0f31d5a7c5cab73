//! From a letter to the data that `letter.typ` reads: paragraphs with the place each has.

use model::{Cell, Drawing, Grid, Letter, Merges, Part};
use serde::Serialize;
use typst::text::Font;

use crate::ink::printable;

/// What is printed.
#[derive(Serialize)]
pub(crate) struct Book {
    title: String,
    /// Font families, best first.
    fonts: Vec<String>,
    /// Families for the title and headings, best first, and their weight.
    heading: Vec<String>,
    weight: u16,
    lines: Vec<Line>,
    signature: Vec<String>,
    strip: String,
}

/// A paragraph.
#[derive(Serialize)]
struct Line {
    style: &'static str,
    text: String,
}

impl Book {
    /// The data of a letter, to be set in `faces` (best first).
    pub(crate) fn new(letter: &Letter, faces: &[Font], heading: &Font) -> Book {
        let family = |face: &Font| face.info().family.clone();
        let fonts: Vec<String> = faces.iter().map(family).collect();
        let mut headings = vec![family(heading)];
        headings.extend(fonts.iter().cloned());
        Book {
            title: printable(&letter.title),
            fonts,
            heading: headings,
            weight: heading.info().variant.weight.to_number(),
            lines: lines(letter),
            signature: letter.signature.iter().map(|line| printable(line)).collect(),
            strip: printable(&letter.strip),
        }
    }
}

fn lines(letter: &Letter) -> Vec<Line> {
    let line = |style: &'static str, text: &str| Line { style, text: printable(text) };
    let plain = |text: &String| line("text", text);
    let mut lines = vec![line("addressee", &format!("{}：", letter.addressee))];
    lines.extend(letter.opening.iter().map(plain));
    for section in &letter.sections {
        lines.push(line("heading", &section.heading));
        for point in &section.points {
            lines.push(line("point", &point.head));
            lines.extend(point.lines.iter().map(plain));
        }
    }
    lines.extend(letter.closing.iter().map(plain));
    lines
}

/// Its texts as a drawing, to prove that every character has a picture.
pub(crate) fn as_drawing(letter: &Letter) -> Drawing {
    let mut grid = Grid::new(Part::Body, Merges::Known);
    let texts = lines(letter).into_iter().map(|line| line.text);
    let ends = letter.signature.iter().chain([&letter.strip, &letter.title]).cloned();
    for (row, text) in texts.chain(ends).enumerate() {
        grid.push(Cell::new(row, 0, &text));
    }
    let title = letter.title.clone();
    Drawing { grid, widths: vec![1], headers: Vec::new(), landscape: false, title }
}
