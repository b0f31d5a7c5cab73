//! From the files and folders named by the user to a list of files in a stable order.

use std::path::{Path, PathBuf};

use walkdir::WalkDir;

/// Endings looked for in folders; a file named by itself is taken whatever its ending.
const ENDINGS: [&str; 13] = [
    "docx", "docm", "dotx", "xlsx", "xlsm", "xls", "et", "doc", "wps", "pdf", "txt", "json", "dot",
];

/// A file to read, or why it cannot be found.
pub type Input = Result<PathBuf, (PathBuf, String)>;

/// Every file named, folders opened, each file once, in the order of their paths.
pub fn expand(named: &[PathBuf]) -> Vec<Input> {
    let mut inputs = Vec::new();
    for path in named {
        if path.is_dir() {
            inputs.extend(folder(path));
        } else if path.exists() {
            inputs.push(Ok(path.clone()));
        } else {
            inputs.push(Err((path.clone(), "没有这个文件，请核对路径和文件名".to_owned())));
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    inputs.retain(|input| match input {
        Ok(path) => seen.insert(path.canonicalize().unwrap_or_else(|_| path.clone())),
        Err(_) => true,
    });
    inputs
}

/// The forms in a folder and the folders below it. A link back to a folder above is reported.
fn folder(path: &Path) -> Vec<Input> {
    let mut inputs = Vec::new();
    for entry in WalkDir::new(path).follow_links(true).sort_by_file_name() {
        match entry {
            Ok(entry) if entry.file_type().is_file() && wanted(entry.path()) => {
                inputs.push(Ok(entry.into_path()));
            }
            Ok(_) => {}
            Err(error) if error.loop_ancestor().is_some() => {
                let path = error.path().unwrap_or(path).to_owned();
                inputs.push(Err((path, "文件夹里有指回上级的链接，跳过".to_owned())));
            }
            Err(error) => {
                let path = error.path().unwrap_or(path).to_owned();
                inputs.push(Err((path, "打不开，请检查权限".to_owned())));
            }
        }
    }
    inputs
}

/// Whether a file of a folder may hold forms, by its name.
pub fn wanted(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or("");
    // `~$…` are the lock files Word leaves beside an open document.
    let hidden = name.starts_with('.') || name.starts_with("~$");
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or("");
    !hidden && ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(ending))
}
