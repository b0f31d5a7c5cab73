//! Opening, closing and opening again.

use sea_orm::ConnectionTrait;
use store::{Database, Error, Store};

use crate::stage::{County, on_both};

#[test]
fn what_was_kept_is_there_when_the_store_is_opened_again() {
    on_both(async |stage| {
        let county = County::at(stage).await;
        let Database::Folder(_) = &stage.database else {
            let again = Store::open(&stage.database).await.expect("a server has room for two");
            assert_eq!(again.regions().await.expect("regions").len(), 1);
            return;
        };
        let refused = Store::open(&stage.database).await.expect_err("the folder is held");
        assert!(matches!(refused, Error::InUse(_)), "{refused}");
        assert!(refused.to_string().contains("正由另一个正在运行的“衡”使用"), "{refused}");
        assert!(stage.store.draft(county.region, county.declaration).await.is_ok());
    });
}

#[test]
fn a_folder_is_free_again_once_its_store_is_closed() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let database = Database::Folder(folder.path().join("数据 100%?#"));
    tokio::runtime::Runtime::new().expect("a runtime").block_on(async {
        for _ in 0..2 {
            let store = Store::open(&database).await.expect("opens");
            store.close().await.expect("closes");
        }
    });
}

#[test]
fn a_folder_is_written_ahead_and_through_to_the_disk() {
    on_both(async |stage| {
        if !stage.is_postgres() {
            let mode = stage.rows("PRAGMA journal_mode").await;
            assert_eq!(mode[0]["journal_mode"], "wal");
        }
    });
}

#[test]
fn a_database_of_a_later_version_is_left_alone() {
    on_both(async |stage| {
        let migration = "INSERT INTO seaql_migrations VALUES ('m9999_later', 0)";
        stage.raw.execute_unprepared(migration).await.expect("written");
        if let Database::Url(_) = &stage.database {
            let refused = Store::open(&stage.database).await.expect_err("too new");
            assert!(refused.to_string().contains("m9999_later"), "{refused}");
        }
    });
}
