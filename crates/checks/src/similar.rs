//! How alike two names are, as an exact fraction.

use model::Decimal;

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
    fn a_closing_bracket_is_not_part_of_the_name() {
        assert_eq!(bare_name("就业相关补助（上级预估)"), "就业相关补助");
        assert_eq!(bare_name("（某）项目"), "（某）项目");
    }
}
