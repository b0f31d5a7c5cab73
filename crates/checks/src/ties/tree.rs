//! The relations as trees: a total, what it is made of, and what that is made of in turn.
//!
//! A node may be the total of one relation and a part of another; each relation stands in the
//! trees once, at its first place. Both the terminal and the page draw these trees.

use std::collections::{BTreeMap, BTreeSet};

use super::{Ties, Verdict};

/// A node and the relations that explain it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branch {
    /// The node.
    pub node: usize,
    /// What explains it.
    pub limbs: Vec<Limb>,
}

/// A relation and its terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limb {
    /// The relation.
    pub relation: usize,
    /// Its terms, each the branches of its nodes.
    pub terms: Vec<Vec<Branch>>,
}

impl Ties {
    /// The trees of what is proved, and of everything else that stands at their nodes;
    /// coincidences are left out. The roots come in the order of forms and importance.
    pub fn trees(&self) -> Vec<Branch> {
        let shown = |index: &usize| self.relations[*index].verdict != Verdict::Coincidence;
        let mut order: Vec<usize> = (0..self.relations.len()).filter(shown).collect();
        order.sort_by_key(|index| (self.relations[*index].form, self.relations[*index].rule));
        let parts: BTreeSet<usize> = order
            .iter()
            .flat_map(|index| &self.relations[*index].terms)
            .flat_map(|term| term.nodes.iter().copied())
            .collect();
        let mut explaining: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for index in &order {
            explaining.entry(self.relations[*index].whole).or_default().push(*index);
        }
        let mut drawing = Drawing { ties: self, explaining, drawn: BTreeSet::new() };
        let mut trees = Vec::new();
        // What is a part of nothing first; what is left over hangs in a circle.
        for root_only in [true, false] {
            for index in &order {
                let whole = self.relations[*index].whole;
                if drawing.drawn.contains(index) || (root_only && parts.contains(&whole)) {
                    continue;
                }
                trees.push(drawing.branch(whole, 0));
            }
        }
        trees
    }
}

/// Deeper than any sum of sums a form can state.
const DEPTH: usize = 12;

struct Drawing<'t> {
    ties: &'t Ties,
    /// The relations that explain each node.
    explaining: BTreeMap<usize, Vec<usize>>,
    drawn: BTreeSet<usize>,
}

impl Drawing<'_> {
    fn branch(&mut self, node: usize, depth: usize) -> Branch {
        let mut limbs = Vec::new();
        let explaining = self.explaining.get(&node).cloned().unwrap_or_default();
        for relation in explaining.into_iter().filter(|_| depth < DEPTH) {
            if !self.drawn.insert(relation) {
                continue;
            }
            let terms = self.ties.relations[relation]
                .terms
                .iter()
                .map(|term| term.nodes.iter().map(|part| self.branch(*part, depth + 1)).collect());
            limbs.push(Limb { relation, terms: terms.collect() });
        }
        Branch { node, limbs }
    }
}
