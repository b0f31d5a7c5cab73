//! `heng papers`: every paper of a year from what is kept, in a folder for each department. It
//! prints what the person in whose name it asks may see, and no more.

use std::path::{Component, Path};

use chrono::Utc;
use desk::{Desk, Who};
use flow::Role;
use store::Person;
use web::site::papers::{Asked, put_all};
use web::site::{Options, Site, Visitor};

use crate::cli::Papers;
use crate::{Ending, Failure, load, output, platform};

/// Writes the papers.
pub fn run(options: &Papers) -> Result<Ending, Failure> {
    platform::wait(write(options))
}

async fn write(options: &Papers) -> Result<Ending, Failure> {
    let database = platform::named(&options.place)?;
    let packs = load::packs(&options.packs)?;
    let store = platform::open(&database).await?;
    let desk = platform::desk(store, packs, load::limits(&options.limits));
    let person = person(&desk, options.login.as_deref()).await?;
    let who = desk.who(person, Utc::now()).await.map_err(failed)?;
    let department = department(&desk, &who, options).await?;
    let unit = desk.units(who.region(), who.today()).await.map_err(failed)?;
    let unit = unit.name(who.person.unit).to_owned();
    let visitor = Visitor { who, unit, session: None, last: 0 };
    let site = Options { demo: false, secure: false, bytes: 0 };
    let site = Site::new(desk, site, 1).printing(platform::pdf);
    let asked = Asked {
        year: options.cycle.map(|year| year.to_string()).unwrap_or_default(),
        department,
        format: options.format.clone().unwrap_or_default(),
    };
    let mut count = 0;
    let done = put_all(&site, &visitor, &asked, |path, bytes| {
        count += 1;
        put(&options.output, path, bytes, options.force)
    });
    done.await.map_err(|problem| Failure::new(format!("{}{}", problem.why, problem.remedy)))?;
    eprintln!("{}：{count} 个文件", options.output.display());
    Ok(Ending::Clean)
}

/// A file below the folder.
pub fn put(folder: &Path, path: &str, bytes: &[u8], force: bool) -> std::io::Result<()> {
    let below = Path::new(path);
    let inside = below.components().all(|part| matches!(part, Component::Normal(_)));
    assert!(inside, "invariant: names of papers are made safe");
    let path = folder.join(below);
    output::permit(&path, &[], force).map_err(|why| std::io::Error::other(why.to_string()))?;
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent)?;
    }
    std::fs::write(path, bytes)
}

/// In whose name: who was named, else whoever holds the bureau's performance division.
async fn person(desk: &Desk, login: Option<&str>) -> Result<Person, Failure> {
    if let Some(login) = login {
        let person = desk.store.person_by_login(login).await.map_err(failed)?;
        return person.ok_or_else(|| Failure::new(format!("没有登录名是“{login}”的人")));
    }
    for region in desk.store.regions().await.map_err(failed)? {
        for person in desk.store.people(region.id).await.map_err(failed)? {
            let who = desk.who(person, Utc::now()).await.map_err(failed)?;
            if who.person.active && who.has_role(&[Role::PerformanceDivision]) {
                return Ok(who.person);
            }
        }
    }
    Err(Failure::new("没有绩效股的人，请用 --as 写明以谁的身份打印".to_owned()))
}

/// The number of the department that was named; "" for all of them.
async fn department(desk: &Desk, who: &Who, options: &Papers) -> Result<String, Failure> {
    let Some(named) = options.department.as_deref().map(str::trim) else {
        return Ok(String::new());
    };
    let units = desk.units(who.region(), who.today()).await.map_err(failed)?;
    let found = units.iter().filter(|(_, place)| place.code == named || place.name == named);
    // A department and its own office often have one name: the department is meant.
    let is_department = |id| units.kind(id) == desk::units::kind::DEPARTMENT;
    let all: Vec<_> = found.map(|(unit, _)| unit.id).collect();
    let one = all.iter().find(|id| is_department(**id)).or(all.first());
    let none = || Failure::new(format!("没有名称或编码是“{named}”的部门"));
    Ok(one.ok_or_else(none)?.0.to_string())
}

fn failed(error: impl std::fmt::Display) -> Failure {
    Failure::new(format!("文书没有打印成：{error}"))
}
