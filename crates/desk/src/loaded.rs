//! What was read in one run, and the policies that judge it. No file is opened here: bytes come in.

use std::collections::{BTreeMap, BTreeSet};

use checks::{Batch, Member};
use chrono::NaiveDate;
use model::{Finding, Form, SourceKind};
use office::Limits;
use office::json::FileJson;
use office::recognise::{Recognised, Recogniser};
use policy::{Packs, Policy};

/// Everything read in one run.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The files, with what went wrong.
    pub files: Vec<FileJson>,
    /// The forms of all files.
    pub forms: Vec<Form>,
    /// For each form the key of its pack.
    pub packs: Vec<String>,
    /// Findings of the reading; `form` counts in `forms`.
    pub findings: Vec<Finding>,
}

impl Loaded {
    /// Brings the forms of several files together, in the order of the files.
    pub fn gather(read: impl IntoIterator<Item = (FileJson, Recognised)>) -> Self {
        let mut loaded = Loaded::default();
        for (file, recognised) in read {
            let first = loaded.forms.len();
            loaded.files.push(file);
            loaded.forms.extend(recognised.forms);
            loaded.packs.extend(recognised.packs);
            loaded.findings.extend(recognised.findings.into_iter().map(|mut finding| {
                finding.form = finding.form.map(|form| form + first);
                finding
            }));
        }
        loaded
    }
}

/// The packs that judge the forms, with their versions, as people read them.
pub fn packs_used(packs: &Packs, loaded: &Loaded) -> Vec<String> {
    let used: BTreeSet<&String> = loaded.packs.iter().collect();
    let named = used.into_iter().map(|pack| {
        let name = packs.head(pack).map_or("", |head| head.name.as_str());
        format!("{name}（{pack}，版本 {}）", packs.version(pack).unwrap_or("不明"))
    });
    named.collect()
}

/// A file sent by a browser, read as one from disk would be.
pub fn read_sent(
    file: &str,
    bytes: &[u8],
    limits: Limits,
    recogniser: &Recogniser,
) -> (FileJson, Recognised) {
    described(file.to_owned(), read_bytes(file, bytes, limits, recogniser))
}

/// A file's line in the output beside what was read from it.
pub fn described(
    file: String,
    result: Result<(SourceKind, Recognised), String>,
) -> (FileJson, Recognised) {
    match result {
        Ok((kind, recognised)) => {
            let (forms, nothing) = (recognised.forms.len(), recognised.nothing.clone());
            (FileJson { file, kind: Some(kind), forms, error: None, nothing }, recognised)
        }
        Err(error) => {
            let failed = FileJson { file, kind: None, forms: 0, error: Some(error), nothing: None };
            (failed, Recognised::default())
        }
    }
}

/// Reads the bytes of a file of any kind.
pub fn read_bytes(
    name: &str,
    bytes: &[u8],
    limits: Limits,
    recogniser: &Recogniser,
) -> Result<(SourceKind, Recognised), String> {
    if office::json::is_json(bytes) {
        let forms = office::json::read(bytes).map_err(|error| error.to_string())?;
        return Ok((SourceKind::Json, recogniser.adopt(forms)));
    }
    let document = recogniser.open(name, bytes, limits).map_err(|e| e.to_string())?;
    Ok((document.kind, recogniser.read(&document)))
}

/// Policies by pack and budget year, made once each.
#[derive(Debug)]
pub struct Policies<'p> {
    packs: &'p Packs,
    made: BTreeMap<(String, Option<i32>), Policy>,
}

impl<'p> Policies<'p> {
    /// The policies that judge these forms.
    pub fn of(packs: &'p Packs, loaded: &Loaded) -> Self {
        let mut policies = Policies { packs, made: BTreeMap::new() };
        for (form, pack) in loaded.forms.iter().zip(&loaded.packs) {
            policies.make(pack, form.year);
        }
        policies
    }

    fn make(&mut self, pack: &str, year: Option<i32>) {
        let first_day = year.and_then(|year| NaiveDate::from_ymd_opt(year, 1, 1));
        let policy = self.packs.policy(pack, first_day.unwrap_or(NaiveDate::MAX));
        if let Some(policy) = policy {
            self.made.insert((pack.to_owned(), year), policy);
        }
    }

    /// The forms with their policies, as the checks take them.
    pub fn batch<'a>(&'a self, loaded: &'a Loaded, complete: bool) -> Batch<'a> {
        let members = loaded.forms.iter().zip(&loaded.packs);
        let members = members.map(|(form, pack)| Member { form, policy: self.get(pack, form) });
        Batch { members: members.collect(), declared_complete: complete, ..Batch::default() }
    }

    /// The policy of a form.
    pub fn get(&self, pack: &str, form: &Form) -> &Policy {
        let key = (pack.to_owned(), form.year);
        self.made.get(&key).expect("invariant: made for every form that was loaded")
    }
}
