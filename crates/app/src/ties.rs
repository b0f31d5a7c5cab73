//! `heng ties`: which numbers hang together, what is broken first, then the proofs as trees.
//!
//! Draws what the engine found; finds and judges nothing itself.

use std::fmt::Write;

use checks::ties::{Branch, Node, Relation, Ties, Verdict};
use model::Path;

use crate::cli::{Inputs, OutputOptions, TextOrJson};
use crate::load::{self, Loaded, Policies};
use crate::{Ending, Failure, output, read};

/// Reads the files and writes their ties.
pub fn run(
    inputs: &Inputs,
    format: TextOrJson,
    output: &OutputOptions,
    complete: bool,
) -> Result<Ending, Failure> {
    let packs = load::packs(&inputs.packs)?;
    let recogniser = load::recogniser(&packs, &inputs.packs)?;
    let loaded = load::load(inputs, &recogniser)?;
    let ties = find(&packs, &loaded, complete);
    let text = match format {
        TextOrJson::Text => as_text(&loaded, &ties),
        TextOrJson::Json => {
            unreadable(&loaded);
            let json = serde_json::to_string_pretty(&ties);
            json.map_err(|error| Failure::new(error.to_string()))? + "\n"
        }
    };
    output::write(text.as_bytes(), output, &inputs.files, false)?;
    let broken = ties.of(Verdict::Broken).next().is_some();
    Ok(read::ending(&loaded).max(if broken { Ending::Errors } else { Ending::Clean }))
}

/// The ties of what was read, each form under its own pack and budget year.
pub fn find(packs: &policy::Packs, loaded: &Loaded, complete: bool) -> Ties {
    checks::ties::find(&Policies::of(packs, loaded).batch(loaded, complete))
}

/// JSON has no room for files that could not be read: they are named beside it.
fn unreadable(loaded: &Loaded) {
    for file in &loaded.files {
        if let Some(error) = &file.error {
            eprintln!("{}：读不了。{error}", file.file);
        }
    }
}

fn as_text(loaded: &Loaded, ties: &Ties) -> String {
    let mut out = String::new();
    for file in &loaded.files {
        _ = match &file.error {
            Some(error) => writeln!(out, "{}：读不了。{error}", file.file),
            None => writeln!(out, "{}：{} 张表", file.file, file.forms),
        };
    }
    if loaded.forms.is_empty() {
        return out;
    }
    let verdicts = [Verdict::Broken, Verdict::Question, Verdict::CannotDecide, Verdict::Proved];
    let counts =
        verdicts.map(|verdict| format!("{} {}", verdict.title(), ties.of(verdict).count()));
    let numbers = ties.nodes.iter().filter(|node| node.value.is_some()).count();
    _ = writeln!(out, "读到 {numbers} 个数，勾稽：{}", counts.join("，"));
    for (verdict, mark, remark) in [
        (Verdict::Broken, '✗', ""),
        (Verdict::Question, '？', "（只有填表人知道：写明理由，或者改正）"),
        (Verdict::CannotDecide, '…', "（缺了东西，既不算成立，也不算不成立）"),
    ] {
        let count = ties.of(verdict).count();
        if count > 0 {
            _ = writeln!(out, "\n━━ {}：{count} 处{remark} ━━", verdict.title());
        }
        for (group, remedy) in ties.together(verdict) {
            told(&mut out, ties, &group, remedy, mark);
        }
    }
    trees(&mut out, ties);
    let chance = ties.of(Verdict::Coincidence).count();
    if chance > 0 {
        _ = writeln!(out, "\n另有 {chance} 处数字凑巧相等，文字没有说有关系，没有列出。");
    }
    for lacking in &ties.lacking {
        _ = writeln!(out, "\n{lacking}。");
    }
    out
}

/// Most places named below one relation.
const PLACES: usize = 4;

/// Relations of one cause with the places of their numbers.
fn told(out: &mut String, ties: &Ties, group: &[&Relation], remedy: &[String], mark: char) {
    let mut titles: Vec<&str> = group.iter().map(|relation| relation.rule.title()).collect();
    titles.dedup();
    _ = writeln!(out, "\n{mark} {}　{}", titles.join("、"), ties.subject(group[0].form));
    for relation in group {
        _ = writeln!(out, "  {}", relation.sentence);
        let nodes: Vec<&Node> = ties.nodes_of(relation).collect();
        // Of forms counted or added up by the dozen the statement alone is looked up.
        let shown = if nodes.len() > PLACES { 1 } else { nodes.len() };
        for node in &nodes[..shown] {
            placed(out, ties, node, relation.form);
        }
        if nodes.len() > shown && remedy.is_empty() {
            let others: Vec<&str> = nodes[shown..].iter().map(|node| brief(ties, node)).collect();
            _ = writeln!(out, "    对照 {} 处：{}", others.len(), others.join("、"));
        }
    }
    if !remedy.is_empty() {
        let all = if group.len() > 1 { "以上都对得上" } else { "就对得上" };
        _ = writeln!(out, "  如果{}，{all}。", remedy.join("、"));
    }
}

/// A node with its place; with its form where that is another.
fn placed(out: &mut String, ties: &Ties, node: &Node, form: usize) {
    let place = node.place.as_ref().map(ToString::to_string).unwrap_or_default();
    let of = match node.form == form {
        true => String::new(),
        false => format!("{}　", ties.subject(node.form)),
    };
    let label = if node.label.is_empty() { &node.cell } else { &node.label };
    _ = writeln!(out, "    {of}{place}　{label}「{}」", node.shown);
}

/// A node in a list: its project where it has one, else what is written.
fn brief<'t>(ties: &'t Ties, node: &'t Node) -> &'t str {
    let project = &ties.forms[node.form].project;
    let elsewhere = matches!(node.path, Path::Money(..) | Path::Field(_)) && !project.is_empty();
    if elsewhere { project } else { &node.shown }
}

/// The proofs: each root, and below it what it is made of.
fn trees(out: &mut String, ties: &Ties) {
    let trees = ties.trees();
    let proved = |branch: &&Branch| ties.holds(branch);
    let count = ties.of(Verdict::Proved).count();
    if count == 0 {
        return;
    }
    let supposed = ties.of(Verdict::Proved).filter(|relation| !relation.assuming.is_empty());
    let remark = match supposed.count() {
        0 => String::new(),
        supposed => format!("（其中 {supposed} 处有前提，标 ○）"),
    };
    _ = writeln!(out, "\n━━ 成立：{count} 处{remark} ━━");
    let mut form = None;
    for tree in trees.iter().filter(proved) {
        let node = &ties.nodes[tree.node];
        if form != Some(node.form) {
            form = Some(node.form);
            _ = writeln!(out, "\n{}", ties.subject(node.form));
        }
        _ = writeln!(out, "{}", ties.named(node, node.form));
        limbs(out, ties, tree, "");
    }
}

/// The relations below a node that hold, or have something below them that does.
fn limbs(out: &mut String, ties: &Ties, branch: &Branch, indent: &str) {
    let shown = |limb: &&checks::ties::Limb| ties.limb_holds(limb);
    let limbs: Vec<_> = branch.limbs.iter().filter(shown).collect();
    for (index, limb) in limbs.iter().enumerate() {
        let relation = &ties.relations[limb.relation];
        let last = index + 1 == limbs.len();
        let (corner, bar) = if last { ("└─", "   ") } else { ("├─", "│  ") };
        let mark = relation.mark();
        let title = relation.rule.title();
        _ = writeln!(out, "{indent}{corner}{mark} {title}：{}", relation.sentence);
        let inside = format!("{indent}{bar}");
        let parts: Vec<&Branch> =
            limb.terms.iter().flatten().filter(|part| ties.holds(part)).collect();
        for (at, part) in parts.iter().enumerate() {
            let node = &ties.nodes[part.node];
            let last = at + 1 == parts.len();
            let (corner, bar) = if last { ("└─", "   ") } else { ("├─", "│  ") };
            _ = writeln!(out, "{inside}{corner} {}", ties.named(node, relation.form));
            self::limbs(out, ties, part, &format!("{inside}{bar}"));
        }
    }
}
