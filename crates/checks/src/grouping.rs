//! One cause, one finding: which checks speak of the same thing.
//!
//! Joins findings of different checks into one group: the heaviest leads, the others stand under
//! it as evidence, and the whole is answered once. It drops nothing and weighs nothing. A check
//! that no rule names keeps one group for each form, or for each cell where it says so itself.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use model::{Finding, Outcome};

use crate::batch::Units;

/// How near findings must stand to have one cause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scope {
    /// The same cell.
    Cell,
    /// The same row of a form.
    Row,
    /// The same form.
    Form,
    /// The same file.
    File,
}

/// Where one of the heads is found, the codes inside have the same cause.
struct Rule {
    scope: Scope,
    heads: &'static [&'static str],
    inside: &'static [&'static str],
}

const fn rule(
    scope: Scope,
    heads: &'static [&'static str],
    inside: &'static [&'static str],
) -> Rule {
    Rule { scope, heads, inside }
}

/// From near to far: a later rule takes whole groups of the earlier ones along.
const RULES: &[Rule] = &[
    // A forecast for a past year is hedged by its nature; a missing unit has no comparator to miss.
    rule(Scope::Cell, &["C120"], &["C062"]),
    rule(Scope::Cell, &["C107", "C093"], &["C106", "C093"]),
    // One row of past years: an impossible rate distorts its own mean, signs cancel in another.
    rule(Scope::Row, &["C046", "C049"], &["C043", "C048", "C049", "C073"]),
    rule(Scope::Row, &["C044", "C050"], &["C043", "C050"]),
    rule(Scope::Row, &["C128"], &["C043"]),
    rule(Scope::Row, &["C071"], &["C157"]),
    // Travel counted in 人次: the unit, the hedge and the activity are one badly chosen indicator.
    rule(Scope::Row, &["C152"], &["C023", "C062"]),
    // A row that says nothing measurable often also copies, repeats or hedges: one repair.
    rule(Scope::Row, &["C041", "C103"], &["C028", "C102", "C103", "C105", "C117"]),
    rule(Scope::Form, &["C041", "C042"], &["C041", "C042"]),
    rule(Scope::Form, &["C003"], &["C007"]),
    rule(Scope::Form, &["C004", "C005", "C006", "C007", "C008"], &[]),
    rule(Scope::Form, &["C084"], &["C082"]),
    rule(Scope::Form, &["C100"], &["C101"]),
    // What is bought stands where a result should: inputs, activities, heads.
    rule(Scope::Form, &["C022"], &["C023", "C026", "C054", "C070"]),
    rule(Scope::Form, &["C066", "C151"], &[]),
    // Without a standard or an item the sum cannot be built up.
    rule(Scope::Form, &["C016", "C024"], &["C052", "C158"]),
    rule(Scope::Form, &["C052", "C158"], &[]),
    rule(Scope::Form, &["C155"], &["C053"]),
    // The look of the text: one sitting, one press of a key.
    rule(
        Scope::File,
        &["C109", "C014", "C108", "C110", "C111", "C112", "C113", "C116", "C118"],
        &[],
    ),
    // The same answer for every form of the file.
    rule(Scope::File, &["C012"], &[]),
    rule(Scope::File, &["C021", "C020"], &[]),
    rule(Scope::File, &["C029"], &[]),
    rule(Scope::File, &["C040"], &[]),
    rule(Scope::File, &["C042"], &["C041", "C117"]),
    rule(Scope::File, &["C045"], &[]),
    rule(Scope::File, &["C060"], &["C114"]),
    rule(Scope::File, &["C051", "C064"], &["C154", "C159"]),
    rule(Scope::File, &["C070"], &[]),
    rule(Scope::File, &["C104"], &[]),
    rule(Scope::File, &["C107"], &[]),
    rule(Scope::File, &["C152"], &[]),
    rule(Scope::File, &["C155"], &[]),
    rule(Scope::File, &["C077"], &["C163"]),
];

/// Of several findings about one cell, the one to say first: copied words before repeated ones,
/// vague ones, sentences, and last the mere lack of a number.
const STRONGEST_FIRST: [&str; 5] = ["C103", "C102", "C117", "C105", "C041"];

/// Where a check stands among those about the same cell.
pub(crate) fn rank(code: &str) -> usize {
    STRONGEST_FIRST.iter().position(|own| *own == code).unwrap_or(0)
}

/// Gives findings that have one cause one group.
pub(crate) fn join(findings: &mut [Finding], units: &Units) {
    for rule in RULES {
        match rule.scope {
            Scope::Cell | Scope::Row => join_near(rule, findings),
            Scope::Form | Scope::File => join_groups(rule, findings, units),
        }
    }
}

/// Moves single findings into the group of the head beside them.
fn join_near(rule: &Rule, findings: &mut [Finding]) {
    let mut heads: BTreeMap<Spot, String> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| rule.is_head(finding)) {
        if let Some(spot) = spot(rule.scope, finding) {
            heads.entry(spot).or_insert_with(|| finding.group.clone());
        }
    }
    for finding in findings.iter_mut().filter(|f| rule.inside.contains(&f.code.as_str())) {
        let head = spot(rule.scope, finding).and_then(|spot| heads.get(&spot));
        if let Some(group) = head {
            finding.group.clone_from(group);
        }
    }
}

/// Form, part, row and, for a cell, column.
type Spot = (Option<usize>, model::Part, u32, Option<u32>);

fn spot(scope: Scope, finding: &Finding) -> Option<Spot> {
    let place = finding.place.as_ref().filter(|place| place.row > 0)?;
    let column = (scope == Scope::Cell).then_some(place.column);
    Some((finding.form, place.part.clone(), place.row, column))
}

/// Renames whole groups: those of the rule's codes in one form or file become one.
fn join_groups(rule: &Rule, findings: &mut [Finding], units: &Units) {
    let whole = |finding: &Finding| match rule.scope {
        Scope::File => file_key(finding.form, &units.files),
        _ => finding.form.map_or_else(|| "-".to_owned(), |form| form.to_string()),
    };
    let heads = findings.iter().filter(|finding| rule.is_head(finding)).map(whole);
    let headed: BTreeSet<String> = heads.collect();
    let mut renamed: BTreeMap<String, String> = BTreeMap::new();
    for finding in findings.iter() {
        let code = finding.code.as_str();
        let within = whole(finding);
        if (rule.heads.contains(&code) || rule.inside.contains(&code)) && headed.contains(&within) {
            renamed.insert(finding.group.clone(), format!("{within}/{}", rule.heads[0]));
        }
    }
    for finding in findings {
        if let Some(group) = renamed.get(&finding.group) {
            finding.group.clone_from(group);
        }
    }
}

/// The file by the first form in it: names of files may be anything.
fn file_key(form: Option<usize>, files: &[Option<Arc<str>>]) -> String {
    let Some(form) = form else { return "-".to_owned() };
    let first = files.iter().position(|file| *file == files[form]).unwrap_or(form);
    format!("file{first}")
}

impl Rule {
    fn is_head(&self, finding: &Finding) -> bool {
        finding.outcome == Outcome::Fail && self.heads.contains(&finding.code.as_str())
    }
}
