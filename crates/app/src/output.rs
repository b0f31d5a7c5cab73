//! Where a result goes: to a file that is not there yet, or to standard output.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use crate::cli::OutputOptions;
use crate::{Failure, print_bytes};

/// Writes a result; never over one of the files it was made from.
pub fn write(
    bytes: &[u8],
    options: &OutputOptions,
    inputs: &[PathBuf],
    binary: bool,
) -> Result<(), Failure> {
    let Some(path) = options.output.as_ref().filter(|path| !is_standard(path)) else {
        if binary && std::io::stdout().is_terminal() {
            return Err(Failure::new("这种结果不能显示在屏幕上，请用 -o 写到文件"));
        }
        return print_bytes(bytes);
    };
    permit(path, inputs, options.force)?;
    save(path, bytes)
}

/// Whether a path stands for standard output.
pub fn is_standard(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Refuses a path that must not be written to: one of the inputs, or without `force` any file
/// that is there.
pub fn permit(path: &Path, inputs: &[PathBuf], force: bool) -> Result<(), Failure> {
    if is_standard(path) {
        return Ok(());
    }
    let own = path.canonicalize().ok();
    if own.is_some() && inputs.iter().any(|input| input.canonicalize().ok() == own) {
        return Err(Failure::new("结果不能写到原文件上，请用 -o 换一个文件名"));
    }
    if path.exists() && !force {
        let problem = format!("{} 已经存在，不覆盖；要覆盖请加 --force", path.display());
        return Err(Failure::new(problem));
    }
    Ok(())
}

/// Refuses a name under which Word would not open the copy of a Word file.
pub fn permit_ending(path: &Path, ending: &str) -> Result<(), Failure> {
    let own = path.extension().map(|own| own.to_string_lossy().to_lowercase());
    if is_standard(path) || own.as_deref() == Some(ending) {
        return Ok(());
    }
    let problem = format!("结果是 .{ending} 文件，文件名请以 .{ending} 结尾，否则 Word 打不开");
    Err(Failure::new(problem))
}

/// Writes to a path that is permitted.
pub fn save(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    if is_standard(path) {
        return print_bytes(bytes);
    }
    std::fs::write(path, bytes)
        .map_err(|error| Failure::new(format!("{} 写不了：{error}", path.display())))
}
