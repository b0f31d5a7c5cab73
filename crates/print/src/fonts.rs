//! Which fonts print: found in the user's folder first, then in the system's usual places.
//!
//! Only files with known names are read in the system's folders, so that starting stays fast;
//! the reserve is read only when a character is missing. No font is downloaded or installed.

mod known;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use typst::foundations::Bytes;
use typst::text::Font;

use crate::PrintError;
use known::Known;

/// A face must have these to count as Chinese: the words of the forms, in their simplified shape.
const SAMPLE: &str = "部门项目支出绩效目标申报表预算单位指标值财政拨款资金总额";
/// A heading face weighs at least this much (600 is semi-bold).
const HEAVY: u16 = 600;
/// Folders in folders to look into.
const DEPTH: usize = 6;

/// The chosen faces.
pub struct Fonts {
    /// Body first, then heading, then the other faces of the user's folder.
    faces: Vec<Font>,
    heading: usize,
    taken: String,
    reserve_files: Vec<(PathBuf, u32)>,
    reserve: OnceLock<Vec<Font>>,
}

impl Fonts {
    /// Finds a body and a heading face: in `extra` (all its `.ttf`, `.otf`, `.ttc`), then in the
    /// system's font folders.
    ///
    /// # Errors
    /// [`PrintError::FontFolder`] when `extra` cannot be read, [`PrintError::NoChineseFont`] when
    /// nothing with Chinese characters is found; its message says what to install.
    pub fn load(extra: Option<&Path>) -> Result<Fonts, PrintError> {
        Fonts::load_from(extra, &system_folders())
    }

    /// As [`Fonts::load`], with the system's folders given by the caller.
    ///
    /// # Errors
    /// As [`Fonts::load`].
    pub fn load_from(extra: Option<&Path>, system: &[PathBuf]) -> Result<Fonts, PrintError> {
        let own = match extra {
            Some(folder) => folder_faces(folder)?,
            None => Vec::new(),
        };
        let installed = installed(system);
        let body = own
            .iter()
            .find(|face| is_chinese(face) && !is_heading(face))
            .cloned()
            .or_else(|| first(&installed, known::BODY))
            .or_else(|| own.iter().find(|face| is_chinese(face)).cloned())
            .ok_or(PrintError::NoChineseFont)?;
        let heading = own
            .iter()
            .find(|face| is_chinese(face) && is_heading(face))
            .cloned()
            .or_else(|| first(&installed, known::HEADING))
            .unwrap_or_else(|| body.clone());
        let taken = format!("正文 {}，标题 {}", describe(&body), describe(&heading));
        let mut faces = vec![body];
        let heading = push_new(&mut faces, heading);
        for face in own {
            push_new(&mut faces, face);
        }
        let reserve_files = reserve_files(&installed);
        Ok(Fonts { faces, heading, taken, reserve_files, reserve: OnceLock::new() })
    }

    /// Which faces were taken for the text and for titles, in plain words.
    pub fn taken(&self) -> &str {
        &self.taken
    }

    /// Whether every character of the drawing has a picture; nothing is printed.
    ///
    /// # Errors
    /// [`PrintError::MissingGlyph`] for the first that has none.
    pub fn covers(&self, drawing: &model::Drawing) -> Result<(), PrintError> {
        crate::ink::faces(std::slice::from_ref(drawing), self).map(|_| ())
    }

    /// The faces in use, body first.
    pub(crate) fn faces(&self) -> &[Font] {
        &self.faces
    }

    /// The face for titles.
    pub(crate) fn heading(&self) -> &Font {
        &self.faces[self.heading]
    }

    /// Further faces of this computer, read at the first call.
    pub(crate) fn reserve(&self) -> &[Font] {
        self.reserve.get_or_init(|| {
            let read = |(path, face): &(PathBuf, u32)| read_face(path, *face);
            self.reserve_files.iter().filter_map(read).collect()
        })
    }
}

/// Adds a face unless it is there already; gives its position.
fn push_new(faces: &mut Vec<Font>, face: Font) -> usize {
    let same = |known: &Font| describe(known) == describe(&face);
    if let Some(position) = faces.iter().position(same) {
        return position;
    }
    faces.push(face);
    faces.len() - 1
}

fn describe(face: &Font) -> String {
    let info = face.info();
    match info.variant.weight.to_number() {
        400 => info.family.clone(),
        weight => format!("{} {weight}", info.family),
    }
}

fn is_chinese(face: &Font) -> bool {
    SAMPLE.chars().all(|character| covers(face, character))
}

/// Whether the face has a picture for the character.
pub(crate) fn covers(face: &Font, character: char) -> bool {
    face.info().coverage.contains(u32::from(character))
}

fn is_heading(face: &Font) -> bool {
    let info = face.info();
    let family = info.family.to_lowercase();
    let drawn_for_titles = ["小标宋", "xiaobiaosong", "xbs"].iter().any(|n| family.contains(n));
    drawn_for_titles || info.variant.weight.to_number() >= HEAVY
}

/// How near a face of the user's folder comes to what official documents are set in.
fn rank(face: &Font) -> usize {
    let family = face.info().family.to_lowercase();
    let ranks: [&[&str]; 3] =
        [&["仿宋", "fangsong"], &["宋", "song", "serif", "simsun"], &["sc", "cn", "gb"]];
    ranks.iter().position(|names| names.iter().any(|n| family.contains(n))).unwrap_or(ranks.len())
}

/// All faces of the user's folder, best first, equal ones by file name.
fn folder_faces(folder: &Path) -> Result<Vec<Font>, PrintError> {
    let failed = |path: &Path, source| PrintError::FontFolder { path: path.to_path_buf(), source };
    std::fs::read_dir(folder).map_err(|error| failed(folder, error))?;
    let mut faces = Vec::new();
    for path in font_files(folder, DEPTH) {
        let data = std::fs::read(&path).map_err(|error| failed(&path, error))?;
        faces.extend(Font::iter(Bytes::new(data)));
    }
    faces.sort_by_key(rank);
    Ok(faces)
}

/// Paths of the font files below a folder, in a fixed order. What cannot be listed is passed over.
fn font_files(folder: &Path, depth: usize) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() && depth > 0 {
            files.extend(font_files(&path, depth - 1));
        } else if is_font_file(&path) {
            files.push(path);
        }
    }
    files
}

fn is_font_file(path: &Path) -> bool {
    let ending = path.extension().and_then(|e| e.to_str()).unwrap_or("").to_lowercase();
    ["ttf", "otf", "ttc", "otc"].contains(&ending.as_str())
}

/// Font files of the system by lower-case name; the first folder wins.
fn installed(folders: &[PathBuf]) -> BTreeMap<String, PathBuf> {
    let mut files = BTreeMap::new();
    for path in folders.iter().flat_map(|folder| font_files(folder, DEPTH)) {
        if let Some(name) = path.file_name().and_then(|name| name.to_str()) {
            files.entry(name.to_lowercase()).or_insert(path);
        }
    }
    files
}

/// The first known face that is installed and really has Chinese characters.
fn first(installed: &BTreeMap<String, PathBuf>, names: &[Known]) -> Option<Font> {
    let read = |known: &Known| read_face(installed.get(known.file)?, known.face);
    names.iter().filter_map(read).find(is_chinese)
}

/// Everything known and installed that is not read yet by then; read only when needed.
fn reserve_files(installed: &BTreeMap<String, PathBuf>) -> Vec<(PathBuf, u32)> {
    let known = known::BODY.iter().chain(known::SIGNS);
    known.filter_map(|k| Some((installed.get(k.file)?.clone(), k.face))).collect()
}

/// A damaged or unreadable system font counts as not installed.
fn read_face(path: &Path, face: u32) -> Option<Font> {
    let data = Bytes::new(std::fs::read(path).ok()?);
    Font::new(data.clone(), face).or_else(|| Font::new(data, 0))
}

/// Where Linux, Windows and macOS keep fonts.
fn system_folders() -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = Vec::new();
    if let Some(windows) = std::env::var_os("WINDIR") {
        folders.push(Path::new(&windows).join("Fonts"));
    }
    if let Some(local) = std::env::var_os("LOCALAPPDATA") {
        folders.push(Path::new(&local).join("Microsoft/Windows/Fonts"));
    }
    if let Some(home) = std::env::var_os("HOME") {
        for below in [".local/share/fonts", ".fonts", "Library/Fonts"] {
            folders.push(Path::new(&home).join(below));
        }
    }
    for folder in
        ["/usr/local/share/fonts", "/usr/share/fonts", "/Library/Fonts", "/System/Library/Fonts"]
    {
        folders.push(PathBuf::from(folder));
    }
    folders
}
