//! A letter, and what one paper is made of. Writers set it; what it says is for the caller.

use crate::Drawing;

/// What one paper is made of, for every writer.
#[derive(Debug, Clone, PartialEq)]
pub enum Printout {
    /// Tables, one after another.
    Tables(Vec<Drawing>),
    /// A letter.
    Letter(Letter),
}

/// A letter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Letter {
    /// Its title.
    pub title: String,
    /// To whom, without the colon.
    pub addressee: String,
    /// What comes before the points, a paragraph each.
    pub opening: Vec<String>,
    /// The points under their headings.
    pub sections: Vec<Section>,
    /// What comes after the points, a paragraph each.
    pub closing: Vec<String>,
    /// Who signs and the date, a line each, from the right.
    pub signature: Vec<String>,
    /// Blanks to be signed by hand, on one line.
    pub strip: String,
}

/// Points under a heading.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Section {
    /// The heading, with its number.
    pub heading: String,
    /// The points.
    pub points: Vec<Point>,
}

/// A point of a letter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Point {
    /// What it is about, with its number.
    pub head: String,
    /// What is to be said, a paragraph each.
    pub lines: Vec<String>,
}
