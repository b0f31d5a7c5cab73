//! What the benchmarks share: clocks, medians, ratios, a folder of a thousand files.
//!
//! It measures; it judges nothing. The goals are in `docs/performance.md`.

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Anything that can go wrong while measuring.
pub type Failure = Box<dyn std::error::Error>;

/// Files in the folder.
const FOLDER: usize = 1000;

/// Copies the real files: of ten four are Word, two workbooks, two texts, one PDF and one an old
/// workbook.
///
/// # Errors
/// When a file cannot be copied.
pub fn fill(real: &Path, folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mix = ["docx", "xlsx", "txt", "docx", "pdf", "docx", "xls", "txt", "docx", "xlsx"];
    let mut paths = Vec::new();
    for (number, ending) in mix.iter().cycle().take(FOLDER).enumerate() {
        let path = folder.join(format!("{number:04}.{ending}"));
        std::fs::copy(real.join(format!("renhe-2026.{ending}")), &path)?;
        paths.push(path);
    }
    Ok(paths)
}

/// The most memory this process has held, as Linux counts it.
pub fn peak_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = peak.and_then(|peak| peak.trim().strip_suffix(" kB")?.parse().ok());
    kilobytes.map_or("memory not known".to_owned(), |kb: u64| format!("{} MB", kb >> 10))
}

/// Clock time of one run.
///
/// # Errors
/// Those of the work.
pub fn timed<T>(work: impl FnOnce() -> Result<T, Failure>) -> Result<Duration, Failure> {
    let begin = Instant::now();
    let made = work()?;
    let time = begin.elapsed();
    drop(black_box(made));
    Ok(time)
}

/// Time of one run on the processor, out of several in a row.
///
/// # Errors
/// Those of the work.
pub fn on_processor<T>(
    runs: u32,
    work: impl Fn() -> Result<T, Failure>,
) -> Result<Duration, Failure> {
    let (begin, wall) = (processor_time(), Instant::now());
    for _ in 0..runs {
        drop(black_box(work()?));
    }
    let wall = wall.elapsed();
    let spent = processor_time().zip(begin).map(|(end, begin)| end.saturating_sub(begin));
    Ok(spent.unwrap_or(wall) / runs)
}

/// What this thread has spent on the processor so far; only Linux tells without foreign calls.
fn processor_time() -> Option<Duration> {
    let line = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(Duration::from_nanos(line.split_whitespace().next()?.parse().ok()?))
}

/// The middle of some times.
pub fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// A line with a time and its ratio to the bare limit.
pub fn row(what: &str, time: Duration, unit: Duration) {
    println!("  {what}: {} = {} × bare", milliseconds(time), ratio(time, unit));
}

/// A time as text.
pub fn milliseconds(time: Duration) -> String {
    format!("{}.{:03} ms", time.as_millis(), time.as_micros() % 1000)
}

/// How many times a unit, as text with two decimals.
pub fn ratio(time: Duration, unit: Duration) -> String {
    let hundredths = time.as_nanos() * 100 / unit.as_nanos().max(1);
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}
