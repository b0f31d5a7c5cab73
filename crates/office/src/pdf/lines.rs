//! Lines of text from glyphs, and paragraphs from lines.
//!
//! A blank is put only where Latin words meet; between ideographs a line break means nothing.
//! A line that ends although the next word had room was ended by the author: a new paragraph.

use super::area::Area;
use super::glyphs::Glyph;

/// Glyphs standing beside each other.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TextLine {
    pub text: String,
    /// On the page, whichever way the text runs.
    pub area: Area,
    /// Largest type size in it.
    pub size: f64,
    /// Width of its first word, the piece that cannot be parted at a line end.
    first_word: f64,
    /// Where the text begins and ends in its own direction.
    from: f64,
    to: f64,
    turn: u8,
}

/// The sheet the glyphs stand on: width and height, for text that does not run to the right.
pub(super) type Sheet = (f64, f64);

/// Lines of the given glyphs in reading order; parted at gaps wider than `gap` type sizes.
pub(super) fn lines(glyphs: &[&Glyph], sheet: Sheet, gap: f64) -> Vec<TextLine> {
    let mut found = Vec::new();
    for turn in 0..4 {
        let mut upright: Vec<Glyph> = glyphs
            .iter()
            .filter(|glyph| glyph.turn == turn)
            .map(|glyph| Glyph { area: glyph.area.turned(turn, sheet.0, sheet.1), ..**glyph })
            .collect();
        upright.sort_by(|a, b| a.area.middle().1.total_cmp(&b.area.middle().1));
        for mut row in rows(upright) {
            row.sort_by(|a, b| a.area.left.total_cmp(&b.area.left));
            found.extend(segments(row, gap).iter().filter_map(|part| line(part, turn, sheet)));
        }
    }
    found
}

/// Glyphs sorted from the top, parted into rows.
fn rows(glyphs: Vec<Glyph>) -> Vec<Vec<Glyph>> {
    let mut rows: Vec<Vec<Glyph>> = Vec::new();
    let mut middle = 0.0;
    for glyph in glyphs {
        let here = glyph.area.middle().1;
        match rows.last_mut() {
            Some(row) if here - middle <= 0.45 * glyph.size.max(row[0].size) => {
                #[allow(clippy::cast_precision_loss)] // a line is short
                let count = row.len() as f64;
                middle = (middle * count + here) / (count + 1.0);
                row.push(glyph);
            }
            _ => {
                middle = here;
                rows.push(vec![glyph]);
            }
        }
    }
    rows
}

/// A row without doubles (bold made by printing twice), parted at wide gaps.
fn segments(row: Vec<Glyph>, gap: f64) -> Vec<Vec<Glyph>> {
    let mut segments: Vec<Vec<Glyph>> = vec![Vec::new()];
    for glyph in row {
        let segment = segments.last_mut().expect("invariant: never empty");
        let is_double = segment.iter().rev().take(3).any(|last| {
            last.character == glyph.character
                && (last.area.left - glyph.area.left).abs() < 0.3 * glyph.size
                && glyph.area.width() > 0.0
        });
        if is_double {
            continue;
        }
        if glyph.character.is_whitespace() {
            segment.push(glyph);
            continue;
        }
        let last = segment.iter().rev().find(|last| !last.character.is_whitespace());
        match last {
            Some(last) if glyph.area.left - last.area.right > gap * glyph.size.max(last.size) => {
                segments.push(vec![glyph]);
            }
            _ => segment.push(glyph),
        }
    }
    segments
}

fn line(glyphs: &[Glyph], turn: u8, sheet: Sheet) -> Option<TextLine> {
    let blank = |glyph: &&Glyph| model::text::is_space(glyph.character);
    let first = glyphs.iter().position(|glyph| !blank(&glyph))?;
    let last = glyphs.iter().rposition(|glyph| !blank(&glyph))?;
    let glyphs = &glyphs[first..=last];
    let mut text = String::new();
    let mut area = glyphs[0].area;
    for (index, glyph) in glyphs.iter().enumerate() {
        if index > 0 {
            let before = &glyphs[index - 1];
            let apart = glyph.area.left - before.area.right > 0.2 * glyph.size;
            let latin = |c: char| c.is_ascii_alphanumeric();
            if apart && latin(before.character) && latin(glyph.character) {
                text.push(' ');
            }
        }
        text.push(glyph.character);
        area = area.around(&glyph.area);
    }
    // Back from the turned sheet, whose sides may have changed places.
    let (width, height) = if turn.is_multiple_of(2) { sheet } else { (sheet.1, sheet.0) };
    Some(TextLine {
        size: glyphs.iter().map(|glyph| glyph.size).fold(0.0, f64::max),
        first_word: first_word(glyphs),
        from: area.left,
        to: area.right,
        area: area.turned((4 - turn) % 4, width, height),
        text,
        turn,
    })
}

/// Width of what must stay together at the start of a line.
fn first_word(glyphs: &[Glyph]) -> f64 {
    const CLOSING: &str = "，。、；：？！）》〉」』】〕”’％%,.;:?!)]}";
    const OPENING: &str = "（《〈「『【〔“‘([{";
    let mut end = 0;
    while end + 1 < glyphs.len() {
        let (here, next) = (glyphs[end].character, glyphs[end + 1].character);
        let latin = |c: char| c.is_ascii_graphic();
        let stays =
            CLOSING.contains(next) || OPENING.contains(here) || (latin(here) && latin(next));
        if !stays {
            break;
        }
        end += 1;
    }
    glyphs[end].area.right - glyphs[0].area.left
}

/// How the text of a cell begins and ends, for telling whether another cell's goes on with it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Ends {
    /// Room left on the last line.
    room: f64,
    /// Width of the first word.
    first_word: f64,
    size: f64,
}

impl Ends {
    /// Whether the first word of `next` had found no room on the last line, so that the text may
    /// go on there.
    pub fn is_full_before(&self, next: &Ends) -> bool {
        self.room - next.first_word <= 1.5 * self.size.max(next.size)
    }
}

/// How the text of a cell begins and ends; nothing for a blank cell.
pub(super) fn ends(lines: &[TextLine], cell: &Area) -> Option<Ends> {
    let (first, last) = (lines.first()?, lines.last()?);
    let room = room(last, cell, padding(lines, cell));
    Some(Ends { room, first_word: first.first_word, size: last.size })
}

/// The paragraphs the lines of one cell make; never empty.
pub(super) fn paragraphs(lines: &[TextLine], cell: &Area) -> Vec<String> {
    let mut paragraphs = vec![String::new()];
    let mut before: Option<&TextLine> = None;
    let padding = padding(lines, cell);
    for line in lines {
        let paragraph = paragraphs.last_mut().expect("invariant: never empty");
        match before {
            Some(last) if last.turn != line.turn || ends_early(last, line, cell, padding) => {
                paragraphs.push(line.text.clone());
            }
            Some(last) => append(paragraph, &last.text, &line.text),
            None => paragraph.push_str(&line.text),
        }
        before = Some(line);
    }
    paragraphs
}

/// The least distance of text from the left edge, at most what programs set by default.
fn padding(lines: &[TextLine], cell: &Area) -> f64 {
    const USUAL: f64 = 6.0;
    let upright = lines.iter().filter(|line| line.turn == 0);
    upright.map(|line| line.from - cell.left).fold(USUAL, f64::min).max(0.0)
}

/// The room left on a line of a cell.
fn room(line: &TextLine, cell: &Area, padding: f64) -> f64 {
    let long = if line.turn.is_multiple_of(2) { cell.width() } else { cell.height() };
    long - 2.0 * padding - (line.to - line.from)
}

/// Whether the first word of the next line had found room, with an em and a half to spare.
fn ends_early(last: &TextLine, next: &TextLine, cell: &Area, padding: f64) -> bool {
    room(last, cell, padding) - next.first_word > 1.5 * last.size.max(next.size)
}

/// Adds a line to a paragraph, with a blank where two Latin words meet.
pub(super) fn append(paragraph: &mut String, last: &str, next: &str) {
    let (Some(end), Some(start)) = (last.chars().next_back(), next.chars().next()) else { return };
    if end.is_ascii_alphanumeric() && start.is_ascii_alphanumeric() {
        // One number too long for its cell is broken anywhere; everything else breaks at a blank.
        let unbroken = last.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-'));
        if !(unbroken && start.is_ascii_digit()) {
            paragraph.push(' ');
        }
    }
    paragraph.push_str(next);
}
