//! `heng demo`: a region to try out. Real forms come in by the way people bring them in; a person
//! for each role; declarations in differing states; and an invented year before, marked as such.

mod adjusted;
mod people;
mod states;
mod year_before;

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};
use desk::{Desk, SourceFile, Who};
use store::{By, CycleId, Database, NewCycle, RegionId};

use crate::cli;
use crate::{Ending, Failure, load, platform};

/// What is under way.
struct Demo {
    desk: Desk,
    region: RegionId,
    now: DateTime<Utc>,
    people: people::People,
}

/// Makes the demonstration and prints how to sign in.
pub fn run(options: &cli::Demo) -> Result<Ending, Failure> {
    platform::wait(make(options))
}

async fn make(options: &cli::Demo) -> Result<Ending, Failure> {
    let database = platform::named(&options.place)?;
    let packs = load::packs(&options.packs)?;
    let bytes = std::fs::read(&options.file)
        .map_err(|error| Failure::new(format!("{}：{error}", load::name(&options.file))))?;
    let name = options.file.file_name().map_or_else(String::new, |n| n.to_string_lossy().into());
    let store = platform::open(&database).await?;
    let desk = platform::desk(store, packs, load::limits(&options.limits));
    let now = Utc::now();
    let people = people::settle(&desk, now).await?;
    let demo = Demo { region: people.region, desk, now, people };
    let pack = options.packs.pack.as_deref().unwrap_or("renhe");
    let year = flow::shanghai_day(now).year();
    let cycle = demo.open_cycle(pack, year, now).await?;
    demo.bring_in(cycle, &name, &bytes).await?;
    year_before::invent(&demo, pack, year - 1).await?;
    states::spread(&demo, cycle).await?;
    adjusted::change_one(&demo, cycle).await?;
    crate::print(&demo.told(&database))?;
    Ok(Ending::Clean)
}

impl Demo {
    /// Somebody, at a time.
    async fn who(&self, role: flow::Role, at: DateTime<Utc>) -> Result<Who, Failure> {
        let person = self.people.of(role).clone();
        self.desk.who(person, at).await.map_err(failed)
    }

    /// A cycle that is open at a time.
    async fn open_cycle(
        &self,
        pack: &str,
        year: i32,
        at: DateTime<Utc>,
    ) -> Result<CycleId, Failure> {
        let day: NaiveDate = flow::shanghai_day(at);
        let new = NewCycle {
            year,
            pack: pack.to_owned(),
            opens: day - Days::new(20),
            closes: day + Days::new(20),
        };
        self.desk.store.open_cycle(By::program(at), self.region, &new).await.map_err(failed)
    }

    /// Brings the forms of a file in, as the clerk would.
    async fn bring_in(&self, cycle: CycleId, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        let clerk = self.who(flow::Role::Clerk, self.now).await?;
        let setting = self.desk.setting(self.region, cycle, clerk.today()).await.map_err(failed)?;
        let read = self.desk.read_file(&clerk, &setting, &[], name, bytes.to_vec()).await;
        let source = SourceFile { name, bytes };
        let mut forms = read.map_err(failed)?.forms;
        forms.retain(|form| form.barred.is_none());
        let taken = self.desk.take_all(&clerk, &setting, &forms, source, "").await;
        for taken in taken.map_err(failed)? {
            taken.map_err(failed)?;
        }
        Ok(())
    }

    /// How to sign in, for whoever started it.
    fn told(&self, database: &Database) -> String {
        let place = match database {
            Database::Folder(path) => format!("--data {}", path.display()),
            Database::Url(_) => "--database 同一个网址".to_owned(),
        };
        format!(
            "演示数据建好了。各种身份的登录名和口令（只显示这一次）：\n\n{}\n打开：heng serve {place}\n",
            self.people.table()
        )
    }
}

/// A step of the demonstration that failed.
fn failed(error: impl std::fmt::Display) -> Failure {
    Failure::new(format!("演示数据没有建成：{error}"))
}
