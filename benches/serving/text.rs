//! The canonical texts of records and events, from the rows of a backup: a second writing of what
//! the store does, so that what is multiplied is proved by `heng verify` like anything else.

use benches::Failure;
use serde_json::{Map, Value};
use sm3::{Digest, Sm3};

/// A row of a backup.
pub type Row = Map<String, Value>;

/// Columns that only count, and are no part of a record.
const COUNTS: [&str; 2] = ["failed", "totp_step"];

/// A digest as it is written.
pub fn digest(bytes: &[u8]) -> String {
    written(Sm3::new_with_prefix(bytes))
}

/// A digest that is complete, as it is written.
pub fn written(sm3: Sm3) -> String {
    sm3.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A number in a row.
pub fn number(row: &Row, column: &str) -> Option<i64> {
    row.get(column)?.as_i64()
}

/// A text in a row; empty when there is none.
pub fn word<'r>(row: &'r Row, column: &str) -> &'r str {
    row.get(column).and_then(Value::as_str).unwrap_or_default()
}

/// The digest of a row as a record.
pub fn record(row: &Row) -> String {
    let fields =
        row.iter().filter(|(name, value)| !value.is_null() && !COUNTS.contains(&name.as_str()));
    let mut fields: Vec<String> =
        fields.map(|(name, value)| format!("{}:{value}", Value::from(name.as_str()))).collect();
    fields.sort_unstable();
    digest(format!("{{{}}}", fields.join(",")).as_bytes())
}

/// The digest of rows that are one record.
pub fn group(mut texts: Vec<String>) -> String {
    texts.sort_unstable();
    digest(Value::from(texts).to_string().as_bytes())
}

/// A finding as the group of its revision tells it.
pub fn finding(row: &Row) -> String {
    let [declaration, cycle] = ["declaration", "cycle"].map(|name| number(row, name).unwrap_or(0));
    let [code, severity, cause] = ["code", "severity", "cause"].map(|name| word(row, name));
    format!("{declaration} {cycle} {code} {severity} {cause}")
}

/// Numbers an event and links it to the chain; gives the new end.
pub fn chain(event: &mut Row, seq: i64, last: &str) -> Result<String, Failure> {
    event.insert("seq".to_owned(), seq.into());
    let person = |name| number(event, name).map_or("-".to_owned(), |id| id.to_string());
    let mut text = format!(
        "heng event 1\nregion {}\nnumber {seq}\nat {}\nperson {}\nfor {}\nwhat {}\nsubject {}\n",
        number(event, "region").ok_or("an event of no region")?,
        word(event, "at"),
        person("person"),
        person("acting_for"),
        word(event, "what"),
        word(event, "subject"),
    );
    for line in word(event, "records").lines() {
        text.push_str(&format!("record {line}\n"));
    }
    let own = digest(text.as_bytes());
    let link = digest(format!("{last}{own}").as_bytes());
    event.insert("digest".to_owned(), own.into());
    event.insert("link".to_owned(), link.clone().into());
    Ok(link)
}
