//! One pack: its head (`pack.toml`), its documents, its dated values, its layouts and local checks.
//!
//! Knows its parents only to find documents they list. Which value wins is `policy.rs`'s matter.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::entry::Entry;
use crate::fields::parse;
use crate::source::{self, Source};
use crate::{Layout, LocalCheck, PackError, rules};

/// One file of a pack folder, by its path below `packs/` such as `national/params/grades.toml`.
#[derive(Debug, Clone)]
pub struct PackFile {
    /// Path below the packs folder, with `/`.
    pub path: String,
    /// The TOML text.
    pub text: String,
}

/// What `pack.toml` says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Head {
    /// Key, the name of the folder.
    pub key: String,
    /// Name in Chinese.
    pub name: String,
    /// The pack it overrides; `None` for the root.
    pub parent: Option<String>,
    /// GB/T 2260 code of the region; empty for the whole country.
    pub region: String,
    /// Words in a form's unit or title by which it belongs here.
    pub units: Vec<String>,
    /// Words that contain one of `units` and yet mean another place (四川北路).
    pub except: Vec<String>,
    /// Remark for people.
    pub note: String,
}

/// A loaded pack.
#[derive(Debug, Clone, Default)]
pub(crate) struct Pack {
    pub head: Head,
    pub sources: BTreeMap<String, Source>,
    /// Under each key, the dated entries, oldest first, never overlapping.
    pub values: BTreeMap<String, Vec<Arc<Entry>>>,
    /// By key; versions of one key oldest first, never overlapping.
    pub layouts: Vec<Arc<Layout>>,
    /// Local checks, in the order of their codes.
    pub checks: Vec<Arc<LocalCheck>>,
}

impl Head {
    /// Reads `<folder>/pack.toml`.
    pub(crate) fn read(folder: &str, file: &PackFile) -> Result<Head, PackError> {
        let mut fields = parse(&file.path, &file.text)?;
        let key = fields.required("key", "包的名称，与文件夹同名")?;
        if key != folder {
            return Err(
                fields.error(format!("「key」写的是「{key}」，应与文件夹名「{folder}」相同"))
            );
        }
        let name = fields.required("name", "中文名称，如 \"四川省\"")?;
        let parent = fields.text("parent")?;
        let region = fields.text("region")?.unwrap_or_default();
        let code = region.len() == 6 && region.bytes().all(|b| b.is_ascii_digit());
        if !code && !region.is_empty() {
            return Err(fields.error(format!("「region」应是六位行政区划代码，现在是「{region}」")));
        }
        let units = fields.words("units")?;
        let except = fields.words("except")?;
        let note = fields.text("note")?.unwrap_or_default();
        if parent.is_some() && units.is_empty() {
            return Err(fields.missing("units", "单位或标题中出现即归本包的地名，如 [\"仁和区\"]"));
        }
        fields.finish()?;
        Ok(Head { key, name, parent, region, units, except, note })
    }

    /// The longest of the pack's words that occurs in `text`, as its length; 0 for none.
    pub(crate) fn matches(&self, text: &str) -> usize {
        let mut text = text.to_owned();
        for word in &self.except {
            text = text.replace(word, "");
        }
        self.units.iter().filter(|word| text.contains(*word)).map(String::len).max().unwrap_or(0)
    }
}

impl Pack {
    /// Reads the files of one pack; `parents` are its loaded ancestors, nearest first.
    pub(crate) fn read(
        head: Head,
        files: &[PackFile],
        parents: &[&Pack],
    ) -> Result<Pack, PackError> {
        let mut pack = Pack { head, ..Pack::default() };
        let key = pack.head.key.clone();
        let sources_path = format!("{key}/sources.toml");
        if let Some(file) = files.iter().find(|file| file.path == sources_path) {
            pack.sources = source::read(&key, &file.path, &file.text)?;
        }
        rules::sources_once(&sources_path, &pack.sources, parents)?;
        for file in files {
            match file.path.split('/').collect::<Vec<_>>()[1..] {
                ["pack.toml" | "sources.toml"] => {}
                ["params" | "words" | "flow", _] => pack.read_values(file, parents)?,
                ["forms", _] => pack.read_layout(file, parents)?,
                ["checks", _] => pack.read_checks(file, parents)?,
                _ => return Err(PackError::new(&file.path, "", UNKNOWN_FILE)),
            }
        }
        rules::check(&mut pack, parents)?;
        Ok(pack)
    }

    /// A document of this pack or of a parent.
    pub(crate) fn source<'p>(&'p self, parents: &[&'p Pack], key: &str) -> Option<&'p Source> {
        std::iter::once(self).chain(parents.iter().copied()).find_map(|pack| pack.sources.get(key))
    }

    fn read_values(&mut self, file: &PackFile, parents: &[&Pack]) -> Result<(), PackError> {
        let mut whole = parse(&file.path, &file.text)?;
        for fields in whole.tables("value")? {
            let find = |source: &str| self.source(parents, source);
            let entry = Entry::read(fields, &self.head.key, &file.path, find)?;
            self.values.entry(entry.key.clone()).or_default().push(Arc::new(entry));
        }
        whole.finish()
    }

    fn read_checks(&mut self, file: &PackFile, parents: &[&Pack]) -> Result<(), PackError> {
        let mut whole = parse(&file.path, &file.text)?;
        for fields in whole.tables("check")? {
            let find = |source: &str| self.source(parents, source);
            let check = LocalCheck::read(fields, &self.head.key, &file.path, find)?;
            self.checks.push(Arc::new(check));
        }
        whole.finish()
    }

    fn read_layout(&mut self, file: &PackFile, parents: &[&Pack]) -> Result<(), PackError> {
        let layout = Layout::parse(&self.head.key, &file.path, &file.text)?;
        if self.source(parents, &layout.source).is_none() {
            return Err(PackError::new(&file.path, &layout.key, unknown_source(&layout.source)));
        }
        self.layouts.push(Arc::new(layout));
        Ok(())
    }
}

const UNKNOWN_FILE: &str = "不认识的位置：包里只放 pack.toml、sources.toml、params/*.toml、words/*.toml、flow/*.toml、forms/*.toml、checks/*.toml";

/// What to say of a citation whose document nobody has listed.
pub(crate) fn unknown_source(key: &str) -> String {
    format!("本包及上级包的 sources.toml 里没有依据「{key}」，请先登记该文件")
}
