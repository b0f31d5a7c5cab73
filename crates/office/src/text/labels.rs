//! The words by which rows and columns are told in text without lines.

use policy::Policy;

/// Label words, from the packs.
#[derive(Debug, Clone, Default)]
pub struct Labels {}

impl Labels {
    /// The words of a policy.
    pub fn new(_policy: &Policy) -> Self {
        Labels {}
    }
}
