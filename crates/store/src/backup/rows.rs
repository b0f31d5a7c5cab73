//! A row of a table as one line of JSON, and back.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use sea_orm::{QueryResult, Value};
use serde_json::{Map, Value as Json, json};

use super::columns::{Holds, Shape};
use crate::{Error, Result};

/// A row as JSON, its columns in the order of the table.
pub(super) fn line(shape: &Shape, row: &QueryResult) -> Result<String> {
    let mut line = Map::with_capacity(shape.columns.len());
    for (index, (name, holds)) in shape.columns.iter().enumerate() {
        line.insert(name.clone(), cell(*holds, row, index)?);
    }
    Ok(Json::Object(line).to_string())
}

fn cell(holds: Holds, row: &QueryResult, index: usize) -> Result<Json> {
    Ok(match holds {
        Holds::Number => json!(row.try_get_by_index::<Option<i64>>(index)?),
        Holds::Small => json!(row.try_get_by_index::<Option<i32>>(index)?),
        Holds::Text => json!(row.try_get_by_index::<Option<String>>(index)?),
        Holds::Flag => json!(row.try_get_by_index::<Option<bool>>(index)?),
        Holds::Day => json!(row.try_get_by_index::<Option<NaiveDate>>(index)?),
        Holds::Time => {
            let at: Option<DateTime<Utc>> = row.try_get_by_index(index)?;
            json!(at.map(|at| at.to_rfc3339_opts(SecondsFormat::Micros, true)))
        }
        Holds::Bytes => {
            let bytes: Option<Vec<u8>> = row.try_get_by_index(index)?;
            json!(bytes.map(|bytes| STANDARD.encode(bytes)))
        }
    })
}

/// The values of a line, in the order of the table's columns.
pub(super) fn values(shape: &Shape, line: &str) -> Result<Vec<Value>> {
    let told = || Error::Copy(format!("表 {} 里有一行读不懂", shape.name));
    let row: Map<String, Json> = serde_json::from_str(line).map_err(|_| told())?;
    if row.len() != shape.columns.len() {
        return Err(told());
    }
    let value = |(name, holds): &(String, Holds)| value(*holds, row.get(name)?);
    shape.columns.iter().map(|column| value(column).ok_or_else(told)).collect()
}

fn value(holds: Holds, json: &Json) -> Option<Value> {
    if json.is_null() {
        return Some(match holds {
            Holds::Number => Value::BigInt(None),
            Holds::Small => Value::Int(None),
            Holds::Text => Value::String(None),
            Holds::Flag => Value::Bool(None),
            Holds::Day => Value::ChronoDate(None),
            Holds::Time => Value::ChronoDateTimeUtc(None),
            Holds::Bytes => Value::Bytes(None),
        });
    }
    Some(match holds {
        Holds::Number => json.as_i64()?.into(),
        Holds::Small => i32::try_from(json.as_i64()?).ok()?.into(),
        Holds::Text => json.as_str()?.into(),
        Holds::Flag => json.as_bool()?.into(),
        Holds::Day => json.as_str()?.parse::<NaiveDate>().ok()?.into(),
        Holds::Time => json.as_str()?.parse::<DateTime<Utc>>().ok()?.into(),
        Holds::Bytes => STANDARD.decode(json.as_str()?).ok()?.into(),
    })
}
