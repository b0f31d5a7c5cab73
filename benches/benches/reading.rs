//! What reading costs, beside what it must cost at least: `scripts/bench` runs this.
//!
//! Every figure is the median of many rounds, and the things compared take turns within each
//! round. What is compared by ratio is measured in time on the processor, where the system tells
//! it, so that other programs on a busy machine do not count. It judges nothing: the goals are in
//! `docs/performance.md`. The file system and the command line are not measured.

use std::hint::black_box;
use std::io::{BufRead, BufReader, Cursor, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use benches::{Failure, fill, median, milliseconds, on_processor, peak_memory, ratio, row, timed};
use office::Limits;
use office::recognise::Recogniser;
use policy::Packs;
use quick_xml::events::Event;

const ROUNDS: usize = 31;
/// Runs within one round: long enough that the system's clock of processor time is exact.
const RUNS: u32 = 20;
const PYTHON_ROUNDS: usize = 15;
const FOLDER_ROUNDS: usize = 5;

fn main() -> Result<(), Failure> {
    let real = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/real");
    let packs = Packs::built_in()?;
    let recogniser = Recogniser::new(&packs, None).ok_or("a pack without a policy")?;
    // Cargo passes `--bench`; anything else is a file to read once, for its time and memory.
    if let Some(file) = std::env::args().skip(1).find(|argument| !argument.starts_with('-')) {
        return one(Path::new(&file), &recogniser);
    }
    word(&real.join("renhe-2026.docx"), &recogniser)?;
    other_kinds(&real, &recogniser)?;
    folder(&real, &recogniser)
}

/// Reads one file once in this process, and says what it took at most.
fn one(path: &Path, recogniser: &Recogniser) -> Result<(), Failure> {
    let begin = Instant::now();
    let bytes = std::fs::read(path)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let result = match recogniser.open(&name, &bytes, Limits::default()) {
        Ok(document) => format!("{} forms", recogniser.read(&document).forms.len()),
        Err(error) => error.to_string(),
    };
    let time = begin.elapsed();
    println!("{name}: {}, {}: {result}", milliseconds(time), peak_memory());
    Ok(())
}

/// The Word file: reading alone, reading and recognising, the bare limit, python-docx.
fn word(path: &Path, recogniser: &Recogniser) -> Result<(), Failure> {
    let bytes = std::fs::read(path)?;
    let (mut bare, mut read, mut forms) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        bare.push(on_processor(RUNS, || bare_limit(&bytes))?);
        read.push(on_processor(RUNS, || Ok(office::read("a.docx", &bytes, Limits::default())?))?);
        forms.push(on_processor(RUNS, || Ok(read_forms("a.docx", &bytes, recogniser)))?);
    }
    let [bare, read, forms] = [bare, read, forms].map(median);
    let found = read_forms("a.docx", &bytes, recogniser);
    println!("docx, {found} forms, {ROUNDS} rounds of {RUNS} runs taking turns, processor time");
    row("bare limit: inflate, one XML scan", bare, bare);
    row("read: tables with merges and places", read, bare);
    row("read and recognise: typed forms", forms, bare);
    println!("  goal: at most 2.00 × the bare limit");
    python(path, &bytes, recogniser)
}

/// The least any reader of the document must do.
fn bare_limit(bytes: &[u8]) -> Result<usize, Failure> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes))?;
    let mut text = String::new();
    archive.by_name("word/document.xml")?.read_to_string(&mut text)?;
    let mut xml = quick_xml::Reader::from_str(&text);
    let mut events = 0;
    while !matches!(black_box(xml.read_event()?), Event::Eof) {
        events += 1;
    }
    Ok(events)
}

fn read_forms(name: &str, bytes: &[u8], recogniser: &Recogniser) -> usize {
    match recogniser.open(name, bytes, Limits::default()) {
        Ok(document) => black_box(recogniser.read(&document)).forms.len(),
        Err(_) => 0,
    }
}

/// python-docx in a process of its own, so that its start and imports do not count.
fn python(path: &Path, bytes: &[u8], recogniser: &Recogniser) -> Result<(), Failure> {
    let Some(program) = std::env::var_os("HENG_BENCH_PYTHON") else {
        println!("  python-docx: not measured, HENG_BENCH_PYTHON names no Python that has it");
        return Ok(());
    };
    let mut python = Python::start(Path::new(&program), path)?;
    let (mut theirs, mut ours) = (Vec::new(), Vec::new());
    for _ in 0..PYTHON_ROUNDS {
        theirs.push(python.round()?);
        ours.push(on_processor(RUNS, || Ok(read_forms("a.docx", bytes, recogniser)))?);
    }
    let (theirs, ours) = (median(theirs), median(ours));
    println!("  python-docx, open and every w:tc once: {}", milliseconds(theirs));
    println!("  typed forms, taking turns with it: {}", milliseconds(ours));
    println!("  python-docx takes {} × as long; goal: at least 20.00", ratio(theirs, ours));
    let Python { mut child, input, .. } = python;
    // The end of its input is what ends it.
    drop(input);
    child.wait()?;
    Ok(())
}

struct Python {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Python {
    fn start(program: &Path, file: &Path) -> Result<Python, Failure> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/python_docx.py");
        let mut command = Command::new(program);
        command.arg(script).arg(file).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn()?;
        let input = child.stdin.take().ok_or("no standard input")?;
        let output = BufReader::new(child.stdout.take().ok_or("no standard output")?);
        let mut python = Python { child, input, output };
        python.answer()?;
        Ok(python)
    }

    fn round(&mut self) -> Result<Duration, Failure> {
        self.input.write_all(b"\n")?;
        self.answer()
    }

    fn answer(&mut self) -> Result<Duration, Failure> {
        let mut line = String::new();
        self.output.read_line(&mut line)?;
        let nanoseconds = line.split_whitespace().next().ok_or("python-docx gave no answer")?;
        Ok(Duration::from_nanos(nanoseconds.parse()?))
    }
}

/// The other kinds of the same forms; a PDF also by its pages.
fn other_kinds(real: &Path, recogniser: &Recogniser) -> Result<(), Failure> {
    println!("the same forms in other kinds of file, 21 rounds taking turns");
    let names = ["renhe-2026.xlsx", "renhe-2026.xls", "renhe-2026.txt", "renhe-2026.doc"];
    let mut files = Vec::new();
    for name in names.into_iter().chain(["renhe-2026.pdf"]) {
        files.push((name, std::fs::read(real.join(name))?, Vec::new()));
    }
    for _ in 0..21 {
        for (name, bytes, times) in &mut files {
            times.push(timed(|| Ok(read_forms(name, bytes, recogniser)))?);
        }
    }
    for (name, bytes, times) in files {
        let time = median(times);
        let pages = if name.ends_with(".pdf") { pages(&bytes)? } else { 0 };
        let forms = read_forms(name, &bytes, recogniser);
        println!("  {name}: {} for {forms} forms", milliseconds(time));
        if let Ok(pages @ 1..) = u32::try_from(pages) {
            println!("    {} a page, {pages} pages", milliseconds(time / pages));
        }
    }
    Ok(())
}

fn pages(bytes: &[u8]) -> Result<usize, Failure> {
    let file = hayro_syntax::Pdf::new(bytes.to_vec()).map_err(|_| "a PDF that does not open")?;
    Ok(file.pages().len())
}

/// A folder of files of every kind, from disk to forms.
fn folder(real: &Path, recogniser: &Recogniser) -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let paths = fill(real, folder.path())?;
    let (mut one, mut two) = (Vec::new(), Vec::new());
    for _ in 0..FOLDER_ROUNDS {
        one.push(timed(|| read_all(&paths, 1, recogniser))?);
        two.push(timed(|| read_all(&paths, 2, recogniser))?);
    }
    let forms = read_all(&paths, 2, recogniser)?;
    let (one, two) = (median(one), median(two));
    println!(
        "a folder of {} files, {forms} forms, {FOLDER_ROUNDS} rounds taking turns",
        paths.len()
    );
    println!("  1 thread:  {}", milliseconds(one));
    println!("  2 threads: {} ({} × faster)", milliseconds(two), ratio(one, two));
    Ok(())
}

fn read_all(paths: &[PathBuf], threads: usize, recogniser: &Recogniser) -> Result<usize, Failure> {
    let (next, forms) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let work = || -> std::io::Result<()> {
        while let Some(path) = paths.get(next.fetch_add(1, Ordering::Relaxed)) {
            let bytes = std::fs::read(path)?;
            let name = path.to_string_lossy();
            forms.fetch_add(read_forms(&name, &bytes, recogniser), Ordering::Relaxed);
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        for worker in workers {
            worker.join().map_err(|_| "a reader panicked")??;
        }
        Ok(forms.load(Ordering::Relaxed))
    })
}
