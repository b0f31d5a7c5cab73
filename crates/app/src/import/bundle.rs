//! The files to be brought in: those named, those of folders, and those of zip files. What a zip
//! file holds is counted while it is read; it is never unpacked to the disk.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use office::Limits;
use zip::ZipArchive;

use crate::inputs;

/// Most files of a zip file.
const MOST: usize = 5_000;

/// A file's name, and its bytes or why it cannot be read.
pub type Content = (String, Result<Vec<u8>, String>);

/// Every file, one after the other, in the order of their names.
pub fn files(named: &[PathBuf], limits: Limits) -> impl Iterator<Item = Content> {
    inputs::expand(named).into_iter().flat_map(move |input| match input {
        Ok(path) if has_ending(&path, "zip") => zipped(&path, limits),
        Ok(path) => vec![(named_in(&path), read(&path, limits))],
        Err((path, why)) => vec![(named_in(&path), Err(why))],
    })
}

fn has_ending(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|own| own.eq_ignore_ascii_case(ending))
}

/// The last part of a path: what the record keeps as the name of a source.
fn named_in(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

fn read(path: &Path, limits: Limits) -> Result<Vec<u8>, String> {
    let file = File::open(path).map_err(|error| format!("打不开：{error}"))?;
    within(file, limits)
}

/// Reads to the end, or to the limit and not further.
fn within(from: impl Read, limits: Limits) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let taken = from.take(limits.bytes.saturating_add(1)).read_to_end(&mut bytes);
    taken.map_err(|error| format!("读不出来：{error}"))?;
    match bytes.len() as u64 > limits.bytes {
        true => Err(format!("超过{}MB，可用 --max-mb 调高", limits.bytes >> 20)),
        false => Ok(bytes),
    }
}

fn zipped(path: &Path, limits: Limits) -> Vec<Content> {
    let own = named_in(path);
    let whole = |why: String| vec![(own.clone(), Err(why))];
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) => return whole(format!("打不开：{error}")),
    };
    let Ok(mut archive) = ZipArchive::new(file) else {
        return whole("不是完整的压缩文件，可能没有传完".to_owned());
    };
    if archive.len() > MOST {
        return whole(format!("里面有{}个文件，最多{MOST}个，请分几次导入", archive.len()));
    }
    let mut members: Vec<(String, usize)> =
        (0..archive.len()).filter_map(|at| Some((member(&mut archive, at)?, at))).collect();
    members.sort();
    let content = |(name, at): (String, usize)| {
        let told = archive.by_index(at).map_err(|error| format!("读不出来：{error}"));
        (format!("{own}/{name}"), told.and_then(|file| within(file, limits)))
    };
    let mut contents: Vec<Content> = members.into_iter().map(content).collect();
    for (name, _) in &mut contents {
        *name = name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
    }
    contents
}

/// The path of a member that may hold forms; Windows writes Chinese names in its own code page.
fn member(archive: &mut ZipArchive<File>, at: usize) -> Option<String> {
    let file = archive.by_index_raw(at).ok().filter(|file| file.is_file())?;
    let raw = file.name_raw();
    let name = match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => encoding_rs::GBK.decode(raw).0.into_owned(),
    };
    let hidden = name.starts_with("__MACOSX/");
    (!hidden && inputs::wanted(Path::new(&name))).then_some(name)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::write::SimpleFileOptions;

    use super::*;

    #[test]
    fn a_zip_file_gives_what_may_hold_forms_by_name_and_no_more_than_is_allowed() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("报送.ZIP");
        let mut zip = zip::ZipWriter::new(File::create(&path).expect("a file"));
        let members = ["b/乙.docx", "a/甲.xlsx", "说明.md", "~$甲.xlsx", "__MACOSX/a/甲.xlsx"];
        for name in members {
            zip.start_file(name, SimpleFileOptions::default()).expect("a member");
            zip.write_all(name.as_bytes()).expect("written");
        }
        zip.start_file("大.txt", SimpleFileOptions::default()).expect("a member");
        zip.write_all(&[b'x'; 200]).expect("written");
        zip.finish().expect("whole");
        let limits = Limits { bytes: 100, ..Limits::default() };
        let read: Vec<Content> = files(&[path], limits).collect();
        let names: Vec<&str> = read.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["甲.xlsx", "乙.docx", "大.txt"]);
        assert_eq!(read[1].1.as_deref(), Ok("b/乙.docx".as_bytes()));
        assert!(read[2].1.is_err(), "it is larger than is allowed");
    }
}
