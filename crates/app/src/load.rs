//! Reads many files in parallel, in a stable order, with progress, and brings their forms together.

use std::collections::{BTreeMap, BTreeSet};
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::time::Duration;

use checks::{Batch, Member};
use chrono::NaiveDate;
use indicatif::{ProgressBar, ProgressStyle};
use model::{Finding, Form, SourceKind};
use office::Limits;
use office::json::FileJson;
use office::recognise::{Recognised, Recogniser};
use policy::{PackFile, Packs, Policy};
use rayon::prelude::*;

use crate::Failure;
use crate::cli::{Inputs, LimitOptions, PackOptions};
use crate::inputs;

/// Everything read in one run.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The files, with what went wrong.
    pub files: Vec<FileJson>,
    /// The forms of all files.
    pub forms: Vec<Form>,
    /// For each form the key of its pack.
    pub packs: Vec<String>,
    /// Findings of the reading; `form` counts in `forms`.
    pub findings: Vec<Finding>,
}

/// The packs asked for: the built-in ones and those of `--packs`.
pub fn packs(options: &PackOptions) -> Result<Packs, Failure> {
    let packs = match &options.packs {
        Some(folder) => Packs::beside_built_in(pack_files(folder)?),
        None => Packs::built_in(),
    };
    packs.map_err(|error| Failure::new(format!("规则包有误：{error}")))
}

/// The TOML files of a folder of packs.
pub fn pack_files(folder: &Path) -> Result<Vec<PackFile>, Failure> {
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(folder).max_depth(5).sort_by_file_name() {
        let entry = entry.map_err(|error| Failure::new(format!("规则包文件夹打不开：{error}")))?;
        let path = entry.path();
        if entry.file_type().is_file() && path.extension().is_some_and(|ending| ending == "toml") {
            let text = std::fs::read_to_string(path)
                .map_err(|error| Failure::new(format!("{}：{error}", path.display())))?;
            let inside = path.strip_prefix(folder).unwrap_or(path);
            files.push(PackFile { path: inside.to_string_lossy().replace('\\', "/"), text });
        }
    }
    if files.is_empty() {
        return Err(Failure::new(format!("{} 里没有规则包（*.toml）", folder.display())));
    }
    Ok(files)
}

/// The recogniser for these options.
pub fn recogniser<'p>(packs: &'p Packs, options: &PackOptions) -> Result<Recogniser<'p>, Failure> {
    let asked = options.pack.as_deref();
    Recogniser::new(packs, asked).ok_or_else(|| no_pack(packs, asked.unwrap_or("")))
}

/// Says that there is no such pack, and which there are.
pub fn no_pack(packs: &Packs, name: &str) -> Failure {
    let known: Vec<&str> = packs.keys().collect();
    Failure::new(format!("没有名为“{name}”的规则包，有：{}", known.join("、")))
}

/// The packs that judge the forms, with their versions, as people read them.
pub fn packs_used(packs: &Packs, loaded: &Loaded) -> Vec<String> {
    let used: BTreeSet<&String> = loaded.packs.iter().collect();
    let named = used.into_iter().map(|pack| {
        let name = packs.head(pack).map_or("", |head| head.name.as_str());
        format!("{name}（{pack}，版本 {}）", packs.version(pack).unwrap_or("不明"))
    });
    named.collect()
}

/// The limits for these options.
pub fn limits(options: &LimitOptions) -> Limits {
    Limits {
        bytes: options.max_mb.saturating_mul(1 << 20),
        time: Duration::from_secs(options.max_seconds),
        ..Limits::default()
    }
}

/// Reads every file named.
pub fn load(inputs: &Inputs, recogniser: &Recogniser) -> Result<Loaded, Failure> {
    load_files(&inputs.files, &inputs.limits, recogniser)
}

/// The forms of earlier years; unlike those to be judged, every file must be readable and hold some.
pub fn past(
    files: &[PathBuf],
    options: &LimitOptions,
    recogniser: &Recogniser,
) -> Result<Vec<Form>, Failure> {
    let loaded = load_files(files, options, recogniser)?;
    for file in &loaded.files {
        if let Some(problem) = file.error.as_ref().or(file.nothing.as_ref()) {
            return Err(Failure::new(format!("去年的表 {}：{problem}", file.file)));
        }
    }
    Ok(loaded.forms)
}

fn load_files(
    files: &[PathBuf],
    options: &LimitOptions,
    recogniser: &Recogniser,
) -> Result<Loaded, Failure> {
    let files = inputs::expand(files);
    let limits = limits(options);
    let bar = progress(files.len());
    let work = || -> Vec<(FileJson, Recognised)> {
        let one = |input: &inputs::Input| {
            let read = read_input(input, limits, recogniser);
            bar.inc(1);
            read
        };
        files.par_iter().map(one).collect()
    };
    let threads = options.threads.unwrap_or(0);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let read = pool.map_err(|error| Failure::new(error.to_string()))?.install(work);
    bar.finish_and_clear();
    Ok(Loaded::gather(read))
}

impl Loaded {
    /// Brings the forms of several files together, in the order of the files.
    pub fn gather(read: impl IntoIterator<Item = (FileJson, Recognised)>) -> Self {
        let mut loaded = Loaded::default();
        for (file, recognised) in read {
            let first = loaded.forms.len();
            loaded.files.push(file);
            loaded.forms.extend(recognised.forms);
            loaded.packs.extend(recognised.packs);
            loaded.findings.extend(recognised.findings.into_iter().map(|mut finding| {
                finding.form = finding.form.map(|form| form + first);
                finding
            }));
        }
        loaded
    }
}

fn progress(files: usize) -> ProgressBar {
    if files < 2 || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("读取 {bar:40} {pos}/{len}  剩余 {eta}");
    let bar = ProgressBar::new(files as u64);
    style.map_or(bar.clone(), |style| bar.with_style(style))
}

fn read_input(
    input: &inputs::Input,
    limits: Limits,
    recogniser: &Recogniser,
) -> (FileJson, Recognised) {
    let (path, result) = match input {
        Ok(path) => (path, read_file(path, limits, recogniser)),
        Err((path, problem)) => (path, Err(problem.clone())),
    };
    described(name(path), result)
}

/// A file sent by a browser, read as one from disk would be.
pub fn read_sent(
    file: &str,
    bytes: &[u8],
    limits: Limits,
    recogniser: &Recogniser,
) -> (FileJson, Recognised) {
    described(file.to_owned(), read_bytes(file, bytes, limits, recogniser))
}

/// A file's line in the output beside what was read from it.
fn described(
    file: String,
    result: Result<(SourceKind, Recognised), String>,
) -> (FileJson, Recognised) {
    match result {
        Ok((kind, recognised)) => {
            let (forms, nothing) = (recognised.forms.len(), recognised.nothing.clone());
            (FileJson { file, kind: Some(kind), forms, error: None, nothing }, recognised)
        }
        Err(error) => {
            let failed = FileJson { file, kind: None, forms: 0, error: Some(error), nothing: None };
            (failed, Recognised::default())
        }
    }
}

/// The file's name as messages show it.
pub fn name(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// Reads one file of any kind.
pub fn read_file(
    path: &PathBuf,
    limits: Limits,
    recogniser: &Recogniser,
) -> Result<(SourceKind, Recognised), String> {
    let metadata = std::fs::metadata(path).map_err(|error| open_error(&error))?;
    if !metadata.is_file() {
        return Err("不是普通文件（可能是管道或设备），请指定文件".to_owned());
    }
    let size = metadata.len();
    if size > limits.bytes {
        return Err(format!(
            "文件有 {} MB，超过上限 {} MB；可用 --max-mb 调高",
            size >> 20,
            limits.bytes >> 20
        ));
    }
    let bytes = std::fs::read(path).map_err(|error| open_error(&error))?;
    read_bytes(&name(path), &bytes, limits, recogniser)
}

/// Reads the bytes of a file of any kind.
pub fn read_bytes(
    name: &str,
    bytes: &[u8],
    limits: Limits,
    recogniser: &Recogniser,
) -> Result<(SourceKind, Recognised), String> {
    if office::json::is_json(bytes) {
        let forms = office::json::read(bytes).map_err(|error| error.to_string())?;
        return Ok((SourceKind::Json, recogniser.adopt(forms)));
    }
    let document = recogniser.open(name, bytes, limits).map_err(|e| e.to_string())?;
    Ok((document.kind, recogniser.read(&document)))
}

fn open_error(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::PermissionDenied => "没有读取权限，请检查文件权限".to_owned(),
        std::io::ErrorKind::NotFound => "没有这个文件，请核对路径和文件名".to_owned(),
        _ => format!("打不开：{error}"),
    }
}

/// Policies by pack and budget year, made once each.
#[derive(Debug)]
pub struct Policies<'p> {
    packs: &'p Packs,
    made: BTreeMap<(String, Option<i32>), Policy>,
}

impl<'p> Policies<'p> {
    /// The policies that judge these forms.
    pub fn of(packs: &'p Packs, loaded: &Loaded) -> Self {
        let mut policies = Policies { packs, made: BTreeMap::new() };
        for (form, pack) in loaded.forms.iter().zip(&loaded.packs) {
            policies.make(pack, form.year);
        }
        policies
    }

    fn make(&mut self, pack: &str, year: Option<i32>) {
        let first_day = year.and_then(|year| NaiveDate::from_ymd_opt(year, 1, 1));
        let policy = self.packs.policy(pack, first_day.unwrap_or(NaiveDate::MAX));
        if let Some(policy) = policy {
            self.made.insert((pack.to_owned(), year), policy);
        }
    }

    /// The forms with their policies, as the checks take them.
    pub fn batch<'a>(&'a self, loaded: &'a Loaded, complete: bool) -> Batch<'a> {
        let members = loaded.forms.iter().zip(&loaded.packs);
        let members = members.map(|(form, pack)| Member { form, policy: self.get(pack, form) });
        Batch { members: members.collect(), declared_complete: complete, ..Batch::default() }
    }

    /// The policy of a form.
    pub fn get(&self, pack: &str, form: &Form) -> &Policy {
        let key = (pack.to_owned(), form.year);
        self.made.get(&key).expect("invariant: made for every form that was loaded")
    }
}
