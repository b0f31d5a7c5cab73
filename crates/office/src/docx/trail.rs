//! Where each character the reader gives stands in `document.xml`, for those who write into the
//! same file. The reader records it in its one pass, so that nobody reads the tables a second way.
//!
//! Nothing is recorded while a document is only read.

use std::ops::Range;

use model::Place;

use super::names::Tag;

/// An element of `document.xml`.
#[derive(Debug)]
pub(super) struct Element {
    /// What the reader takes it for.
    pub tag: Tag,
    /// The opening tag.
    pub start: Range<usize>,
    /// The closing tag; nothing where there is none.
    pub end: Range<usize>,
    /// Its `…Pr` child; nothing, right behind the opening tag, where there is none.
    pub properties: Range<usize>,
    /// The element around it.
    pub parent: Option<usize>,
    /// Whether an element has opened inside it.
    has_child: bool,
    /// Whether it is the first element inside its parent.
    is_first: bool,
}

impl Element {
    /// From the first byte to the last.
    pub fn whole(&self) -> Range<usize> {
        self.start.start..self.end.end
    }

    /// The first byte behind the properties.
    pub fn content(&self) -> usize {
        self.properties.end
    }

    /// Whether it is written `<…/>`.
    pub fn is_empty(&self) -> bool {
        self.start == self.end
    }
}

/// Whether one may cut between the characters of a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Grain {
    /// The bytes are the characters themselves.
    Characters,
    /// They stand for the characters only together: `&amp;`, a tab, a sign.
    Whole,
}

/// Some characters of a text, and the bytes they were read from.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    /// How many characters.
    pub length: usize,
    /// Whether it may be cut.
    pub grain: Grain,
    /// Result of a field, which a program may compute again.
    pub in_field: bool,
    /// Bytes of the event; see [`Trail::bytes`].
    pub bytes: Range<usize>,
    /// The element they stand in.
    pub parent: usize,
}

/// A text as read, with its pieces in order; no pieces where nothing is recorded.
#[derive(Debug, Clone, Default)]
pub(super) struct Traced {
    /// The text.
    pub text: String,
    /// Where it comes from.
    pub pieces: Vec<Piece>,
    /// The paragraph it stands in, the last of them where several were joined.
    pub paragraph: Option<usize>,
}

/// A place the reader gave out, with the paragraphs there.
#[derive(Debug)]
pub(super) struct Spot {
    /// The cell, or the line outside any table.
    pub place: Place,
    /// Its paragraphs.
    pub paragraphs: Vec<Traced>,
}

/// What was recorded.
#[derive(Debug, Default)]
pub(super) struct Trail {
    /// Every element that was opened, in order.
    pub elements: Vec<Element>,
    /// Every place given out, in order.
    pub spots: Vec<Spot>,
    /// Open elements, the innermost last.
    open: Vec<usize>,
}

impl Trail {
    /// An element opens with this tag.
    pub fn open(&mut self, tag: Tag, start: Range<usize>) {
        let behind = start.end..start.end;
        let parent = self.open.last().copied();
        let element = Element {
            tag,
            start,
            end: behind.clone(),
            properties: behind,
            parent,
            has_child: false,
            is_first: parent.is_some_and(|parent| !self.elements[parent].has_child),
        };
        if let Some(parent) = parent {
            self.elements[parent].has_child = true;
        }
        self.open.push(self.elements.len());
        self.elements.push(element);
    }

    /// An element without content: opened and closed by one tag.
    pub fn empty(&mut self, tag: Tag, bytes: Range<usize>) {
        self.open(tag, bytes.clone());
        self.close(bytes);
    }

    /// The innermost element closes with this tag.
    pub fn close(&mut self, end: Range<usize>) {
        let Some(index) = self.open.pop() else { return };
        self.elements[index].end = end;
        let Element { tag, parent, is_first, .. } = self.elements[index];
        let whole = self.elements[index].whole();
        let properties = matches!(tag, Tag::RunProperties | Tag::ParagraphProperties);
        if let Some(parent) = parent.filter(|_| properties && is_first) {
            self.elements[parent].properties = whole;
        }
    }

    /// Closes what the reader has passed over: no more than `depth` elements are open at `at`.
    pub fn settle(&mut self, depth: usize, at: usize) {
        while self.open.len() > depth {
            self.close(at..at);
        }
    }

    /// The element opened last.
    pub fn last(&self) -> Option<usize> {
        self.elements.len().checked_sub(1)
    }

    /// A piece read from these bytes, inside the innermost open element.
    pub fn piece(&self, bytes: Range<usize>, grain: Grain) -> Option<Piece> {
        let parent = *self.open.last()?;
        Some(Piece { length: 0, grain, in_field: false, bytes, parent })
    }

    /// The bytes of a piece; those of the whole element where the element is the sign.
    pub fn bytes(&self, piece: &Piece) -> Range<usize> {
        let parent = &self.elements[piece.parent];
        match parent.tag {
            Tag::Tab | Tag::Break | Tag::Hyphen | Tag::Symbol => parent.whole(),
            _ => piece.bytes.clone(),
        }
    }

    /// The elements around this one, the innermost first.
    pub fn around(&self, index: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(self.elements[index].parent, |at| self.elements[*at].parent)
    }

    /// The innermost element of this kind at or around this one.
    pub fn nearest(&self, tag: Tag, index: usize) -> Option<usize> {
        std::iter::once(index).chain(self.around(index)).find(|at| self.elements[*at].tag == tag)
    }
}
