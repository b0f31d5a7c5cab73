//! A backup of the demonstration multiplied: the same region with 2,000 units, each with ten
//! projects a year for five years, every event chained anew. `heng restore` brings it into either
//! database and `heng verify` proves it.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;

use benches::Failure;
use serde_json::{Value, json};
use sm3::{Digest, Sm3};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::plan::Plan;
use crate::text::{self, Row, number, word};

/// A backup in memory.
pub struct Backup {
    manifest: Value,
    pub tables: BTreeMap<String, Vec<Row>>,
    contents: BTreeMap<String, Vec<u8>>,
}

/// A part being written.
struct Sheet<'s> {
    to: &'s mut dyn Write,
    sm3: Sm3,
    rows: u64,
}

/// Multiplies the backup `from` to `units` units and writes it to `to`.
///
/// # Errors
/// When the backup is not one of the demonstration, or reading or writing fails.
pub fn run(from: &Path, to: &Path, units: usize) -> Result<(), Failure> {
    let backup = Backup::read(from)?;
    let plan = Plan::new(&backup, units)?;
    let mut zip = ZipWriter::new(BufWriter::new(File::create(to)?));
    let mut manifest = backup.manifest.clone();
    let mut parts = Vec::new();
    for part in backup.parts() {
        let name = part["name"].as_str().unwrap_or_default();
        let options = SimpleFileOptions::default().large_file(true);
        zip.start_file(name, options.compression_level(Some(1)))?;
        if let Some(content) = backup.contents.get(name) {
            zip.write_all(content)?;
            parts.push(part.clone());
            continue;
        }
        let mut sheet = Sheet { to: &mut zip, sm3: Sm3::new(), rows: 0 };
        let table = table_of(name).ok_or("a part that is no table")?;
        match table {
            "event" => manifest["heads"] = json!([events(&backup, &plan, &mut sheet)?]),
            "event_head" => sheet.row(&head(&backup, &manifest["heads"][0])?)?,
            "word" => words(&backup, &plan, &mut sheet)?,
            _ => rows(&backup, &plan, table, &mut sheet)?,
        }
        let (rows, sm3) = (sheet.rows, text::written(sheet.sm3));
        if rows > 0 {
            println!("  {table}: {rows}");
        }
        parts.push(json!({ "name": name, "rows": rows, "sm3": sm3 }));
    }
    manifest["parts"] = parts.into();
    zip.start_file("manifest.json", SimpleFileOptions::default())?;
    zip.write_all(&serde_json::to_vec_pretty(&manifest)?)?;
    zip.finish()?.flush()?;
    Ok(())
}

/// The original end of the chain, moved to where it ends now.
fn head(backup: &Backup, end: &Value) -> Result<Row, Failure> {
    let mut head = backup.of("event_head").first().ok_or("no head")?.clone();
    for column in ["seq", "digest"] {
        head.insert(column.to_owned(), end[column].clone());
    }
    Ok(head)
}

fn table_of(part: &str) -> Option<&str> {
    part.strip_prefix("tables/")?.strip_suffix(".jsonl")
}

impl Backup {
    fn read(path: &Path) -> Result<Self, Failure> {
        let mut zip = ZipArchive::new(File::open(path)?)?;
        let manifest: Value = serde_json::from_reader(zip.by_name("manifest.json")?)?;
        let mut backup = Self { manifest, tables: BTreeMap::new(), contents: BTreeMap::new() };
        for part in backup.parts().to_vec() {
            let name = part["name"].as_str().unwrap_or_default();
            let mut from = BufReader::new(zip.by_name(name)?);
            if let Some(table) = table_of(name) {
                let rows = from.lines().map(|line| Ok(serde_json::from_str(&line?)?));
                let rows: Result<Vec<Row>, Failure> = rows.collect();
                backup.tables.insert(table.to_owned(), rows?);
            } else {
                let mut content = Vec::new();
                std::io::copy(&mut from, &mut content)?;
                backup.contents.insert(name.to_owned(), content);
            }
        }
        Ok(backup)
    }

    fn parts(&self) -> &[Value] {
        self.manifest["parts"].as_array().map_or(&[], Vec::as_slice)
    }

    /// Rows of a table.
    pub fn of(&self, table: &str) -> &[Row] {
        self.tables.get(table).map_or(&[], Vec::as_slice)
    }
}

impl Sheet<'_> {
    fn row(&mut self, row: &Row) -> Result<(), Failure> {
        let mut line = serde_json::to_string(row)?;
        line.push('\n');
        self.sm3.update(line.as_bytes());
        self.to.write_all(line.as_bytes())?;
        self.rows += 1;
        Ok(())
    }
}

/// The original rows of a table, and those of the copies after them.
fn rows(backup: &Backup, plan: &Plan, table: &str, to: &mut Sheet<'_>) -> Result<(), Failure> {
    for row in backup.of(table) {
        to.row(row)?;
    }
    for copy in &plan.copies {
        let group = &plan.groups[copy.of];
        for place in 0..group.of(table).len() {
            to.row(&copy.row(group, table, place))?;
        }
    }
    Ok(())
}

/// The words, in the order of their key: by word, then by declaration.
fn words(backup: &Backup, plan: &Plan, to: &mut Sheet<'_>) -> Result<(), Failure> {
    let mut by_word: BTreeMap<&str, Vec<(usize, usize)>> = BTreeMap::new();
    for (number, group) in plan.groups.iter().enumerate() {
        for (place, row) in group.of("word").iter().enumerate() {
            by_word.entry(word(row, "word")).or_default().push((number, place));
        }
    }
    let mut original: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for row in backup.of("word") {
        original.entry(word(row, "word")).or_default().push(row);
        by_word.entry(word(row, "word")).or_default();
    }
    for (word, places) in by_word {
        for row in original.remove(word).unwrap_or_default() {
            to.row(row)?;
        }
        for copy in &plan.copies {
            let own = places.iter().filter(|(group, _)| *group == copy.of);
            let rows = own.map(|(group, place)| copy.row(&plan.groups[*group], "word", *place));
            let mut rows: Vec<Row> = rows.collect();
            rows.sort_by_key(|row| number(row, "subject"));
            for row in &rows {
                to.row(row)?;
            }
        }
    }
    Ok(())
}

/// The original events and those of the copies, chained; gives the head.
fn events(backup: &Backup, plan: &Plan, to: &mut Sheet<'_>) -> Result<Value, Failure> {
    let (mut seq, mut last, mut region) = (0, String::new(), Value::Null);
    for event in backup.of("event") {
        seq = number(event, "seq").ok_or("an event without a number")?;
        word(event, "link").clone_into(&mut last);
        region = event["region"].clone();
        to.row(event)?;
    }
    for (salt, copy) in plan.copies.iter().enumerate() {
        for mut event in copy.events(&plan.groups[copy.of], &salt.to_string())? {
            seq += 1;
            last = text::chain(&mut event, seq, &last)?;
            to.row(&event)?;
        }
    }
    Ok(json!({ "region": region, "seq": seq, "digest": last }))
}
