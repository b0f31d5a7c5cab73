//! Which tables a database has and what their columns hold, as the database itself tells it: a
//! copy must not depend on today's `tables`, it may be of an earlier version.

use std::collections::BTreeMap;

use sea_orm::{ConnectionTrait, DbBackend, DbErr, QueryResult, Statement};

use crate::{Error, Result};

/// A table.
#[derive(Debug, Clone)]
pub(super) struct Shape {
    /// Its name.
    pub(super) name: String,
    /// Its columns, in order.
    pub(super) columns: Vec<(String, Holds)>,
    /// The columns of its primary key, in order.
    pub(super) key: Vec<String>,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// A whole number of 64 bits.
    Number,
    /// A whole number of 32 bits; SQLite makes no difference.
    Small,
    /// Text.
    Text,
    /// Yes or no.
    Flag,
    /// A calendar day.
    Day,
    /// A moment.
    Time,
    /// Bytes.
    Bytes,
}

impl Shape {
    /// Whether the database gives its rows their numbers.
    pub(super) fn counts(&self) -> bool {
        self.key == ["id"]
    }

    /// What a column holds.
    fn holds(&self, column: &str) -> Option<Holds> {
        self.columns.iter().find(|(name, _)| name == column).map(|(_, holds)| *holds)
    }

    /// Reads all rows in the order of the key, the same on both databases.
    pub(super) fn select(&self, backend: DbBackend) -> String {
        let names: Vec<String> = self.columns.iter().map(|(name, _)| quoted(name)).collect();
        let order = self.key.iter().map(|name| match (backend, self.holds(name)) {
            (DbBackend::Postgres, Some(Holds::Text)) => format!("{} COLLATE \"C\"", quoted(name)),
            _ => quoted(name),
        });
        let order: Vec<String> = order.collect();
        let (names, order) = (names.join(", "), order.join(", "));
        format!("SELECT {names} FROM {} ORDER BY {order}", quoted(&self.name))
    }
}

/// A name as SQL writes it.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// A text as SQL writes it.
fn text(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// Every table but the list of migrations, each after those it leans on.
pub(super) async fn shapes(connection: &impl ConnectionTrait) -> Result<Vec<Shape>> {
    let names = match connection.get_database_backend() {
        DbBackend::Postgres => {
            "SELECT table_name FROM information_schema.tables \
             WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'"
        }
        _ => "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    };
    let names: Vec<String> = texts(connection, names.to_owned()).await?;
    let mut waiting: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for name in names.into_iter().filter(|name| name != "seaql_migrations") {
        let mut on = leans_on(connection, &name).await?;
        on.retain(|other| *other != name);
        waiting.insert(name, on);
    }
    let mut shapes = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let ready: Vec<String> = waiting
            .iter()
            .filter(|(_, on)| on.iter().all(|other| !waiting.contains_key(other)))
            .map(|(name, _)| name.clone())
            .collect();
        if ready.is_empty() {
            return Err(Error::Copy("表与表互相依赖，不能复制".to_owned()));
        }
        for name in ready {
            waiting.remove(&name);
            shapes.push(shape(connection, name).await?);
        }
    }
    Ok(shapes)
}

/// One text of every row.
pub(super) async fn texts(connection: &impl ConnectionTrait, sql: String) -> Result<Vec<String>> {
    let rows = rows(connection, sql).await?;
    Ok(rows.iter().map(|row| row.try_get_by_index(0)).collect::<std::result::Result<_, _>>()?)
}

async fn rows(
    connection: &impl ConnectionTrait,
    sql: String,
) -> std::result::Result<Vec<QueryResult>, DbErr> {
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    connection.query_all_raw(statement).await
}

/// The tables whose rows a table names.
async fn leans_on(connection: &impl ConnectionTrait, table: &str) -> Result<Vec<String>> {
    let table = text(table);
    let sql = match connection.get_database_backend() {
        DbBackend::Postgres => format!(
            "SELECT other.relname::text FROM pg_constraint c \
             JOIN pg_class own ON own.oid = c.conrelid \
             JOIN pg_class other ON other.oid = c.confrelid \
             JOIN pg_namespace n ON n.oid = own.relnamespace AND n.nspname = current_schema() \
             WHERE c.contype = 'f' AND own.relname = {table}"
        ),
        _ => format!("SELECT \"table\" FROM pragma_foreign_key_list({table})"),
    };
    texts(connection, sql).await
}

async fn shape(connection: &impl ConnectionTrait, name: String) -> Result<Shape> {
    let table = text(&name);
    let (columns, key) = match connection.get_database_backend() {
        DbBackend::Postgres => (
            format!(
                "SELECT column_name::text, data_type::text FROM information_schema.columns \
                 WHERE table_schema = current_schema() AND table_name = {table} \
                 ORDER BY ordinal_position"
            ),
            format!(
                "SELECT k.column_name::text FROM information_schema.key_column_usage k \
                 JOIN information_schema.table_constraints c USING (constraint_schema, constraint_name) \
                 WHERE c.constraint_type = 'PRIMARY KEY' AND c.table_schema = current_schema() \
                 AND c.table_name = {table} AND k.table_name = {table} ORDER BY k.ordinal_position"
            ),
        ),
        _ => (
            format!("SELECT name, type FROM pragma_table_info({table}) ORDER BY cid"),
            format!("SELECT name FROM pragma_table_info({table}) WHERE pk > 0 ORDER BY pk"),
        ),
    };
    let mut shape = Shape { name, columns: Vec::new(), key: texts(connection, key).await? };
    for row in rows(connection, columns).await? {
        let (column, kind): (String, String) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        let holds = holds(connection.get_database_backend(), &kind).ok_or_else(|| {
            Error::Copy(format!("表 {} 的列 {column} 类型 {kind} 不认识", shape.name))
        })?;
        shape.columns.push((column, holds));
    }
    Ok(shape)
}

/// What the database calls a type of ours.
fn holds(backend: DbBackend, kind: &str) -> Option<Holds> {
    let kind = kind.to_ascii_lowercase();
    Some(match (backend, kind.as_str()) {
        (DbBackend::Postgres, "integer") => Holds::Small,
        (DbBackend::Postgres, "bigint") | (_, "integer" | "bigint") => Holds::Number,
        (_, "text") => Holds::Text,
        (_, "boolean") => Holds::Flag,
        (_, "date" | "date_text") => Holds::Day,
        (_, "timestamp with time zone" | "timestamp_with_timezone_text") => Holds::Time,
        (_, "bytea" | "blob") => Holds::Bytes,
        _ => return None,
    })
}
