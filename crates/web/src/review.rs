//! A draft of the 绩效目标审核表: the four aspects pre-filled from what the checks said.
//!
//! Aspects, questions, points, which check belongs where and what a finding costs are pack data.
//! The draft decides nothing: it says what was found, what could not be judged, and leaves the
//! grade and the signature to the reviewer. A point nobody looked at is not full marks.

mod sheet;

use std::collections::{BTreeMap, BTreeSet};

use checks::Report;
use model::{Decimal, Finding, Form, FormKind, Outcome, Severity};
use policy::Policy;

use crate::reviewed::{Cause, Kind, title_of};

pub use sheet::{decided_drawings, drawings};

/// The draft for one form.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// The aspects in the order of the pack.
    pub aspects: Vec<Aspect>,
    /// What belongs to no item, such as a county's own checks.
    pub elsewhere: Vec<Reason>,
    /// How many causes bar submission.
    pub errors: usize,
}

/// One of the four aspects.
#[derive(Debug, Clone, PartialEq)]
pub struct Aspect {
    /// Its name: 完整性.
    pub name: String,
    /// Its items.
    pub items: Vec<Item>,
}

/// One item to be marked.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Its name: 规范完整性.
    pub name: String,
    /// What the reviewer asks.
    pub question: String,
    /// Full marks.
    pub points: Decimal,
    /// What the findings suggest.
    pub mark: Mark,
    /// What was found, heaviest first.
    pub reasons: Vec<Reason>,
    /// What could not be decided.
    pub open: Vec<String>,
    /// How many checks looked.
    pub looked: usize,
}

/// A suggested mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Every check that applies was decided.
    Points(Decimal),
    /// Some could not be decided: at most the first, at least the second.
    Between(Decimal, Decimal),
    /// No check says anything about it.
    Unjudged,
}

/// What a reviewer decided, to be printed in the place of suggestions.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Decided {
    /// Marks by the name of their item.
    pub scores: BTreeMap<String, Score>,
    /// The opinion.
    pub opinion: String,
    /// The marks in all; none while one is missing.
    pub total: Option<Decimal>,
    /// Who decided and when; none while it is thought over.
    pub signed: Option<String>,
}

/// A reviewer's mark for an item.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// Points.
    pub points: Decimal,
    /// Why; may be empty.
    pub reason: String,
}

/// A cause and what it costs here.
#[derive(Debug, Clone, PartialEq)]
pub struct Reason {
    /// Number and mark in the report: 错3.
    pub label: String,
    /// How heavy it is.
    pub kind: Kind,
    /// Name of the check, and what it found.
    pub text: String,
    /// Points taken off.
    pub off: Decimal,
}

/// The draft of one form; `None` for a form that declares no goals, or a policy without a sheet.
pub fn draft(
    report: &Report,
    causes: &[Cause],
    index: usize,
    form: &Form,
    policy: &Policy,
) -> Option<Draft> {
    if !matches!(form.kind, FormKind::Project | FormKind::Department) {
        return None;
    }
    let aspects = policy.words("review.aspects");
    let touching: Vec<&Cause> = causes.iter().filter(|cause| cause.touches(index)).collect();
    let mut taken = BTreeSet::new();
    let made = aspects.iter().map(|aspect| {
        let name = policy.text(&format!("review.{aspect}.name"))?.to_owned();
        let items = policy.words(&format!("review.{aspect}.items")).iter();
        let items = items.map(|item| {
            let key = format!("review.{aspect}.{item}");
            let sheet = Sheet { report, index, policy, touching: &touching };
            sheet.item(&key, &mut taken)
        });
        Some(Aspect { name, items: items.collect::<Option<_>>()? })
    });
    let aspects: Vec<Aspect> = made.collect::<Option<_>>()?;
    let left = touching.iter().filter(|cause| !taken.contains(&cause.number));
    let elsewhere = left.filter_map(|cause| {
        let finding = speaking(cause, index)?;
        Some(reason(cause, finding, Decimal::ZERO))
    });
    let errors = touching.iter().filter(|cause| cause.kind == Kind::Error).count();
    let elsewhere = elsewhere.collect();
    (!aspects.is_empty()).then_some(Draft { aspects, elsewhere, errors })
}

/// What the items of one form are filled from.
struct Sheet<'a> {
    report: &'a Report,
    index: usize,
    policy: &'a Policy,
    touching: &'a [&'a Cause<'a>],
}

impl Sheet<'_> {
    fn item(&self, key: &str, taken: &mut BTreeSet<usize>) -> Option<Item> {
        let text = |part: &str| self.policy.text(&format!("{key}.{part}"));
        let points = self.policy.decimal(&format!("{key}.points"))?;
        let codes = self.policy.words(&format!("{key}.checks"));
        let mut reasons = Vec::new();
        for cause in self.touching {
            let Some(finding) = speaking(cause, self.index) else { continue };
            if is_among(&finding.code, codes) && taken.insert(cause.number) {
                reasons.push(reason(cause, finding, self.off(points, finding.severity)));
            }
        }
        reasons.sort_by_key(|reason| reason.kind);
        let (looked, open) = self.verdicts(codes);
        let left = reasons.iter().fold(points, |left, reason| left - reason.off);
        let most = left.max(Decimal::ZERO);
        // An open question may turn out to be an error.
        let doubt = self.off(points, Severity::Error) * Decimal::from(open.len());
        let mark = match (looked + reasons.len(), open.len()) {
            (0, _) => Mark::Unjudged,
            (_, 0) => Mark::Points(most),
            _ => Mark::Between((most - doubt).max(Decimal::ZERO), most),
        };
        Some(Item {
            name: text("name")?.to_owned(),
            question: text("question").unwrap_or_default().to_owned(),
            points,
            mark,
            reasons,
            open,
            looked,
        })
    }

    /// How many of the checks looked at the form, and what the undecided ones lack.
    fn verdicts(&self, codes: &[String]) -> (usize, Vec<String>) {
        let mine = self.report.verdicts.iter();
        let mine =
            mine.filter(|verdict| verdict.form == self.index && is_among(&verdict.code, codes));
        let (mut looked, mut open) = (0, Vec::new());
        for verdict in mine {
            looked += usize::from(verdict.outcome != Outcome::NotApplicable);
            if verdict.outcome == Outcome::CannotDecide {
                open.push(title_of(&verdict.code).to_owned());
            }
        }
        (looked, open)
    }

    /// What a finding takes off an item of so many points: a share the pack names.
    fn off(&self, points: Decimal, severity: Severity) -> Decimal {
        let name = match severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Advice => "advice",
        };
        let share = self.policy.decimal(&format!("review.deduct.{name}")).unwrap_or_default();
        points * share / Decimal::ONE_HUNDRED
    }
}

/// The finding that speaks for a cause on one form: its head, else the heaviest there. A cause
/// that only raises open questions there costs nothing.
fn speaking<'f>(cause: &Cause<'f>, form: usize) -> Option<&'f Finding> {
    let here = cause.findings.iter().copied();
    here.filter(|finding| finding.form == Some(form) && finding.outcome == Outcome::Fail)
        .filter(|_| cause.kind < Kind::Open)
        .min_by_key(|finding| finding.severity)
}

fn reason(cause: &Cause, finding: &Finding, off: Decimal) -> Reason {
    let title = title_of(&finding.code);
    let kind = Kind::of(finding);
    let text = match kind {
        Kind::Advice => title.to_owned(),
        _ => format!("{title}：{}", finding.message),
    };
    let text = text.trim_start_matches('：').to_owned();
    Reason { label: cause.label(), kind, text, off }
}

/// Whether a code is listed, by itself or within a run such as `C001-C010`.
fn is_among(code: &str, codes: &[String]) -> bool {
    codes.iter().any(|listed| match listed.split_once('-') {
        Some((first, last)) => code.len() == first.len() && (first..=last).contains(&code),
        None => listed == code,
    })
}

impl Item {
    /// The least and the most the item can come to once the reviewer has judged the rest.
    pub fn range(&self) -> (Decimal, Decimal) {
        match self.mark {
            Mark::Points(points) => (points, points),
            Mark::Between(least, most) => (least, most),
            Mark::Unjudged => (Decimal::ZERO, self.points),
        }
    }
}

/// Points of some items: full marks, the least and the most they can come to.
pub(crate) fn sum<'i>(items: impl Iterator<Item = &'i Item>) -> [Decimal; 3] {
    items.fold([Decimal::ZERO; 3], |[full, least, most], item| {
        let (low, high) = item.range();
        [full + item.points, least + low, most + high]
    })
}

/// The grade of a share of the points, by the pack's lines for a hundred.
pub(crate) fn grade(policy: &Policy, points: Decimal, full: Decimal) -> Option<String> {
    let lines = policy.table("review.grade_from")?;
    // Compared crosswise: a share is never rounded across a line.
    let reached = policy.words("review.grades").iter().filter(|grade| {
        let line = lines.get(*grade).and_then(|line| Decimal::from_str_exact(line).ok());
        line.is_some_and(|line| points * Decimal::ONE_HUNDRED >= line * full)
    });
    reached
        .max_by_key(|grade| lines.get(*grade).and_then(|line| Decimal::from_str_exact(line).ok()))
        .cloned()
}
