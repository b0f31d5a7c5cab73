//! All packs together: loading them in order, choosing the one that judges a form.
//!
//! Pure: the built-in packs are embedded at compile time, others are handed in as texts.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use include_dir::{Dir, include_dir};
use sm3::{Digest, Sm3};

use crate::pack::{Head, Pack, PackFile};
use crate::policy::Policy;
use crate::{Entry, PackError, Source};

static BUILT_IN: Dir = include_dir!("$CARGO_MANIFEST_DIR/../../packs");

/// The root of every chain.
const ROOT: &str = "national";

/// All packs, loaded and checked.
#[derive(Debug, Clone, Default)]
pub struct Packs {
    packs: BTreeMap<String, Arc<Pack>>,
    chains: BTreeMap<String, Vec<String>>,
    versions: BTreeMap<String, String>,
}

impl Packs {
    /// The packs built into the program.
    pub fn built_in() -> Result<Packs, PackError> {
        Packs::load(Packs::built_in_files())
    }

    /// The built-in packs with others beside them (`--packs DIR`). A pack of a built-in one's key
    /// takes its place whole, so that nobody judges by half of each.
    pub fn beside_built_in(others: Vec<PackFile>) -> Result<Packs, PackError> {
        let folder = |file: &PackFile| file.path.split('/').next().unwrap_or("").to_owned();
        let replaced: BTreeSet<String> = others.iter().map(folder).collect();
        let mut files = Packs::built_in_files();
        files.retain(|file| !replaced.contains(&folder(file)));
        files.extend(others);
        Packs::load(files)
    }

    /// The files of the built-in packs.
    pub fn built_in_files() -> Vec<PackFile> {
        let mut files = Vec::new();
        collect(&BUILT_IN, &mut files);
        files
    }

    /// Loads packs from their files. Files that are not TOML are ignored.
    pub fn load(files: Vec<PackFile>) -> Result<Packs, PackError> {
        let folders = by_folder(files)?;
        let mut heads = BTreeMap::new();
        for (folder, files) in &folders {
            let path = format!("{folder}/pack.toml");
            let Some(file) = files.iter().find(|file| file.path == path) else {
                return Err(PackError::new(
                    &path,
                    "",
                    "缺 pack.toml，应写明 key、name、parent、units",
                ));
            };
            heads.insert(folder.clone(), Head::read(folder, file)?);
        }
        if !heads.contains_key(ROOT) {
            return Err(PackError::new(ROOT, "", "没有 national 包：它是所有包的根，不能缺"));
        }
        let mut packs = Packs::default();
        for key in heads.keys() {
            packs.chains.insert(key.clone(), chain(key, &heads)?);
        }
        // Parents first, so that every pack finds the documents its parents list.
        let mut order: Vec<&String> = heads.keys().collect();
        order.sort_by_key(|key| packs.chains[*key].len());
        for key in order {
            let pack = Pack::read(heads[key].clone(), &folders[key], &packs.ancestors(key))?;
            packs.versions.insert(key.clone(), digest(&packs.chains[key], &folders));
            packs.packs.insert(key.clone(), Arc::new(pack));
        }
        Ok(packs)
    }

    /// Keys of all packs, in alphabetical order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.packs.keys().map(String::as_str)
    }

    /// What a pack's `pack.toml` says.
    pub fn head(&self, pack: &str) -> Option<&Head> {
        self.packs.get(pack).map(|pack| &pack.head)
    }

    /// The pack and its parents, itself first; empty for an unknown pack.
    pub fn chain(&self, pack: &str) -> &[String] {
        self.chains.get(pack).map_or(&[], Vec::as_slice)
    }

    /// The documents a pack lists itself, by key.
    pub fn sources(&self, pack: &str) -> impl Iterator<Item = &Source> {
        self.packs.get(pack).into_iter().flat_map(|pack| pack.sources.values())
    }

    /// Every dated value a pack says itself, by key, oldest first.
    pub fn values(&self, pack: &str) -> impl Iterator<Item = &Entry> {
        let values =
            self.packs.get(pack).into_iter().flat_map(|pack| pack.values.values().flatten());
        values.map(Arc::as_ref)
    }

    /// What a result records to say which rules it was made with: 16 hex digits of the SM3 over
    /// every file of the pack and its parents.
    pub fn version(&self, pack: &str) -> Option<&str> {
        self.versions.get(pack).map(String::as_str)
    }

    /// The chain that ends in `pack`, as in force on `date`; `None` for an unknown pack.
    pub fn policy(&self, pack: &str, date: NaiveDate) -> Option<Policy> {
        let chain = self.chains.get(pack)?;
        let packs = chain.iter().map(|key| self.packs[key].clone()).collect();
        Some(Policy::new(packs, date, self.versions[pack].clone()))
    }

    /// The pack that judges a form: the one whose region or unit names occur in `text`
    /// (unit, title), the lowest in its chain first; else `national`.
    pub fn choose(&self, text: &str) -> &str {
        self.packs
            .iter()
            .map(|(key, pack)| (self.chains[key].len(), pack.head.matches(text), key))
            .filter(|(_, length, _)| *length > 0)
            .max()
            .map_or(ROOT, |(.., key)| key)
    }

    fn ancestors(&self, key: &str) -> Vec<&Pack> {
        self.chains[key][1..].iter().map(|parent| self.packs[parent].as_ref()).collect()
    }
}

fn collect(dir: &Dir, files: &mut Vec<PackFile>) {
    for file in dir.files() {
        if let (Some(path), Some(text)) = (file.path().to_str(), file.contents_utf8()) {
            files.push(PackFile { path: path.replace('\\', "/"), text: text.to_owned() });
        }
    }
    for dir in dir.dirs() {
        collect(dir, files);
    }
}

/// The TOML files of each pack folder, in the order of their paths.
fn by_folder(files: Vec<PackFile>) -> Result<BTreeMap<String, Vec<PackFile>>, PackError> {
    let mut folders: BTreeMap<String, Vec<PackFile>> = BTreeMap::new();
    for file in files.into_iter().filter(|file| file.path.ends_with(".toml")) {
        let Some((folder, _)) = file.path.split_once('/') else {
            return Err(PackError::new(
                &file.path,
                "",
                "包文件应放在以包命名的文件夹里，如 renhe/pack.toml",
            ));
        };
        folders.entry(folder.to_owned()).or_default().push(file);
    }
    for files in folders.values_mut() {
        files.sort_by(|a, b| a.path.cmp(&b.path));
    }
    Ok(folders)
}

/// The pack and its parents, itself first.
fn chain(key: &str, heads: &BTreeMap<String, Head>) -> Result<Vec<String>, PackError> {
    let mut chain = vec![key.to_owned()];
    let mut head = &heads[key];
    while let Some(parent) = &head.parent {
        let file = format!("{}/pack.toml", head.key);
        if chain.contains(parent) {
            let circle = format!("{} → {parent}", chain.join(" → "));
            return Err(PackError::new(
                &file,
                "",
                format!("「parent」成了圈：{circle}；请改正其中一个"),
            ));
        }
        let Some(next) = heads.get(parent) else {
            return Err(PackError::new(
                &file,
                "",
                format!("「parent」写的「{parent}」不存在，没有这个包"),
            ));
        };
        chain.push(parent.clone());
        head = next;
    }
    Ok(chain)
}

fn digest(chain: &[String], folders: &BTreeMap<String, Vec<PackFile>>) -> String {
    let mut hash = Sm3::new();
    for file in chain.iter().flat_map(|key| &folders[key]) {
        for part in [&file.path, &file.text] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
    }
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
