//! The words by which a declaration is found: those of its names and indicators, and the initials
//! of the names' characters in pinyin.

use std::collections::BTreeSet;

use model::Form;
use model::form::{Column, Field};
use model::text::fold;
use pinyin::ToPinyin;

/// Most words of one declaration.
const MOST: usize = 2_000;
/// Longest word that is kept, in characters.
const LONGEST: usize = 40;

/// The words of a form and of the unit it belongs to.
pub(crate) fn words_of(form: &Form, unit: &str) -> Vec<String> {
    let mut words = BTreeSet::new();
    let project = fold(form.text(Field::Project));
    for name in [unit, &project] {
        words.extend(cut(name));
        words.extend(initials(name));
    }
    words.extend(cut(form.text(Field::Goal)));
    for indicator in &form.indicators {
        words.extend(cut(indicator.text(Column::Level3)));
    }
    words.into_iter().take(MOST).collect()
}

/// What somebody typed to search by, as words that are kept: Chinese words, or initials.
pub fn asked(text: &str) -> Vec<String> {
    cut(text).collect()
}

/// The words of a text, in lower case, without punctuation.
fn cut(text: &str) -> impl Iterator<Item = String> {
    let kept = |word: &&str| word.chars().any(char::is_alphanumeric);
    let words: Vec<String> = checks::cut(text)
        .into_iter()
        .filter(kept)
        .map(|word| word.to_lowercase().chars().take(LONGEST).collect())
        .collect();
    words.into_iter()
}

/// The initials from each character on, so that a search may begin anywhere in a name:
/// 养老保险 gives ylbx, lbx and bx.
fn initials(name: &str) -> Vec<String> {
    let all: Vec<char> = name
        .chars()
        .filter_map(|c| match c.to_pinyin() {
            Some(sound) => sound.first_letter().chars().next(),
            None => c.is_ascii_alphanumeric().then(|| c.to_ascii_lowercase()),
        })
        .collect();
    let starts = 0..all.len().saturating_sub(1);
    starts.map(|start| all[start..].iter().take(LONGEST).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_by_its_words_and_by_initials_from_anywhere() {
        let mut form = Form::default();
        form.fields.insert(Field::Project, model::form::Text::new("城乡居民养老保险", None));
        let words = words_of(&form, "区人社局");
        for word in ["养老保险", "cxjmylbx", "ylbx", "qrsj"] {
            let found = words.iter().any(|own| own.starts_with(word));
            assert!(found, "{word} not in {words:?}");
        }
        assert_eq!(asked("养老 保险，").len(), 2);
    }
}
