//! Reads many files in parallel, in a stable order, with progress, and brings their forms together.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::time::Duration;

use desk::loaded::described;
pub use desk::loaded::{Loaded, Policies, packs_used, read_bytes, read_sent};
use indicatif::{ProgressBar, ProgressStyle};
use model::{Form, SourceKind};
use office::Limits;
use office::json::FileJson;
use office::recognise::{Recognised, Recogniser};
use policy::{PackFile, Packs};
use rayon::prelude::*;

use crate::Failure;
use crate::cli::{Inputs, LimitOptions, PackOptions};
use crate::inputs;

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

fn open_error(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::PermissionDenied => "没有读取权限，请检查文件权限".to_owned(),
        std::io::ErrorKind::NotFound => "没有这个文件，请核对路径和文件名".to_owned(),
        _ => format!("打不开：{error}"),
    }
}
