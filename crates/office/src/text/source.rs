//! The words shared by all flattenings: lines of the file, pieces of lines, and cells of pieces.
//!
//! Every piece remembers its line and characters, so that whatever cell it ends in, a person
//! can be led back to the text. Knows nothing of labels.

use std::sync::Arc;

use model::{Cell, Part, Place};

/// A line of the file.
#[derive(Debug, Clone, Copy)]
pub struct SourceLine<'a> {
    /// Counted from 1.
    pub number: u32,
    /// Without its line break.
    pub text: &'a str,
}

/// Some characters of one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Line of the file, counted from 1.
    pub line: u32,
    /// First character in the line, counted from 0.
    pub start: usize,
    /// The characters.
    pub text: String,
}

/// A cell before it has a row and column: its paragraphs, in order. Without pieces it is blank.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Token {
    /// One a paragraph.
    pub pieces: Vec<Piece>,
}

/// The lines of a text; `\r\n`, `\n` and a lone `\r` all end one.
pub fn lines(text: &str) -> Vec<SourceLine<'_>> {
    let mut rest = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines = Vec::new();
    let mut number = 0;
    while !rest.is_empty() {
        number += 1;
        let end = rest.find(['\n', '\r']).unwrap_or(rest.len());
        lines.push(SourceLine { number, text: &rest[..end] });
        let after = &rest[end..];
        rest = after.strip_prefix("\r\n").unwrap_or(after.get(1..).unwrap_or(""));
    }
    lines
}

impl SourceLine<'_> {
    /// The bytes `start..end` of the line as a piece.
    pub fn piece(&self, start: usize, end: usize) -> Piece {
        let before = self.text[..start].chars().count();
        Piece { line: self.number, start: before, text: self.text[start..end].to_owned() }
    }

    /// Whether the line shows nothing.
    pub fn is_blank(&self) -> bool {
        model::text::is_blank(self.text)
    }
}

impl Piece {
    /// The characters `start..end` of this piece as a piece of their own.
    pub fn part(&self, start: usize, end: usize) -> Piece {
        let text = self.text.chars().skip(start).take(end.saturating_sub(start)).collect();
        Piece { line: self.line, start: self.start + start, text }
    }
}

impl Token {
    /// A token of one piece.
    pub fn of(piece: Piece) -> Token {
        Token { pieces: vec![piece] }
    }

    /// Whether the token shows nothing.
    pub fn is_blank(&self) -> bool {
        self.pieces.iter().all(|piece| model::text::is_blank(&piece.text))
    }

    /// The whole text, paragraphs joined by line breaks.
    pub fn text(&self) -> String {
        let texts: Vec<&str> = self.pieces.iter().map(|piece| piece.text.as_str()).collect();
        texts.join("\n")
    }

    /// The cell at a row and column (counted from 0) of a table.
    pub fn cell(&self, file: &Arc<str>, part: &Part, row: usize, column: usize) -> Cell {
        let mut cell = Cell::new(row, column, "");
        let count = |n: usize| u32::try_from(n + 1).unwrap_or(u32::MAX);
        let mut place = Place::cell(file, part.clone(), count(row), count(column));
        if let Some(first) = self.pieces.first() {
            cell.paragraphs = self.pieces.iter().map(|piece| piece.text.clone()).collect();
            place.paragraph = Some(first.line);
            place = place.with_span(first.start, first.start + first.text.chars().count());
        }
        cell.place = Some(place);
        cell
    }
}
