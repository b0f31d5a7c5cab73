//! One run as its readers need it: findings numbered by cause, forms by name, verdicts in words.
//!
//! The page and the workbook number and name alike, because both ask here.

use checks::Report;
use checks::ties::Ties;
use model::form::Field;
use model::text::fold;
use model::{Citation, Finding, Form, Fund, Money, Outcome, Severity};
use office::json::FileJson;
use office::lay_out::Laid;

/// Everything a run gave.
#[derive(Debug, Clone, Copy)]
pub struct Reviewed<'a> {
    /// The files, with what went wrong.
    pub files: &'a [FileJson],
    /// Every form of every file.
    pub forms: &'a [Form],
    /// The packs that judged, with their versions, as people read them.
    pub packs: &'a [String],
    /// What the checks said; forms are counted as in `forms`.
    pub report: &'a Report,
    /// What the readers said.
    pub reading: &'a [Finding],
    /// The forms drawn.
    pub sheets: &'a [Laid],
    /// Which numbers hang together.
    pub ties: &'a Ties,
}

/// What a cause asks of the one who reads it; the order is the order of reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Bars submission.
    Error,
    /// Must be answered.
    Warning,
    /// May be ignored.
    Advice,
    /// Could not be decided.
    Open,
    /// What a reader remarked about the file; it says nothing about the form.
    Note,
}

/// Findings with one cause, answered once.
#[derive(Debug, Clone, PartialEq)]
pub struct Cause<'a> {
    /// Its number in this run, from 1.
    pub number: usize,
    /// What it asks.
    pub kind: Kind,
    /// The findings, the one that says it best first; never empty.
    pub findings: Vec<&'a Finding>,
}

impl Kind {
    /// Every kind, in reading order.
    pub const ALL: [Kind; 5] = [Kind::Error, Kind::Warning, Kind::Advice, Kind::Open, Kind::Note];

    /// The kinds that are counted for a form.
    pub const COUNTED: [Kind; 4] = [Kind::Error, Kind::Warning, Kind::Advice, Kind::Open];

    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Error => "错误",
            Kind::Warning => "需答复",
            Kind::Advice => "建议",
            Kind::Open => "不能判断",
            Kind::Note => "读取说明",
        }
    }

    /// The one character that marks it, so that it can be told without colour.
    pub fn mark(self) -> &'static str {
        match self {
            Kind::Error => "错",
            Kind::Warning => "答",
            Kind::Advice => "议",
            Kind::Open => "未",
            Kind::Note => "注",
        }
    }

    /// Its class in the page's style sheet.
    pub fn class(self) -> &'static str {
        match self {
            Kind::Error => "error",
            Kind::Warning => "warning",
            Kind::Advice => "advice",
            Kind::Open => "open",
            Kind::Note => "note",
        }
    }

    pub(crate) fn of(finding: &Finding) -> Kind {
        match (finding.outcome, finding.severity) {
            (Outcome::Fail, Severity::Error) => Kind::Error,
            (Outcome::Fail, Severity::Warning) => Kind::Warning,
            (Outcome::Fail, Severity::Advice) => Kind::Advice,
            _ => Kind::Open,
        }
    }
}

impl<'a> Cause<'a> {
    /// The finding that speaks for the cause.
    pub fn head(&self) -> &'a Finding {
        self.findings[0]
    }

    /// `错3`: the mark and the number.
    pub fn label(&self) -> String {
        format!("{}{}", self.kind.mark(), self.number)
    }

    /// Whether its findings are about several forms.
    pub fn is_shared(&self) -> bool {
        self.findings.iter().any(|finding| finding.form != self.head().form)
    }

    /// Whether any of its findings is about the form.
    pub fn touches(&self, form: usize) -> bool {
        self.findings.iter().any(|finding| finding.form == Some(form))
    }
}

impl<'a> Reviewed<'a> {
    /// The causes in the order of the letter, numbered through: what bars submission, what must be
    /// answered, then advice and open questions by check, then what the readers remarked.
    pub fn causes(&self) -> Vec<Cause<'a>> {
        let outline = self.report.outline();
        let answers = outline.by_form.into_iter().flat_map(|(_, groups)| groups);
        let groups = outline.errors.into_iter().chain(outline.shared).chain(answers);
        let folded = outline.advice.into_iter().chain(outline.open).flat_map(|folded| folded.kinds);
        let judged = groups.map(|group| group.findings).chain(folded.map(|f| f.findings));
        let mut causes: Vec<Cause<'a>> = judged.map(cause).collect();
        causes.extend(self.remarks());
        for (index, cause) in causes.iter_mut().enumerate() {
            cause.number = index + 1;
        }
        causes
    }

    /// The readers' remarks by their code.
    fn remarks(&self) -> Vec<Cause<'a>> {
        let mut remarks: Vec<Cause<'a>> = Vec::new();
        for finding in self.reading {
            match remarks.iter_mut().find(|remark| remark.head().code == finding.code) {
                Some(remark) => remark.findings.push(finding),
                None => {
                    let findings = vec![finding];
                    remarks.push(Cause { number: 0, kind: Kind::Note, findings });
                }
            }
        }
        remarks
    }

    /// What a form is called: `项目目标《三支一扶人员待遇兑现》`.
    pub fn subject(&self, form: usize) -> String {
        let form = &self.forms[form];
        format!("{}《{}》", form.kind.chinese(), short_name(form))
    }
}

/// The project's name, else the unit's.
pub(crate) fn short_name(form: &Form) -> String {
    let name = form.filled(Field::Project).or(form.filled(Field::Unit));
    name.map_or_else(|| "（无名称）".to_owned(), fold)
}

/// What the form asks for in all.
pub(crate) fn total(form: &Form) -> Option<Money> {
    form.funds().and_then(|row| row.money(&Fund::Total))
}

/// The name of a check or of a reader's remark; "" for a code nobody explains.
pub(crate) fn title_of(code: &str) -> &'static str {
    let check = checks::explain(code).map(|check| check.title);
    check.or_else(|| office::notes::note(code).map(|note| note.name)).unwrap_or("")
}

/// The bases of a finding in one line, each document by its number where it has one.
pub(crate) fn short_basis_of(finding: &Finding) -> String {
    let short = |citation: &Citation| {
        let full = citation.to_string();
        if citation.number.is_empty() {
            return full;
        }
        let named = format!("《{}》（{}）", citation.title, citation.number);
        full.replacen(&named, &citation.number, 1)
    };
    let basis: Vec<String> = finding.basis.iter().map(short).collect();
    basis.join("；")
}

/// The verdict over causes of these kinds, in a few words.
pub(crate) fn verdict(kinds: impl Iterator<Item = Kind>) -> (Kind, &'static str) {
    match kinds.min() {
        Some(Kind::Error) => (Kind::Error, "不能提交"),
        Some(Kind::Warning) => (Kind::Warning, "须答复"),
        Some(Kind::Open) => (Kind::Open, "有未判项"),
        Some(Kind::Advice) => (Kind::Advice, "可以提交"),
        Some(Kind::Note) | None => (Kind::Advice, "未见问题"),
    }
}

/// A cause is as heavy as its heaviest finding; that one leads.
fn cause(mut findings: Vec<&Finding>) -> Cause<'_> {
    let kind = findings.iter().map(|finding| Kind::of(finding)).min().unwrap_or(Kind::Open);
    if let Some(lead) = findings.iter().position(|finding| Kind::of(finding) == kind) {
        findings[..=lead].rotate_right(1);
    }
    Cause { number: 0, kind, findings }
}

/// The text without characters that HTML and XML forbid; they show nothing and may break a file.
pub(crate) fn clean(text: &str) -> String {
    let forbidden = |c: char| {
        (c.is_control() && !matches!(c, '\n' | '\t')) || matches!(c, '\u{fffe}' | '\u{ffff}')
    };
    text.replace(forbidden, "")
}
