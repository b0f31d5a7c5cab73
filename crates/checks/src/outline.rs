//! The order in which a good reviewer says things: what bars submission, what several forms have
//! in common, then form by form what must be answered; advice and open questions by kind.
//!
//! Every face (letter, page, workbook) reads from here. It drops nothing and words nothing.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use model::{Finding, Outcome, Severity};

use crate::catalogue::{GROUPS, explain};
use crate::{Group, Report};

/// A report put in order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Outline<'a> {
    /// Causes that bar submission.
    pub errors: Vec<Group<'a>>,
    /// Causes to be answered that several forms share.
    pub shared: Vec<Group<'a>>,
    /// Causes to be answered of one form each, by form.
    pub by_form: Vec<(usize, Vec<Group<'a>>)>,
    /// Advice, one entry a group of checks.
    pub advice: Vec<Folded<'a>>,
    /// What could not be decided, one entry a group of checks.
    pub open: Vec<Folded<'a>>,
}

/// Findings of the checks of one group of the catalogue, said in one paragraph.
#[derive(Debug, Clone, PartialEq)]
pub struct Folded<'a> {
    /// Name of the group in Chinese.
    pub aspect: &'static str,
    /// By check, the one found most often first.
    pub kinds: Vec<Alike<'a>>,
}

/// Findings of one check.
#[derive(Debug, Clone, PartialEq)]
pub struct Alike<'a> {
    /// Code of the check.
    pub code: &'a str,
    /// In how many forms.
    pub forms: usize,
    /// The findings, in order of reading.
    pub findings: Vec<&'a Finding>,
}

impl Report {
    /// The report in the order of a reviewer's letter.
    pub fn outline(&self) -> Outline<'_> {
        let mut outline = Outline::default();
        let (mut advice, mut open) = (Vec::new(), Vec::new());
        for group in self.groups() {
            let failed = group.findings.iter().any(|finding| finding.outcome == Outcome::Fail);
            match group.severity {
                _ if !failed => open.extend(group.findings),
                Severity::Error => outline.errors.push(group),
                Severity::Warning => outline.answer(group),
                Severity::Advice => advice.extend(group.findings),
            }
        }
        outline.by_form.sort_by_key(|(form, _)| *form);
        outline.advice = folded(advice);
        outline.open = folded(open);
        outline
    }
}

impl<'a> Outline<'a> {
    /// Causes that must be answered.
    pub fn answers(&self) -> usize {
        self.shared.len() + self.by_form.iter().map(|(_, groups)| groups.len()).sum::<usize>()
    }

    /// How many things there are to mend, to answer or to read.
    pub fn things(&self) -> usize {
        self.errors.len() + self.answers() + self.advice.len()
    }

    fn answer(&mut self, group: Group<'a>) {
        let forms: BTreeSet<usize> = group.findings.iter().filter_map(|f| f.form).collect();
        let Some(form) = forms.first().copied().filter(|_| forms.len() == 1) else {
            return self.shared.push(group);
        };
        match self.by_form.iter_mut().find(|(own, _)| *own == form) {
            Some((_, groups)) => groups.push(group),
            None => self.by_form.push((form, vec![group])),
        }
    }
}

/// By group of the catalogue, in its order; local checks stand last.
fn folded(findings: Vec<&Finding>) -> Vec<Folded<'_>> {
    let mut alike: Vec<Alike<'_>> = Vec::new();
    for finding in findings {
        match alike.iter_mut().find(|own| own.code == finding.code) {
            Some(own) => own.findings.push(finding),
            None => alike.push(Alike { code: &finding.code, forms: 0, findings: vec![finding] }),
        }
    }
    for own in &mut alike {
        let forms: BTreeSet<Option<usize>> = own.findings.iter().map(|f| f.form).collect();
        own.forms = forms.len();
    }
    alike.sort_by_key(|own| (Reverse(own.findings.len()), own.code));
    let groups = GROUPS.iter().map(|group| (Some(group.folder), group.name));
    let folded = groups.chain([(None, "本地检查")]).map(|(folder, aspect)| {
        let of_group = alike.iter().filter(|own| explain(own.code).map(|c| c.group) == folder);
        Folded { aspect, kinds: of_group.cloned().collect() }
    });
    folded.filter(|folded| !folded.kinds.is_empty()).collect()
}
