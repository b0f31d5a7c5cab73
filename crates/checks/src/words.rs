//! Chinese words: a text cut into words, and the terms of a word list found in it.
//!
//! A term counts only where it stands as words of the text (大力 in 大力发展, not in 强大力量) and not
//! inside a longer name (rule R3: 和 in 仁和区). The words come from the dictionary of jieba, which
//! is loaded when the first candidate is found and never otherwise; the same text is always cut
//! the same way. It knows no list of its own and judges nothing: every result says which
//! characters it rests on, for the finding to show.

use std::sync::LazyLock;

use jieba_rs::Jieba;
use model::Field;

use crate::titles::is_han;
use crate::{Context, Undecided};

/// Loading takes some tenths of a second and some tens of megabytes: once, and only when needed.
static DICTIONARY: LazyLock<Jieba> = LazyLock::new(Jieba::new);

/// A word of a text, or a term found in it; characters counted from 0, half-open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Word<'t> {
    /// Its characters: of the text, or of the list.
    pub text: &'t str,
    /// First character in the text.
    pub start: usize,
    /// One past the last.
    pub end: usize,
}

/// The words of a text in order, punctuation and digits included.
pub(crate) fn segment(text: &str) -> Vec<Word<'_>> {
    // Without guessing of unknown words: a guess could swallow a term at its edge.
    let tokens = DICTIONARY.cut(text, false);
    let mut at = 0;
    let placed = tokens.into_iter().map(|token| {
        let start = at;
        at += token.word.chars().count();
        Word { text: token.word, start, end: at }
    });
    placed.collect()
}

/// The words of a text as somebody may search for them: long words with the shorter ones inside
/// (养老保险 gives 养老, 保险 and 养老保险), punctuation and digits included.
pub fn cut(text: &str) -> Vec<&str> {
    let tokens = DICTIONARY.cut_for_search(text, false);
    tokens.into_iter().map(|token| token.word).collect()
}

/// The Chinese words of at least two characters that are not on the stop list: what a text is
/// about.
pub(crate) fn content<'t>(text: &'t str, stop: &[String]) -> Vec<Word<'t>> {
    let says = |word: &Word<'_>| {
        word.end - word.start >= 2
            && word.text.chars().all(is_han)
            && !stop.iter().any(|stopped| stopped == word.text)
    };
    segment(text).into_iter().filter(says).collect()
}

/// Longer names inside which a term is not the author's word.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names(Vec<String>);

impl Names {
    /// The proper nouns of the pack, the names of the form's unit and of its places (仁和区), and
    /// the words of further lists, given by their keys.
    pub(crate) fn of(context: &Context<'_>, lists: &[&str]) -> Result<Self, Undecided> {
        let mut names = context.words("words.proper_nouns")?.to_vec();
        for key in lists {
            names.extend_from_slice(context.words(key)?);
        }
        for field in [Field::Unit, Field::Department] {
            let name = model::text::fold(context.form().text(field));
            names.extend(places(&name));
            names.push(name);
        }
        names.retain(|name| name.chars().count() >= 2);
        names.sort();
        names.dedup();
        Ok(Names(names))
    }

    /// Only the words of some lists, given by their keys.
    pub(crate) fn only(context: &Context<'_>, lists: &[&str]) -> Result<Self, Undecided> {
        let mut names = Vec::new();
        for key in lists {
            names.extend_from_slice(context.words(key)?);
        }
        Ok(Names(names))
    }

    /// Whether the characters lie inside a longer name of the text.
    fn cover(&self, text: &str, term: &Word<'_>) -> bool {
        self.0.iter().filter(|name| name.contains(term.text) && name.as_str() != term.text).any(
            |name| occurrences(text, name).any(|at| at.start <= term.start && term.end <= at.end),
        )
    }
}

/// The places a unit's name begins with: 攀枝花市, 仁和区 of 攀枝花市仁和区财政局.
pub(crate) fn places(unit: &str) -> Vec<String> {
    let parts = unit.split_inclusive(['省', '市', '州', '区', '县', '旗']);
    let ends = |part: &&str| part.ends_with(['省', '市', '州', '区', '县', '旗']);
    parts.take_while(ends).filter(|part| part.chars().count() >= 2).map(str::to_owned).collect()
}

/// The terms of a list that stand in the text as words, outside longer names, in order; of terms
/// that lie in one another only the longest.
pub(crate) fn find<'w>(text: &str, terms: &'w [String], names: &Names) -> Vec<Word<'w>> {
    let found = find_anywhere(text, terms, names);
    if found.is_empty() {
        return found;
    }
    let words = segment(text);
    found.into_iter().filter(|term| stands_as_words(&words, term)).collect()
}

/// Whether a term begins and ends where words do, also inside a compound of the dictionary
/// (大力 in 大力发展): what the compound has beside the term must be words of their own, so 约 does not
/// stand in 节约.
fn stands_as_words(words: &[Word<'_>], term: &Word<'_>) -> bool {
    let is_word = |characters: &str| {
        characters.is_empty()
            || (characters.chars().nth(1).is_some() && DICTIONARY.has_word(characters))
    };
    let mut touching = words.iter().filter(|word| word.start < term.end && term.start < word.end);
    touching.all(|word| {
        let before: String =
            word.text.chars().take(term.start.saturating_sub(word.start)).collect();
        let after: String = word.text.chars().skip(term.end.saturating_sub(word.start)).collect();
        is_word(&before) && is_word(&after)
    })
}

/// The same without asking whether the term stands as words: for stems such as 税 and 绿. Never
/// loads the dictionary.
pub(crate) fn find_anywhere<'w>(text: &str, terms: &'w [String], names: &Names) -> Vec<Word<'w>> {
    let letters = Letters::of(text);
    let near = terms.iter().filter(|term| letters.may_hold(term));
    let all: Vec<Word<'w>> = near.flat_map(|term| occurrences(text, term)).collect();
    if all.is_empty() {
        return all;
    }
    let longer = |term: &Word<'_>| {
        let holds = |other: &Word<'_>| {
            other.start <= term.start
                && term.end <= other.end
                && other.end - other.start > term.end - term.start
        };
        all.iter().any(holds)
    };
    let free = |term: &&Word<'w>| !longer(term) && !names.cover(text, term);
    let mut found: Vec<Word<'w>> = all.iter().filter(free).copied().collect();
    found.sort_by_key(|term| (term.start, term.end));
    found.dedup();
    found
}

/// Which characters a text has, roughly: long lists hold few terms that could stand in a short
/// text, and looking for each is dear.
struct Letters([u64; 4]);

impl Letters {
    fn of(text: &str) -> Self {
        let mut seen = [0; 4];
        for c in text.chars() {
            seen[usize::from(c as u8 >> 6)] |= 1 << (c as u8 & 63);
        }
        Letters(seen)
    }

    /// False only where the term cannot stand in the text.
    fn may_hold(&self, term: &str) -> bool {
        term.chars().all(|c| self.0[usize::from(c as u8 >> 6)] >> (c as u8 & 63) & 1 == 1)
    }
}

/// Where a term stands in a text.
fn occurrences<'w>(text: &str, term: &'w str) -> impl Iterator<Item = Word<'w>> {
    let length = term.chars().count();
    let at = text.match_indices(term).filter(move |_| length > 0);
    at.map(move |(byte, _)| {
        let start = text[..byte].chars().count();
        Word { text: term, start, end: start + length }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    fn found(text: &str, terms: &[&str], names: &[&str]) -> Vec<(String, usize, usize)> {
        let (terms, names) = (list(terms), Names(list(names)));
        let terms = find(text, &terms, &names);
        terms.iter().map(|term| (term.text.to_owned(), term.start, term.end)).collect()
    }

    #[test]
    fn words_tell_their_characters_and_make_up_the_text() {
        let text = "为高层次人才提供相应保障，≥10人";
        let words = segment(text);
        assert_eq!(words.iter().map(|word| word.text).collect::<String>(), text);
        assert_eq!(words.first().map(|word| (word.text, word.start, word.end)), Some(("为", 0, 1)));
        assert_eq!(words.last().map(|word| word.end), Some(text.chars().count()));
        assert!(segment("").is_empty());
    }

    #[test]
    fn what_a_text_is_about_leaves_stop_words_and_marks_out() {
        let words = content("工资运行情况，2026年", &list(&["运行", "情况"]));
        assert_eq!(words.iter().map(|word| word.text).collect::<Vec<_>>(), ["工资"]);
    }

    #[test]
    fn a_term_counts_where_it_stands_as_words() {
        assert_eq!(found("大力发展", &["大力"], &[]), [("大力".to_owned(), 0, 2)]);
        assert!(found("汇聚强大力量", &["大力"], &[]).is_empty());
        assert!(found("节约用水，违约", &["约"], &[]).is_empty());
        assert_eq!(found("约5人", &["约"], &[]), [("约".to_owned(), 0, 1)]);
        assert_eq!(found("确保基本无欠薪", &["基本"], &[]), [("基本".to_owned(), 2, 4)]);
    }

    #[test]
    fn a_term_inside_a_longer_name_is_not_the_authors() {
        let names = ["仁和区", "基本养老"];
        assert!(found("来仁和区就业", &["和"], &names).is_empty());
        assert!(found("城乡居民基本养老保险", &["基本"], &names).is_empty());
        assert_eq!(found("基本养老保险基本到位", &["基本"], &names), [("基本".to_owned(), 6, 8)]);
    }

    #[test]
    fn of_terms_in_one_another_the_longest_counts() {
        assert_eq!(found("资金到位率", &["到位", "到位率"], &[]), [("到位率".to_owned(), 2, 5)]);
    }

    #[test]
    fn a_units_name_tells_its_places() {
        assert_eq!(places("攀枝花市仁和区财政局"), ["攀枝花市", "仁和区"]);
        assert_eq!(places("第一小学"), Vec::<String>::new());
    }
}
