//! One dated, cited value of a pack, and how its TOML is read.
//!
//! Nothing here knows of other packs: layering is in `policy.rs`, rules between entries in
//! `rules.rs`.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use model::{Citation, Decimal};

use crate::PackError;
use crate::fields::{Fields, as_words, kind};
use crate::pack::unknown_source;
use crate::source::Source;

/// A dated, cited value of a pack.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Dotted key such as `checks.C042.min_ratio` or `words.vague`.
    pub key: String,
    /// The value itself; in a policy, with what lower packs add to a list.
    pub value: Value,
    /// Unit of a number, for people.
    pub unit: String,
    /// In force from.
    pub from: NaiveDate,
    /// The last day in force; `None` while no end is known.
    pub until: Option<NaiveDate>,
    /// Why.
    pub citation: Citation,
    /// Key of the document in `sources.toml`.
    pub source: String,
    /// The day somebody last read the source; `None` prints 未核对.
    pub verified_on: Option<NaiveDate>,
    /// Remark for people.
    pub note: String,
    /// The pack the value came from.
    pub pack: String,
    /// The file it stands in.
    pub file: String,
    /// Whether a list adds to the parent pack's list instead of replacing it.
    pub extends: bool,
}

/// The types a value can have. There is no floating point: decimals are strings in the TOML.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Text, or an exact decimal written as text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// Yes or no.
    Boolean(bool),
    /// A list of words.
    Words(Vec<String>),
    /// Named texts, such as a typo dictionary.
    Table(BTreeMap<String, String>),
}

impl Entry {
    /// The basis as it is printed: citation, then whether and when it was read.
    pub fn cite(&self) -> String {
        match self.verified_on {
            Some(day) => format!("{}〔{day} 核对〕", self.citation),
            None => format!("{}〔未核对〕", self.citation),
        }
    }

    /// Whether the entry holds on a day.
    pub fn in_force(&self, date: NaiveDate) -> bool {
        self.from <= date && self.until.is_none_or(|last| date <= last)
    }

    /// An exact decimal, from a whole number or a text that is one.
    pub fn decimal(&self) -> Option<Decimal> {
        match &self.value {
            Value::Text(text) => Decimal::from_str_exact(text).ok(),
            Value::Integer(number) => Some(Decimal::from(*number)),
            _ => None,
        }
    }

    /// Reads one `[[value]]`; `find` looks a source up in this pack and its parents.
    pub(crate) fn read<'s>(
        mut fields: Fields,
        pack: &str,
        file: &str,
        find: impl Fn(&str) -> Option<&'s Source>,
    ) -> Result<Entry, PackError> {
        let key = fields.required("key", "值的名称，如 \"checks.C042.min_ratio\"")?;
        fields.name(&key);
        if key.split('.').any(str::is_empty) || key.contains(char::is_whitespace) {
            return Err(
                fields.error("「key」应是用点隔开的名称，不含空白，如 \"checks.C042.min_ratio\"")
            );
        }
        let value = Value::read(&mut fields)?;
        let from = fields.required_date("from", "起用日期，如 2021-08-18")?;
        let until = fields.date("until")?;
        if until.is_some_and(|last| last < from) {
            return Err(fields.error("「until」早于「from」：最后适用日不能在起用日之前"));
        }
        let (source, citation) = read_citation(&mut fields, find)?;
        let verified_on = read_verification(&mut fields)?;
        let unit = fields.text("unit")?.unwrap_or_default();
        let note = fields.text("note")?.unwrap_or_default();
        let extends = fields.flag("extend")?;
        if extends && !value.is_list() {
            return Err(fields.error("「extend」只用于词表或对照表；单个值请直接另写一个覆盖上级"));
        }
        fields.finish()?;
        let (pack, file) = (pack.to_owned(), file.to_owned());
        Ok(Entry {
            key,
            value,
            unit,
            from,
            until,
            citation,
            source,
            verified_on,
            note,
            pack,
            file,
            extends,
        })
    }
}

/// Document and article. `unverified` leaves the article open; `none` is for a text without any.
pub(crate) fn read_citation<'s>(
    fields: &mut Fields,
    find: impl Fn(&str) -> Option<&'s Source>,
) -> Result<(String, Citation), PackError> {
    let key = fields.required("source", "依据文件在 sources.toml 中的 key")?;
    let Some(source) = find(&key) else {
        return Err(fields.error(unknown_source(&key)));
    };
    let article =
        fields.required("article", "条款，如 \"第十一条\"；没看过原文写 \"unverified\"")?;
    if article == "none" && !source.number.is_empty() {
        return Err(fields.error(format!(
            "「{key}」有文号（{}），「article」不能写 none；没看过条款写 \"unverified\"",
            source.number
        )));
    }
    let article = match article.as_str() {
        "unverified" => None,
        "none" => Some(String::new()),
        _ => Some(article),
    };
    let (title, number) = (source.title.clone(), source.number.clone());
    Ok((key, Citation { title, number, article, force: source.force }))
}

/// `verified_on = date` or `verified = false`, exactly one of them.
pub(crate) fn read_verification(fields: &mut Fields) -> Result<Option<NaiveDate>, PackError> {
    let day = fields.date("verified_on")?;
    let verified = fields.take("verified");
    match (day, verified) {
        (None, Some(toml::Value::Boolean(false))) => Ok(None),
        (Some(day), None) => Ok(Some(day)),
        (None, None) => {
            Err(fields
                .missing("verified_on", "核对日期，如 2026-11-23；没核对过写 verified = false"))
        }
        _ => Err(fields.error("核对情况只写一种：verified_on = 日期，或 verified = false")),
    }
}

impl Value {
    /// Whether it is a word list or a table, which a lower pack may add to.
    pub fn is_list(&self) -> bool {
        matches!(self, Value::Words(_) | Value::Table(_))
    }

    /// What it is, for people.
    pub fn kind(&self) -> &'static str {
        match self {
            Value::Text(_) => "文字",
            Value::Integer(_) => "整数",
            Value::Boolean(_) => "是否（true/false）",
            Value::Words(_) => "词表",
            Value::Table(_) => "对照表",
        }
    }

    /// Whether a lower pack may put `other` in this one's place: a number may be whole or decimal.
    pub(crate) fn fits(&self, other: &Value) -> bool {
        let plain = |value: &Value| matches!(value, Value::Text(_) | Value::Integer(_));
        self.kind() == other.kind() || plain(self) && plain(other)
    }

    /// This list with the parent's items before it; words once each.
    pub(crate) fn added_to(&self, parent: &Value) -> Value {
        match (parent, self) {
            (Value::Words(old), Value::Words(new)) => {
                let added = new.iter().filter(|word| !old.contains(word));
                Value::Words(old.iter().chain(added).cloned().collect())
            }
            (Value::Table(old), Value::Table(new)) => {
                let mut table = old.clone();
                table.extend(new.clone());
                Value::Table(table)
            }
            _ => self.clone(),
        }
    }

    fn read(fields: &mut Fields) -> Result<Value, PackError> {
        const WRITE: &str = "文字、整数、true/false、词的列表或文字对照表";
        let Some(raw) = fields.take("value") else { return Err(fields.missing("value", WRITE)) };
        let wrong = |found: &str| fields.error(format!("「value」应写{WRITE}，现在是{found}"));
        Ok(match raw {
            toml::Value::String(text) => Value::Text(text),
            toml::Value::Integer(number) => Value::Integer(number),
            toml::Value::Boolean(flag) => Value::Boolean(flag),
            toml::Value::Float(number) => {
                return Err(fields
                    .error(format!("「value」不用浮点数：请把 {number} 加引号写成 \"{number}\"")));
            }
            toml::Value::Array(_) => {
                Value::Words(as_words(&raw).ok_or_else(|| wrong("含有非文字项的列表"))?)
            }
            toml::Value::Table(table) => {
                let mut texts = BTreeMap::new();
                for (name, value) in table {
                    let toml::Value::String(text) = value else {
                        return Err(wrong(&format!("对照表里「{name}」一项不是文字")));
                    };
                    texts.insert(name, text);
                }
                Value::Table(texts)
            }
            toml::Value::Datetime(_) => return Err(wrong(kind(&raw))),
        })
    }
}
