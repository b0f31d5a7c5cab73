//! Runs the checks over a batch and orders what they say.
//!
//! Adds to each hit what the policy knows: severity and basis. A finding the policy gives no
//! severity for becomes "cannot decide": nothing unfinished counts as passed or as failed.

use std::borrow::Cow;
use std::collections::BTreeMap;

use model::{Citation, Finding, Fix, Force, Outcome, Place, Severity};
use policy::{Policy, Value};

use crate::batch::Units;
use crate::{Batch, CHECKS, Check, Context, Hit, Out, grouping, local};

/// What every check concluded about every form.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Report {
    /// One entry for each check and form, by form, then code.
    pub verdicts: Vec<Verdict>,
    /// Failures in the order a reviewer would say them, then what could not be decided.
    pub findings: Vec<Finding>,
}

/// The outcome of one check on one form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Code of the check.
    pub code: Cow<'static, str>,
    /// Index of the form in the batch.
    pub form: usize,
    /// What it concluded.
    pub outcome: Outcome,
    /// Why the check has no business here, where it can say so.
    pub missing: Option<&'static str>,
}

/// Findings of one cause, answered once.
#[derive(Debug, Clone, PartialEq)]
pub struct Group<'a> {
    /// Key of the cause.
    pub key: &'a str,
    /// The heaviest severity in it.
    pub severity: Severity,
    /// The findings, heaviest first.
    pub findings: Vec<&'a Finding>,
}

/// Runs every check on every form, the local ones of its pack too.
pub fn run(batch: &Batch<'_>) -> Report {
    run_these(batch, &|_| true)
}

/// Runs some checks alone on every form; an empty report for codes that do not exist.
pub fn run_only(batch: &Batch<'_>, codes: &[&str]) -> Report {
    run_these(batch, &|code| codes.contains(&code))
}

fn run_these(batch: &Batch<'_>, wanted: &dyn Fn(&str) -> bool) -> Report {
    let mut report = Report::default();
    let units = &Units::of(batch);
    for index in 0..batch.members.len() {
        for check in CHECKS.iter().filter(|check| wanted(check.meta.code)) {
            let context = Context { batch, index, code: check.meta.code, units };
            let mut out = Out::default();
            if let Err(undecided) = (check.run)(&context, &mut out) {
                let (message, remedy) = (undecided.message, undecided.remedy);
                out.cannot_decide(Hit { message, remedy, ..Hit::default() });
            }
            let findings = worded(check, &context, &mut out);
            report.take(Cow::Borrowed(check.meta.code), index, &out, findings);
        }
        run_local(batch, index, units, wanted, &mut report);
    }
    grouping::join(&mut report.findings, units);
    order(&mut report.findings);
    report
}

/// Runs the local checks of the form's own pack.
fn run_local(
    batch: &Batch<'_>,
    index: usize,
    units: &Units,
    wanted: &dyn Fn(&str) -> bool,
    report: &mut Report,
) {
    let context = Context { batch, index, code: "", units };
    let checks = context.policy().local_checks().iter().filter(|check| wanted(&check.code));
    for check in checks {
        let mut out = Out::default();
        local::run(context, check, &mut out);
        let hits = std::mem::take(&mut out.hits).into_iter().map(|hit| (Outcome::Fail, hit));
        let open = std::mem::take(&mut out.undecided).into_iter();
        let all = hits.chain(open.map(|hit| (Outcome::CannotDecide, hit)));
        let findings = all.map(|(outcome, hit)| Finding {
            severity: check.severity,
            basis: vec![check.citation.clone()],
            outcome,
            ..finding(&check.code, index, hit)
        });
        report.take(Cow::Owned(check.code.clone()), index, &out, findings.collect());
    }
}

/// The outcome: a fault found is a fault whatever else is missing.
fn outcome(out: &Out, findings: &[Finding]) -> Outcome {
    if findings.iter().any(|finding| finding.outcome == Outcome::Fail) {
        return Outcome::Fail;
    }
    if !findings.is_empty() {
        return Outcome::CannotDecide;
    }
    if out.looked { Outcome::Pass } else { Outcome::NotApplicable }
}

/// The hits of one check on one form as findings.
fn worded(check: &Check, context: &Context<'_>, out: &mut Out) -> Vec<Finding> {
    let mut findings = Vec::new();
    for hit in std::mem::take(&mut out.hits) {
        let doubt = check.meta.reader_doubt && !context.form().merges_known;
        let weight = weigh(context.policy(), check.meta.code, hit.case, doubt);
        let mut finding = finding(context.code, context.index, hit);
        match weight {
            Some((severity, basis)) => {
                finding.severity = severity;
                finding.basis = bases(context.policy(), check.meta.code, basis);
                if doubt {
                    finding.message.push_str("（原文件读不出合并单元格，也可能是读取造成的）");
                }
            }
            None => {
                finding.outcome = Outcome::CannotDecide;
                finding.message.push_str("（规则包没有给出这一项的严重程度，不作结论）");
            }
        }
        findings.push(finding);
    }
    for hit in std::mem::take(&mut out.undecided) {
        let basis = weigh(context.policy(), check.meta.code, hit.case, false);
        let mut finding = finding(context.code, context.index, hit);
        finding.outcome = Outcome::CannotDecide;
        if let Some((_, basis)) = basis {
            finding.basis = bases(context.policy(), check.meta.code, basis);
        }
        findings.push(finding);
    }
    findings
}

fn finding(code: &str, form: usize, hit: Hit) -> Finding {
    let cause = if hit.cause.is_empty() { code } else { &hit.cause };
    Finding {
        code: code.to_owned(),
        severity: Severity::Advice,
        outcome: Outcome::Fail,
        form: Some(form),
        group: format!("{form}/{cause}"),
        place: hit.place,
        quote: hit.quote,
        message: hit.message,
        remedy: hit.remedy,
        basis: Vec::new(),
        fix: hit.fix.map(|replacement| Fix { replacement, automatic: hit.automatic }),
    }
}

/// Severity and basis of a check's case. Rule R5: an error rests on binding force only. Rule R7:
/// where merged cells were lost, one level down, or what the pack says for that case.
fn weigh(policy: &Policy, code: &str, case: &str, doubt: bool) -> Option<(Severity, Citation)> {
    let look = |case: &str| {
        let tail = if case.is_empty() { String::new() } else { format!("_{case}") };
        let entry = policy.entry(&format!("checks.{code}.severity{tail}"))?;
        let Value::Text(text) = &entry.value else { return None };
        let severity = match text.as_str() {
            "error" if entry.citation.force == Force::Binding => Severity::Error,
            "error" | "warning" => Severity::Warning,
            "advice" => Severity::Advice,
            _ => return None,
        };
        Some((severity, entry.citation.clone()))
    };
    if !doubt {
        return look(case);
    }
    look("reader_doubt").or_else(|| {
        let (severity, citation) = look(case)?;
        let lower = match severity {
            Severity::Error => Severity::Warning,
            Severity::Warning | Severity::Advice => Severity::Advice,
        };
        Some((lower, citation))
    })
}

/// The basis of the severity, then the further ones: `checks.<code>.basis.<n>`.
fn bases(policy: &Policy, code: &str, first: Citation) -> Vec<Citation> {
    let mut citations = vec![first];
    for entry in policy.entries(&format!("checks.{code}.basis.")) {
        if !citations.contains(&entry.citation) {
            citations.push(entry.citation.clone());
        }
    }
    citations
}

/// Errors first; one cause together; otherwise in the order of the forms and of reading.
fn order(findings: &mut [Finding]) {
    let mut groups: BTreeMap<String, Standing> = BTreeMap::new();
    for finding in findings.iter() {
        let own = Standing {
            open: finding.outcome != Outcome::Fail,
            severity: finding.severity,
            form: finding.form,
            place: finding.place.clone(),
        };
        let standing = groups.entry(finding.group.clone()).or_insert_with(|| own.clone());
        standing.open = standing.open.min(own.open);
        standing.severity = standing.severity.min(own.severity);
        standing.place = standing.place.take().min(own.place);
    }
    let key = |f: &Finding| {
        // The head of a joined group leads; on one cell the check that says most leads.
        let follows = !f.group.ends_with(&format!("/{}", f.code));
        let open = f.outcome != Outcome::Fail;
        let inside = (open, f.severity, follows, f.form, cell_of(f), grouping::rank(&f.code));
        (groups.get(&f.group).cloned(), f.group.clone(), inside, f.place.clone(), f.code.clone())
    };
    findings.sort_by_cached_key(key);
}

/// The cell of a finding, whatever characters of it are meant.
fn cell_of(finding: &Finding) -> Option<Place> {
    finding.place.clone().map(|place| Place { span: None, paragraph: None, ..place })
}

/// Where a group stands among the others; the order of the fields is the order of comparison.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Standing {
    open: bool,
    severity: Severity,
    form: Option<usize>,
    place: Option<Place>,
}

impl Report {
    /// Takes what one check said of one form.
    fn take(&mut self, code: Cow<'static, str>, form: usize, out: &Out, findings: Vec<Finding>) {
        let outcome = outcome(out, &findings);
        let missing = out.missing.filter(|_| outcome == Outcome::NotApplicable);
        self.verdicts.push(Verdict { code, form, outcome, missing });
        self.findings.extend(findings);
    }

    /// What a check concluded about a form.
    pub fn outcome(&self, code: &str, form: usize) -> Option<Outcome> {
        let mut verdicts = self.verdicts.iter();
        verdicts.find(|v| v.code == code && v.form == form).map(|verdict| verdict.outcome)
    }

    /// How many conclusions of a kind there are over all checks and forms.
    pub fn count(&self, outcome: Outcome) -> usize {
        self.verdicts.iter().filter(|verdict| verdict.outcome == outcome).count()
    }

    /// The findings that are failures, not open questions.
    pub fn failures(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.outcome == Outcome::Fail)
    }

    /// Findings by cause, in order. Open questions of a cause stand with its failures.
    pub fn groups(&self) -> Vec<Group<'_>> {
        let mut groups: Vec<Group<'_>> = Vec::new();
        for finding in &self.findings {
            match groups.last_mut().filter(|group| group.key == finding.group) {
                Some(group) => group.findings.push(finding),
                None => groups.push(Group {
                    key: &finding.group,
                    severity: finding.severity,
                    findings: vec![finding],
                }),
            }
        }
        groups
    }

    /// The failures as `code ⇥ form ⇥ quote` lines in code order: what a golden file holds.
    pub fn exact_hits(&self) -> String {
        let line = |f: &Finding| {
            let form = f.form.map_or_else(|| "-".to_owned(), |index| index.to_string());
            format!("{}\t{form}\t{}\n", f.code, f.quote.replace('\n', "\\n"))
        };
        let mut lines: Vec<(&str, Option<usize>, &Finding)> =
            self.failures().map(|f| (f.code.as_str(), f.form, f)).collect();
        lines.sort_by_key(|(code, form, finding)| (*code, *form, finding.place.clone()));
        lines.into_iter().map(|(_, _, finding)| line(finding)).collect()
    }
}
