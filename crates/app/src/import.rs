//! `heng import`: the forms of many files taken over as the page of the import takes them, in the
//! name of somebody who may. A file is taken whole or not at all, and what is there already is not
//! made a second time.

mod bundle;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use chrono::Utc;
use desk::{Desk, FileRead, FormRead, Setting, SourceFile, Who};
use model::form::Field;
use model::text::fold;
use store::{Store, UnitId};

use crate::cli::ImportOptions;
use crate::{Ending, Failure, load, platform};

/// Reads every file, and takes over what can be.
pub fn run(options: &ImportOptions) -> Result<Ending, Failure> {
    platform::wait(bring(options))
}

async fn bring(options: &ImportOptions) -> Result<Ending, Failure> {
    let database = platform::named(&options.place)?;
    let packs = load::packs(&options.packs)?;
    let limits = load::limits(&options.limits);
    // A mistyped place must be told, not made; and looking changes nothing, beside a server too.
    let store = Store::open_reading(&database).await?;
    let store = if options.dry_run { store } else { reopened(store, &database).await? };
    let bringing = Bringing::new(platform::desk(store, packs, limits), options).await?;
    let mut ending = Ending::Clean;
    for (name, content) in bundle::files(&options.files, limits) {
        let told = match content {
            Ok(bytes) => bringing.file(&name, bytes).await?,
            Err(why) => (Ending::Unreadable, format!("✗ {name}：{why}\n")),
        };
        crate::print(&told.1)?;
        ending = ending.max(told.0);
    }
    bringing.desk.store.close().await?;
    Ok(ending)
}

async fn reopened(store: Store, database: &store::Database) -> Result<Store, Failure> {
    store.close().await?;
    platform::open(database).await
}

/// What a file is brought in with.
struct Bringing<'o> {
    desk: Desk,
    who: Who,
    setting: std::sync::Arc<Setting>,
    unit: Option<UnitId>,
    options: &'o ImportOptions,
}

/// What is to become of the forms of a file.
#[derive(Default)]
struct Plan {
    /// To be taken over.
    takes: Vec<FormRead>,
    /// There already, word for word.
    kept: usize,
    /// Why the file cannot be taken.
    against: Vec<String>,
}

impl<'o> Bringing<'o> {
    async fn new(desk: Desk, options: &'o ImportOptions) -> Result<Bringing<'o>, Failure> {
        let login = web::site::visitor::login(&options.login);
        let person = desk.store.person_by_login(&login).await?;
        let person = person
            .filter(|person| person.active)
            .ok_or_else(|| Failure::new(format!("没有登录名是“{login}”、还在用的人")))?;
        let who = desk.who(person, Utc::now()).await.map_err(failed)?;
        let cycle = match options.cycle {
            Some(year) => {
                let cycles = desk.store.cycles(who.region()).await?;
                cycles.into_iter().find(|cycle| cycle.year == year)
            }
            None => desk.present_cycle(who.region(), who.today()).await.map_err(failed)?,
        };
        let cycle = cycle.ok_or_else(|| Failure::new("没有这个年度的申报"))?;
        let setting = desk.setting(who.region(), cycle.id, who.today()).await.map_err(failed)?;
        let unit = options.unit.as_deref().map(|named| unit(&setting, named)).transpose()?;
        Ok(Bringing { desk, who, setting, unit, options })
    }

    /// One file: what was done with it, in lines.
    async fn file(&self, name: &str, bytes: Vec<u8>) -> Result<(Ending, String), Failure> {
        let (desk, who, setting) = (&self.desk, &self.who, &self.setting);
        let cases = desk.cases(who, setting.cycle.id).await.map_err(failed)?;
        let read = match desk.read_file(who, setting, &cases, name, bytes.clone()).await {
            Ok(read) => read,
            Err(error) => return Ok((Ending::Unreadable, format!("✗ {error}\n"))),
        };
        if read.forms.is_empty() {
            let why = read.nothing.as_deref().unwrap_or("里面没有表。");
            return Ok((Ending::Errors, format!("✗ {name}：{why}\n")));
        }
        let count = read.forms.len();
        let plan = self.plan(&cases, read).await?;
        if !plan.against.is_empty() {
            let mut told = format!("✗ {name}：读出{count}张表，一张也没有导入：\n");
            plan.against.iter().for_each(|why| _ = writeln!(told, "    {why}"));
            return Ok((Ending::Errors, told));
        }
        let over = plan.takes.iter().filter(|form| form.there.is_some()).count();
        let (new, kept) = (plan.takes.len() - over, plan.kept);
        let counted = format!("新建{new}张，盖过{over}张，已经有{kept}张");
        if self.options.dry_run {
            return Ok((Ending::Clean, format!("○ {name}：读出{count}张表，将{counted}\n")));
        }
        let source = SourceFile { name, bytes: &bytes };
        let taken = desk.take_all(who, setting, &plan.takes, source, "").await.map_err(failed)?;
        let done = taken.iter().filter(|taken| taken.is_ok()).count();
        match taken.into_iter().find_map(Result::err) {
            None => Ok((Ending::Clean, format!("✓ {name}：读出{count}张表，{counted}\n"))),
            Some(error) => {
                let again = "再导入一次会接着做完。";
                let told = format!("✗ {name}：导入了{done}张以后没有做成：{error}{again}\n");
                Ok((Ending::Errors, told))
            }
        }
    }

    /// Looks at every form of a file before the first is taken.
    async fn plan(&self, cases: &[desk::Case], read: FileRead) -> Result<Plan, Failure> {
        let (desk, who, setting) = (&self.desk, &self.who, &self.setting);
        let (mut plan, mut seen) = (Plan::default(), BTreeSet::new());
        for (number, mut form) in read.forms.into_iter().enumerate() {
            if let Some(unit) = self.unit {
                desk.put_to_unit(who, setting, cases, &mut form, unit);
            }
            let project = fold(form.form.text(Field::Project));
            let called = match project.as_str() {
                "" => format!("第{}张（{}）", number + 1, form.form.kind.chinese()),
                project => format!("第{}张《{project}》", number + 1),
            };
            if form.unit.is_some() && !seen.insert((form.unit, form.form.kind.as_str(), project)) {
                plan.against.push(format!("{called}：这个文件里前面已经有同一张"));
            } else if desk.is_kept(who, setting, &form).await.map_err(failed)? {
                plan.kept += 1;
            } else if let Some(why) = &form.barred {
                plan.against.push(format!("{called}：{why}"));
            } else if form.there.is_some() && !self.options.replace {
                let how = "要用文件里的盖过去，请加 --replace";
                plan.against.push(format!("{called}：已经有一份内容不同的。{how}"));
            } else {
                plan.takes.push(form);
            }
        }
        Ok(plan)
    }
}

/// The unit of a name or a code; of several of one name the one that declares.
fn unit(setting: &Setting, named: &str) -> Result<UnitId, Failure> {
    let named = named.trim();
    let found =
        setting.units.iter().filter(|(_, place)| place.code == named || place.name == named);
    let mut found: Vec<UnitId> = found.map(|(unit, _)| unit.id).collect();
    found.sort_by_key(|id| setting.units.kind(*id) != desk::units::kind::UNIT);
    let none = || Failure::new(format!("没有名称或编码是“{named}”的单位"));
    found.first().copied().ok_or_else(none)
}

fn failed(error: impl std::fmt::Display) -> Failure {
    Failure::new(format!("导入没有做完：{error}"))
}
