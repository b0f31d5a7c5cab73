//! LibreOffice as a child process: `.doc` in, `.docx` out.
//!
//! It runs with a profile of its own, a time limit, and a limit on what it may write; it is
//! killed with its children when time is up. The result is read by our docx reader.

use std::io::ErrorKind;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::{Limits, ReadError};

/// A first start with an empty profile takes seconds even on a good machine.
const TIME: Duration = Duration::from_secs(60);

/// Names under which the program is found on the search path, then where installers put it.
const PROGRAMS: [&str; 5] = [
    "soffice",
    "libreoffice",
    "C:\\Program Files\\LibreOffice\\program\\soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "/usr/lib/libreoffice/program/soffice",
];

const REMEDY: &str = "请用 Word 或 WPS 把文件另存为 docx 再试，\
    或安装 LibreOffice（Debian 一类系统：apt install libreoffice-writer-nogui）";

/// The same document as `.docx`.
///
/// # Errors
/// [`ReadError::NeedsProgram`] without LibreOffice, or when it fails or takes too long.
pub(super) fn to_docx(bytes: &[u8], limits: Limits) -> Result<Vec<u8>, ReadError> {
    convert(bytes, limits, &PROGRAMS)
}

fn convert(bytes: &[u8], limits: Limits, programs: &[&str]) -> Result<Vec<u8>, ReadError> {
    let folder = tempfile::tempdir().map_err(|error| failed(&error.to_string()))?;
    let source = folder.path().join("in.doc");
    std::fs::write(&source, bytes).map_err(|error| failed(&error.to_string()))?;
    let started = start(folder.path(), &source, programs);
    let Some(child) = started.map_err(|error| failed(&error.to_string()))? else {
        return Err(ReadError::NeedsProgram(format!(
            "这个 doc 文件要借助 LibreOffice 才能读取，本机没有装。{REMEDY}"
        )));
    };
    let target = folder.path().join("out").join("in.docx");
    wait(child, &target, limits).map_err(|why| failed(&why))?;
    let written = std::fs::metadata(&target).map_err(|_| failed("没有得到结果"))?.len();
    if written > limits.bytes {
        return Err(failed("结果太大"));
    }
    std::fs::read(&target).map_err(|error| failed(&error.to_string()))
}

fn failed(why: &str) -> ReadError {
    ReadError::NeedsProgram(format!("LibreOffice 没能转换这个文件：{why}。{REMEDY}"))
}

/// Starts the first program there is; none when none is installed.
fn start(folder: &Path, source: &Path, programs: &[&str]) -> std::io::Result<Option<Child>> {
    let profile = folder.join("profile").display().to_string().replace('\\', "/");
    let profile = format!("-env:UserInstallation=file:///{}", profile.trim_start_matches('/'));
    for program in programs {
        let mut command = Command::new(program);
        command
            .args([profile.as_str(), "--headless", "--norestore", "--nolockcheck"])
            .args(["--convert-to", "docx", "--outdir"])
            .arg(folder.join("out"))
            .arg(source)
            .current_dir(folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        match command.spawn() {
            Ok(child) => return Ok(Some(child)),
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}

/// Waits for the end, watching the clock and the size of what is written.
fn wait(mut child: Child, target: &Path, limits: Limits) -> Result<(), String> {
    let deadline = Instant::now() + TIME;
    loop {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => return Ok(()),
            Ok(Some(status)) => return Err(format!("它以 {status} 结束")),
            Ok(None) => {}
            Err(error) => return Err(error.to_string()),
        }
        let size = std::fs::metadata(target).map_or(0, |written| written.len());
        if Instant::now() > deadline || size > limits.bytes {
            kill(&mut child);
            return Err("超出了时间或大小上限".to_owned());
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Ends the program and what it started.
fn kill(child: &mut Child) {
    let own = child.id().to_string();
    let mut all = if cfg!(windows) {
        let mut all = Command::new("taskkill");
        all.args(["/T", "/F", "/PID", &own]);
        all
    } else {
        let mut all = Command::new("kill");
        all.args(["-KILL", "--", &format!("-{own}")]);
        all
    };
    // Whatever fails here, the child itself is killed next; then it is gone.
    let _ = all.status();
    let _ = child.kill();
    let _ = child.wait();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_the_program_the_error_names_what_to_install() {
        let error = convert(b"", Limits::default(), &["no-such-program"]).unwrap_err();
        assert!(error.to_string().contains("libreoffice-writer-nogui"), "{error}");
        assert!(error.to_string().contains("另存为 docx"), "{error}");
    }

    /// A program that stands in for LibreOffice.
    #[cfg(unix)]
    fn stand_in(folder: &Path, script: &str) -> String {
        use std::os::unix::fs::PermissionsExt;
        let path = folder.join("stand-in");
        std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        path.display().to_string()
    }

    #[cfg(unix)]
    #[test]
    fn result_failure_silence_and_too_much_are_told_apart() {
        // One test, for two that start programs side by side can find the script still open.
        let folder = tempfile::tempdir().unwrap();
        let program = stand_in(folder.path(), "mkdir out && cp in.doc out/in.docx");
        let result = convert(b"abc", Limits::default(), &["no-such-program", &program]);
        assert_eq!(result.unwrap(), b"abc");
        let small = Limits { bytes: 2, ..Limits::default() };
        let cases = [
            ("exit 3", Limits::default(), "结束"),
            ("true", Limits::default(), "没有得到结果"),
            ("mkdir out && cp in.doc out/in.docx", small, "结果太大"),
            ("mkdir out && cp in.doc out/in.docx && sleep 9", small, "上限"),
        ];
        for (script, limits, why) in cases {
            let program = stand_in(folder.path(), script);
            let error = convert(b"abc", limits, &[&program]).unwrap_err().to_string();
            assert!(error.contains(why), "{script}: {error}");
        }
    }
}
