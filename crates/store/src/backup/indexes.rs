//! Indexes set aside while rows are brought in: made at the end from all rows sorted, not row by
//! row in pages that no longer fit into memory.

use sea_orm::{ConnectionTrait, DbBackend};

use super::columns::{quoted, texts};
use crate::Result;

/// Drops the indexes of all tables and says how each is made again. Those that also forbid
/// something stay: foreign keys may lean on them.
pub(super) async fn set_aside(connection: &impl ConnectionTrait) -> Result<Vec<String>> {
    let (names, made) = match connection.get_database_backend() {
        DbBackend::Postgres => ("indexname::text", "indexdef"),
        _ => ("name", "sql"),
    };
    let rest = match connection.get_database_backend() {
        DbBackend::Postgres => {
            "FROM pg_indexes WHERE schemaname = current_schema() \
             AND indexdef LIKE 'CREATE INDEX %' ORDER BY indexname"
        }
        _ => "FROM sqlite_master WHERE type = 'index' AND sql LIKE 'CREATE INDEX %' ORDER BY name",
    };
    let making = texts(connection, format!("SELECT {made} {rest}")).await?;
    for name in texts(connection, format!("SELECT {names} {rest}")).await? {
        let sql = format!("DROP INDEX {}", quoted(&name));
        connection.execute_unprepared(&sql).await?;
    }
    Ok(making)
}

/// Makes indexes again.
pub(super) async fn make(connection: &impl ConnectionTrait, making: &[String]) -> Result<()> {
    for sql in making {
        connection.execute_unprepared(sql).await?;
    }
    Ok(())
}
