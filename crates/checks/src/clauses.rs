//! The clause around some characters of a text, for a finding to quote.
//!
//! Cuts at punctuation only; it knows no words.

use std::ops::Range;

/// The characters of the clause that holds `characters`: from the mark before it to the mark
/// behind it, without blanks at its ends. Counted from 0, as positions of words are.
pub(crate) fn around(text: &str, characters: Range<usize>) -> Range<usize> {
    let all: Vec<char> = text.chars().collect();
    let ends = |at: usize| ends_clause(&all, at);
    let mut start = (0..characters.start).rev().find(|at| ends(*at)).map_or(0, |at| at + 1);
    let mut end = (characters.end..all.len()).find(|at| ends(*at)).unwrap_or(all.len());
    while start < characters.start && model::text::is_space(all[start]) {
        start += 1;
    }
    while end > characters.end && model::text::is_space(all[end - 1]) {
        end -= 1;
    }
    start..end
}

/// The clauses of a text in order, blank ones left out.
pub(crate) fn all(text: &str) -> Vec<Range<usize>> {
    let characters: Vec<char> = text.chars().collect();
    let mut clauses = Vec::new();
    let mut start = 0;
    for at in 0..=characters.len() {
        if at == characters.len() || ends_clause(&characters, at) {
            if !characters[start..at].iter().all(|c| model::text::is_space(*c)) {
                clauses.push(start..at);
            }
            start = at + 1;
        }
    }
    clauses
}

/// The characters of a range.
pub(crate) fn cut(text: &str, characters: Range<usize>) -> String {
    text.chars().skip(characters.start).take(characters.len()).collect()
}

/// Whether a clause ends at this character; a comma among digits (1,000) ends none.
fn ends_clause(characters: &[char], at: usize) -> bool {
    let digit = |at: Option<usize>| {
        at.and_then(|at| characters.get(at))
            .is_some_and(|c| model::text::narrow(*c).is_ascii_digit())
    };
    match characters[at] {
        '。' | '；' | ';' | '！' | '!' | '？' | '?' | '\n' => true,
        '，' | ',' => !(digit(at.checked_sub(1)) && digit(Some(at + 1))),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clause_stands_between_marks() {
        let text = "根据规定， 2026年申请增加预算 ；完成1,000人";
        assert_eq!(cut(text, around(text, 11..13)), "2026年申请增加预算");
        assert_eq!(cut(text, around(text, 0..2)), "根据规定");
        let clauses: Vec<String> = all(text).into_iter().map(|c| cut(text, c)).collect();
        assert_eq!(clauses, ["根据规定", " 2026年申请增加预算 ", "完成1,000人"]);
        assert!(all(" 。").is_empty());
    }
}
