//! The ties drawn: what is broken or open as a table, the proofs as trees of nested lists.
//!
//! Every number leads to its cell. What was found and how it is told is the engine's.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use checks::ties::{Branch, Limb, Node, Relation, Ties, Verdict};

use super::located::short;
use crate::{Kind, Reviewed};

/// Most numbers named for one relation; of forms added up by the dozen only the sum is looked up.
const NAMED: usize = 5;

/// The section as the template shows it.
pub(super) struct Drawn {
    pub counts: String,
    /// What does not hold, must be asked or could not be decided.
    pub open: Vec<OpenTie>,
    pub proved: usize,
    pub supposed: usize,
    pub forms: Vec<Trees>,
    pub lacking: Vec<String>,
    /// Whether numbers lead to their cells.
    pub linked: bool,
}

/// Relations of one cause.
pub(super) struct OpenTie {
    pub class: &'static str,
    pub mark: char,
    pub verdict: &'static str,
    pub title: String,
    pub subject: String,
    pub lines: Vec<Line>,
    pub remedy: String,
}

/// One relation in words, with the numbers it is about.
pub(super) struct Line {
    pub sentence: String,
    pub numbers: Vec<Number>,
}

/// A number that leads to its cell.
pub(super) struct Number {
    pub text: String,
    pub href: String,
}

/// The trees of one form.
pub(super) struct Trees {
    pub subject: String,
    pub roots: Vec<Twig>,
}

/// A number and what explains it.
#[derive(Template)]
#[template(path = "twig.html")]
pub(super) struct Twig {
    pub number: Number,
    pub limbs: Vec<Reasoning>,
}

/// A relation and the numbers it is made of.
pub(super) struct Reasoning {
    pub mark: char,
    pub class: &'static str,
    pub title: &'static str,
    pub sentence: String,
    pub parts: Vec<Twig>,
}

/// Cells that show a number of the ties, by form and address.
pub(super) struct Cells<'a> {
    ties: &'a Ties,
    at: BTreeMap<(usize, model::Path), (usize, usize)>,
}

impl<'a> Cells<'a> {
    pub(super) fn new(reviewed: &Reviewed<'a>) -> Self {
        let shown = reviewed.sheets.iter().enumerate().flat_map(|(sheet, laid)| {
            laid.shown.iter().map(move |s| ((s.form, s.path.clone()), (sheet, s.cell)))
        });
        Cells { ties: reviewed.ties, at: shown.collect() }
    }

    /// The cells of a sheet that a number leads to.
    pub(super) fn of_sheet(&self, sheet: usize) -> BTreeSet<usize> {
        let nodes = self.ties.nodes.iter();
        let at = nodes.filter_map(|node| self.at.get(&(node.form, node.path.clone())));
        at.filter(|(of, _)| *of == sheet).map(|(_, cell)| *cell).collect()
    }

    fn href(&self, node: &Node) -> String {
        let at = self.at.get(&(node.form, node.path.clone()));
        at.map_or(String::new(), |(sheet, cell)| anchor(*sheet, *cell))
    }
}

/// The anchor of a cell that holds a number.
pub(super) fn anchor(sheet: usize, cell: usize) -> String {
    format!("k{sheet}-{cell}")
}

/// Draws the ties; `None` when nothing hangs together.
pub(super) fn draw(cells: &Cells) -> Option<Drawn> {
    let ties = cells.ties;
    let verdicts = [Verdict::Broken, Verdict::Question, Verdict::CannotDecide, Verdict::Proved];
    let counts =
        verdicts.map(|verdict| format!("{} {}", verdict.title(), ties.of(verdict).count()));
    let open = verdicts[..3].iter().flat_map(|verdict| {
        let groups = ties.together(*verdict).into_iter();
        groups.map(|(group, remedy)| open_tie(cells, *verdict, &group, remedy))
    });
    let open: Vec<OpenTie> = open.collect();
    let proved = ties.of(Verdict::Proved).count();
    if open.is_empty() && proved == 0 {
        return None;
    }
    let supposed = ties.of(Verdict::Proved).filter(|relation| !relation.assuming.is_empty());
    Some(Drawn {
        counts: counts.join("，"),
        open,
        proved,
        supposed: supposed.count(),
        forms: trees(cells),
        lacking: ties.lacking.clone(),
        linked: !cells.at.is_empty(),
    })
}

/// The section alone, for a page that has no drawn forms to lead to.
#[derive(Template)]
#[template(path = "ties.html")]
struct Section {
    ties: Drawn,
}

/// The ties as a section of a page; `None` when nothing hangs together.
pub(crate) fn section(reviewed: &Reviewed<'_>) -> Option<String> {
    let ties = draw(&Cells::new(reviewed))?;
    let text = Section { ties }.render();
    Some(text.expect("invariant: the template writes to memory and calls nothing"))
}

fn class(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Broken => Kind::Error.class(),
        Verdict::Question => Kind::Warning.class(),
        Verdict::CannotDecide | Verdict::Coincidence => Kind::Open.class(),
        Verdict::Proved => "proved",
    }
}

fn open_tie(cells: &Cells, verdict: Verdict, group: &[&Relation], remedy: &[String]) -> OpenTie {
    let mut titles: Vec<&str> = group.iter().map(|relation| relation.rule.title()).collect();
    titles.dedup();
    let all = if group.len() > 1 { "以上都对得上" } else { "就对得上" };
    let remedy = match remedy {
        [] => String::new(),
        remedy => format!("如果{}，{all}。", remedy.join("、")),
    };
    OpenTie {
        class: class(verdict),
        mark: group[0].mark(),
        verdict: verdict.title(),
        title: titles.join("、"),
        subject: cells.ties.subject(group[0].form),
        lines: group.iter().map(|relation| line(cells, relation)).collect(),
        remedy,
    }
}

fn line(cells: &Cells, relation: &Relation) -> Line {
    let nodes: Vec<&Node> = cells.ties.nodes_of(relation).collect();
    let shown = if nodes.len() > NAMED { 1 } else { nodes.len() };
    let number = |node: &&Node| {
        let label = if node.label.is_empty() { &node.cell } else { &node.label };
        Number { text: format!("{} {}", short(label, 24), node.shown), href: cells.href(node) }
    };
    Line {
        sentence: relation.sentence.clone(),
        numbers: nodes[..shown].iter().map(number).collect(),
    }
}

fn trees(cells: &Cells) -> Vec<Trees> {
    let ties = cells.ties;
    let mut forms: Vec<(usize, Trees)> = Vec::new();
    for tree in ties.trees().iter().filter(|tree| ties.holds(tree)) {
        let form = ties.nodes[tree.node].form;
        let root = twig(cells, tree, form);
        match forms.last_mut().filter(|(last, _)| *last == form) {
            Some((_, trees)) => trees.roots.push(root),
            None => forms.push((form, Trees { subject: ties.subject(form), roots: vec![root] })),
        }
    }
    forms.into_iter().map(|(_, trees)| trees).collect()
}

fn twig(cells: &Cells, branch: &Branch, form: usize) -> Twig {
    let ties = cells.ties;
    let node = &ties.nodes[branch.node];
    let reasoning = |limb: &Limb| {
        let relation = &ties.relations[limb.relation];
        let parts = limb.terms.iter().flatten().filter(|part| ties.holds(part));
        Reasoning {
            mark: relation.mark(),
            class: class(relation.verdict),
            title: relation.rule.title(),
            sentence: relation.sentence.clone(),
            parts: parts.map(|part| twig(cells, part, relation.form)).collect(),
        }
    };
    Twig {
        number: Number { text: ties.named(node, form), href: cells.href(node) },
        limbs: branch.limbs.iter().filter(|limb| ties.limb_holds(limb)).map(reasoning).collect(),
    }
}
