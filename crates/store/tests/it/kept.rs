//! Databases of earlier versions, kept in `tests/kept`: each is opened, brought to the tables of
//! now, proved, read and worked on. How one is added is in CONTRIBUTING.md, "a change of the
//! tables". Nothing in them is about anybody: they are made by the walk.

use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use sea_orm::ConnectionTrait;
use store::{Adjust, Approve, By, Database, NewAttachment, RegionId, Save, Store};
use tempfile::TempDir;

use crate::stage::{Stage, advance, day, declaration, form, noon, on_both, save};
use crate::walk;

/// What is attached.
const CONTENT: &[u8] = b"%PDF-1.7 kept";
/// The last migration of each kept database.
const KEPT: [&str; 3] = ["0001", "0002", "0003"];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/kept")
}

/// A year by the walk, then what it leaves out: an adjustment that was approved, an attachment
/// that stays, a second declaration that is only begun.
async fn live(stage: &Stage) {
    stage.smooth.store(true, Ordering::Relaxed);
    let region = walk::places(stage).await;
    let store = &stage.store;
    let cycle = store.cycles(region).await.expect("cycles").remove(0).id;
    let row = store.declarations(region, cycle).await.expect("declarations").remove(0);
    let people = store.people(region).await.expect("people");
    let (clerk, leader) = (By::person(people[0].id, noon(6)), By::person(people[1].id, noon(6)));
    let adjust = Adjust { step: advance(row.id, row.version, "adjust", None) };
    store.adjust(clerk, region, &adjust).await.expect("begun");
    let draft = store.draft(region, row.id).await.expect("a draft").version;
    let text = form(&[("培训人数", "≥100人")]);
    let seen = row.version + 1;
    let new = Save { seen, ..save(row.id, draft, &text) };
    store.save_draft(clerk, region, &new).await.expect("saved");
    let submit = advance(row.id, row.version + 1, "submit", Some(draft + 1));
    store.advance(clerk, region, &submit).await.expect("submitted");
    let step = advance(row.id, row.version + 2, "approve", None);
    let new =
        Approve { step, number: "仁财绩〔2026〕2号".to_owned(), dated: day(2026, 1, 6) };
    store.approve(leader, region, &new).await.expect("approved");
    let (name, kind) = ("依据.pdf".to_owned(), "pdf".to_owned());
    let new = NewAttachment { declaration: row.id, name, kind, content: CONTENT, key: None };
    store.attach(clerk, region, &new).await.expect("attached");
    let new = declaration(cycle, row.unit, "培训经费");
    store.make_declaration(clerk, region, &new).await.expect("begun");
}

/// That all of it is there, that it is proved, and that it can be worked on.
async fn tried(store: &Store, name: &str) -> String {
    let region: RegionId = store.regions().await.expect("regions")[0].id;
    assert_eq!(store.verify(region).await.expect("verifies"), None, "{name}");
    let told = walk::told(store, region).await;
    for word in ["仁财绩〔2026〕1号", "仁财绩〔2026〕2号", "≥100人", "请说明测算依据"]
    {
        assert!(told.contains(word), "{name}: {word} in {told}");
    }
    assert!(!told.contains("Err("), "{name}: {told}");
    let cycle = store.cycles(region).await.expect("cycles").remove(0).id;
    let rows = store.declarations(region, cycle).await.expect("declarations");
    assert_eq!(rows.len(), 2, "{name}");
    let id = rows[0].id;
    let revisions = store.verify_revisions(region, id).await.expect("revisions");
    assert!(revisions.len() == 2 && revisions.iter().all(|(_, holds)| *holds), "{name}");
    assert_eq!(store.standings(region, cycle).await.expect("standings").len(), 2);
    let files = store.attachments(region, id).await.expect("attachments");
    let file = files.iter().find(|file| file.removed_at.is_none()).expect("one stays");
    assert_eq!(store.content(region, file.id).await.expect("content"), CONTENT, "{name}");
    let by = By::person(store.people(region).await.expect("people")[0].id, noon(9));
    let text = form(&[("培训人数", "≥90人")]);
    store.save_draft(by, region, &save(rows[1].id, 1, &text)).await.expect("a further change");
    store
        .make_declaration(by, region, &declaration(cycle, rows[0].unit, "新项目"))
        .await
        .expect("new");
    assert_eq!(store.verify(region).await.expect("verifies"), None, "{name}");
    told
}

async fn on_sqlite(number: &str) -> String {
    let place = TempDir::new().expect("a folder");
    let kept = folder().join(format!("{number}.sqlite"));
    std::fs::copy(kept, place.path().join("heng.sqlite")).expect("copied");
    // Attachments of a folder lie beside the database, under their digest.
    let raw =
        sea_orm::Database::connect(format!("sqlite://{}/heng.sqlite", place.path().display()));
    let rows = sea_orm::Statement::from_string(
        sea_orm::DbBackend::Sqlite,
        "SELECT digest FROM attachment ORDER BY id",
    );
    let raw = raw.await.expect("opens");
    let rows = raw.query_all_raw(rows).await.expect("asked");
    raw.close().await.expect("closed");
    // What was taken away stays for the record.
    for (row, content) in rows.iter().zip([walk::CONTENT, CONTENT]) {
        let digest: String = row.try_get("", "digest").expect("a digest");
        let files = place.path().join("attachments").join(&digest[..2]);
        std::fs::create_dir_all(&files).expect("a folder");
        std::fs::write(files.join(&digest), content).expect("written");
    }
    let store = Store::open(&Database::Folder(place.path().to_owned())).await.expect("opens");
    let told = tried(&store, number).await;
    store.close().await.expect("closes");
    Store::open(&Database::Folder(place.path().to_owned())).await.expect("opens again");
    told
}

async fn on_postgres(number: &str, server: &str) -> String {
    let kept = std::fs::read_to_string(folder().join(format!("{number}.sql"))).expect("kept");
    let name = format!("heng_kept_{number}_{}", std::process::id());
    let raw = sea_orm::Database::connect(server).await.expect("the server answers");
    raw.execute_unprepared(&format!("CREATE DATABASE {name}")).await.expect("a database");
    let (address, _) = server.rsplit_once('/').expect("a URL with a database");
    let url = format!("{address}/{name}");
    let raw = sea_orm::Database::connect(&url).await.expect("connects");
    raw.execute_unprepared(&kept).await.expect("loads");
    raw.close().await.expect("closed");
    let store = Store::open(&Database::Url(url)).await.expect("opens");
    tried(&store, number).await
}

#[test]
fn what_an_earlier_version_kept_is_opened_proved_read_and_worked_on() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    for number in KEPT {
        runtime.block_on(async {
            let told = on_sqlite(number).await;
            if let Ok(server) = std::env::var("HENG_TEST_POSTGRES") {
                assert_eq!(on_postgres(number, &server).await, told, "the same on both");
            }
        });
    }
}

#[test]
fn each_migration_has_its_kept_databases() {
    on_both(async |stage| {
        let made = stage.rows("SELECT version FROM seaql_migrations ORDER BY version").await;
        let numbers: Vec<&str> =
            made.iter().filter_map(|row| row["version"].as_str()?.get(1..5)).collect();
        assert_eq!(numbers, KEPT, "a migration is added with the databases it leaves behind");
    });
}

#[test]
#[ignore = "writes tests/kept: run for a new migration, as CONTRIBUTING.md says"]
fn keep_the_databases_of_this_version() {
    let number = KEPT.last().expect("one");
    std::fs::create_dir_all(folder()).expect("a folder");
    on_both(async |stage| {
        live(stage).await;
        match &stage.database {
            Database::Folder(_) => {
                let kept = folder().join(format!("{number}.sqlite"));
                std::fs::remove_file(&kept).ok();
                // Small pages: most tables hold a row or two.
                let sql = format!("PRAGMA page_size = 512; VACUUM INTO '{}'", kept.display());
                stage.sql(&sql).await;
            }
            Database::Url(url) => {
                let kept = folder().join(format!("{number}.sql"));
                std::fs::write(kept, dumped(url)).expect("written");
            }
        }
    });
}

/// A PostgreSQL database as statements that need no `psql`.
fn dumped(url: &str) -> String {
    let tool = std::env::var("PG_DUMP").unwrap_or_else(|_| "pg_dump".to_owned());
    let mut dump = std::process::Command::new(tool);
    dump.args(["--inserts", "--rows-per-insert=100", "--no-owner", "--no-privileges", url]);
    let dump = dump.output().expect("pg_dump runs; PG_DUMP names it where it is not in the path");
    assert!(dump.status.success(), "{}", String::from_utf8_lossy(&dump.stderr));
    let text = String::from_utf8(dump.stdout).expect("UTF-8");
    let plain = |line: &&str| {
        let setting = line.starts_with("SET ") || line.starts_with("SELECT pg_catalog.set_config");
        !(setting || line.is_empty() || line.starts_with("--") || line.starts_with('\\'))
    };
    text.lines().filter(plain).map(|line| format!("{line}\n")).collect()
}
