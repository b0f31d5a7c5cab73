//! `heng fix`: what only concerns the way of writing, mended as tracked changes in the clerk's
//! own Word file; everything else is left to people and said.

use std::fmt::Write;

use checks::Report;
use model::{Finding, Outcome, Severity};
use office::Limits;
use office::docx::{Left, Repair, repairs_between, revise};
use office::recognise::{Recognised, Recogniser};

use crate::cli::Fix;
use crate::load::{self, Loaded};
use crate::{Ending, Failure, annotate, check, letter, output, print};

/// One repair can make room for the next; more rounds than this never were of use.
const ROUNDS: usize = 8;

/// Repairs one file and says what was changed and what was not.
pub fn run(options: &Fix) -> Result<Ending, Failure> {
    output::permit(&options.output, std::slice::from_ref(&options.file), options.force)?;
    let packs = load::packs(&options.packs)?;
    let recogniser = load::recogniser(&packs, &options.packs)?;
    let name = load::name(&options.file);
    let failed = |problem: String| Failure::new(format!("{name}：{problem}"));
    let limits = load::limits(&options.limits);
    let (_, read) = load::read_file(&options.file, limits, &recogniser).map_err(failed)?;
    let original = std::fs::read(&options.file).map_err(|error| failed(error.to_string()))?;
    let conditions = office::docx::conditions(&original, limits);
    let conditions = conditions.map_err(|error| failed(error.to_string()))?;
    output::permit_ending(&options.output, conditions.ending)?;
    let repaired = repair_all(&packs, &recogniser, &name, original, read, limits);
    let repaired = repaired.map_err(failed)?;
    output::save(&options.output, &repaired.work.bytes)?;
    let text = told(&name, options, &repaired) + annotate::restricted(conditions);
    if output::is_standard(&options.output) {
        eprint!("{text}");
    } else {
        print(&text)?;
    }
    Ok(repaired.state.ending())
}

/// The repaired bytes of a file sent by a browser.
///
/// # Errors
/// Why the file cannot be read or is no Word file.
pub fn repaired(
    packs: &policy::Packs,
    recogniser: &Recogniser,
    name: &str,
    bytes: &[u8],
    limits: Limits,
) -> Result<Vec<u8>, String> {
    let (_, read) = load::read_bytes(name, bytes, limits, recogniser)?;
    Ok(repair_all(packs, recogniser, name, bytes.to_vec(), read, limits)?.work.bytes)
}

/// What came of repairing a file.
struct Repaired {
    work: Work,
    state: State,
    /// Why the file has no forms, where it has none.
    nothing: Option<String>,
}

/// Repairs round by round until nothing is left to repair.
fn repair_all(
    packs: &policy::Packs,
    recogniser: &Recogniser,
    name: &str,
    original: Vec<u8>,
    read: Recognised,
    limits: Limits,
) -> Result<Repaired, String> {
    let edit_failed = |error: office::docx::EditError| error.to_string();
    let nothing = read.nothing.clone();
    let mut state = State::judge(packs, read);
    let mut work = Work { bytes: original.clone(), changed: Vec::new(), left: Vec::new() };
    for _ in 0..ROUNDS {
        if !work.round(&state.report, limits).map_err(edit_failed)? {
            break;
        }
        state = State::read(packs, recogniser, name, &work.bytes, limits)?;
    }
    // Several rounds are told as one: a clerk should not see what came and went in between.
    let sum = repairs_between(&original, &work.bytes, limits).map_err(edit_failed)?;
    let revised = revise(&original, &sum, &desk::annotate::author(chrono::Utc::now()), limits)
        .map_err(edit_failed)?;
    if revised.left.is_empty() {
        work.bytes = revised.bytes;
    }
    Ok(Repaired { work, state, nothing })
}

/// The file as far as it has been repaired.
struct Work {
    bytes: Vec<u8>,
    /// Findings repaired.
    changed: Vec<Finding>,
    /// Findings that could be repaired unasked but for where they stand.
    left: Vec<(Finding, Left)>,
}

impl Work {
    /// Makes the repairs the findings offer; whether any was made.
    fn round(&mut self, report: &Report, limits: Limits) -> Result<bool, office::docx::EditError> {
        let (findings, repairs): (Vec<&Finding>, Vec<Repair>) =
            report.findings.iter().filter_map(|one| Some((one, repair(one)?))).unzip();
        let revised =
            revise(&self.bytes, &repairs, &desk::annotate::author(chrono::Utc::now()), limits)?;
        self.left = revised.left.iter().map(|(at, why)| (findings[*at].clone(), *why)).collect();
        let is_left = |index: &usize| revised.left.iter().any(|(left, _)| left == index);
        let made = (0..findings.len()).filter(|index| !is_left(index));
        self.changed.extend(made.map(|index| findings[index].clone()));
        let any = revised.bytes != self.bytes;
        self.bytes = revised.bytes;
        Ok(any)
    }
}

/// The repair of a finding that may be made unasked.
fn repair(finding: &Finding) -> Option<Repair> {
    let fix = finding.fix.as_ref().filter(|fix| fix.automatic)?;
    let place = finding.place.clone()?;
    Some(Repair { place, quote: finding.quote.clone(), replacement: fix.replacement.clone() })
}

/// What the checks say of the file at hand.
struct State {
    report: Report,
}

impl State {
    fn judge(packs: &policy::Packs, read: office::recognise::Recognised) -> Self {
        let loaded = Loaded { forms: read.forms, packs: read.packs, ..Loaded::default() };
        State { report: check::judge(packs, &loaded, false, &[]) }
    }

    fn read(
        packs: &policy::Packs,
        recogniser: &Recogniser,
        name: &str,
        bytes: &[u8],
        limits: Limits,
    ) -> Result<Self, String> {
        let document = recogniser.open(name, bytes, limits).map_err(|error| error.to_string())?;
        Ok(State::judge(packs, recogniser.read(&document)))
    }

    fn failed(&self) -> impl Iterator<Item = &Finding> {
        self.report.findings.iter().filter(|one| one.outcome == Outcome::Fail)
    }

    fn ending(&self) -> Ending {
        let barred = self.failed().any(|one| one.severity == Severity::Error);
        if barred { Ending::Errors } else { Ending::Clean }
    }
}

fn told(name: &str, options: &Fix, repaired: &Repaired) -> String {
    let Repaired { work: Work { changed, left, .. }, state, nothing } = repaired;
    let mut out = String::new();
    let to = options.output.display();
    if let Some(nothing) = nothing {
        _ = writeln!(out, "{name}：0 张表。{nothing}");
    }
    _ = match changed.len() {
        0 => writeln!(out, "{name}：没有可以自动改的，{to} 与原文件相同"),
        count => writeln!(out, "{name}：改了 {count} 处，都是修订，可以逐条接受或拒绝 → {to}"),
    };
    for finding in changed {
        line(&mut out, finding, "");
    }
    let asked: Vec<&Finding> = state.failed().filter(|one| is_asked(one)).collect();
    if !asked.is_empty() || !left.is_empty() {
        _ = writeln!(out, "\n没有改，请您决定：{} 处", asked.len() + left.len());
        left.iter().for_each(|(finding, why)| line(&mut out, finding, &format!("（{why}）")));
        asked.iter().for_each(|finding| line(&mut out, finding, "（可以这样改，要有人核对）"));
    }
    let rest = state.failed().filter(|one| one.fix.is_none()).count();
    if rest > 0 {
        _ = writeln!(out, "\n另有 {rest} 处只能由人来改，用 heng check 查看。");
    }
    out
}

/// Whether a finding offers a repair that changes more than the way of writing.
fn is_asked(finding: &Finding) -> bool {
    finding.fix.as_ref().is_some_and(|fix| !fix.automatic)
}

fn line(out: &mut String, finding: &Finding, remark: &str) {
    let place = finding.place.as_ref().map(ToString::to_string).unwrap_or_default();
    let name = letter::name_of(&finding.code);
    let new = finding.fix.as_ref().map_or("", |fix| &fix.replacement);
    let shown = |text: &str| text.replace('\n', "⏎");
    _ = writeln!(
        out,
        "  {place}　{} {name}：“{}” → “{}”{remark}",
        finding.code,
        shown(&finding.quote),
        shown(new)
    );
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use model::{Fix, Part, Place};

    use super::*;

    fn real() -> Vec<u8> {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/real/renhe-2026.docx");
        std::fs::read(path).expect("the real file")
    }

    /// A finding at 高层次人才补贴, whose target is 「170万」.
    fn finding(quote: &str, replacement: &str, automatic: bool) -> Finding {
        let file: Arc<str> = "表.docx".into();
        Finding {
            code: "C101".into(),
            severity: Severity::Advice,
            outcome: Outcome::Fail,
            form: Some(4),
            place: Some(Place::cell(&file, Part::Table(5), 14, 5)),
            quote: quote.into(),
            message: String::new(),
            remedy: String::new(),
            basis: Vec::new(),
            group: String::new(),
            fix: Some(Fix { replacement: replacement.into(), automatic }),
        }
    }

    fn work() -> Work {
        Work { bytes: real(), changed: Vec::new(), left: Vec::new() }
    }

    #[test]
    fn only_what_may_be_changed_unasked_is_changed() {
        let findings = vec![finding("170万", "170万元", false)];
        let mut work = work();
        let report = Report { findings, ..Report::default() };
        assert!(!work.round(&report, Limits::default()).expect("a Word file"));
        assert_eq!((work.changed.len(), work.bytes == real()), (0, true));
    }

    #[test]
    fn a_repair_in_the_way_of_another_waits_for_the_next_round() {
        let findings = vec![finding("170万", "170万元", true), finding("170万", "170万个", true)];
        let mut work = work();
        let report = Report { findings, ..Report::default() };
        assert!(work.round(&report, Limits::default()).expect("a Word file"));
        assert_eq!(work.changed.len(), 1);
        assert_eq!(work.left.len(), 1);
        assert_eq!(work.left[0].1, Left::Overlaps);
        // The next round sees the text as it now is; a finding about the old one finds nothing.
        assert!(!work.round(&report, Limits::default()).expect("a Word file"));
        assert_eq!(work.left[0].1, Left::NotThere);
    }
}
