//! The paragraphs that are open while the text of a document streams by.
//!
//! A paragraph can hold a text box with paragraphs of its own; they follow the paragraph they
//! are anchored to. What is muted (placeholders, field codes) never gets in.

use super::trail::{Piece, Traced};

/// A paragraph that has begun.
#[derive(Debug, Default)]
struct Open {
    read: Traced,
    /// How many tables were open when it began.
    tables: usize,
    /// Paragraphs of its text boxes.
    boxes: Vec<Traced>,
    /// Its mark is deleted by a tracked change: the next paragraph continues it.
    joined: bool,
}

/// A paragraph that has ended, with those of its text boxes after it.
#[derive(Debug)]
pub(super) struct Closed {
    /// The texts, at least one unless the paragraph is joined to the next.
    pub texts: Vec<Traced>,
}

/// All open paragraphs, the innermost last.
#[derive(Debug, Default)]
pub(super) struct Paragraphs {
    open: Vec<Open>,
    /// Text of a paragraph whose mark is deleted, and the number of tables open there.
    carried: Option<(Traced, usize)>,
    /// One entry an open field: whether its result has begun.
    fields: Vec<bool>,
    /// One entry an open content control: whether it shows only its placeholder.
    controls: Vec<bool>,
    /// The run at hand is hidden.
    pub hidden: bool,
    /// Hidden text met in this paragraph.
    pub hidden_text: String,
}

impl Paragraphs {
    /// A paragraph begins inside this many tables; its element, where that is recorded.
    pub fn begin(&mut self, tables: usize, element: Option<usize>) {
        let mut read = match self.carried.take() {
            Some((read, at)) if at == tables => read,
            other => {
                self.carried = other;
                Traced::default()
            }
        };
        read.paragraph = element;
        self.open.push(Open { read, tables, ..Open::default() });
    }

    /// The paragraph's mark is deleted.
    pub fn join_next(&mut self) {
        if let Some(paragraph) = self.open.last_mut() {
            paragraph.joined = true;
        }
    }

    /// The paragraph ends. What is inside another paragraph's text box waits for that one.
    pub fn end(&mut self) -> Option<Closed> {
        self.fields.retain(|result| *result);
        let paragraph = self.open.pop()?;
        let mut texts = Vec::with_capacity(1 + paragraph.boxes.len());
        if paragraph.joined {
            self.carried = Some((paragraph.read, paragraph.tables));
        } else if paragraph.boxes.is_empty() || !model::text::is_blank(&paragraph.read.text) {
            texts.push(paragraph.read);
        }
        texts.extend(paragraph.boxes);
        match self.open.last_mut() {
            Some(outer) if outer.tables == paragraph.tables => {
                let shown = texts.into_iter().filter(|read| !model::text::is_blank(&read.text));
                outer.boxes.extend(shown);
                None
            }
            _ => Some(Closed { texts }),
        }
    }

    /// The rest of a joined paragraph with no paragraph after it.
    pub fn take_carried(&mut self, tables: usize) -> Option<Traced> {
        match self.carried.take() {
            Some((read, at)) if at == tables && !read.text.is_empty() => Some(read),
            Some((_, at)) if at == tables => None,
            other => {
                self.carried = other;
                None
            }
        }
    }

    /// Adds characters to the innermost paragraph, unless they are not shown; with the piece they
    /// were read from, where that is recorded.
    pub fn push(&mut self, characters: &str, piece: Option<Piece>) {
        if self.fields.contains(&false) || self.controls.contains(&true) {
            return;
        }
        if self.hidden {
            self.hidden_text.push_str(characters);
            return;
        }
        if let Some(paragraph) = self.open.last_mut() {
            paragraph.read.text.push_str(characters);
            paragraph.read.pieces.extend(piece.map(|piece| Piece {
                length: characters.chars().count(),
                in_field: !self.fields.is_empty(),
                ..piece
            }));
        }
    }

    /// A field's `begin`, `separate` or `end`.
    pub fn field(&mut self, step: &str) {
        match step {
            "begin" => self.fields.push(false),
            "separate" => {
                if let Some(result) = self.fields.last_mut() {
                    *result = true;
                }
            }
            _ => drop(self.fields.pop()),
        }
    }

    /// A content control begins.
    pub fn begin_control(&mut self) {
        self.controls.push(false);
    }

    /// The innermost content control shows only its placeholder: nothing was filled in.
    pub fn mute_control(&mut self) {
        if let Some(placeholder) = self.controls.last_mut() {
            *placeholder = true;
        }
    }

    /// The innermost content control ends.
    pub fn end_control(&mut self) {
        self.controls.pop();
    }
}
