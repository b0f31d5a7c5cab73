//! The files to be brought in: those named, those of folders, and those of zip files. What a zip
//! file holds is counted while it is read; it is never unpacked to the disk.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use office::Limits;
use zip::ZipArchive;

use crate::{inputs, load};

/// Most files of a zip file.
const MOST: usize = 5_000;

/// A file's name, and its bytes or why it cannot be read.
pub type Content = (String, Result<Vec<u8>, String>);

/// Files, read one at a time as they are asked for.
type Contents = Box<dyn Iterator<Item = Content>>;

/// Every file, one after the other, in the order of their names.
pub fn files(named: &[PathBuf], limits: Limits) -> impl Iterator<Item = Content> {
    let one = |name: String, content| -> Contents { Box::new(std::iter::once((name, content))) };
    inputs::expand(named).into_iter().flat_map(move |input| match input {
        Ok(path) if has_ending(&path, "zip") => match zipped(&path, limits) {
            Ok(contents) => contents,
            Err(why) => one(load::name(&path), Err(why)),
        },
        Ok(path) => one(load::name(&path), read(&path, limits)),
        Err((path, why)) => one(load::name(&path), Err(why)),
    })
}

fn has_ending(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|own| own.eq_ignore_ascii_case(ending))
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

fn zipped(path: &Path, limits: Limits) -> Result<Contents, String> {
    let file = File::open(path).map_err(|error| format!("打不开：{error}"))?;
    let broken = |_| "不是完整的压缩文件，可能没有传完".to_owned();
    let mut archive = ZipArchive::new(file).map_err(broken)?;
    let count = archive.len();
    if count > MOST {
        return Err(format!("里面有{count}个文件，最多{MOST}个，请分几次导入"));
    }
    let mut members: Vec<(String, usize)> =
        (0..count).filter_map(|at| Some((member(&mut archive, at)?, at))).collect();
    members.sort();
    let own = load::name(path);
    Ok(Box::new(members.into_iter().map(move |(path, at)| {
        let told = archive.by_index(at).map_err(|error| format!("读不出来：{error}"));
        // Names come from whoever packed the file, and are shown on a terminal.
        let shown = path.replace(|letter: char| letter.is_control(), "");
        (format!("{own}/{shown}"), told.and_then(|file| within(file, limits)))
    })))
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
        let ends = ["报送.ZIP/a/甲.xlsx", "报送.ZIP/b/乙.docx", "报送.ZIP/大.txt"];
        assert!(names.len() == 3 && names.iter().zip(ends).all(|(own, end)| own.ends_with(end)));
        assert_eq!(read[1].1.as_deref(), Ok("b/乙.docx".as_bytes()));
        assert!(read[2].1.is_err(), "it is larger than is allowed");
    }
}
