//! The documents a pack cites (`sources.toml`), each with how far it binds and how it was seen.

use std::collections::BTreeMap;

use model::Force;

use crate::PackError;
use crate::fields::{Fields, as_date, parse};

/// One document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Short key such as `mof-2021-101`, unique in a chain of packs.
    pub key: String,
    /// Title without 《》.
    pub title: String,
    /// Document number; empty where it has none or nobody knows it.
    pub number: String,
    /// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; `unknown`; or `none` for what was never issued.
    pub issued: String,
    /// How far it binds a county.
    pub force: Force,
    /// Where it was seen: addresses or kind of note.
    pub seen: String,
    /// How much of it was really read.
    pub trust: Trust,
    /// Remark for people.
    pub note: String,
    /// The pack that lists it.
    pub pack: String,
}

/// How much of a document was really read, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trust {
    /// The text itself, or nothing to read, as with arithmetic.
    Original,
    /// A page of the finance department or a mirror of it.
    OfficialPage,
    /// Title, date or single provisions, on other people's pages.
    Title,
    /// A professional's note made from the text.
    Note,
    /// A note made from a scan.
    ScanNote,
    /// Somebody's memory of the text.
    Memory,
    /// Reviewers' working practice.
    Practice,
    /// Inferred.
    Inference,
}

impl Trust {
    /// Every degree with its name in the TOML and its words for people.
    pub const ALL: [(Trust, &'static str, &'static str); 8] = [
        (Trust::Original, "original", "原文"),
        (Trust::OfficialPage, "official-page", "财政部门网页或其镜像"),
        (Trust::Title, "title", "只见题名、日期或个别条款"),
        (Trust::Note, "note", "专业人员据原文所作笔记"),
        (Trust::ScanNote, "scan-note", "据扫描件所作笔记"),
        (Trust::Memory, "memory", "凭记忆"),
        (Trust::Practice, "practice", "审核人员的工作习惯"),
        (Trust::Inference, "inference", "推断"),
    ];

    /// The degree in plain Chinese.
    pub fn describe(self) -> &'static str {
        Trust::ALL.iter().find(|(trust, ..)| *trust == self).map_or("", |(.., words)| words)
    }
}

/// Reads `sources.toml`.
pub(crate) fn read(
    pack: &str,
    file: &str,
    text: &str,
) -> Result<BTreeMap<String, Source>, PackError> {
    let mut whole = parse(file, text)?;
    let mut sources = BTreeMap::new();
    for fields in whole.tables("source")? {
        let source = Source::read(fields, pack)?;
        let key = source.key.clone();
        if sources.insert(key.clone(), source).is_some() {
            return Err(PackError::new(file, &key, "依据登记了两次，请删去一份"));
        }
    }
    whole.finish()?;
    Ok(sources)
}

impl Source {
    fn read(mut fields: Fields, pack: &str) -> Result<Source, PackError> {
        let key = fields.required("key", "简短的名称，如 \"mof-2021-101\"")?;
        fields.name(&key);
        let title = fields.required("title", "文件题名，不带书名号")?;
        let number = fields.present("number", "文号；没有或不知道写 \"\"")?;
        let issued = read_issued(&mut fields)?;
        let force = match fields.required("force", FORCES)?.as_str() {
            "binding" => Force::Binding,
            "reference" => Force::Reference,
            "practice" => Force::Practice,
            other => return Err(fields.error(format!("「force」应写{FORCES}，现在是「{other}」"))),
        };
        let seen = fields.required("seen", "在哪里看到的，如网址；没看到也如实写")?;
        let trust = read_trust(&mut fields)?;
        let note = fields.text("note")?.unwrap_or_default();
        fields.finish()?;
        Ok(Source { key, title, number, issued, force, seen, trust, note, pack: pack.to_owned() })
    }
}

const FORCES: &str = " binding（约束县级）、reference（参照）或 practice（惯例）";

fn read_trust(fields: &mut Fields) -> Result<Trust, PackError> {
    let names: Vec<&str> = Trust::ALL.iter().map(|(_, name, _)| *name).collect();
    let write = format!("可信程度，{} 之一", names.join("、"));
    let name = fields.required("trust", &write)?;
    match Trust::ALL.iter().find(|(_, known, _)| *known == name) {
        Some((trust, ..)) => Ok(*trust),
        None => Err(fields.error(format!("「trust」应写{write}，现在是「{name}」"))),
    }
}

/// Dates of documents are often known to the year or month only, so a text is taken as well.
fn read_issued(fields: &mut Fields) -> Result<String, PackError> {
    const WRITE: &str = "印发日期，如 2021-08-18；只知年月写 \"2021-08\" 或 \"2021\"；不知道写 \"unknown\"；本无日期写 \"none\"";
    let Some(value) = fields.take("issued") else { return Err(fields.missing("issued", WRITE)) };
    if let Some(date) = as_date(&value) {
        return Ok(date.to_string());
    }
    match value.as_str() {
        Some(text) if matches!(text, "unknown" | "none") || is_month(text) => Ok(text.to_owned()),
        _ => Err(fields.error(format!("「issued」应写{WRITE}"))),
    }
}

fn is_month(text: &str) -> bool {
    let digits =
        |part: &str, count| part.len() == count && part.bytes().all(|b| b.is_ascii_digit());
    match text.split_once('-') {
        None => digits(text, 4),
        Some((year, month)) => {
            digits(year, 4) && digits(month, 2) && ("01"..="12").contains(&month)
        }
    }
}
