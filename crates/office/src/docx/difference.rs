//! The smallest changes that make one text into another, character by character.

use std::ops::Range;

/// Characters to take out and what to put in their place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Change {
    /// The characters of the old text; none where something is only put in.
    pub old: Range<usize>,
    /// What comes in their place.
    pub new: String,
}

/// Beyond this many pairs of characters the middle is changed as one.
const MOST_PAIRS: usize = 1 << 20;

/// The changes, in order; between any two stands a character that stays.
pub(super) fn changes(old: &[char], new: &[char]) -> Vec<Change> {
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let (old_rest, new_rest) = (&old[head..], &new[head..]);
    let tail = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(a, b)| a == b).count();
    let (old_middle, new_middle) =
        (&old_rest[..old_rest.len() - tail], &new_rest[..new_rest.len() - tail]);
    if old_middle.is_empty() && new_middle.is_empty() {
        return Vec::new();
    }
    let kept = kept(old_middle, new_middle);
    let mut changes = Vec::new();
    let (mut old_at, mut new_at) = (0, 0);
    for (old_kept, new_kept) in kept.into_iter().chain([(old_middle.len(), new_middle.len())]) {
        if old_at < old_kept || new_at < new_kept {
            let new = new_middle[new_at..new_kept].iter().collect();
            changes.push(Change { old: head + old_at..head + old_kept, new });
        }
        (old_at, new_at) = (old_kept + 1, new_kept + 1);
    }
    changes
}

/// The characters that stay, as pairs of positions: a longest common subsequence.
fn kept(old: &[char], new: &[char]) -> Vec<(usize, usize)> {
    let width = new.len() + 1;
    if old.len().saturating_mul(new.len()) > MOST_PAIRS {
        return Vec::new();
    }
    // lengths[i][j]: how many characters of old[i..] and new[j..] can stay.
    let mut lengths = vec![0_u32; (old.len() + 1) * width];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            lengths[i * width + j] = if old[i] == new[j] {
                lengths[(i + 1) * width + j + 1] + 1
            } else {
                lengths[(i + 1) * width + j].max(lengths[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut pairs = Vec::new();
    while i < old.len() && j < new.len() {
        if old[i] == new[j] {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if lengths[(i + 1) * width + j] >= lengths[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(old: &str, new: &str) -> Vec<(Range<usize>, String)> {
        let (old, new): (Vec<char>, Vec<char>) = (old.chars().collect(), new.chars().collect());
        changes(&old, &new).into_iter().map(|change| (change.old, change.new)).collect()
    }

    #[test]
    fn only_what_differs_changes() {
        assert_eq!(shown("170万", "170万元"), [(4..4, "元".to_owned())]);
        assert_eq!(shown("≥ 95％", "≥95%"), [(1..2, String::new()), (4..5, "%".to_owned())]);
        assert_eq!(shown("(甲）", "（甲）"), [(0..1, "（".to_owned())]);
        assert_eq!(shown("甲", "甲"), []);
        assert_eq!(shown("", "甲"), [(0..0, "甲".to_owned())]);
    }
}
