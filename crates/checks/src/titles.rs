//! Hides document titles and numbers, so that words inside them are not taken for the author's.
//!
//! Rule R2: 「2025年提高…最低标准的通知」 inside 《…》 is no forecast for 2025.

/// Stands for each hidden character: positions stay what they are.
const HIDDEN: char = '\u{fffc}';

/// The text with every `《…》`, `<…>` and `〔2025〕16号` hidden, character for character.
///
/// A title that is never closed is hidden up to the end of its sentence.
pub(crate) fn without_titles(text: &str) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    let mut at = 0;
    while at < characters.len() {
        let end = match characters[at] {
            '《' => title_end(&characters, at, '《', '》'),
            '<' | '＜' if opens_title(&characters, at) => {
                let close = if characters[at] == '<' { '>' } else { '＞' };
                title_end(&characters, at, characters[at], close)
            }
            '〔' | '[' | '［' | '(' | '（' | '【' | '﹝' => number_end(&characters, at),
            _ => at,
        };
        characters[at..end].fill(HIDDEN);
        at = end.max(at + 1);
    }
    characters.into_iter().collect()
}

/// One past the closing mark, or the end of the sentence when there is none.
fn title_end(characters: &[char], open: usize, opening: char, closing: char) -> usize {
    let mut depth = 0usize;
    for (offset, c) in characters[open..].iter().enumerate() {
        match *c {
            '。' | '\n' => return open + offset,
            c if c == opening => depth += 1,
            c if c == closing => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return open + offset + 1;
        }
    }
    characters.len()
}

/// Whether a `<` begins a title rather than a comparison: a Chinese character follows, and the
/// mark is closed within the sentence.
pub(crate) fn opens_title(characters: &[char], at: usize) -> bool {
    let rest = characters[at + 1..].iter();
    let closed = rest.clone().take_while(|c| **c != '。').any(|c| matches!(c, '>' | '＞'));
    closed && characters.get(at + 1).is_some_and(|c| is_han(*c))
}

/// One past the `号` of a document number whose year bracket opens here; `open` when it is none.
fn number_end(characters: &[char], open: usize) -> usize {
    let rest = &characters[open + 1..];
    let digits = |from: usize| rest[from..].iter().take_while(|c| c.is_ascii_digit()).count();
    let year = digits(0);
    if year != 4 || !rest.get(4).is_some_and(|c| "〕]］)）】﹞".contains(*c)) {
        return open;
    }
    let between = |c: &&char| **c == '第' || model::text::is_space(**c);
    let first = 5 + rest[5..].iter().take_while(between).count();
    let number = digits(first);
    if number > 0 && rest.get(first + number) == Some(&'号') {
        open + 1 + first + number + 1
    } else {
        open
    }
}

/// A Chinese character of the basic block.
pub(crate) fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> String {
        without_titles(text).replace(HIDDEN, "")
    }

    #[test]
    fn titles_and_numbers_vanish_and_lengths_stay() {
        let text = "按《关于2025年提高标准的通知》（川人社规〔2025〕16号）办理，2025年预计";
        assert_eq!(seen(text), "按（川人社规）办理，2025年预计");
        assert_eq!(without_titles(text).chars().count(), text.chars().count());
        assert_eq!(seen("川财社【2022】 123号，川办〔2022〕第5号"), "川财社，川办");
    }

    #[test]
    fn an_unclosed_title_ends_with_its_sentence() {
        assert_eq!(seen("《关于2025年提高标准的通知(川1号)等。2025年完成"), "。2025年完成");
    }

    #[test]
    fn titles_inside_titles_close_together() {
        assert_eq!(seen("《印发<方案>的通知》好"), "好");
        assert_eq!(seen("《印发《方案》的通知》好"), "好");
        assert_eq!(seen("印发<四川方案>的通知"), "印发的通知");
    }

    #[test]
    fn comparisons_stay() {
        assert_eq!(seen("<5人，>3人"), "<5人，>3人");
        assert_eq!(seen("（2026年度）"), "（2026年度）");
    }
}
