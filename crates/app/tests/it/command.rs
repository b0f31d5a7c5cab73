//! Runs the built `heng` as its user would.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// What a run gave.
pub struct Run {
    /// Exit code.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

/// Runs `heng` with these arguments in a folder.
pub fn heng_in(folder: &Path, arguments: &[&str]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_heng"));
    let output: Output =
        command.args(arguments).current_dir(folder).output().expect("heng can be started");
    Run {
        code: output.status.code().expect("heng was not killed"),
        out: String::from_utf8(output.stdout).expect("UTF-8"),
        err: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

/// Runs `heng` among the real files, so that they can be named without a path.
pub fn heng(arguments: &[&str]) -> Run {
    heng_in(&real_folder(), arguments)
}

/// The folder of the real files.
pub fn real_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/real")
}

/// The JSON that `heng` prints.
pub fn json(arguments: &[&str]) -> serde_json::Value {
    json_in(&real_folder(), arguments)
}

/// The JSON that `heng` prints when run in a folder.
pub fn json_in(folder: &Path, arguments: &[&str]) -> serde_json::Value {
    let run = heng_in(folder, arguments);
    serde_json::from_str(&run.out).unwrap_or_else(|error| panic!("{error}: {}", run.err))
}
