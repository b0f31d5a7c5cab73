//! Copies of everything that is kept: one zip file, made from either database while people work,
//! and brought back into either. What a copy says is the same whichever database it came from, so
//! a copy is also the way from a data folder to PostgreSQL and back.
//!
//! A copy holds a part `tables/NAME.jsonl` for each table, a part `attachments/DIGEST` for each
//! attached content, and last `manifest.json` with the digest of every part: a file that was cut
//! short has none. Copies hold password hashes and people's texts; who keeps them is decided above.

mod columns;
mod indexes;
mod pack;
mod restore;
mod rows;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub use restore::{check, restore};

/// The form copies have; a later form has a higher number.
const FORMAT: u32 = 1;
/// The last part.
const MANIFEST: &str = "manifest.json";
/// The longest manifest that is read, in bytes.
const LONGEST_MANIFEST: u64 = 64 << 20;
/// Tables that are no part of a copy: contents of attachments travel as parts of their own, and
/// what a job gave can be made again.
const APART: [&str; 2] = ["blob", "job_result"];

/// What a copy holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The form of the copy.
    pub format: u32,
    /// The version of the program that made it.
    pub program: String,
    /// When.
    pub made_at: DateTime<Utc>,
    /// The migrations its tables have had.
    pub migrations: Vec<String>,
    /// The parts, in order.
    pub parts: Vec<Part>,
    /// The end of each region's chain.
    pub heads: Vec<PartHead>,
}

/// One part of a copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// `tables/NAME.jsonl` or `attachments/DIGEST`.
    pub name: String,
    /// Rows of a table, one a line; 1 for an attachment.
    pub rows: u64,
    /// SM3 of the part's bytes.
    pub sm3: String,
}

/// The end of a region's chain when the copy was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartHead {
    /// The region.
    pub region: i64,
    /// Number of events.
    pub seq: i64,
    /// Digest of the last.
    pub digest: String,
}

impl Manifest {
    /// Rows of all tables.
    pub fn rows(&self) -> u64 {
        self.tables().map(|(_, part)| part.rows).sum()
    }

    /// Number of attached contents.
    pub fn attachments(&self) -> usize {
        self.parts.iter().filter(|part| part.attachment().is_some()).count()
    }

    /// The tables with their names.
    fn tables(&self) -> impl Iterator<Item = (&str, &Part)> {
        self.parts.iter().filter_map(|part| Some((part.table()?, part)))
    }
}

impl Part {
    fn of_table(name: &str) -> String {
        format!("tables/{name}.jsonl")
    }

    fn of_attachment(digest: &str) -> String {
        format!("attachments/{digest}")
    }

    /// The table it holds.
    fn table(&self) -> Option<&str> {
        self.name.strip_prefix("tables/")?.strip_suffix(".jsonl")
    }

    /// The digest of the content it holds.
    fn attachment(&self) -> Option<&str> {
        self.name.strip_prefix("attachments/")
    }
}
