//! All papers of a department in one zip file, made as a job.

use std::collections::{BTreeMap, HashSet};
use std::io::{Cursor, Write};

use desk::Product;
use desk::jobs::{Task, Told};
use serde::{Deserialize, Serialize};
use store::DeclarationId;
use utoipa::ToSchema;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::list::{Asked, asked_shelves};
use super::names::{safe, unused};
use super::shelf::Shelf;
use super::{Format, Ready};
use crate::site::lines::address;
use crate::site::{Answer, Face, Printer, Problem, Sent, Site, Visitor};

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

/// Which papers are asked for in one file.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[schema(as = papers::BundleAsked)]
pub struct BundleAsked {
    /// The fiscal year; the present one where none is named.
    #[serde(default)]
    year: String,
    /// The department: its number; empty for all of them.
    #[serde(default)]
    department: String,
    /// `docx`, `xlsx` or `pdf`; empty for all of them.
    #[serde(default)]
    format: String,
}

/// The same as a job keeps it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bundled {
    year: i32,
    department: Option<i64>,
    called: String,
    format: String,
}

impl Bundled {
    /// From what a job keeps.
    pub fn read(what: &str) -> Bundled {
        serde_json::from_str(what).unwrap_or_default()
    }

    /// What the file is called, without its ending.
    pub fn name(&self) -> String {
        let format = Format::of(&self.format).map(|format| format!("-{}", format.name()));
        safe(&format!("{}年度文书-{}{}", self.year, self.called, format.unwrap_or_default()))
    }

    /// The page it was asked for on.
    pub fn back(&self) -> String {
        let (year, department) = (self.year.to_string(), self.department());
        address("/papers", &[("year", &year), ("department", &department)])
    }

    fn department(&self) -> String {
        self.department.map(|number| number.to_string()).unwrap_or_default()
    }

    fn asked(&self) -> Asked {
        let (year, department) = (self.year.to_string(), self.department());
        Asked { year, department, format: self.format.clone() }
    }
}

/// Asks for every paper of a department, or of all, in one file: a job.
#[utoipa::path(post, path = "/papers/bundle", request_body = BundleAsked,
    responses((status = 200, description = "已经开始打包")))]
pub async fn ask(
    site: Site,
    face: Face,
    visitor: Visitor,
    Sent(sent): Sent<BundleAsked>,
) -> Answer {
    formats(&sent.format)?;
    let BundleAsked { year, department, format } = sent;
    let asked = Asked { year, department, format };
    let shelves = asked_shelves(&site, &visitor, &asked).await?;
    let one = shelves.first().filter(|_| shelves.len() == 1);
    let bundled = Bundled {
        year: shelves.first().map_or(0, |shelf| shelf.year),
        department: one.map(|shelf| shelf.department.0),
        called: one.map_or("全部部门", |shelf| &shelf.name).to_owned(),
        format: asked.format,
    };
    let what = serde_json::to_string(&bundled).expect("invariant: plain JSON");
    let id = site.desk().ask_papers(&visitor.who, &what).await?;
    site.worker().wake();
    face.done(&format!("/jobs/{}", id.0), "")
}

/// The zip under way, and how far it is.
struct Growing {
    zip: ZipWriter<Cursor<Vec<u8>>>,
    told: Told,
    done: usize,
    total: usize,
}

impl Growing {
    fn put(&mut self, path: &str, bytes: &[u8]) -> std::io::Result<()> {
        self.zip.start_file(path, SimpleFileOptions::default())?;
        self.zip.write_all(bytes)?;
        self.done += 1;
        let name = path.rsplit('/').next().unwrap_or(path);
        self.told.tell(self.done, self.total.max(self.done), format!("刚做好：{name}"));
        Ok(())
    }
}

/// Makes the file that was asked for, of what the person who asked may see now.
///
/// # Errors
/// When there is nothing they may see, or the database fails.
pub async fn bundled(site: &Site, visitor: &Visitor, task: &Task) -> Result<Product, Problem> {
    let asked = Bundled::read(&task.job.what).asked();
    let formats = formats(&asked.format)?;
    let shelves = asked_shelves(site, visitor, &asked).await?;
    let papers: usize = shelves.iter().map(|shelf| shelf.entries(visitor).len()).sum();
    let (zip, told) = (ZipWriter::new(Cursor::new(Vec::new())), task.told.clone());
    let mut growing = Growing { zip, told, done: 0, total: papers * formats.len() };
    growing.told.tell(0, growing.total, "");
    for shelf in &shelves {
        let bundle = Bundle::of(site, visitor, shelf).await?;
        let (formats, printer) = (formats.clone(), site.printer());
        let filled = site.work(move |_| {
            let put = bundle.put(&formats, printer, |path, bytes| growing.put(path, bytes));
            put.map(|()| growing)
        });
        growing = filled.await?.map_err(|_| Problem::broken())?;
    }
    let count = growing.done;
    let file = growing.zip.finish().map_err(|_| Problem::broken())?.into_inner();
    let said = format!("{count}个文件，共{}KB。", file.len().div_ceil(1024));
    Ok(Product { said, outcome: String::new(), file: Some(file) })
}
