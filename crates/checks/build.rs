//! Registers every check by its place in the folder: `src/<group>/<name>.rs`.
//!
//! Writes the module tree and one table with each file's documentation. It stops the build with
//! the file's name when a heading, an example or the code is missing, and when two files share a
//! code. It does not run or judge anything.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// The sections every check explains itself in, in this order.
const HEADINGS: [&str; 5] = ["# ", "## 查什么", "## 依据", "## 怎样改", "## 例子"];

/// One check file.
struct Source {
    path: PathBuf,
    group: String,
    name: String,
    code: String,
    doc: String,
}

fn main() {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("src");
    println!("cargo::rerun-if-changed={}", root.display());
    let mut sources: Vec<Source> = Vec::new();
    // A folder beside a file of its name (`ties/`, `ties.rs`) is a module, not a group of checks.
    let is_group = |path: &PathBuf| path.is_dir() && !path.with_extension("rs").exists();
    for folder in entries(&root).into_iter().filter(is_group) {
        println!("cargo::rerun-if-changed={}", folder.display());
        let files = entries(&folder);
        sources.extend(files.iter().filter(|p| p.extension().is_some_and(|e| e == "rs")).map(read));
    }
    sources.sort_by(|a, b| (&a.code, &a.path).cmp(&(&b.code, &b.path)));
    for pair in sources.windows(2) {
        if pair[0].code == pair[1].code {
            stop(&pair[1].path, &format!("{} 已由 {} 使用", pair[0].code, pair[0].path.display()));
        }
    }
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets it")).join("registry.rs");
    fs::write(out, registry(&sources)).expect("the output folder is writable");
}

/// Paths in a folder, in name order.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let listing = fs::read_dir(folder).expect("source folder is readable");
    let mut paths: Vec<PathBuf> = listing.filter_map(|e| e.ok().map(|e| e.path())).collect();
    paths.sort();
    paths
}

/// Stops the build, naming the file.
fn stop(path: &Path, problem: &str) -> ! {
    println!("cargo::error={}: {problem}", path.display());
    std::process::exit(1);
}

fn read(path: &PathBuf) -> Source {
    println!("cargo::rerun-if-changed={}", path.display());
    let text = fs::read_to_string(path).expect("check file is readable");
    let lines = text.lines().map_while(|line| line.strip_prefix("//!"));
    let doc = lines.map(|l| l.strip_prefix(' ').unwrap_or(l)).collect::<Vec<_>>().join("\n");
    let mut from = 0;
    for heading in HEADINGS {
        let found = doc
            .match_indices(heading)
            .find(|(at, _)| *at >= from && (*at == 0 || doc[..*at].ends_with('\n')));
        match found {
            Some((at, _)) => from = at + heading.len(),
            None => stop(path, &format!("缺少标题“{}”，或者次序不对", heading.trim_end())),
        }
    }
    let examples = &doc[from..];
    if examples.matches("```form").count() < 2 || examples.matches("```findings").count() < 2 {
        stop(path, "“## 例子”要有一错一对两个例子，各带 form 和 findings 两段");
    }
    let code = text.split("META: Meta").nth(1).and_then(|rest| rest.split('"').nth(1));
    let Some(code) = code.filter(|code| is_code(code)) else {
        stop(path, "META 里没有形如 C123 的 code");
    };
    let part = |path: &Path| path.file_stem().map(|s| s.to_string_lossy().into_owned());
    Source {
        group: path.parent().and_then(part).expect("a check lies in a group folder"),
        name: part(path).expect("a file has a name"),
        code: code.to_owned(),
        doc,
        path: path.clone(),
    }
}

/// A letter and three digits.
fn is_code(code: &str) -> bool {
    code.len() == 4 && code.starts_with('C') && code[1..].bytes().all(|b| b.is_ascii_digit())
}

fn registry(sources: &[Source]) -> String {
    let mut text = String::new();
    for source in sources {
        let _ =
            writeln!(text, "#[path = {:?}]\nmod {}_{};", source.path, source.group, source.name);
    }
    let _ = writeln!(text, "\n/// Every check, by code.\npub(crate) static CHECKS: &[Check] = &[");
    for Source { group, name, doc, .. } in sources {
        let module = format!("{group}_{name}");
        let _ = writeln!(
            text,
            "    Check {{ meta: {module}::META, group: {group:?}, name: {name:?}, doc: {doc:?}, run: {module}::run }},"
        );
    }
    text.push_str("];\n");
    text
}
