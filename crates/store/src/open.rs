//! Opening a store: a data folder with SQLite in it, or a PostgreSQL database.
//!
//! A store has two connections: one that only [`crate::change`] may use, and one for reading that
//! the database itself holds to reading.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

use sea_orm::{
    ConnectOptions, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend,
    IsolationLevel, TransactionOptions, TransactionTrait,
};
use sea_orm_migration::MigratorTrait;

use crate::counter::Counter;
use crate::migrations::Migrations;
use crate::{Error, Result};

/// How long a writer waits for another one.
const PATIENCE: Duration = Duration::from_secs(20);
/// The database in a data folder.
const FILE: &str = "heng.sqlite";
/// Held locked by the process that has the folder.
const LOCK: &str = "heng.lock";

/// Where a store is.
#[derive(Debug, Clone)]
pub enum Database {
    /// A folder of its own: database and attachments.
    Folder(PathBuf),
    /// A PostgreSQL database, `postgres://…`; attachments are in it too.
    Url(String),
}

/// An open store. One per process; share it behind an `Arc`.
#[derive(Debug)]
pub struct Store {
    pub(crate) write: DatabaseConnection,
    pub(crate) read: DatabaseConnection,
    /// The folder attachments go to; none when they go into the database.
    pub(crate) folder: Option<PathBuf>,
    calls: Counter,
    /// Kept for its lock.
    _lock: Option<File>,
}

impl Store {
    /// Opens a store, makes it when there is none, and brings it to this version's tables.
    ///
    /// # Errors
    /// When another process has the folder, a later version wrote the database, or it cannot be
    /// reached.
    pub async fn open(database: &Database) -> Result<Self> {
        let (lock, folder, [write, read]) = match database {
            Database::Folder(folder) => {
                std::fs::create_dir_all(folder)?;
                let lock = lock(folder)?;
                (Some(lock), Some(folder.clone()), sqlite(folder))
            }
            Database::Url(url) => (None, None, postgres(url)),
        };
        let calls = Counter::default();
        let mut write = sea_orm::Database::connect(write).await?;
        migrate(&write).await?;
        let mut read = sea_orm::Database::connect(read).await?;
        calls.watch(&mut write);
        calls.watch(&mut read);
        Ok(Self { write, read, folder, calls, _lock: lock })
    }

    /// What was there at one moment, to be read by several statements; dropped, it is done with.
    pub(crate) async fn snapshot(&self) -> Result<DatabaseTransaction> {
        let mut options = TransactionOptions::default();
        if self.read.get_database_backend() == DbBackend::Postgres {
            options.isolation_level = Some(IsolationLevel::RepeatableRead);
        }
        Ok(self.read.begin_with_options(options).await?)
    }

    /// How many statements were sent to the database since it was opened.
    pub fn calls(&self) -> u64 {
        self.calls.value()
    }

    /// Waits for running statements and lets go of the database and the folder.
    ///
    /// # Errors
    /// When the database reports a fault while closing.
    pub async fn close(self) -> Result<()> {
        self.read.close().await?;
        self.write.close().await?;
        Ok(())
    }
}

/// Locks the folder for this process; the system lets go of it however the process ends.
fn lock(folder: &Path) -> Result<File> {
    let file = File::options().create(true).truncate(false).write(true).open(folder.join(LOCK))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Error::InUse(folder.display().to_string())),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

/// The writing and the reading connection of a folder.
fn sqlite(folder: &Path) -> [ConnectOptions; 2] {
    use sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
    let path = folder.join(FILE);
    let connection = |writes: bool| {
        let path = path.clone();
        let mut options = ConnectOptions::new("sqlite::memory:");
        options.sqlx_logging(false).max_connections(if writes { 1 } else { 4 });
        // A folder's name may hold characters that a URL cannot, so the path is set, not parsed.
        options.map_sqlx_sqlite_opts(move |options| {
            let options = options.in_memory(false).shared_cache(false).filename(&path);
            let options = options.create_if_missing(writes).foreign_keys(true);
            let options = options.busy_timeout(PATIENCE).journal_mode(SqliteJournalMode::Wal);
            let options = options.synchronous(SqliteSynchronous::Full);
            if writes { options } else { options.pragma("query_only", "ON") }
        });
        options
    };
    [connection(true), connection(false)]
}

/// The writing and the reading connections of a PostgreSQL database.
fn postgres(url: &str) -> [ConnectOptions; 2] {
    let connection = |writes: bool| {
        let mut options = ConnectOptions::new(url);
        options.sqlx_logging(false).max_connections(if writes { 4 } else { 8 });
        options.acquire_timeout(PATIENCE);
        options.map_sqlx_postgres_opts(move |options| {
            let read_only = if writes { "off" } else { "on" };
            options.options([("default_transaction_read_only", read_only)])
        });
        options
    };
    [connection(true), connection(false)]
}

/// Brings the tables to this version; refuses a database that knows migrations we do not.
async fn migrate(connection: &DatabaseConnection) -> Result<()> {
    if connection.get_database_backend() == DbBackend::Postgres {
        // Two servers starting at once must not both make tables; one at a time, by number.
        return migrate_postgres(connection).await;
    }
    known(connection).await?;
    Ok(Migrations::up(connection, None).await?)
}

async fn migrate_postgres(connection: &DatabaseConnection) -> Result<()> {
    let transaction = connection.begin().await?;
    // The lock goes with the transaction.
    transaction.execute_unprepared("SELECT pg_advisory_xact_lock(4851271)").await?;
    known(&transaction).await?;
    Migrations::up(&transaction, None).await?;
    Ok(transaction.commit().await?)
}

/// Whether every migration the database has had is one of ours.
async fn known<C>(connection: &C) -> Result<()>
where
    C: sea_orm::ConnectionTrait,
{
    Migrations::install(connection).await?;
    let ours: Vec<String> =
        Migrations::migrations().iter().map(|migration| migration.name().to_owned()).collect();
    let had = Migrations::get_migration_models(connection).await?;
    match had.into_iter().find(|model| !ours.contains(&model.version)) {
        Some(foreign) => Err(Error::TooNew(foreign.version)),
        None => Ok(()),
    }
}
