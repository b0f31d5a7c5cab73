//! A store to try things on, with a way past it to the database.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbBackend, FromQueryResult, JsonValue, Statement,
};
use store::{
    Advance, By, CycleId, Database, DeclarationId, Error, Freeze, Judged, NewCycle, NewDeclaration,
    NewUnit, NewWaiver, PersonId, RegionId, Save, State, Store, Turn, UnitId,
};
use tempfile::TempDir;

/// Every table, children first.
pub const TABLES: [&str; 37] = [
    "job_result",
    "job_run",
    "job",
    "sign_in_ticket",
    "sign_in_try",
    "event",
    "event_head",
    "idempotency_key",
    "word",
    "finding_row",
    "money_row",
    "indicator_row",
    "adjustment",
    "approval",
    "attachment",
    "waiver",
    "comment",
    "aspect_sheet",
    "review",
    "revision",
    "draft_author",
    "draft",
    "declaration",
    "lock_exception",
    "lock",
    "cycle",
    "stand_in",
    "grant",
    "token",
    "session",
    "credential",
    "person",
    "unit_succession",
    "unit_place",
    "unit",
    "region_code",
    "region",
];

static NUMBER: AtomicU32 = AtomicU32::new(0);

/// A store of its own for one test.
pub struct Stage {
    pub store: Store,
    pub database: Database,
    pub raw: DatabaseConnection,
    /// Whether changes are made without trying faults first.
    pub smooth: AtomicBool,
    folder: TempDir,
}

/// Runs a script on each database there is, one after the other; gives what each run gave.
pub fn on_both<T>(script: impl AsyncFn(&Stage) -> T) -> Vec<T> {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let mut given = vec![script(&Stage::sqlite().await).await];
        if let Ok(server) = std::env::var("HENG_TEST_POSTGRES") {
            given.push(script(&Stage::postgres(&server).await).await);
        }
        given
    })
}

impl Stage {
    async fn sqlite() -> Self {
        let folder = TempDir::new().expect("a folder");
        let database = Database::Folder(folder.path().to_owned());
        let url = format!("sqlite://{}/heng.sqlite", folder.path().display());
        Self::on(database, &url, folder).await
    }

    async fn postgres(server: &str) -> Self {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("heng_{}_{number}", std::process::id());
        let raw = sea_orm::Database::connect(server).await.expect("the server answers");
        raw.execute_unprepared(&format!("CREATE DATABASE {name}")).await.expect("a database");
        let (address, _) = server.rsplit_once('/').expect("a URL with a database");
        let url = format!("{address}/{name}");
        Self::on(Database::Url(url.clone()), &url, TempDir::new().expect("a folder")).await
    }

    async fn on(database: Database, url: &str, folder: TempDir) -> Self {
        let store = Store::open(&database).await.expect("opens");
        let raw = sea_orm::Database::connect(url).await.expect("connects");
        Self { store, database, raw, smooth: AtomicBool::new(false), folder }
    }

    /// A place of the same kind in which nothing is kept yet; it lives as long as this stage.
    pub async fn another(&self) -> Database {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        match &self.database {
            Database::Folder(_) => {
                Database::Folder(self.folder.path().join(format!("another-{number}")))
            }
            Database::Url(url) => {
                let name = format!("heng_{}_{number}", std::process::id());
                self.sql(&format!("CREATE DATABASE {name}")).await;
                let (address, _) = url.rsplit_once('/').expect("a URL with a database");
                Database::Url(format!("{address}/{name}"))
            }
        }
    }

    pub fn is_postgres(&self) -> bool {
        self.raw.get_database_backend() == DbBackend::Postgres
    }

    /// Past the store, as somebody with the database's password could.
    pub async fn sql(&self, sql: &str) {
        self.raw.execute_unprepared(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    }

    pub async fn rows(&self, sql: &str) -> Vec<JsonValue> {
        let statement = Statement::from_string(self.raw.get_database_backend(), sql);
        JsonValue::find_by_statement(statement).all(&self.raw).await.expect("rows")
    }

    /// Everything in every table.
    pub async fn everything(&self) -> Vec<String> {
        let blobs = self.rows("SELECT digest FROM blob ORDER BY digest").await;
        let mut all = vec![format!("{blobs:?}")];
        for table in TABLES {
            let mut rows: Vec<String> = self
                .rows(&format!("SELECT * FROM \"{table}\""))
                .await
                .iter()
                .map(|row| format!("{table} {row}"))
                .collect();
            rows.sort();
            all.append(&mut rows);
        }
        all
    }

    /// Lets events fail to be written from the `nth` after now on, or no longer.
    pub async fn break_events(&self, nth: Option<usize>) {
        let last = self.rows("SELECT seq FROM event ORDER BY seq DESC LIMIT 1").await;
        let last = last.first().and_then(|event| event["seq"].as_i64()).unwrap_or(0);
        let number = nth.map(|nth| last + i64::try_from(nth).expect("a small number"));
        let sql: Vec<String> = match (self.is_postgres(), number) {
            (false, Some(number)) => vec![format!(
                "CREATE TRIGGER broken BEFORE INSERT ON event WHEN NEW.seq >= {number} \
                 BEGIN SELECT RAISE(ABORT, 'broken for the test'); END"
            )],
            (false, None) => vec!["DROP TRIGGER broken".to_owned()],
            (true, Some(number)) => vec![
                "CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS \
                 $$ BEGIN RAISE EXCEPTION 'broken for the test'; END $$"
                    .to_owned(),
                format!(
                    "CREATE TRIGGER broken BEFORE INSERT ON event \
                     FOR EACH ROW WHEN (NEW.seq >= {number}) EXECUTE FUNCTION broken()"
                ),
            ],
            (true, None) => {
                vec!["DROP TRIGGER broken ON event".to_owned(), "DROP FUNCTION broken".to_owned()]
            }
        };
        for statement in sql {
            self.sql(&statement).await;
        }
    }

    /// Takes away what keeps events and revisions as they are.
    pub async fn unlock(&self) {
        for table in ["event", "revision"] {
            if self.is_postgres() {
                self.sql(&format!("DROP TRIGGER {table}_kept ON {table}")).await;
            } else {
                self.sql(&format!("DROP TRIGGER {table}_kept_UPDATE")).await;
                self.sql(&format!("DROP TRIGGER {table}_kept_DELETE")).await;
            }
        }
    }
}

/// A county with a department, a clerk and a bureau leader, a cycle and one declaration.
pub struct County {
    pub region: RegionId,
    pub department: UnitId,
    pub clerk: PersonId,
    pub leader: PersonId,
    pub cycle: CycleId,
    pub declaration: DeclarationId,
}

impl County {
    pub async fn at(stage: &Stage) -> Self {
        let store = &stage.store;
        let set_up = By::program(noon(1));
        let region = store.add_region(set_up, "仁和区", "510411", day(2020, 1, 1)).await;
        let region = region.expect("a region");
        let bureau = unit("人社局", None);
        let department = store.add_unit(set_up, region, &bureau, day(2020, 1, 1));
        let department = department.await.expect("a unit");
        let person = async |name, login| {
            let person = store.add_person(set_up, region, department, name, login).await;
            person.expect("a person")
        };
        let (clerk, leader) = (person("李芳", "lifang").await, person("王强", "wangqiang").await);
        let cycle = store.open_cycle(set_up, region, &year(2026)).await.expect("a cycle");
        let new = declaration(cycle, department, "人才经费");
        let by = By::person(clerk, noon(2));
        let declaration = store.make_declaration(by, region, &new).await.expect("a declaration");
        Self { region, department, clerk, leader, cycle, declaration }
    }
}

/// Twelve o'clock of a day of January 2026, UTC.
pub fn noon(day: u32) -> DateTime<Utc> {
    let date = NaiveDate::from_ymd_opt(2026, 1, day).expect("a day");
    date.and_hms_opt(12, 0, 0).expect("a time").and_utc()
}

pub fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day")
}

pub fn unit(name: &str, parent: Option<UnitId>) -> NewUnit {
    NewUnit { name: name.to_owned(), code: String::new(), kind: "行政".to_owned(), parent }
}

pub fn year(year: i32) -> NewCycle {
    let pack = "renhe".to_owned();
    NewCycle { year, pack, opens: day(year - 1, 9, 1), closes: day(year - 1, 10, 31) }
}

pub fn declaration(cycle: CycleId, unit: UnitId, project: &str) -> NewDeclaration {
    NewDeclaration {
        cycle,
        unit,
        kind: "project".to_owned(),
        project: project.to_owned(),
        project_folded: project.to_owned(),
        state: state("drafting", ""),
        form: form(&[("培训人数", "≥100人")]),
        judged: Judged::default(),
        words: Vec::new(),
        key: None,
    }
}

/// A stage and its step on the way to the first approval.
pub fn state(stage: &str, step: &str) -> State {
    let words = [stage, step].map(str::to_owned);
    let [stage, step] = words;
    State { track: "declaration".to_owned(), stage, step, back_to: String::new() }
}

/// A step that leads to the bureau, and makes a revision of a draft's version where one is given.
pub fn advance(of: DeclarationId, version: i64, action: &str, draft: Option<i64>) -> Advance {
    Advance {
        declaration: of,
        version,
        action: action.to_owned(),
        state: state(&format!("after {action}"), "bureau"),
        turn: Turn::HandsOver,
        leaves_unit: false,
        reason: "按程序".to_owned(),
        freeze: draft.map(freeze),
        words: None,
        key: None,
    }
}

/// A revision to be made of a draft's version.
pub fn freeze(draft: i64) -> Freeze {
    Freeze {
        kind: "submitted".to_owned(),
        draft,
        judged: Judged::default(),
        findings: "[]".to_owned(),
        found: Vec::new(),
    }
}

/// What the checks make of a form without a fault.
static SOUND: Judged =
    Judged { errors: 0, warnings: Vec::new(), advice: 0, open: 0, packs: String::new() };

/// A reason for a cause.
pub fn waiver<'w>(declaration: DeclarationId, cause: &'w str, reason: &'w str) -> NewWaiver<'w> {
    NewWaiver { declaration, cause, reason, key: None }
}

/// A form of a category that declares some money in its expenditure row, in yuan.
pub fn funded(category: &str, total: &str, fiscal: &str) -> String {
    let row = serde_json::json!({ "row": "expenditure", "total": total, "fiscal": fiscal });
    let income = serde_json::json!({ "row": "income", "total": "999.00" });
    serde_json::json!({ "category": category, "money_rows": [income, row], "funds": row })
        .to_string()
}

/// A form with indicators.
pub fn form(indicators: &[(&str, &str)]) -> String {
    let line = |(name, target): &(&str, &str)| {
        serde_json::json!({
            "level1": "产出指标", "level2": "数量指标", "level3": name,
            "target": { "text": target, "value": null, "unit": "人" }, "weight": "10",
        })
    };
    let lines: Vec<_> = indicators.iter().map(line).collect();
    serde_json::json!({ "kind": "project", "indicators": lines }).to_string()
}

/// A draft to be saved, of a declaration nobody has led on.
pub fn save<'f>(declaration: DeclarationId, version: i64, form: &'f str) -> Save<'f> {
    Save {
        declaration,
        seen: 1,
        version,
        form,
        judged: &SOUND,
        words: None,
        renamed: None,
        key: None,
    }
}

/// Whether somebody else was first.
pub fn is_conflict<T>(result: &Result<T, Error>) -> bool {
    matches!(result, Err(Error::Conflict { .. }))
}
