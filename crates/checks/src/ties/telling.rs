//! How ties are told, whoever tells them: what stands together, what a number is called.
//!
//! The terminal and the page draw alike because both ask here; neither draws anything itself.

use model::{FormKind, Path};

use super::{Branch, Limb, Node, Relation, Ties, Verdict};

impl Ties {
    /// The relations of a verdict; those of one form that break for one cause stand together,
    /// with what would mend them.
    pub fn together(&self, verdict: Verdict) -> Vec<(Vec<&Relation>, &[String])> {
        let mut groups: Vec<(Vec<&Relation>, &[String])> = Vec::new();
        for relation in self.of(verdict) {
            let remedy = self.of(Verdict::Proved).find(|other| {
                let same = other.whole == relation.whole && other.rule == relation.rule;
                same && !other.assuming.is_empty()
            });
            let remedy = remedy.map_or(&[][..], |other| &other.assuming);
            let joins = |(group, known): &&mut (Vec<&Relation>, &[String])| {
                !remedy.is_empty() && *known == remedy && group[0].form == relation.form
            };
            match groups.last_mut().filter(joins) {
                Some((group, _)) => group.push(relation),
                None => groups.push((vec![relation], remedy)),
            }
        }
        groups
    }

    /// What a form is about.
    pub fn subject(&self, form: usize) -> String {
        let head = &self.forms[form];
        let name = if head.project.is_empty() { &head.unit } else { &head.project };
        format!("{}《{name}》", head.kind.chinese())
    }

    /// A node as one says it: its label or cell, and the number; with its form where that is
    /// another.
    pub fn named(&self, node: &Node, form: usize) -> String {
        let head = &self.forms[node.form];
        let of = match node.form == form || head.kind == FormKind::Department {
            true => String::new(),
            false => format!("《{}》", head.project),
        };
        let alone = matches!(node.path, Path::Field(_)) && node.value.is_none();
        match alone {
            true => format!("{of}{}", node.cell),
            false if node.label.is_empty() => format!("{of}{} {}", node.cell, node.shown),
            false => format!("{of}{}：{} {}", node.cell, node.label, node.shown),
        }
    }

    /// Whether anything at a branch, or below it, is proved.
    pub fn holds(&self, branch: &Branch) -> bool {
        branch.limbs.iter().any(|limb| self.limb_holds(limb))
    }

    /// Whether a relation is proved, or anything below it.
    pub fn limb_holds(&self, limb: &Limb) -> bool {
        self.relations[limb.relation].verdict == Verdict::Proved
            || limb.terms.iter().flatten().any(|branch| self.holds(branch))
    }
}

impl Relation {
    /// The sign before it; what holds only on a supposition has its own.
    pub fn mark(&self) -> char {
        match self.verdict {
            Verdict::Proved if self.assuming.is_empty() => '✓',
            Verdict::Proved => '○',
            Verdict::Broken => '✗',
            Verdict::Question => '？',
            Verdict::CannotDecide | Verdict::Coincidence => '…',
        }
    }
}
