//! How alike two texts are, as an exact fraction, and what they have in common.

use std::collections::BTreeSet;
use std::ops::Range;

use model::Decimal;

use crate::titles::is_han;

/// Twice the longest common subsequence over the sum of lengths, compared with a threshold by
/// cross-multiplication: 0 for nothing in common, 1 for equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Likeness {
    common: u64,
    whole: u64,
    shorter: u64,
}

impl Likeness {
    /// Of two names.
    pub(crate) fn of(a: &str, b: &str) -> Self {
        let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
        let whole = (a.len() + b.len()) as u64;
        let shorter = a.len().min(b.len()) as u64;
        Likeness { common: 2 * longest_common(&a, &b), whole, shorter }
    }

    /// Whether it is at least the threshold.
    pub(crate) fn at_least(self, threshold: Decimal) -> bool {
        self.whole > 0 && Decimal::from(self.common) >= threshold * Decimal::from(self.whole)
    }

    /// Whether one name is the other with characters left out: 人社局 for 人力资源和社会保障局,
    /// but not 第一小学 for 第二小学.
    pub(crate) fn is_abbreviation(self) -> bool {
        self.shorter > 0 && self.common == 2 * self.shorter
    }

    /// Whether it is greater than another.
    pub(crate) fn exceeds(self, other: Likeness) -> bool {
        self.common * other.whole > other.common * self.whole
    }
}

fn longest_common(a: &[char], b: &[char]) -> u64 {
    let mut row = vec![0u64; b.len() + 1];
    for x in a {
        let mut diagonal = 0;
        for (index, y) in b.iter().enumerate() {
            let above = row[index + 1];
            row[index + 1] = if x == y { diagonal + 1 } else { above.max(row[index]) };
            diagonal = above;
        }
    }
    row.last().copied().unwrap_or(0)
}

/// The pairs of neighbouring Chinese characters in a text, each once: a measure of what it is
/// about that needs no dictionary.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Pairs(BTreeSet<[char; 2]>);

impl Pairs {
    /// Of a text.
    pub(crate) fn of(text: &str) -> Self {
        let characters: Vec<char> = text.chars().collect();
        let pairs = characters.windows(2).map(|pair| [pair[0], pair[1]]);
        Pairs(pairs.filter(|pair| pair.iter().all(|c| is_han(*c))).collect())
    }

    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Pairs that both texts have.
    pub(crate) fn shared(&self, other: &Pairs) -> Vec<String> {
        self.0.intersection(&other.0).map(|pair| pair.iter().collect()).collect()
    }

    /// Twice the shared pairs over the sum of both (Dice), compared with a threshold.
    pub(crate) fn dice_at_least(&self, other: &Pairs, threshold: Decimal) -> bool {
        share_at_least(2 * self.count(other), self.0.len() + other.0.len(), threshold)
    }

    /// The shared pairs over those of the shorter text (containment), compared with a threshold.
    pub(crate) fn contained_at_least(&self, other: &Pairs, threshold: Decimal) -> bool {
        share_at_least(self.count(other), self.0.len().min(other.0.len()), threshold)
    }

    /// Which share of its pairs the other text has too; nothing of nothing.
    pub(crate) fn share_in(&self, other: &Pairs) -> Decimal {
        let part = Decimal::from(self.count(other));
        part.checked_div(Decimal::from(self.0.len())).unwrap_or(Decimal::ZERO)
    }

    fn count(&self, other: &Pairs) -> usize {
        self.0.intersection(&other.0).count()
    }
}

/// Whether part over whole is at least the threshold; nothing is no share of nothing.
fn share_at_least(part: usize, whole: usize, threshold: Decimal) -> bool {
    whole > 0 && Decimal::from(part) >= threshold * Decimal::from(whole)
}

/// The longest run of characters of `text` that stands unbroken in `other` too: the first of
/// several, as characters of `text`; empty when they share none.
pub(crate) fn longest_run(text: &str, other: &str) -> Range<usize> {
    let other: Vec<char> = other.chars().collect();
    let mut row = vec![0usize; other.len() + 1];
    let mut best = 0..0;
    for (index, x) in text.chars().enumerate() {
        let mut diagonal = 0;
        for (column, y) in other.iter().enumerate() {
            let above = row[column + 1];
            row[column + 1] = if x == *y { diagonal + 1 } else { 0 };
            if row[column + 1] > best.len() {
                best = index + 1 - row[column + 1]..index + 1;
            }
            diagonal = above;
        }
    }
    best
}

/// A project's name as it is compared: folded, without a closing （…）, whichever its width.
pub(crate) fn bare_name(name: &str) -> String {
    let folded = model::text::fold(name);
    let tail = folded.rfind(['（', '(']);
    match tail.filter(|at| *at > 0 && folded.ends_with(['）', ')'])) {
        Some(at) => folded[..at].to_owned(),
        None => folded,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn likeness_is_exact_at_the_threshold() {
        let half = Likeness::of("甲乙", "甲丙");
        assert!(half.at_least(Decimal::new(5, 1)));
        assert!(!half.at_least(Decimal::new(501, 3)));
        assert!(Likeness::of("甲", "甲").exceeds(half));
        assert!(Likeness::of("某区财政局", "某市某区财政局").is_abbreviation());
        assert!(!Likeness::of("第一小学", "第二小学").is_abbreviation());
        assert!(!Likeness::of("", "").at_least(Decimal::ZERO));
    }

    #[test]
    fn pairs_tell_what_two_texts_share() {
        let (name, value) = (Pairs::of("工资运行情况"), Pairs::of("保障工作平稳运行"));
        assert_eq!(name.shared(&value), ["运行"]);
        assert!(Pairs::of("a元，1人").is_empty());
        let (whole, part) = (Pairs::of("就业见习补贴"), Pairs::of("见习补贴"));
        assert!(whole.contained_at_least(&part, Decimal::ONE));
        // 3 shared of 5 and 3: 6/8.
        assert!(whole.dice_at_least(&part, Decimal::new(75, 2)));
        assert!(!whole.dice_at_least(&part, Decimal::new(76, 2)));
        assert!(!Pairs::of("").dice_at_least(&Pairs::of(""), Decimal::ZERO));
    }

    #[test]
    fn the_longest_run_is_told_by_its_characters() {
        assert_eq!(longest_run("为达到全覆盖的制度", "实现全覆盖的社会保障制度"), 3..7);
        assert_eq!(longest_run("甲", "乙"), 0..0);
        assert_eq!(longest_run("", "乙"), 0..0);
    }

    #[test]
    fn a_closing_bracket_is_not_part_of_the_name() {
        assert_eq!(bare_name("就业相关补助（上级预估)"), "就业相关补助");
        assert_eq!(bare_name("（某）项目"), "（某）项目");
    }
}
