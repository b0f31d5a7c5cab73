//! The peer of our reads: an axum handler that does one indexed read of one row and sends it, on
//! the same database, with the same settings as the store's readers.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::get;
use benches::Failure;
use sqlx::postgres::PgPoolOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions};
use sqlx::{PgPool, SqlitePool};

/// Serves `GET /ID` with the form of a draft, until it is killed.
///
/// # Errors
/// When the database or the port cannot be opened.
pub async fn serve(port: u16, database: &str) -> Result<(), Failure> {
    let router = if database.starts_with("postgres") {
        let pool = PgPoolOptions::new().max_connections(8).connect(database).await?;
        Router::new().route("/{id}", get(from_postgres)).with_state(pool)
    } else {
        let path = std::path::Path::new(database).join("heng.sqlite");
        let options = SqliteConnectOptions::new().filename(path);
        let options = options.journal_mode(SqliteJournalMode::Wal).pragma("query_only", "ON");
        let pool = SqlitePoolOptions::new().max_connections(4).connect_with(options).await?;
        Router::new().route("/{id}", get(from_sqlite)).with_state(pool)
    };
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    Ok(axum::serve(listener, router).await?)
}

type Answer = Result<String, StatusCode>;

async fn from_sqlite(State(pool): State<SqlitePool>, Path(id): Path<i64>) -> Answer {
    let row = sqlx::query_scalar("SELECT form FROM draft WHERE declaration = ?");
    told(row.bind(id).fetch_optional(&pool).await)
}

async fn from_postgres(State(pool): State<PgPool>, Path(id): Path<i64>) -> Answer {
    let row = sqlx::query_scalar("SELECT form FROM draft WHERE declaration = $1");
    told(row.bind(id).fetch_optional(&pool).await)
}

fn told(row: Result<Option<String>, sqlx::Error>) -> Answer {
    row.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?.ok_or(StatusCode::NOT_FOUND)
}
