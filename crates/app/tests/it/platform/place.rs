//! Where a walk keeps its data: a folder, or a database of its own on a PostgreSQL server.

use std::sync::atomic::{AtomicU32, Ordering};

use sea_orm::ConnectionTrait;
use tempfile::TempDir;

static NUMBER: AtomicU32 = AtomicU32::new(0);

/// A place for data that nobody else uses.
pub struct Place {
    /// What `heng serve` is told.
    pub told: [String; 2],
    /// In names of pictures.
    pub name: &'static str,
    _folder: TempDir,
}

impl Place {
    pub fn folder() -> Place {
        let folder = TempDir::new().expect("a folder");
        let path = folder.path().to_str().expect("UTF-8").to_owned();
        Place { told: ["--data".to_owned(), path], name: "sqlite", _folder: folder }
    }

    /// None where there is no server to try it on.
    pub async fn postgres() -> Option<Place> {
        let server = std::env::var("HENG_TEST_POSTGRES").ok()?;
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("heng_walk_{}_{number}", std::process::id());
        let raw = sea_orm::Database::connect(&server).await.expect("the server answers");
        raw.execute_unprepared(&format!("CREATE DATABASE {name}")).await.expect("a database");
        let (address, _) = server.rsplit_once('/').expect("a URL with a database");
        let told = ["--database".to_owned(), format!("{address}/{name}")];
        Some(Place { told, name: "postgresql", _folder: TempDir::new().expect("a folder") })
    }
}
