//! Findings and remarks as comments in the unit's own Word file.
//!
//! What a comment says is decided here; how it gets into the file is `office::docx`'s affair. No
//! file is opened: bytes come in and go out.

use std::collections::BTreeMap;

use checks::Report;
use chrono::{DateTime, FixedOffset, Utc};
use model::form::Field;
use model::{Finding, Form, Outcome, Place, Severity};
use office::docx::{Author, Comment};

use crate::loaded::Loaded;

/// Remarks on the reading that are for whoever keeps the packs, not for whoever filled the form.
const FOR_PACK_KEEPERS: [&str; 2] = ["R101", "R102"];

/// Longest quote of a cell the comment does not stand at.
const QUOTE: usize = 20;

/// Comments and revisions are made in this name.
const NAME: &str = "衡";

/// The Chinese name of a check or of a reader's note; empty for a local check, whose message says it.
pub fn name_of(code: &str) -> &'static str {
    let check = checks::explain(code).map(|check| check.title);
    check.or_else(|| office::notes::note(code).map(|note| note.name)).unwrap_or_default()
}

/// The first characters of a text.
pub fn cut(text: &str, length: usize) -> String {
    match text.char_indices().nth(length) {
        Some((byte, _)) => format!("{}…", &text[..byte]),
        None => text.to_owned(),
    }
}

/// A Word file with the findings as comments, made at a moment, and how many there are; `more` are
/// comments beside them. `all` unfolds what is folded.
///
/// # Errors
/// Why the file cannot be annotated.
pub fn annotated(
    bytes: &[u8],
    limits: office::Limits,
    (loaded, report, all): (&Loaded, &Report, bool),
    more: &[Comment],
    now: DateTime<Utc>,
) -> Result<(Vec<u8>, usize), String> {
    let mut comments = comments(loaded, report, all);
    comments.extend(more.iter().cloned());
    let annotated = office::docx::annotate(bytes, &comments, &author(now), limits);
    Ok((annotated.map_err(|error| error.to_string())?, comments.len()))
}

/// In whose name files are marked, and when: the time in Beijing, as Word shows times as written.
pub fn author(now: DateTime<Utc>) -> Author {
    let hours = FixedOffset::east_opt(8 * 3600).expect("invariant: eight hours are an offset");
    let date = Some(now.with_timezone(&hours).format("%Y-%m-%dT%H:%M:%SZ").to_string());
    Author { name: NAME.to_owned(), initials: NAME.to_owned(), date }
}

/// What bars submission or must be answered has a comment of its own at its cell, so that each
/// can be answered and ticked off alone. Advice of one check on one form is one comment at the
/// first of its cells, and so is all that `heng fix` can mend; `all` unfolds both.
fn comments(loaded: &Loaded, report: &Report, all: bool) -> Vec<Comment> {
    let failed: Vec<&Finding> =
        report.findings.iter().filter(|one| one.outcome == Outcome::Fail).collect();
    let about_content =
        |one: &&Finding| one.place.is_some() && !FOR_PACK_KEEPERS.contains(&one.code.as_str());
    let notes = loaded.findings.iter().filter(about_content);
    let mut folds: Vec<Fold> = Vec::new();
    for finding in failed.iter().copied().chain(notes) {
        let key = finding.form.filter(|_| !all && finding.severity == Severity::Advice);
        let key = key.map(|form| (form, if is_mended(finding) { "" } else { &*finding.code }));
        match folds.iter_mut().find(|(own, _)| key.is_some() && *own == key) {
            Some((_, findings)) => findings.push(finding),
            None => folds.push((key, vec![finding])),
        }
    }
    let mut told = Told::default();
    let comments = folds.iter().map(|(key, findings)| match (key, findings.as_slice()) {
        (Some((_, "")), findings) => mended(loaded, findings),
        (_, [only]) => told.comment(loaded, only, &shared(&failed, only), &[]),
        (_, several) => {
            let count = format!("（本表 {} 处）", several.len());
            told.comment(loaded, several[0], &count, &several[1..])
        }
    });
    comments.collect()
}

/// Findings that make one comment; the form and the code they share where they are folded.
type Fold<'a> = (Option<(usize, &'a str)>, Vec<&'a Finding>);

/// Whether `heng fix` mends it.
fn is_mended(finding: &Finding) -> bool {
    finding.fix.as_ref().is_some_and(|fix| fix.automatic)
}

/// Which of the findings of one cause that are to be answered this is: one answer does for all.
fn shared(failed: &[&Finding], finding: &Finding) -> String {
    let answered = |one: &&&Finding| one.severity != Severity::Advice;
    let failed = failed.iter().filter(answered);
    let same: Vec<&&Finding> = failed.filter(|one| one.group == finding.group).collect();
    let number = same.iter().position(|one| std::ptr::eq(**one, finding));
    match number {
        Some(number) if same.len() > 1 => {
            format!("（同一原因 {}/{}，答复一次即可）", number + 1, same.len())
        }
        _ => String::new(),
    }
}

/// One comment for all of a form that `heng fix` mends.
fn mended(loaded: &Loaded, findings: &[&Finding]) -> Comment {
    let head = format!("【建议】写法问题 {} 处，用 heng fix 可以全部改成修订：", findings.len());
    let lines = findings.iter().map(|finding| {
        let new = finding.fix.as_ref().map_or("", |fix| &fix.replacement);
        let name = name_of(&finding.code);
        format!("{} {name}：“{}” → “{new}”", finding.code, finding.quote)
    });
    let paragraphs = std::iter::once(head).chain(lines).chain(basis(findings)).collect();
    let place = place(loaded, findings[0]);
    Comment { place, quote: findings[0].quote.clone(), paragraphs }
}

/// What the findings rest on, each document once.
fn basis(findings: &[&Finding]) -> Option<String> {
    let mut cited: Vec<String> = Vec::new();
    for citation in findings.iter().flat_map(|finding| &finding.basis) {
        let citation = citation.to_string();
        if !cited.contains(&citation) {
            cited.push(citation);
        }
    }
    (!cited.is_empty()).then(|| format!("依据：{}", cited.join("；")))
}

/// Advice that has been given, with where: it is not given in full again.
#[derive(Default)]
struct Told(BTreeMap<(String, Vec<String>), Place>);

impl Told {
    fn comment(
        &mut self,
        loaded: &Loaded,
        finding: &Finding,
        remark: &str,
        others: &[&Finding],
    ) -> Comment {
        let name = name_of(&finding.code);
        let head = format!("【{}】{} {name}{remark}", finding.severity, finding.code);
        let mut paragraphs = vec![head, finding.message.clone()];
        if !others.is_empty() {
            let quotes = others
                .iter()
                .map(|one| format!("“{}”", cut(&model::text::fold(&one.quote), QUOTE)));
            paragraphs.push(format!("还有：{}", quotes.collect::<String>()));
        }
        let mut advice = Vec::new();
        if !finding.remedy.is_empty() {
            advice.push(format!("怎么改：{}", finding.remedy));
        }
        advice.extend(basis(&[finding]));
        let place = place(loaded, finding);
        let key = (finding.code.clone(), advice);
        match self.0.get(&key) {
            Some(first) => paragraphs.push(format!("怎么改、依据：同{first}的批注。")),
            None => paragraphs.extend(key.1.iter().cloned()),
        }
        if let Some(place) = &place {
            self.0.entry(key).or_insert_with(|| place.clone());
        }
        // Without a cell of its own the finding is about the whole title, whatever it quotes.
        let quote = finding.place.as_ref().map_or(String::new(), |_| finding.quote.clone());
        Comment { place, quote, paragraphs }
    }
}

/// Where a finding stands, or where its form begins.
fn place(loaded: &Loaded, finding: &Finding) -> Option<Place> {
    let form = finding.form.and_then(|index| loaded.forms.get(index));
    finding.place.clone().or_else(|| form.and_then(title))
}

/// Where a form begins: its title, else the first of its cells.
pub fn title(form: &Form) -> Option<Place> {
    let own = form.fields.get(&Field::Title).and_then(|text| text.place.clone());
    own.or_else(|| form.fields.values().filter_map(|text| text.place.clone()).min())
}
