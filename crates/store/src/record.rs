//! The canonical text of a record, of which the chain of events keeps the digest.
//!
//! A record is one row, named `table/key`. Its text is a JSON object of its columns in the order of
//! the alphabet, without those that are empty: a column added later that may be empty leaves the
//! texts of older rows as they were. Columns that only count are left out. Some rows belong so
//! closely together that they are one record: the words something is found by, the findings of a
//! revision. What is done with a digest is not decided here.

use sea_orm::sea_query::Value;
use sea_orm::{EntityTrait, IdenStatic, Iterable, ModelTrait, PrimaryKeyToColumn};

use crate::digest;

/// What `mark` may set without an event.
pub(crate) const COUNTS: [(&str, &str); 4] = [
    ("credential", "failed"),
    ("credential", "totp_step"),
    ("session", "seen_at"),
    ("token", "used_at"),
];

/// What an event says of one record: which it is, and its digests before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The record, as `draft/12`.
    pub record: String,
    /// Its digest before; empty for a new one.
    pub before: String,
    /// Its digest after; empty for one taken away.
    pub after: String,
}

impl Entry {
    /// A new record.
    pub(crate) fn made<M: ModelTrait>(after: &M) -> Self {
        Self { record: name(after), before: String::new(), after: digest(after) }
    }

    /// A record that was changed.
    pub(crate) fn changed<M: ModelTrait>(before: &M, after: &M) -> Self {
        Self { record: name(after), before: digest(before), after: digest(after) }
    }

    /// A record that was taken away.
    pub(crate) fn gone<M: ModelTrait>(before: &M) -> Self {
        Self { record: name(before), before: digest(before), after: String::new() }
    }

    /// Rows that are one record.
    pub(crate) fn of_group(record: String, before: &[String], after: &[String]) -> Self {
        Self { record, before: digest_of_group(before), after: digest_of_group(after) }
    }

    /// The entry as an event keeps it.
    pub(crate) fn line(&self) -> String {
        let shown = |digest: &str| if digest.is_empty() { "-" } else { digest }.to_owned();
        format!("{} {} {}", self.record, shown(&self.before), shown(&self.after))
    }

    /// Reads what [`Entry::line`] wrote; none when it is nothing like it.
    pub(crate) fn parse(line: &str) -> Option<Self> {
        let mut parts = line.split(' ');
        let record = parts.next().filter(|record| record.contains('/'))?.to_owned();
        let mut digest = || match parts.next()? {
            "-" => Some(String::new()),
            digest if digest::is_one(digest) => Some(digest.to_owned()),
            _ => None,
        };
        let (before, after) = (digest()?, digest()?);
        parts.next().is_none().then_some(Self { record, before, after })
    }
}

/// How events name the words something is found by.
pub(crate) fn words(kind: &str, subject: i64) -> String {
    format!("word/{kind}/{subject}")
}

/// How events name the findings of a revision.
pub(crate) fn findings(revision: i64) -> String {
    format!("finding_row/{revision}")
}

/// How events name a row.
pub(crate) fn name<M: ModelTrait>(row: &M) -> String {
    let mut name = table::<M::Entity>().to_owned();
    for key in <M::Entity as EntityTrait>::PrimaryKey::iter() {
        let value = written(row.get(key.into_column())).unwrap_or_default();
        name.push('/');
        name.push_str(value.trim_matches('"'));
    }
    name
}

/// The table of an entity.
pub(crate) fn table<E: EntityTrait>() -> &'static str {
    E::default().as_str()
}

/// The canonical text of a row.
pub(crate) fn text<M: ModelTrait>(row: &M) -> String {
    let table = table::<M::Entity>();
    let mut fields = Vec::new();
    for column in <M::Entity as EntityTrait>::Column::iter() {
        let name = column.as_str();
        if COUNTS.contains(&(table, name)) {
            continue;
        }
        if let Some(value) = written(row.get(column)) {
            fields.push(format!("{}:{value}", quoted(name)));
        }
    }
    fields.sort_unstable();
    format!("{{{}}}", fields.join(","))
}

/// The digest of a row.
pub(crate) fn digest<M: ModelTrait>(row: &M) -> String {
    digest::of_bytes(text(row).as_bytes())
}

/// The canonical text of rows that are one record: their order says nothing.
pub(crate) fn text_of_group(rows: &[String]) -> String {
    let mut rows: Vec<&String> = rows.iter().collect();
    rows.sort_unstable();
    serde_json::to_string(&rows).expect("invariant: texts are plain JSON")
}

/// The digest of rows that are one record; empty when there are none.
pub(crate) fn digest_of_group(rows: &[String]) -> String {
    if rows.is_empty() { String::new() } else { digest::of_bytes(text_of_group(rows).as_bytes()) }
}

/// A value as JSON; none for an empty one.
fn written(value: Value) -> Option<String> {
    match value {
        Value::Bool(value) => value.map(|value| value.to_string()),
        Value::Int(value) => value.map(|value| value.to_string()),
        Value::BigInt(value) => value.map(|value| value.to_string()),
        Value::String(value) => value.map(|value| quoted(&value)),
        Value::ChronoDate(value) => value.map(|value| quoted(&value.to_string())),
        Value::ChronoDateTimeUtc(value) => value.map(|value| quoted(&moment(value))),
        other => unreachable!("invariant: no record has a column of this kind: {other:?}"),
    }
}

/// A moment, to the microsecond.
pub(crate) fn moment(at: chrono::DateTime<chrono::Utc>) -> String {
    at.format("%Y-%m-%dT%H:%M:%S%.6fZ").to_string()
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("invariant: a text is plain JSON")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::{draft_author, session};
    use crate::{DeclarationId, PersonId, RegionId, SessionId};

    #[test]
    fn a_text_has_its_columns_in_order_without_counts_and_without_what_is_empty() {
        let at = chrono::DateTime::from_timestamp_micros(1_767_355_200_000_001).expect("a moment");
        let row = session::Model {
            id: SessionId(7),
            region: RegionId(1),
            person: PersonId(2),
            digest: "d".to_owned(),
            made_at: at,
            seen_at: at,
            until: at,
            address: "“甲”\n\"乙\"".to_owned(),
            agent: String::new(),
            ended_at: None,
        };
        let text = r#"{"address":"“甲”\n\"乙\"","agent":"","digest":"d","id":7,"made_at":"2026-01-02T12:00:00.000001Z","person":2,"region":1,"until":"2026-01-02T12:00:00.000001Z"}"#;
        assert_eq!(super::text(&row), text);
        assert_eq!(name(&row), "session/7");
    }

    #[test]
    fn a_name_has_all_of_the_key() {
        let row = draft_author::Model {
            declaration: DeclarationId(12),
            round: 2,
            person: PersonId(3),
            region: RegionId(1),
        };
        assert_eq!(name(&row), "draft_author/12/2/3");
    }

    #[test]
    fn an_entry_is_read_as_it_was_written() {
        let digest = digest::of_bytes(b"x");
        for (before, after) in [("", &*digest), (&*digest, ""), (&*digest, &*digest)] {
            let record = "draft/12".to_owned();
            let entry = Entry { record, before: before.to_owned(), after: after.to_owned() };
            assert_eq!(Entry::parse(&entry.line()), Some(entry));
        }
        for bad in ["", "draft/12", "draft/12 - ", "draft/12 - - -", "draft - -", "draft/12 x -"] {
            assert_eq!(Entry::parse(bad), None, "{bad}");
        }
    }
}
