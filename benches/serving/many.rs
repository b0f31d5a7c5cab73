//! Copies of a group of rows that belong together, with numbers of their own, and of the events
//! that made them.

use std::collections::{BTreeMap, HashMap};

use benches::Failure;
use serde_json::Value;

use crate::text::{self, Row, number, word};

/// Rows that are copied together, by table and in order, and their events.
pub struct Group {
    pub rows: BTreeMap<String, Vec<Row>>,
    pub events: Vec<Row>,
    /// Place of each numbered row in its table's part of the group.
    places: HashMap<(String, i64), i64>,
    /// The record each row is, with its digest as the events last tell it.
    ends: HashMap<String, String>,
}

/// One copy of a group.
pub struct Copy {
    /// Which group.
    pub of: usize,
    /// First number of each table.
    first: BTreeMap<String, i64>,
    /// What rows outside the group become: `("unit", old)`.
    pub outside: BTreeMap<(&'static str, i64), i64>,
    /// What columns of a table say instead.
    pub says: Vec<(&'static str, &'static str, Value)>,
    /// What is added to the names of all but the first projects.
    pub named: String,
}

/// Projects that keep their name in every copy.
const COMMON: usize = 2;

/// Columns that name a row of a table, for all tables that have them.
fn names(table: &str, column: &str) -> Option<&'static str> {
    Some(match (table, column) {
        ("unit_place", "parent") | (_, "unit") => "unit",
        (_, "cycle") => "cycle",
        (_, "declaration") | ("word", "subject") => "declaration",
        ("declaration", "current" | "approved") => "revision",
        (_, "revision") | ("adjustment", "base" | "result") => "revision",
        ("credential" | "grant", "person") => "person",
        _ => return None,
    })
}

impl Group {
    /// `rows` by table; `altered` says what a row became that its events do not know of.
    pub fn new(
        rows: BTreeMap<String, Vec<Row>>,
        events: Vec<Row>,
        altered: impl Fn(&str, &Row) -> Row,
    ) -> Self {
        let (mut places, mut ends) = (HashMap::new(), HashMap::new());
        for (table, rows) in &rows {
            for (place, row) in (0..).zip(rows) {
                if let Some(id) = number(row, "id") {
                    places.insert((table.clone(), id), place);
                }
            }
            ends.extend(records(table, rows));
        }
        let alter = |(table, rows): (String, Vec<Row>)| {
            let rows = rows.iter().map(|row| altered(&table, row)).collect();
            (table, rows)
        };
        let rows = rows.into_iter().map(alter).collect();
        Self { rows, events, places, ends }
    }

    /// Rows of a table.
    pub fn of(&self, table: &str) -> &[Row] {
        self.rows.get(table).map_or(&[], Vec::as_slice)
    }
}

/// What events call the rows of a table, and the digest of each.
fn records(table: &str, rows: &[Row]) -> Vec<(String, String)> {
    let grouped = |key: &str, name: &dyn Fn(i64) -> String, tell: &dyn Fn(&Row) -> String| {
        let mut groups: BTreeMap<i64, Vec<String>> = BTreeMap::new();
        for row in rows {
            groups.entry(number(row, key).unwrap_or(0)).or_default().push(tell(row));
        }
        groups.into_iter().map(|(id, texts)| (name(id), text::group(texts))).collect()
    };
    match table {
        "word" => grouped("subject", &|id| format!("word/declaration/{id}"), &|row| {
            word(row, "word").to_owned()
        }),
        "finding_row" => grouped("revision", &|id| format!("finding_row/{id}"), &text::finding),
        _ => rows.iter().map(|row| (named(table, row), text::record(row))).collect(),
    }
}

fn named(table: &str, row: &Row) -> String {
    let key: &[&str] = match table {
        "draft" => &["declaration"],
        "draft_author" => &["declaration", "round", "person"],
        "approval" => &["revision"],
        "credential" => &["person"],
        _ => &["id"],
    };
    let key = key.iter().map(|column| number(row, column).unwrap_or(0).to_string());
    std::iter::once(table.to_owned()).chain(key).collect::<Vec<_>>().join("/")
}

impl Copy {
    /// A copy that takes the next numbers of each table.
    pub fn new(of: usize, group: &Group, next: &mut BTreeMap<String, i64>) -> Self {
        let mut first = BTreeMap::new();
        for (table, rows) in &group.rows {
            let own = next.entry(table.clone()).or_insert(1);
            first.insert(table.clone(), *own);
            *own += i64::try_from(rows.len()).unwrap_or(0);
        }
        Self { of, first, outside: BTreeMap::new(), says: Vec::new(), named: String::new() }
    }

    /// What the row `old` of a table is called here.
    pub fn renamed(&self, group: &Group, table: &'static str, old: i64) -> i64 {
        if let Some(new) = self.outside.get(&(table, old)) {
            return *new;
        }
        let place = group.places.get(&(table.to_owned(), old));
        place.map_or(old, |place| self.first[table] + place)
    }

    /// A row of the group as it is here.
    pub fn row(&self, group: &Group, table: &str, place: usize) -> Row {
        let mut row = group.rows[table][place].clone();
        for (column, value) in row.iter_mut() {
            if column == "id" {
                *value = (self.first[table] + i64::try_from(place).unwrap_or(0)).into();
            } else if let (Some(of), Some(old)) = (names(table, column), value.as_i64()) {
                *value = self.renamed(group, of, old).into();
            }
        }
        if table == "declaration" && place >= COMMON {
            for column in ["project", "project_folded"] {
                let name = format!("{}{}", word(&row, column), self.named);
                row.insert(column.to_owned(), name.into());
            }
        }
        for (own, column, value) in &self.says {
            if *own == table {
                row.insert((*column).to_owned(), value.clone());
            }
        }
        row
    }

    /// The events as they are here, not yet chained.
    ///
    /// # Errors
    /// When an event names what is not in the group.
    pub fn events(&self, group: &Group, salt: &str) -> Result<Vec<Row>, Failure> {
        let mut ends = HashMap::new();
        for (table, rows) in &group.rows {
            let rows: Vec<Row> = (0..rows.len()).map(|at| self.row(group, table, at)).collect();
            ends.extend(records(table, &rows));
        }
        group.events.iter().map(|event| self.event(group, event, &ends, salt)).collect()
    }

    fn event(
        &self,
        group: &Group,
        event: &Row,
        ends: &HashMap<String, String>,
        salt: &str,
    ) -> Result<Row, Failure> {
        let mut lines = Vec::new();
        for line in word(event, "records").lines() {
            let [name, before, after] = line.split(' ').collect::<Vec<_>>()[..] else {
                return Err(format!("an event's line is none: {line}").into());
            };
            let end = group.ends.get(name).ok_or_else(|| format!("no row is {name}"))?;
            let own = self.path(group, name)?;
            let told = |old: &str| match old {
                "-" => "-".to_owned(),
                old if old == end => ends[&own].clone(),
                old => text::digest(format!("{salt}{old}").as_bytes()),
            };
            lines.push(format!("{own} {} {}", told(before), told(after)));
        }
        let mut event = event.clone();
        let subject = self.path(group, word(&event, "subject"))?;
        event.insert("subject".to_owned(), subject.into());
        event.insert("records".to_owned(), lines.join("\n").into());
        Ok(event)
    }

    /// `declaration/12/attachment/5`, `draft_author/12/1/2`, `word/declaration/12` with the numbers
    /// they have here.
    fn path(&self, group: &Group, path: &str) -> Result<String, Failure> {
        const TABLES: [&str; 15] = [
            "declaration",
            "draft",
            "draft_author",
            "revision",
            "finding_row",
            "review",
            "waiver",
            "approval",
            "adjustment",
            "attachment",
            "unit",
            "unit_place",
            "person",
            "grant",
            "cycle",
        ];
        let mut parts: Vec<String> = path.split('/').map(str::to_owned).collect();
        for at in 0..parts.len().saturating_sub(1) {
            let Some(table) = TABLES.into_iter().find(|table| *table == parts[at]) else {
                continue;
            };
            let of = match table {
                "draft" | "draft_author" => "declaration",
                "finding_row" | "approval" => "revision",
                other => other,
            };
            parts[at + 1] = self.renamed(group, of, parts[at + 1].parse()?).to_string();
        }
        if parts[0] == "credential" {
            parts[1] = self.renamed(group, "person", parts[1].parse()?).to_string();
        }
        Ok(parts.join("/"))
    }
}
