//! Taking the fields of one TOML table by name, with errors a pack keeper understands.
//!
//! Written by hand because the messages must be Chinese and name the key. What is left over when
//! a table is finished is an unknown field. Knows no meaning of any field.

use chrono::NaiveDate;
use toml::{Table, Value};

use crate::PackError;

/// One table of a pack file, being taken apart.
pub(crate) struct Fields<'a> {
    file: &'a str,
    key: String,
    table: Table,
    known: Vec<&'static str>,
}

/// The whole file as a table.
pub(crate) fn parse<'a>(file: &'a str, text: &str) -> Result<Fields<'a>, PackError> {
    let table = text.parse::<Table>().map_err(|error| {
        let start = error.span().map_or(0, |span| span.start);
        let number = text.get(..start).unwrap_or("").matches('\n').count();
        let line = text.lines().nth(number).unwrap_or("").trim();
        let problem = format!("第 {} 行不是合法的 TOML（{line}）：{}", number + 1, error.message());
        PackError::new(file, "", problem)
    })?;
    Ok(Fields { file, key: String::new(), table, known: Vec::new() })
}

impl<'a> Fields<'a> {
    /// Names the table in errors from here on.
    pub(crate) fn name(&mut self, key: &str) {
        self.key = key.to_owned();
    }

    /// An error about this table.
    pub(crate) fn error(&self, problem: impl Into<String>) -> PackError {
        PackError::new(self.file, &self.key, problem)
    }

    /// The raw value of a field, if written.
    pub(crate) fn take(&mut self, name: &'static str) -> Option<Value> {
        self.known.push(name);
        self.table.remove(name)
    }

    /// The tables of a `[[name]]` list, in order; none if absent.
    pub(crate) fn tables(&mut self, name: &'static str) -> Result<Vec<Fields<'a>>, PackError> {
        let wrong = |fields: &Fields| fields.error(format!("「{name}」应写成一段段 [[{name}]]"));
        let items = match self.take(name) {
            None => return Ok(Vec::new()),
            Some(Value::Array(items)) => items,
            Some(_) => return Err(wrong(self)),
        };
        let mut tables = Vec::with_capacity(items.len());
        for item in items {
            let Value::Table(table) = item else { return Err(wrong(self)) };
            tables.push(Fields { file: self.file, key: String::new(), table, known: Vec::new() });
        }
        Ok(tables)
    }

    /// A text that must be there and say something; `write` tells what.
    pub(crate) fn required(
        &mut self,
        name: &'static str,
        write: &str,
    ) -> Result<String, PackError> {
        let text = self.present(name, write)?;
        if text.trim().is_empty() {
            return Err(self.error(format!("「{name}」是空的，应写{write}")));
        }
        Ok(text)
    }

    /// A text that must be there but may be empty.
    pub(crate) fn present(&mut self, name: &'static str, write: &str) -> Result<String, PackError> {
        match self.text(name)? {
            Some(text) => Ok(text),
            None => Err(self.missing(name, write)),
        }
    }

    /// A text that may be absent.
    pub(crate) fn text(&mut self, name: &'static str) -> Result<Option<String>, PackError> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(other) => Err(self.wrong(name, "文字（加引号）", &other)),
        }
    }

    /// A date that may be absent.
    pub(crate) fn date(&mut self, name: &'static str) -> Result<Option<NaiveDate>, PackError> {
        let Some(value) = self.take(name) else { return Ok(None) };
        match as_date(&value) {
            Some(date) => Ok(Some(date)),
            None => Err(self.wrong(name, "日期，如 2021-08-18（不加引号）", &value)),
        }
    }

    /// A date that must be there.
    pub(crate) fn required_date(
        &mut self,
        name: &'static str,
        write: &str,
    ) -> Result<NaiveDate, PackError> {
        match self.date(name)? {
            Some(date) => Ok(date),
            None => Err(self.missing(name, write)),
        }
    }

    /// Yes or no; absent is no.
    pub(crate) fn flag(&mut self, name: &'static str) -> Result<bool, PackError> {
        match self.take(name) {
            None => Ok(false),
            Some(Value::Boolean(flag)) => Ok(flag),
            Some(other) => Err(self.wrong(name, "true 或 false", &other)),
        }
    }

    /// A list of words; absent is empty.
    pub(crate) fn words(&mut self, name: &'static str) -> Result<Vec<String>, PackError> {
        match self.take(name) {
            None => Ok(Vec::new()),
            Some(value) => as_words(&value)
                .ok_or_else(|| self.wrong(name, "词的列表，如 [\"甲\", \"乙\"]", &value)),
        }
    }

    /// Done: anything not taken is unknown.
    pub(crate) fn finish(self) -> Result<(), PackError> {
        match self.table.keys().next() {
            None => Ok(()),
            Some(name) => {
                Err(self
                    .error(format!("不认识的字段「{name}」；这里可写：{}", self.known.join("、"))))
            }
        }
    }

    /// The error for an absent field.
    pub(crate) fn missing(&self, name: &str, write: &str) -> PackError {
        self.error(format!("缺「{name}」，应写{write}"))
    }

    fn wrong(&self, name: &str, write: &str, found: &Value) -> PackError {
        self.error(format!("「{name}」应写{write}，现在是{}", kind(found)))
    }
}

/// A calendar day; a TOML date with a time is none.
pub(crate) fn as_date(value: &Value) -> Option<NaiveDate> {
    let Value::Datetime(moment) = value else { return None };
    let (Some(date), None) = (moment.date, moment.time) else { return None };
    NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())
}

/// A list in which every item is text.
pub(crate) fn as_words(value: &Value) -> Option<Vec<String>> {
    let items = value.as_array()?;
    items.iter().map(|item| item.as_str().map(str::to_owned)).collect()
}

/// What a TOML value is, for people.
pub(crate) fn kind(value: &Value) -> &'static str {
    match value {
        Value::String(_) => "文字",
        Value::Integer(_) => "整数",
        Value::Float(_) => "浮点数",
        Value::Boolean(_) => "是否（true/false）",
        Value::Datetime(_) => "日期时间",
        Value::Array(_) => "列表",
        Value::Table(_) => "表",
    }
}
