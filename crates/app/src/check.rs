//! `heng check`: what is wrong, where, why, and what to do.

use checks::{Batch, Report};
use model::{Form, Outcome, Severity};
use office::json::OutcomeJson;
use web::Reviewed;

use crate::cli::{Check, Format};
use crate::load::{self, Loaded, Policies};
use crate::{Ending, Failure, annotate, draw, letter, output, read, ties};

/// Checks the files and writes the findings; with `annotate`, writes them into a copy of the one
/// Word file that was checked as well.
pub fn run(options: &Check) -> Result<Ending, Failure> {
    let Check { inputs, format, output, complete, all, annotate, past } = options;
    let (format, complete, all) = (*format, *complete, *all);
    let packs = load::packs(&inputs.packs)?;
    let recogniser = load::recogniser(&packs, &inputs.packs)?;
    let both = annotate.annotate.as_deref().is_some_and(output::is_standard);
    if both && format == Format::Xlsx && output.output.is_none() {
        return Err(Failure::new("两个结果不能都写到标准输出，汇总请用 -o 写到文件"));
    }
    let copy = match annotate.annotate.as_deref() {
        Some(path) => Some((path, annotate.input(inputs, output)?)),
        None => None,
    };
    let loaded = load::load(inputs, &recogniser)?;
    let past = load::past(past, &inputs.limits, &recogniser)?;
    let report = judge(&packs, &loaded, complete, &past);
    let bytes = match format {
        Format::Text => letter::write(&packs, &loaded, &report, all).into_bytes(),
        Format::Json => {
            let mut output = read::output(&packs, &loaded, true);
            output.findings.extend(report.findings.iter().cloned());
            output.outcomes = outcomes(&report);
            read::to_text(&output)?.into_bytes()
        }
        Format::Html => page(&packs, &loaded, &report, complete, "").into_bytes(),
        Format::Xlsx => workbook(&packs, &loaded, &report, complete).map_err(Failure::new)?,
    };
    let unreadable = loaded.files.iter().any(|file| file.error.is_some());
    let limits = load::limits(&inputs.limits);
    let copy = copy.filter(|_| !unreadable);
    let done =
        copy.map(|(path, input)| annotate::write(path, &input, limits, &loaded, &report, all));
    let done = done.transpose()?;
    // A copy on standard output leaves no room there for the letter.
    match annotate.annotate.as_deref().filter(|path| done.is_some() && output::is_standard(path)) {
        Some(_) if output.output.is_none() => eprint!("{}", String::from_utf8_lossy(&bytes)),
        _ => output::write(&bytes, output, &inputs.files, format == Format::Xlsx)?,
    }
    eprint!("{}", done.unwrap_or_default());
    Ok(ending(&loaded, &report))
}

/// The report as a page; `toolbar` is HTML put above it.
pub fn page(
    packs: &policy::Packs,
    loaded: &Loaded,
    report: &Report,
    complete: bool,
    toolbar: &str,
) -> String {
    reviewed(packs, loaded, report, complete, |all| web::pages::report_page(all, toolbar))
}

/// The summary workbook.
pub fn workbook(
    packs: &policy::Packs,
    loaded: &Loaded,
    report: &Report,
    complete: bool,
) -> Result<Vec<u8>, String> {
    reviewed(packs, loaded, report, complete, web::workbook)
}

/// Brings together what a report shows, and writes it.
fn reviewed<R>(
    packs: &policy::Packs,
    loaded: &Loaded,
    report: &Report,
    complete: bool,
    write: impl FnOnce(&Reviewed) -> R,
) -> R {
    write(&Reviewed {
        files: &loaded.files,
        forms: &loaded.forms,
        packs: &load::packs_used(packs, loaded),
        report,
        reading: &loaded.findings,
        sheets: &draw::draw_known(loaded, &Policies::of(packs, loaded)),
        ties: &ties::find(packs, loaded, complete),
    })
}

/// Runs every check on every form, each under its own pack and budget year, beside the forms of
/// earlier years.
pub fn judge(packs: &policy::Packs, loaded: &Loaded, complete: bool, past: &[Form]) -> Report {
    let policies = Policies::of(packs, loaded);
    checks::run(&Batch { past: past.iter().collect(), ..policies.batch(loaded, complete) })
}

fn ending(loaded: &Loaded, report: &Report) -> Ending {
    let barred = report
        .findings
        .iter()
        .any(|finding| finding.outcome == Outcome::Fail && finding.severity == Severity::Error);
    read::ending(loaded).max(if barred { Ending::Errors } else { Ending::Clean })
}

fn outcomes(report: &Report) -> Vec<OutcomeJson> {
    let verdicts = report.verdicts.iter().map(|verdict| OutcomeJson {
        code: verdict.code.to_string(),
        form: verdict.form,
        outcome: verdict.outcome,
        missing: verdict.missing.map(str::to_owned),
    });
    verdicts.collect()
}
