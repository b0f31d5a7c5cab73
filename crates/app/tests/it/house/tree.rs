//! The files of the repository.

use std::fs;
use std::path::{Path, PathBuf};

/// Folders with nothing of ours in them.
const SKIPPED: [&str; 6] = ["target", "out", ".git", "node_modules", "corpus", "artifacts"];

/// The top folder.
pub fn root() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.ancestors().nth(2).expect("crates/app lies two folders below the top").to_path_buf()
}

/// Every file below a folder, in order, named from the top folder with `/`.
pub fn files(folder: &str) -> Vec<String> {
    let mut found = Vec::new();
    walk(&root().join(folder), &mut found);
    let top = root();
    let name = |path: &PathBuf| {
        let inside = path.strip_prefix(&top).expect("below the top folder");
        inside.to_string_lossy().replace('\\', "/")
    };
    let mut names: Vec<String> = found.iter().map(name).collect();
    names.sort();
    names
}

/// Every Rust source below a folder.
pub fn sources(folder: &str) -> Vec<String> {
    files(folder).into_iter().filter(|name| name.ends_with(".rs")).collect()
}

/// The text of a file named from the top folder.
pub fn text(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    for entry in entries {
        let path = entry.expect("an entry of a folder").path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let skipped = name.is_some_and(|name| SKIPPED.contains(&name.as_str()));
        if path.is_dir() && !skipped {
            walk(&path, found);
        } else if path.is_file() {
            found.push(path);
        }
    }
}
