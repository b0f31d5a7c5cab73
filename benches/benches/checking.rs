//! What judging costs, beside parsing the same forms from JSON: `scripts/bench check` runs this.
//!
//! Figures are medians of rounds in which the things compared take turns, in time on the processor.
//! It judges nothing: the goals are in `docs/performance.md`.

use std::path::Path;

use benches::{Failure, fill, median, milliseconds, on_processor, peak_memory, ratio, timed};
use checks::Batch;
use model::Form;
use office::Limits;
use office::recognise::Recogniser;
use policy::{Packs, Policy};

const ROUNDS: usize = 31;
/// Runs within one round: long enough that the system's clock of processor time is exact.
const RUNS: u32 = 10;
const FOLDER_ROUNDS: usize = 3;

fn main() -> Result<(), Failure> {
    let real = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/real");
    let packs = Packs::built_in()?;
    let recogniser = Recogniser::new(&packs, None).ok_or("a pack without a policy")?;
    let day = chrono::NaiveDate::from_ymd_opt(2026, 1, 1).ok_or("a day")?;
    let policy = packs.policy("renhe", day).ok_or("the pack of Renhe")?;
    let bytes = std::fs::read(real.join("renhe-2026.docx"))?;
    let forms = read(&recogniser, "a.docx", &bytes)?;
    one_submission(&forms, &policy)?;
    dearest(&forms, &policy)?;
    folder(&real, &recogniser, &policy)
}

fn read(recogniser: &Recogniser, name: &str, bytes: &[u8]) -> Result<Vec<Form>, Failure> {
    let document = recogniser.open(name, bytes, Limits::default())?;
    Ok(recogniser.read(&document).forms)
}

/// The 13 forms of the real file judged, beside the same forms parsed from JSON.
fn one_submission(forms: &[Form], policy: &Policy) -> Result<(), Failure> {
    let written: Vec<_> = forms.iter().map(|form| office::json::form(form, true)).collect();
    let json = serde_json::to_vec(&serde_json::json!({ "forms": written }))?;
    // The dictionary is loaded once in a process: said apart.
    let first = timed(|| Ok(checks::run(&Batch::of(forms, policy))))?;
    let (mut parse, mut judge, mut ties) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        parse.push(on_processor(RUNS, || Ok(office::json::read(&json)?))?);
        judge.push(on_processor(RUNS, || Ok(checks::run(&Batch::of(forms, policy))))?);
        ties.push(on_processor(RUNS, || Ok(checks::ties::find(&Batch::of(forms, policy))))?);
    }
    let [parse, judge, ties] = [parse, judge, ties].map(median);
    let report = checks::run(&Batch::of(forms, policy));
    println!(
        "{} forms, {} conclusions, {} findings, {ROUNDS} rounds of {RUNS} runs, processor time",
        forms.len(),
        report.verdicts.len(),
        report.findings.len()
    );
    println!("  parse the forms from JSON ({} kB): {}", json.len() >> 10, milliseconds(parse));
    println!("  all checks: {} = {} × that", milliseconds(judge), ratio(judge, parse));
    println!("  all ties: {} = {} × that", milliseconds(ties), ratio(ties, parse));
    println!("  the first run, with the dictionary: {}", milliseconds(first));
    println!("  goal: all checks at most 3.00 × the parsing");
    Ok(())
}

/// The checks that cost most.
fn dearest(forms: &[Form], policy: &Policy) -> Result<(), Failure> {
    let mut costs = Vec::new();
    for check in checks::catalogue() {
        let run = || Ok(checks::run_only(&Batch::of(forms, policy), &[check.code]));
        let times = (0..5).map(|_| on_processor(RUNS, run)).collect::<Result<Vec<_>, _>>()?;
        costs.push((median(times), check.code));
    }
    costs.sort_by(|a, b| b.cmp(a));
    let told = costs.iter().take(10).map(|(time, code)| format!("{code} {}", milliseconds(*time)));
    println!("  dearest alone: {}", told.collect::<Vec<_>>().join(", "));
    Ok(())
}

/// A folder of files of every kind, from disk to findings, one after the other.
fn folder(real: &Path, recogniser: &Recogniser, policy: &Policy) -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let paths = fill(real, folder.path())?;
    let (mut reading, mut all) = (Vec::new(), Vec::new());
    let mut findings = 0;
    for _ in 0..FOLDER_ROUNDS {
        let mut judged = |judge: bool| -> Result<usize, Failure> {
            let mut count = 0;
            for path in &paths {
                let forms = read(recogniser, &path.to_string_lossy(), &std::fs::read(path)?)?;
                if judge {
                    count += checks::run(&Batch::of(&forms, policy)).findings.len();
                }
            }
            findings = findings.max(count);
            Ok(count)
        };
        reading.push(timed(|| judged(false))?);
        all.push(timed(|| judged(true))?);
    }
    let (reading, all) = (median(reading), median(all));
    println!("a folder of {} files, one thread, {FOLDER_ROUNDS} rounds taking turns", paths.len());
    println!("  read: {}", milliseconds(reading));
    println!(
        "  read and judged: {} = {} × reading, {findings} findings",
        milliseconds(all),
        ratio(all, reading)
    );
    println!("  the most memory held: {}", peak_memory());
    Ok(())
}
