//! Copies: made beside work that goes on, brought back whole into either database, and refused
//! when a single byte of them is not as it was written.

use std::io::{Cursor, Read, Write};
use std::sync::atomic::Ordering;

use sea_orm::{ConnectionTrait, DbBackend, Statement};
use store::backup::{self, Manifest};
use store::{By, Database, Error, Store};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::stage::{Stage, noon, on_both, unit};
use crate::walk;

async fn copied(store: &Store) -> (Vec<u8>, Manifest) {
    let mut copy = Cursor::new(Vec::new());
    let manifest = store.back_up(&mut copy, noon(20), &mut |_| ()).await.expect("copies");
    (copy.into_inner(), manifest)
}

async fn restored(copy: &[u8], to: &Database) -> Result<Manifest, Error> {
    backup::restore(&mut Cursor::new(copy), to, &mut |_| ()).await
}

/// How each index of a database is made.
async fn indexes(of: &Database) -> Vec<String> {
    let url = match of {
        Database::Folder(folder) => format!("sqlite://{}/heng.sqlite", folder.display()),
        Database::Url(url) => url.clone(),
    };
    let raw = sea_orm::Database::connect(url).await.expect("connects");
    let sql = match raw.get_database_backend() {
        DbBackend::Postgres => "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
        _ => "SELECT sql FROM sqlite_master WHERE type = 'index' AND sql <> ''",
    };
    let statement = Statement::from_string(raw.get_database_backend(), sql);
    let rows = raw.query_all_raw(statement).await.expect("asked");
    let mut made: Vec<String> =
        rows.iter().map(|row| row.try_get_by_index(0).expect("a text")).collect();
    made.sort();
    made
}

/// A copy of a year of everything, from each database there is.
fn copies() -> Vec<(Vec<u8>, Manifest)> {
    on_both(async |stage| {
        stage.smooth.store(true, Ordering::Relaxed);
        walk::places(stage).await;
        copied(&stage.store).await
    })
}

#[test]
fn a_copy_says_the_same_whichever_database_it_is_of() {
    let copies = copies();
    assert!(copies[0].1.attachments() > 0 && copies[0].1.rows() > 100, "{:?}", copies[0].1);
    for (_, manifest) in &copies {
        assert_eq!(*manifest, copies[0].1);
    }
}

#[test]
fn a_copy_of_either_database_comes_back_into_either_and_work_goes_on() {
    for (copy, manifest) in copies() {
        on_both(async |stage| {
            let fresh = stage.another().await;
            let back = restored(&copy, &fresh).await.expect("comes back");
            assert_eq!(back, manifest);
            let made = indexes(&fresh).await;
            assert!(made.len() > 20 && made == indexes(&stage.database).await, "{made:?}");
            let store = Store::open(&fresh).await.expect("opens");
            let region = store.regions().await.expect("regions").remove(0).id;
            assert_eq!(store.verify(region).await.expect("verifies"), None);
            let (_, again) = copied(&store).await;
            assert_eq!(again, manifest, "the copy of the copy is another");
            let cycle = store.cycles(region).await.expect("cycles").remove(0);
            let declared = store.declarations(region, cycle.id).await.expect("declarations");
            for row in declared {
                for file in store.attachments(region, row.id).await.expect("attachments") {
                    store.content(region, file.id).await.expect("content as it was attached");
                }
            }
            let day = crate::stage::day(2026, 1, 1);
            let by = By::program(noon(25));
            store.add_unit(by, region, &unit("新设中心", None), day).await.expect("counts on");
            assert_eq!(store.verify(region).await.expect("verifies"), None);
        });
    }
}

#[test]
fn a_copy_is_of_one_moment_while_changes_go_on() {
    on_both(async |stage| {
        let region = crate::stage::County::at(stage).await.region;
        let change = async {
            for number in 0..40 {
                let new = unit(&format!("第{number}中心"), None);
                let day = crate::stage::day(2026, 1, 1);
                stage.store.add_unit(By::program(noon(3)), region, &new, day).await.expect("adds");
            }
        };
        let ((copy, manifest), ()) = tokio::join!(copied(&stage.store), change);
        let fresh = stage.another().await;
        restored(&copy, &fresh).await.expect("comes back");
        let store = Store::open(&fresh).await.expect("opens");
        assert_eq!(store.verify(region).await.expect("verifies"), None);
        assert_eq!(store.head(region).await.expect("a head").seq, manifest.heads[0].seq);
    });
}

/// The copy with one part put through `change`; none leaves it out.
fn changed(copy: &[u8], name: &str, change: impl Fn(Vec<u8>) -> Option<Vec<u8>>) -> Vec<u8> {
    let mut zip = ZipArchive::new(Cursor::new(copy)).expect("a zip");
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..zip.len() {
        let mut part = zip.by_index(index).expect("a part");
        let own = part.name().expect("a name").into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content).expect("reads");
        let content = if own == name { change(content) } else { Some(content) };
        if let Some(content) = content {
            out.start_file(own, SimpleFileOptions::default()).expect("a part");
            out.write_all(&content).expect("writes");
        }
    }
    out.finish().expect("a zip").into_inner()
}

#[test]
fn a_copy_that_was_touched_is_refused_and_names_the_part() {
    let (copy, manifest) = copies().remove(0);
    for part in &manifest.parts {
        let flip = |mut content: Vec<u8>| {
            match content.last_mut() {
                Some(last) => *last ^= 1,
                None => content.push(b'x'),
            }
            Some(content)
        };
        for touched in [changed(&copy, &part.name, flip), changed(&copy, &part.name, |_| None)] {
            let error = backup::check(Cursor::new(touched)).expect_err("is refused");
            assert!(error.to_string().contains(&part.name), "{error}");
        }
    }
    let half = &copy[..copy.len() / 2];
    let error = backup::check(Cursor::new(half)).expect_err("is refused");
    assert!(error.to_string().contains("不是完整的备份文件"), "{error}");
    let bare = changed(&copy, "manifest.json", |_| None);
    let error = backup::check(Cursor::new(bare)).expect_err("is refused");
    assert!(error.to_string().contains("没有清单"), "{error}");
}

#[test]
fn a_copy_of_a_later_version_is_refused() {
    let (copy, _) = copies().remove(0);
    let later = changed(&copy, "manifest.json", |content| {
        let mut manifest: Manifest = serde_json::from_slice(&content).expect("a manifest");
        manifest.migrations.push("m9999_later".to_owned());
        Some(serde_json::to_vec(&manifest).expect("JSON"))
    });
    on_both(async |stage| {
        let to = stage.another().await;
        let error = restored(&later, &to).await.expect_err("is refused");
        assert!(matches!(&error, Error::TooNew(name) if name == "m9999_later"), "{error}");
    });
}

#[test]
fn a_copy_comes_only_where_nothing_is_kept() {
    let (copy, _) = copies().remove(0);
    on_both(async |stage| {
        crate::stage::County::at(stage).await;
        let before = stage.everything().await;
        let error = match &stage.database {
            // The folder is held by the store that has it open.
            Database::Folder(_) => {
                let error = restored(&copy, &stage.database).await.expect_err("is refused");
                assert!(matches!(error, Error::InUse(_)), "{error}");
                return;
            }
            Database::Url(_) => restored(&copy, &stage.database).await.expect_err("is refused"),
        };
        assert!(error.to_string().contains("已经有数据"), "{error}");
        assert_eq!(stage.everything().await, before);
    });
    on_both(async |stage| {
        let to = stage.another().await;
        restored(&copy, &to).await.expect("comes back");
        let error = restored(&copy, &to).await.expect_err("is refused");
        assert!(error.to_string().contains("已经有数据"), "{error}");
    });
}

#[test]
fn a_row_the_database_refuses_leaves_nothing_behind() {
    let (copy, manifest) = copies().remove(0);
    // The same person twice; the manifest is made to agree.
    let table = "tables/person.jsonl";
    let mut rows = String::new();
    let doubled = changed(&copy, table, |content| {
        let text = String::from_utf8(content).expect("text");
        let first = text.lines().next().expect("a row");
        Some(format!("{text}{first}\n").into_bytes())
    });
    let mut zip = ZipArchive::new(Cursor::new(&doubled)).expect("a zip");
    zip.by_name(table).expect("a part").read_to_string(&mut rows).expect("text");
    let part = manifest.parts.iter().position(|part| part.name == table).expect("a part");
    let doubled = changed(&doubled, "manifest.json", |_| {
        let mut manifest = manifest.clone();
        manifest.parts[part].rows += 1;
        manifest.parts[part].sm3 = sm3_of(rows.as_bytes());
        Some(serde_json::to_vec(&manifest).expect("JSON"))
    });
    on_both(async |stage: &Stage| {
        let to = stage.another().await;
        restored(&doubled, &to).await.expect_err("is refused");
        restored(&copy, &to).await.expect("nothing stands in the way of a sound copy");
    });
}

fn sm3_of(bytes: &[u8]) -> String {
    use sm3::Digest;
    sm3::Sm3::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn a_store_is_read_beside_the_one_that_has_it_open() {
    on_both(async |stage| {
        let region = crate::stage::County::at(stage).await.region;
        let beside = Store::open_reading(&stage.database).await.expect("opens beside");
        assert_eq!(beside.verify(region).await.expect("verifies"), None);
        let by = By::program(noon(3));
        let day = crate::stage::day(2026, 1, 1);
        let refused = beside.add_unit(by, region, &unit("新设中心", None), day).await;
        assert!(matches!(refused, Err(Error::Database(_))), "{refused:?}");
        let nowhere = stage.another().await;
        let error = Store::open_reading(&nowhere).await.expect_err("nothing is there");
        assert!(matches!(error, Error::Nothing), "{error}");
    });
}
