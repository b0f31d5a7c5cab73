//! Opening a store: a data folder with SQLite in it, or a PostgreSQL database.
//!
//! A store has two connections: one that only [`crate::change`] may use, and one for reading that
//! the database itself holds to reading.

use std::fs::{File, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use sea_orm::{
    ConnectOptions, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr,
    IsolationLevel, Statement, TransactionOptions, TransactionTrait,
};
use sea_orm_migration::{IntoSchemaManagerConnection, MigratorTrait};

use crate::counter::Counter;
use crate::migrations::Migrations;
use crate::{Error, Result};

/// How long a writer waits for another one.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long a reader waits for a connection. Every request begins with reading: when the server is
/// away, people are told so after this time.
const SOON: Duration = Duration::from_secs(5);
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
        Self::open_at(database, None).await
    }

    /// The same, with the tables as so many migrations have made them.
    pub(crate) async fn open_at(
        database: &Database,
        migrations: impl Into<Option<u32>>,
    ) -> Result<Self> {
        let (lock, folder) = match database {
            Database::Folder(folder) => {
                std::fs::create_dir_all(folder)?;
                (Some(lock(folder)?), Some(folder.clone()))
            }
            Database::Url(_) => (None, None),
        };
        let [write, read] = connections(database);
        let calls = Counter::default();
        let mut write = sea_orm::Database::connect(write).await?;
        migrate(&write, migrations.into()).await?;
        let mut read = sea_orm::Database::connect(read).await?;
        calls.watch(&mut write);
        calls.watch(&mut read);
        Ok(Self { write, read, folder, calls, _lock: lock })
    }

    /// Opens a store that another process may have open, for reading alone: nothing is locked,
    /// made or migrated, and every change fails.
    ///
    /// # Errors
    /// When there is none, its tables are not those of this version, or it cannot be reached.
    pub async fn open_reading(database: &Database) -> Result<Self> {
        let folder = match database {
            Database::Folder(folder) if !folder.join(FILE).is_file() => {
                return Err(Error::Nothing);
            }
            Database::Folder(folder) => Some(folder.clone()),
            Database::Url(_) => None,
        };
        let read = match &folder {
            Some(folder) if is_frozen(folder) => frozen(folder),
            _ => {
                let [_, read] = connections(database);
                read
            }
        };
        let calls = Counter::default();
        let mut read = sea_orm::Database::connect(read).await?;
        same_version(&read).await?;
        calls.watch(&mut read);
        Ok(Self { write: read.clone(), read, folder, calls, _lock: None })
    }

    /// What was there at one moment, to be read by several statements; dropped, it is done with.
    pub(crate) async fn snapshot(&self) -> Result<DatabaseTransaction> {
        let mut options = TransactionOptions::default();
        if self.read.get_database_backend() == DbBackend::Postgres {
            options.isolation_level = Some(IsolationLevel::RepeatableRead);
        }
        Ok(self.read.begin_with_options(options).await?)
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn answers(&self) -> Result<()> {
        self.read.execute_unprepared("SELECT 1").await?;
        Ok(())
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

/// The writing and the reading connection.
fn connections(database: &Database) -> [ConnectOptions; 2] {
    match database {
        Database::Folder(folder) => sqlite(folder),
        Database::Url(url) => postgres(url),
    }
}

/// The writing and the reading connection of a folder.
fn sqlite(folder: &Path) -> [ConnectOptions; 2] {
    use sqlx::Connection;
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
            // 8 MB of pages each, of which a city's lists read the same again and again.
            let options = options.pragma("cache_size", "-8000");
            if writes { options } else { options.pragma("query_only", "ON") }
        });
        options.map_sqlx_sqlite_before_acquire(|connection, _| {
            // Where the disk is full SQLite ends a transaction by itself, and the driver goes on
            // counting it: what comes after would be a part of one that nobody commits. Such a
            // connection is thrown away.
            let is_done_with = !connection.is_in_transaction();
            Box::pin(std::future::ready(Ok(is_done_with)))
        });
        options
    };
    [connection(true), connection(false)]
}

/// Whether the folder lies on a disk that can only be read, with nothing left to be taken over from
/// the log of the database.
fn is_frozen(folder: &Path) -> bool {
    let log = std::fs::metadata(folder.join(format!("{FILE}-wal")));
    let settled = log.map_or(true, |log| log.len() == 0);
    let tried = File::options().append(true).open(folder.join(FILE));
    settled && tried.is_err_and(|error| error.kind() == ErrorKind::ReadOnlyFilesystem)
}

/// A connection to a database nobody can change: SQLite then needs no files beside it.
fn frozen(folder: &Path) -> ConnectOptions {
    let path = folder.join(FILE);
    let mut options = ConnectOptions::new("sqlite::memory:");
    options.sqlx_logging(false).max_connections(1);
    options.map_sqlx_sqlite_opts(move |options| {
        let options = options.in_memory(false).shared_cache(false).filename(&path);
        options.create_if_missing(false).read_only(true).immutable(true)
    });
    options
}

/// The writing and the reading connections of a PostgreSQL database.
fn postgres(url: &str) -> [ConnectOptions; 2] {
    let connection = |writes: bool| {
        let mut options = ConnectOptions::new(url);
        options.sqlx_logging(false).max_connections(if writes { 12 } else { 8 });
        options.acquire_timeout(if writes { PATIENCE } else { SOON });
        options.map_sqlx_postgres_opts(move |options| {
            let read_only = if writes { "off" } else { "on" };
            options.options([("default_transaction_read_only", read_only)])
        });
        options
    };
    [connection(true), connection(false)]
}

/// Brings the tables to this version, or as far as asked; refuses a database that knows migrations
/// we do not.
async fn migrate(connection: &DatabaseConnection, to: Option<u32>) -> Result<()> {
    if connection.get_database_backend() == DbBackend::Postgres {
        // Two servers starting at once must not both make tables; one at a time, by number.
        return migrate_postgres(connection, to).await;
    }
    known(connection).await?;
    up(connection, to).await
}

async fn migrate_postgres(connection: &DatabaseConnection, to: Option<u32>) -> Result<()> {
    let transaction = connection.begin().await?;
    // The lock goes with the transaction.
    transaction.execute_unprepared("SELECT pg_advisory_xact_lock(4851271)").await?;
    known(&transaction).await?;
    up(&transaction, to).await?;
    Ok(transaction.commit().await?)
}

/// Makes those migrations that the database has not had, up to the number asked for.
async fn up<C>(connection: &C, to: Option<u32>) -> Result<()>
where
    C: ConnectionTrait,
    for<'c> &'c C: IntoSchemaManagerConnection<'c>,
{
    let Some(to) = to else { return Ok(Migrations::up(connection, None).await?) };
    let had = u32::try_from(had(connection).await?.len()).unwrap_or(u32::MAX);
    match to.checked_sub(had) {
        Some(0) | None => Ok(()),
        more => Ok(Migrations::up(connection, more).await?),
    }
}

/// The migrations a database has had, without making anything in it.
pub(crate) async fn had(connection: &impl ConnectionTrait) -> Result<Vec<String>> {
    let sql = "SELECT version FROM seaql_migrations ORDER BY version";
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    let rows = connection.query_all_raw(statement).await?;
    Ok(rows.iter().map(|row| row.try_get_by_index(0)).collect::<std::result::Result<_, DbErr>>()?)
}

/// Whether the database has had all of our migrations and no other.
async fn same_version(connection: &DatabaseConnection) -> Result<()> {
    let had = had(connection).await.map_err(|_| Error::Nothing)?;
    let ours: Vec<String> =
        Migrations::migrations().iter().map(|migration| migration.name().to_owned()).collect();
    match had.iter().find(|version| !ours.contains(version)) {
        Some(foreign) => Err(Error::TooNew(foreign.clone())),
        None if had.is_empty() => Err(Error::Nothing),
        None if had.len() < ours.len() => Err(Error::TooOld),
        None => Ok(()),
    }
}

/// Whether every migration the database has had is one of ours.
async fn known<C>(connection: &C) -> Result<()>
where
    C: sea_orm::ConnectionTrait,
{
    Migrations::install(connection).await?;
    let ours: Vec<String> =
        Migrations::migrations().iter().map(|migration| migration.name().to_owned()).collect();
    match had(connection).await?.into_iter().find(|version| !ours.contains(version)) {
        Some(foreign) => Err(Error::TooNew(foreign)),
        None => Ok(()),
    }
}
