//! The same bytes written raw: one row overwritten, one appended, one commit that is on the disk
//! when it returns.

use benches::Failure;
use sqlx::postgres::PgPoolOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{PgPool, SqlitePool};

/// A database with nothing but the two tables.
pub enum Raw {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

const TABLES: [&str; 4] = [
    "DROP TABLE IF EXISTS raw_draft",
    "CREATE TABLE raw_draft (id BIGINT PRIMARY KEY, body TEXT NOT NULL)",
    "DROP TABLE IF EXISTS raw_event",
    "CREATE TABLE raw_event (draft BIGINT NOT NULL, body TEXT NOT NULL)",
];

impl Raw {
    /// Makes the tables: in a file of their own beside SQLite's, or in the database of a server.
    pub async fn open(database: &str, writers: usize) -> Result<Self, Failure> {
        let raw = if database.starts_with("postgres") {
            let most = u32::try_from(writers)?;
            Self::Postgres(PgPoolOptions::new().max_connections(most).connect(database).await?)
        } else {
            let path = std::path::Path::new(database).join("raw.sqlite");
            let options = SqliteConnectOptions::new().filename(path).create_if_missing(true);
            let options = options.journal_mode(SqliteJournalMode::Wal);
            let options = options.synchronous(SqliteSynchronous::Full);
            Self::Sqlite(SqlitePoolOptions::new().max_connections(1).connect_with(options).await?)
        };
        for sql in TABLES {
            raw.run(sql).await?;
        }
        for id in 0..writers {
            raw.run_for(i64::try_from(id)?).await?;
        }
        Ok(raw)
    }

    async fn run(&self, sql: &'static str) -> Result<(), sqlx::Error> {
        match self {
            Self::Sqlite(pool) => sqlx::query(sql).execute(pool).await.map(|_| ()),
            Self::Postgres(pool) => sqlx::query(sql).execute(pool).await.map(|_| ()),
        }
    }

    async fn run_for(&self, id: i64) -> Result<(), sqlx::Error> {
        let sql = "INSERT INTO raw_draft (id, body) VALUES ($1, '')";
        match self {
            Self::Sqlite(pool) => sqlx::query(sql).bind(id).execute(pool).await.map(|_| ()),
            Self::Postgres(pool) => sqlx::query(sql).bind(id).execute(pool).await.map(|_| ()),
        }
    }

    /// One durable commit.
    pub async fn commit(&self, id: i64, form: &str, event: &str) -> Result<(), sqlx::Error> {
        let update = "UPDATE raw_draft SET body = $1 WHERE id = $2";
        let append = "INSERT INTO raw_event (draft, body) VALUES ($1, $2)";
        match self {
            Self::Sqlite(pool) => {
                let mut begun = pool.begin_with("BEGIN IMMEDIATE").await?;
                sqlx::query(update).bind(form).bind(id).execute(&mut *begun).await?;
                sqlx::query(append).bind(id).bind(event).execute(&mut *begun).await?;
                begun.commit().await
            }
            Self::Postgres(pool) => {
                let mut begun = pool.begin().await?;
                sqlx::query(update).bind(form).bind(id).execute(&mut *begun).await?;
                sqlx::query(append).bind(id).bind(event).execute(&mut *begun).await?;
                begun.commit().await
            }
        }
    }
}
