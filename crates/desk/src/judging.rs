//! A unit's forms judged together, beside last year's and its neighbours'.
//!
//! Counts and findings of one declaration are cut out of the judgement of the whole unit, because
//! ties run across forms. Judging keeps a core busy, so it runs beside the requests.

use std::collections::BTreeSet;
use std::sync::Arc;

use checks::{Batch, Group, Member, Peer, Report};
use model::form::Field;
use model::{Finding, Form, Outcome, Severity};
use policy::Policy;
use store::{DeclarationId, FoundFault, Judged};

use crate::{Desk, Error, Result};

/// Forms to be judged together.
#[derive(Debug, Clone)]
pub struct Judging {
    /// The unit's forms, each with its declaration.
    pub own: Vec<(DeclarationId, Form)>,
    /// Forms of other units to compare with; what is found in them is not told here.
    pub others: Vec<Form>,
    /// Forms of earlier years.
    pub past: Vec<Form>,
    /// What projects of other units state.
    pub peers: Vec<Peer>,
    /// The rules.
    pub policy: Arc<Policy>,
    /// The pack and its version, as people read them.
    pub packs: String,
}

/// What was found in a unit's forms.
#[derive(Debug, Clone)]
pub struct Judgement {
    /// The unit's forms in the order in which findings count them: those on which nothing is
    /// filled in yet stand last.
    pub own: Vec<(DeclarationId, Form)>,
    /// How many of them have something filled in.
    pub filled: usize,
    /// Findings about the unit's own forms, and about the unit as a whole. A cause keeps its key
    /// while forms come and go beside its own.
    pub report: Report,
    /// Forms of the year before.
    pub past: Vec<Form>,
    /// The rules.
    pub policy: Arc<Policy>,
    /// The pack and its version, as people read them.
    pub packs: String,
}

impl Judging {
    /// Judges. A form on which nothing is filled in yet is judged by itself: it has no say in what
    /// the others tie to.
    pub fn judge(self) -> Judgement {
        let Judging { own, mut others, past, peers, policy, packs } = self;
        let (mut own, blank): (Vec<_>, Vec<_>) =
            own.into_iter().partition(|(_, form)| !is_blank(form));
        others.retain(|form| !is_blank(form));
        let filled = own.len();
        let mut report = run(&own, &others, (&past, &peers), &policy);
        if !blank.is_empty() {
            let mut apart = run(&blank, &[], (&[], &[]), &policy);
            apart.findings.retain(|finding| finding.form.is_some());
            for finding in &mut apart.findings {
                finding.form = finding.form.map(|form| form + filled);
            }
            for verdict in &mut apart.verdicts {
                verdict.form += filled;
            }
            report.findings.append(&mut apart.findings);
            report.verdicts.append(&mut apart.verdicts);
            own.extend(blank);
        }
        Judgement { own, filled, report, past, policy, packs }
    }
}

/// What the checks find in some forms of a unit, beside those of other units, and compared with
/// earlier years and with what other units' projects state.
fn run(
    own: &[(DeclarationId, Form)],
    others: &[Form],
    (past, peers): (&[Form], &[Peer]),
    policy: &Policy,
) -> Report {
    let forms = own.iter().map(|(_, form)| form).chain(others);
    let members = forms.map(|form| Member { form, policy }).collect();
    let (past, peers) = (past.iter().collect(), peers.iter().collect());
    let batch = Batch { members, past, peers, ..Batch::default() };
    let mut report = checks::run(&batch);
    let is_own = |form: Option<usize>| form.is_none_or(|form| form < own.len());
    report.findings.retain(|finding| is_own(finding.form));
    report.verdicts.retain(|verdict| verdict.form < own.len());
    for finding in &mut report.findings {
        finding.group = lasting(&finding.group, own);
    }
    report
}

/// What a new form says before anybody has written on it.
const GIVEN: [Field; 5] =
    [Field::Title, Field::Year, Field::Unit, Field::Department, Field::Project];

/// Whether nothing is filled in yet but what a new form begins with.
pub(crate) fn is_blank(form: &Form) -> bool {
    let fields = form.fields.iter().filter(|(field, _)| !GIVEN.contains(field));
    let fields = fields.map(|(_, text)| text);
    let money = form.money.iter().flat_map(|row| row.amounts.values().map(|one| &one.text));
    let tasks = form.tasks.iter().flat_map(|row| row.cells.values());
    let indicators = form.indicators.iter().flat_map(|row| row.cells.values());
    let unknown = form.unknown.iter().map(|(_, text)| text);
    fields
        .chain(money)
        .chain(tasks)
        .chain(indicators)
        .chain(unknown)
        .all(model::form::Text::is_blank)
}

/// The key of a cause with the declaration in place of its form's number among the unit's, and
/// the unit in place of the number of its first form: numbers change when a form comes or goes.
fn lasting(key: &str, own: &[(DeclarationId, Form)]) -> String {
    let Some((of, cause)) = key.split_once('/') else { return key.to_owned() };
    if of.starts_with("file") {
        return format!("unit/{cause}");
    }
    let declaration = of.parse::<usize>().ok().and_then(|form| own.get(form));
    declaration.map_or_else(|| key.to_owned(), |(id, _)| format!("{}/{cause}", id.0))
}

/// What a cause asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asks {
    /// It bars handing in.
    Mending,
    /// It must be mended or answered.
    Answer,
    /// Nothing.
    Nothing,
    /// It could not be decided.
    Open,
}

/// What a cause asks for: as much as its heaviest failure.
pub fn asks(cause: &Group<'_>) -> Asks {
    asked(&cause.findings)
}

fn asked(findings: &[&Finding]) -> Asks {
    let failed = findings.iter().filter(|finding| finding.outcome == Outcome::Fail);
    match failed.map(|finding| finding.severity).min() {
        Some(Severity::Error) => Asks::Mending,
        Some(Severity::Warning) => Asks::Answer,
        Some(Severity::Advice) => Asks::Nothing,
        None => Asks::Open,
    }
}

impl Judgement {
    /// Where a declaration's form stands among the unit's.
    pub fn position(&self, of: DeclarationId) -> Option<usize> {
        self.own.iter().position(|(id, _)| *id == of)
    }

    /// The causes that touch a declaration, heaviest first as the report has them.
    pub fn causes(&self, of: DeclarationId) -> Vec<Group<'_>> {
        let Some(position) = self.position(of) else { return Vec::new() };
        let touches = |group: &Group<'_>| group.findings.iter().any(|f| f.form == Some(position));
        self.report.groups().into_iter().filter(touches).collect()
    }

    /// The findings about a declaration.
    pub fn findings(&self, of: DeclarationId) -> Vec<Finding> {
        let position = self.position(of);
        let own = self.report.findings.iter().filter(|finding| finding.form == position);
        own.filter(|_| position.is_some()).cloned().collect()
    }

    /// The findings about a declaration, counted as the store keeps them and as its page lists
    /// them: what is only advice, or is open, once for each check.
    pub fn counted(&self, of: DeclarationId) -> Judged {
        let mut judged = Judged { packs: self.packs.clone(), ..Judged::default() };
        let Some(position) = self.position(of) else { return judged };
        let outline = self.report.outline();
        let answers = outline.by_form.into_iter().flat_map(|(_, groups)| groups);
        let groups = outline.errors.into_iter().chain(outline.shared).chain(answers);
        let folded = outline.advice.into_iter().chain(outline.open).flat_map(|folded| folded.kinds);
        let listed = groups.map(|group| group.findings).chain(folded.map(|kind| kind.findings));
        for findings in listed {
            if findings.iter().all(|finding| finding.form != Some(position)) {
                continue;
            }
            match asked(&findings) {
                Asks::Mending => judged.errors += 1,
                Asks::Answer => judged.warnings.push(findings[0].group.clone()),
                Asks::Nothing => judged.advice += 1,
                Asks::Open => judged.open += 1,
            }
        }
        judged
    }

    /// The findings about a declaration, as statistics count them.
    pub fn faults(&self, of: DeclarationId) -> Vec<FoundFault> {
        let failed = |finding: &Finding| finding.outcome == Outcome::Fail;
        let findings = self.findings(of).into_iter().filter(failed);
        findings
            .map(|finding| FoundFault {
                code: finding.code,
                severity: severity(finding.severity).to_owned(),
                cause: finding.group,
            })
            .collect()
    }

    /// Warnings that nobody has answered, by cause.
    pub fn unanswered(&self, of: DeclarationId, answered: &BTreeSet<String>) -> Vec<String> {
        let warnings = self.counted(of).warnings;
        warnings.into_iter().filter(|cause| !answered.contains(cause)).collect()
    }
}

/// The word the store keeps for a severity.
fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "advice",
    }
}

impl Desk {
    /// Judges beside the requests.
    ///
    /// # Errors
    /// When a check failed badly.
    pub async fn judge(&self, judging: Judging) -> Result<Judgement> {
        let done = tokio::task::spawn_blocking(move || judging.judge()).await;
        done.map_err(|_| Error::bad("检查出了错，没有做完。请告诉系统管理员。"))
    }
}
