//! `heng check --annotate`: the findings as Word comments in the clerk's own file.
//!
//! What a comment says is decided here; how it gets into the file is `office::docx`'s affair.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use checks::Report;
use chrono::{DateTime, FixedOffset, Utc};
use model::form::Field;
use model::{Finding, Form, Outcome, Place, Severity};
use office::docx::{Author, Comment, Conditions};

use crate::cli::{Annotate, Inputs, OutputOptions};
use crate::load::Loaded;
use crate::{Failure, inputs, letter, output};

/// Remarks on the reading that are for whoever keeps the packs, not for whoever filled the form.
const FOR_PACK_KEEPERS: [&str; 2] = ["R101", "R102"];

/// Longest quote of a cell the comment does not stand at.
const QUOTE: usize = 20;

/// Comments and revisions are made in this name.
const NAME: &str = "衡";

impl Annotate {
    /// The one file to be annotated, once its copy may be written.
    pub fn input(&self, inputs: &Inputs, output: &OutputOptions) -> Result<PathBuf, Failure> {
        if self.annotate == output.output {
            return Err(Failure::new("-o 和 --annotate 不能写到同一个地方"));
        }
        let found = <[inputs::Input; 1]>::try_from(inputs::expand(&inputs.files));
        let [input] =
            found.map_err(|_| Failure::new("--annotate 一次只批注一个文件，请只写这一个"))?;
        let input = input.map_err(|(path, problem)| {
            Failure::new(format!("{}：{problem}", crate::load::name(&path)))
        })?;
        if let Some(path) = &self.annotate {
            output::permit(path, std::slice::from_ref(&input), output.force)?;
        }
        Ok(input)
    }
}

/// Writes the one file that was checked with its findings as comments; says what was done.
pub fn write(
    path: &Path,
    input: &Path,
    limits: office::Limits,
    loaded: &Loaded,
    report: &Report,
    all: bool,
) -> Result<String, Failure> {
    let name = crate::load::name(input);
    let failed = |problem: String| Failure::new(format!("{name}：{problem}"));
    let bytes = std::fs::read(input).map_err(|error| failed(error.to_string()))?;
    let conditions = office::docx::conditions(&bytes, limits);
    let conditions = conditions.map_err(|error| failed(error.to_string()))?;
    output::permit_ending(path, conditions.ending)?;
    let (annotated, count) = annotated(&bytes, limits, loaded, report, all).map_err(failed)?;
    output::save(path, &annotated)?;
    let open = report.findings.iter().filter(|one| one.outcome == Outcome::CannotDecide).count();
    let open = match open {
        0 => String::new(),
        open => format!("；另有 {open} 处不能判断，没有写成批注"),
    };
    let restricted = restricted(conditions);
    Ok(format!("{name}：{count} 条批注 → {}{open}\n{restricted}", path.display()))
}

/// What to do first where editing is restricted.
pub fn restricted(conditions: Conditions) -> &'static str {
    if !conditions.restricted {
        return "";
    }
    "文件设了“限制编辑”：要处理这些批注或修订，先在 Word 的“审阅—限制编辑”里停止保护。\n"
}

/// A Word file with the findings as comments, and how many there are.
///
/// # Errors
/// Why the file cannot be annotated.
pub fn annotated(
    bytes: &[u8],
    limits: office::Limits,
    loaded: &Loaded,
    report: &Report,
    all: bool,
) -> Result<(Vec<u8>, usize), String> {
    let comments = comments(loaded, report, all);
    let annotated = office::docx::annotate(bytes, &comments, &author(), limits);
    Ok((annotated.map_err(|error| error.to_string())?, comments.len()))
}

/// In whose name files are marked, and when: the time in Beijing, as Word shows times as written.
pub fn author() -> Author {
    let hours = FixedOffset::east_opt(8 * 3600).expect("invariant: eight hours are an offset");
    let now = DateTime::<Utc>::from(std::time::SystemTime::now()).with_timezone(&hours);
    let date = Some(now.format("%Y-%m-%dT%H:%M:%SZ").to_string());
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
        let name = letter::name_of(&finding.code);
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
        let name = letter::name_of(&finding.code);
        let head = format!("【{}】{} {name}{remark}", finding.severity, finding.code);
        let mut paragraphs = vec![head, finding.message.clone()];
        if !others.is_empty() {
            let quotes = others
                .iter()
                .map(|one| format!("“{}”", letter::cut(&model::text::fold(&one.quote), QUOTE)));
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
fn title(form: &Form) -> Option<Place> {
    let own = form.fields.get(&Field::Title).and_then(|text| text.place.clone());
    own.or_else(|| form.fields.values().filter_map(|text| text.place.clone()).min())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::PackOptions;
    use crate::load;

    /// The words between the marks of the comments, in order.
    fn anchored(bytes: &[u8]) -> Vec<String> {
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a Word file");
        let part = archive.by_name("word/document.xml").expect("the part");
        let xml = std::io::read_to_string(part).expect("UTF-8");
        let commented = xml.split("<w:commentRangeStart ").skip(1);
        let words = commented.map(|rest| {
            let (marked, _) = rest.split_once("<w:commentRangeEnd").expect("an end");
            marked.split('<').filter_map(|piece| Some(piece.split_once('>')?.1)).collect()
        });
        words.collect()
    }

    #[test]
    fn what_has_no_cell_stands_at_the_title_of_its_form() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/real/renhe-2026.docx");
        let bytes = std::fs::read(path).expect("the real file");
        let options = PackOptions { pack: None, packs: None };
        let packs = load::packs(&options).expect("the packs");
        let recogniser = load::recogniser(&packs, &options).expect("a recogniser");
        let limits = office::Limits::default();
        let (_, read) =
            load::read_bytes("表.docx", &bytes, limits, &recogniser).expect("a Word file");
        let loaded = Loaded { forms: read.forms, packs: read.packs, ..Loaded::default() };
        let finding = |form: Option<usize>| Finding {
            code: "C001".into(),
            severity: Severity::Warning,
            outcome: Outcome::Fail,
            form,
            place: None,
            quote: "绩效".into(),
            message: format!("{form:?}"),
            remedy: String::new(),
            basis: Vec::new(),
            group: String::new(),
            fix: None,
        };
        let findings = vec![finding(Some(4)), finding(Some(1)), finding(None)];
        let report = Report { findings, ..Report::default() };
        let (annotated, count) =
            annotated(&bytes, limits, &loaded, &report, false).expect("annotated");
        assert_eq!(count, 3);
        // In the order of the document: that of the whole file stands at its first words.
        let title = |form: usize| loaded.forms[form].fields[&Field::Title].text.trim().to_owned();
        assert_eq!(anchored(&annotated), [title(0), title(1), title(4)]);
    }
}
