//! All papers of a department in one zip file.

use std::collections::{BTreeMap, HashSet};
use std::io::{Cursor, Write};

use axum::extract::Query;
use store::DeclarationId;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::list::{Asked, asked_shelf, asked_shelves};
use super::names::{safe, unused};
use super::shelf::Shelf;
use super::{Format, Ready};
use crate::site::reviews::papers::download;
use crate::site::{Answer, Printer, Problem, Site, Visitor};

/// A file of the bundle: its folder, its name, and what stands in it or why it could not be made.
struct Item {
    folder: String,
    name: String,
    ready: Result<Ready, Problem>,
}

/// Papers that are ready to be written, with names that do not run into each other.
struct Bundle {
    root: String,
    items: Vec<Item>,
}

impl Bundle {
    async fn of(site: &Site, visitor: &Visitor, shelf: &Shelf) -> Result<Bundle, Problem> {
        let names = site.desk().names(visitor.who.region()).await?;
        let root = safe(&format!("{}年度文书-{}", shelf.year, shelf.name));
        let mut folders: BTreeMap<DeclarationId, String> = BTreeMap::new();
        let mut taken_folders = HashSet::new();
        let mut taken: BTreeMap<String, HashSet<String>> = BTreeMap::new();
        let mut items = Vec::new();
        for entry in shelf.entries(visitor) {
            let ready = shelf.make(site, visitor, &entry.paper, &names).await;
            let folder = match entry.of.and_then(|id| Some((id, shelf.case(id)?))) {
                Some((id, case)) => {
                    let own = folders.entry(id);
                    let own = own.or_insert_with(|| unused(case.name(), &mut taken_folders));
                    format!("{root}/{own}")
                }
                None => root.clone(),
            };
            let name = unused(&entry.name, taken.entry(folder.clone()).or_default());
            items.push(Item { folder, name, ready });
        }
        Ok(Bundle { root, items })
    }

    /// Gives every file to `put`, path and bytes; last of all one that tells what could not be
    /// made, where there is such a thing.
    fn put(
        &self,
        formats: &[Format],
        printer: Option<Printer>,
        mut put: impl FnMut(&str, &[u8]) -> std::io::Result<()>,
    ) -> std::io::Result<()> {
        let mut missing = Vec::new();
        for item in &self.items {
            for format in formats {
                let path = format!("{}/{}.{}", item.folder, item.name, format.ending());
                let made = match &item.ready {
                    Ok(ready) => ready.write(*format, printer).map_err(|problem| problem.why),
                    Err(problem) => Err(problem.why.clone()),
                };
                match made {
                    Ok(bytes) => put(&path, &bytes)?,
                    Err(why) => missing.push(format!("{path}：{why}")),
                }
            }
        }
        if missing.is_empty() {
            return Ok(());
        }
        // Windows takes a text for what it is by its first mark.
        let told = format!("\u{feff}{}\r\n", missing.join("\r\n"));
        put(&format!("{}/没有生成的文书.txt", self.root), told.as_bytes())
    }
}

fn formats(asked: &str) -> Result<Vec<Format>, Problem> {
    match asked {
        "" => Ok(Format::ALL.to_vec()),
        ending => Ok(vec![Format::of(ending).ok_or_else(Problem::nothing_here)?]),
    }
}

/// Gives every paper of a year that somebody may see to `put`, path and bytes: of one department,
/// named or numbered, or of all.
///
/// # Errors
/// When there is no such year or department, the database fails, or `put` does.
pub async fn put_all(
    site: &Site,
    visitor: &Visitor,
    asked: &Asked,
    mut put: impl FnMut(&str, &[u8]) -> std::io::Result<()>,
) -> Result<(), Problem> {
    let formats = formats(&asked.format)?;
    let shelves = asked_shelves(site, visitor, asked).await?;
    for shelf in &shelves {
        let bundle = Bundle::of(site, visitor, shelf).await?;
        let written = bundle.put(&formats, site.printer(), &mut put);
        written.map_err(|error| Problem::bad(format!("文书写不出来：{error}")))?;
    }
    Ok(())
}

/// Every paper of a department in one file.
#[utoipa::path(get, path = "/papers.zip", params(Asked),
    responses((status = 200, description = "一个部门的全部文书", body = Vec<u8>,
        content_type = "application/zip")))]
pub async fn all(site: Site, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let formats = formats(&asked.format)?;
    let shelf = asked_shelf(&site, &visitor, &asked).await?;
    let bundle = Bundle::of(&site, &visitor, &shelf).await?;
    let (file, printer) = (bundle.root.clone(), site.printer());
    let made = site.work(move |_| zipped(&bundle, &formats, printer)).await?;
    Ok(download(&format!("{file}.zip"), "application/zip", made.map_err(|_| Problem::broken())?))
}

fn zipped(
    bundle: &Bundle,
    formats: &[Format],
    printer: Option<Printer>,
) -> std::io::Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    bundle.put(formats, printer, |path, bytes| {
        zip.start_file(path, SimpleFileOptions::default())?;
        zip.write_all(bytes)
    })?;
    Ok(zip.finish()?.into_inner())
}
