//! `heng export`: every form that is kept, as files any program can read: JSON and Word for each, and
//! lists of declarations and indicators as CSV. It asks nobody's leave: it is for whoever has the
//! data in hand. Versions and the record stay behind; they are a copy's affair (`backup`).

mod lists;

use std::collections::HashSet;
use std::io::{Cursor, Write};
use std::path::Path;

use chrono::Utc;
use desk::{Desk, Exported};
use store::{Cycle, Region, Store};
use web::site::papers::{safe, unused};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::cli::ExportOptions;
use crate::{Ending, Failure, load, output, papers, platform};

/// Writes all of it.
pub fn run(options: &ExportOptions) -> Result<Ending, Failure> {
    platform::wait(write(options))
}

async fn write(options: &ExportOptions) -> Result<Ending, Failure> {
    let database = platform::named(&options.place)?;
    let packs = load::packs(&options.packs)?;
    let store = Store::open_reading(&database).await?;
    let desk = platform::desk(store, packs, office::Limits::default());
    let mut out = Out::new(&options.output, options.force)?;
    let mut found = false;
    for region in desk.store.regions().await? {
        for cycle in desk.store.cycles(region.id).await? {
            if options.cycle.is_none_or(|year| year == cycle.year) {
                found = true;
                one_cycle(&desk, &region, &cycle, &mut out).await?;
            }
        }
    }
    desk.store.close().await?;
    if !found {
        return Err(Failure::new("没有这个年度的申报"));
    }
    let count = out.count;
    out.finish()?;
    eprintln!("{}：{count} 个文件", options.output.display());
    Ok(Ending::Clean)
}

async fn one_cycle(
    desk: &Desk,
    region: &Region,
    cycle: &Cycle,
    out: &mut Out<'_>,
) -> Result<(), Failure> {
    let root = format!("{}/{}年度", safe(&region.name), cycle.year);
    let today = flow::shanghai_day(Utc::now());
    let mut all = desk.export(region.id, cycle.id, today).await.map_err(failed)?;
    // Numbers differ from one database to the next; names do not.
    all.sort_by_cached_key(|one| (place(one), one.form.kind.as_str(), one.case.name().to_owned()));
    let mut taken = HashSet::new();
    let mut paths = Vec::new();
    for one in &all {
        // A name is its own in its folder: the path is compared as a whole.
        let (department, unit) = place(one);
        let folder = format!("{}/{}", safe(&department), safe(&unit));
        let called = format!("{}-{}", one.form.kind.chinese(), one.case.name());
        let mut own = HashSet::new();
        let name = loop {
            let name = unused(&called, &mut own);
            if taken.insert(format!("{folder}/{name}").to_lowercase()) {
                break name;
            }
        };
        let path = format!("{folder}/{name}");
        out.put(&format!("{root}/数据/{path}.json"), one.json().as_bytes())?;
        if let Some(word) = one.word().map_err(failed)? {
            out.put(&format!("{root}/Word/{path}.docx"), &word)?;
        }
        paths.push(format!("数据/{path}.json"));
    }
    let told: Vec<(&Exported, &str)> = all.iter().zip(paths.iter().map(String::as_str)).collect();
    out.put(&format!("{root}/申报.csv"), lists::declarations(&told).as_bytes())?;
    out.put(&format!("{root}/指标.csv"), lists::indicators(&told).as_bytes())
}

/// The department and the unit of a declaration by name.
fn place(one: &Exported) -> (String, String) {
    let (units, unit) = (&one.case.setting.units, one.case.standing.declaration.unit);
    let department = units.department(unit).unwrap_or(unit);
    (units.name(department).to_owned(), units.name(unit).to_owned())
}

/// Where the files go: below a folder, or into one zip file.
struct Out<'o> {
    path: &'o Path,
    force: bool,
    zip: Option<ZipWriter<Cursor<Vec<u8>>>>,
    count: usize,
}

impl<'o> Out<'o> {
    fn new(path: &'o Path, force: bool) -> Result<Out<'o>, Failure> {
        let zipped = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip"));
        if zipped {
            output::permit(path, &[], force)?;
        }
        let zip = zipped.then(|| ZipWriter::new(Cursor::new(Vec::new())));
        Ok(Out { path, force, zip, count: 0 })
    }

    fn put(&mut self, path: &str, bytes: &[u8]) -> Result<(), Failure> {
        self.count += 1;
        match &mut self.zip {
            None => papers::put(self.path, path, bytes, self.force).map_err(failed),
            Some(zip) => {
                zip.start_file(path, SimpleFileOptions::default()).map_err(failed)?;
                zip.write_all(bytes).map_err(failed)
            }
        }
    }

    fn finish(self) -> Result<(), Failure> {
        let Some(zip) = self.zip else { return Ok(()) };
        output::save(self.path, &zip.finish().map_err(failed)?.into_inner())
    }
}

fn failed(error: impl std::fmt::Display) -> Failure {
    Failure::new(format!("没有导出成：{error}"))
}
