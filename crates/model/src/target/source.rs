//! The text a target is read from: one width, one spelling of each sign, no stray blanks, and
//! for every character the place it had in the original.
//!
//! For reading only. Nothing here is ever shown to a person.

use crate::text::{is_space, narrow};

/// A character that stands for something hidden from the grammar (a quoted document title).
pub(super) const HIDDEN: char = '\u{e000}';

/// A normalised text with the way back to the original.
pub(super) struct Source {
    text: String,
    /// For each byte of `text`, the index of the original character it came from.
    origin: Vec<usize>,
}

impl Source {
    /// Line breaks vanish like blanks: for texts that are one value.
    pub(super) fn joined(original: &str) -> Self {
        Source::new(original, false)
    }

    /// Line breaks stay: for texts that are several sentences.
    pub(super) fn lines(original: &str) -> Self {
        Source::new(original, true)
    }

    fn new(original: &str, keep_lines: bool) -> Self {
        let mut source = Source { text: String::with_capacity(original.len()), origin: Vec::new() };
        let mut gap = None;
        for (index, raw) in original.chars().enumerate() {
            if is_space(raw) || raw == '\u{ad}' {
                gap.get_or_insert(index);
                if keep_lines && matches!(raw, '\n' | '\r' | '\u{b}') {
                    source.push('\n', index);
                }
                continue;
            }
            let c = plain(narrow(raw));
            let between = |c: char| c.is_ascii_alphanumeric();
            if let Some(at) = gap.take()
                && between(c)
                && source.text.ends_with(between)
            {
                source.push(' ', at);
            }
            match spelled_out(c) {
                Some(word) => word.chars().for_each(|c| source.push(c, index)),
                None => source.push(c, index),
            }
        }
        source
    }

    fn push(&mut self, c: char, index: usize) {
        self.text.push(c);
        self.origin.resize(self.text.len(), index);
    }

    /// The normalised text.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The normalised text without what may surround a value: quotes, stars, closing stops.
    pub(super) fn core(&self) -> &str {
        let text = self.text.trim_start_matches(is_wrapping);
        text.trim_end_matches(|c| {
            is_wrapping(c) || matches!(c, '。' | ';' | ',' | '、' | '.' | '\n')
        })
    }

    /// Hides the bytes `start..end`, so that no number is found in them.
    pub(super) fn hide(&mut self, start: usize, end: usize) {
        let mut text = String::with_capacity(self.text.len());
        let mut origin = Vec::with_capacity(self.origin.len());
        for (at, c) in self.text.char_indices() {
            text.push(if (start..end).contains(&at) { HIDDEN } else { c });
            origin.resize(text.len(), self.origin[at]);
        }
        (self.text, self.origin) = (text, origin);
    }

    /// The original characters `start..end` that bytes of the normalised text came from.
    pub(super) fn original(&self, start: usize, end: usize) -> (usize, usize) {
        let first = self.origin.get(start).copied().unwrap_or(0);
        let last = end.checked_sub(1).and_then(|at| self.origin.get(at)).copied();
        (first, last.map_or(first, |at| at + 1))
    }
}

fn is_wrapping(c: char) -> bool {
    matches!(c, '"' | '\'' | '“' | '”' | '‘' | '’' | '〝' | '〞' | '〟' | '「' | '」' | '*' | '`')
}

/// One spelling for signs that look alike (after [`narrow`]).
fn plain(c: char) -> char {
    match c {
        '≧' | '⩾' | '≥' | '⪰' => '≥',
        '≦' | '⩽' | '≤' | '⪯' => '≤',
        '═' | '﹦' | '⁼' => '=',
        '﹥' => '>',
        '﹤' => '<',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '﹣' | '─' | '━' => '-',
        '〜' | '∼' => '~',
        '﹪' => '%',
        '∕' | '⁄' => '/',
        '•' | '‧' | '⋅' | '∙' | '・' | '･' | '●' | '˙' => '·',
        '﹡' | '∗' => '*',
        '﹝' | '❲' => '〔',
        '﹞' | '❳' => '〕',
        '²' => '2',
        '³' => '3',
        _ => c,
    }
}

/// Signs that are a word in one character.
fn spelled_out(c: char) -> Option<&'static str> {
    Some(match c {
        '㎡' => "平方米",
        '㎥' => "立方米",
        '㎞' => "km",
        '㎏' => "kg",
        '㎝' => "cm",
        '㎜' => "mm",
        '㎎' => "mg",
        '㏄' => "毫升",
        '°' => "度",
        '½' => "0.5",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_unified_and_places_kept() {
        let source = Source::joined(" ≧ ９５\u{a0}％。");
        assert_eq!(source.text(), "≥95%。");
        assert_eq!(source.core(), "≥95%");
        assert_eq!(source.original("≥".len(), "≥95".len()), (3, 5));
    }

    #[test]
    fn a_blank_between_digits_keeps_them_apart() {
        assert_eq!(Source::joined("20 50 个").text(), "20 50个");
        assert_eq!(Source::lines("甲\n乙").text(), "甲\n乙");
    }
}
