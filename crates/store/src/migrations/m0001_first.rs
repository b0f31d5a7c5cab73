//! The tables of the first version.
//!
//! Frozen: a test holds its statements by their digest, and `tests/kept` has databases made by it.
//! What comes later is a migration of its own, `m0002_…`, forward only. (Only as long as no release
//! carries it may it still be changed, with new digests and kept databases: CONTRIBUTING.md.)

mod accounts;

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

mod declaring;
mod reviewing;

use super::drawing::Column::*;
use super::drawing::{Drawn, draw, index};

/// Drawn in the order in which they lean on one another; those of the submodules come after.
const TABLES: &[Drawn] = &[
    Drawn {
        name: "region",
        columns: &[("id", Counted), ("name", Text), ("demo", Flag)],
        key: &[],
        unique: &[],
        leans_on: &[],
    },
    Drawn {
        name: "region_code",
        columns: &[("region", Number), ("from", Day), ("until", MaybeDay), ("code", Text)],
        key: &["region", "from"],
        unique: &[],
        leans_on: &[("region", "region")],
    },
    Drawn {
        name: "unit",
        columns: &[("id", Counted), ("region", Number)],
        key: &[],
        unique: &[],
        leans_on: &[("region", "region")],
    },
    Drawn {
        name: "unit_place",
        columns: &[
            ("id", Counted),
            ("region", Number),
            ("unit", Number),
            ("parent", MaybeNumber),
            ("name", Text),
            ("code", Text),
            ("kind", Text),
            ("from", Day),
            ("until", MaybeDay),
        ],
        key: &[],
        unique: &[&["unit", "from"]],
        leans_on: &[("region", "region"), ("unit", "unit"), ("parent", "unit")],
    },
    Drawn {
        name: "unit_succession",
        columns: &[("predecessor", Number), ("successor", Number), ("region", Number), ("on", Day)],
        key: &["predecessor", "successor"],
        unique: &[],
        leans_on: &[("region", "region"), ("predecessor", "unit"), ("successor", "unit")],
    },
    Drawn {
        name: "person",
        columns: &[
            ("id", Counted),
            ("region", Number),
            ("unit", Number),
            ("name", Text),
            ("login", Text),
            ("active", Flag),
        ],
        key: &[],
        unique: &[&["login"]],
        leans_on: &[("region", "region"), ("unit", "unit")],
    },
    Drawn {
        name: "grant",
        columns: &[
            ("id", Counted),
            ("region", Number),
            ("person", Number),
            ("role", Text),
            ("unit", Number),
            ("from", Day),
            ("until", MaybeDay),
        ],
        key: &[],
        unique: &[],
        leans_on: &[("region", "region"), ("person", "person"), ("unit", "unit")],
    },
    Drawn {
        name: "stand_in",
        columns: &[
            ("id", Counted),
            ("region", Number),
            ("person", Number),
            ("for_person", Number),
            ("from", Day),
            ("until", Day),
        ],
        key: &[],
        unique: &[],
        leans_on: &[("region", "region"), ("person", "person"), ("for_person", "person")],
    },
    Drawn {
        name: "event",
        columns: &[
            ("region", Number),
            ("seq", Number),
            ("at", Time),
            ("person", MaybeNumber),
            ("acting_for", MaybeNumber),
            ("what", Text),
            ("subject", Text),
            ("records", Text),
            ("digest", Text),
            ("link", Text),
        ],
        key: &["region", "seq"],
        unique: &[],
        leans_on: &[("region", "region")],
    },
    Drawn {
        name: "event_head",
        columns: &[("region", Number), ("seq", Number), ("digest", Text)],
        key: &["region"],
        unique: &[],
        leans_on: &[("region", "region")],
    },
    Drawn {
        name: "idempotency_key",
        columns: &[("region", Number), ("key", Text), ("result", Number), ("at", Time)],
        key: &["region", "key"],
        unique: &[],
        leans_on: &[("region", "region")],
    },
];

/// What is written there stays as it was written.
const KEPT: [&str; 2] = ["event", "revision"];

/// The first version.
pub(super) struct First;

impl MigrationName for First {
    fn name(&self) -> &str {
        "m0001_first"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for First {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for sql in statements(manager.get_database_backend()) {
            manager.get_connection().execute_unprepared(&sql).await?;
        }
        Ok(())
    }
}

/// All that makes the tables.
fn statements(on: DbBackend) -> Vec<String> {
    let parts = [TABLES, accounts::TABLES, declaring::TABLES, reviewing::TABLES];
    let mut all: Vec<String> =
        parts.into_iter().flatten().flat_map(|drawn| draw(on, drawn)).collect();
    all.push(index(on, "event", &["region", "subject"]));
    all.push(index(on, "sign_in_try", &["since"]));
    all.push(index(on, "declaration", &["cycle", "stage"]));
    all.push(index(on, "declaration", &["cycle", "project_folded"]));
    all.push(index(on, "word", &["region", "kind", "subject"]));
    // What was thrown away does not stand in the way of the same once more.
    let once = "CREATE UNIQUE INDEX declaration_once ON declaration \
                (cycle, unit, kind, project) WHERE discarded_at IS NULL";
    all.push(once.to_owned());
    if on == DbBackend::Postgres {
        // These are compared byte by byte on both databases, whatever the server's language.
        for (table, column) in [("word", "word"), ("event", "subject")] {
            all.push(format!("ALTER TABLE {table} ALTER COLUMN {column} TYPE text COLLATE \"C\""));
        }
    }
    let keep = if on == DbBackend::Postgres { keep_postgres } else { keep_sqlite };
    all.extend(KEPT.into_iter().flat_map(keep));
    all
}

fn keep_sqlite(table: &str) -> Vec<String> {
    let trigger = |action: &str| {
        format!(
            "CREATE TRIGGER {table}_kept_{action} BEFORE {action} ON {table} \
             BEGIN SELECT RAISE(ABORT, '{table} is never changed'); END"
        )
    };
    vec![trigger("UPDATE"), trigger("DELETE")]
}

fn keep_postgres(table: &str) -> Vec<String> {
    vec![
        format!(
            "CREATE FUNCTION {table}_kept() RETURNS trigger LANGUAGE plpgsql AS \
             $$ BEGIN RAISE EXCEPTION '{table} is never changed'; END $$"
        ),
        format!(
            "CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} \
             FOR EACH STATEMENT EXECUTE FUNCTION {table}_kept()"
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    const SQLITE: &str = "3bca5e26de832c6fb1944dcbaa5d599e5df5c8850784f26c34cab86bb536c6de";
    const POSTGRES: &str = "13367b2790877c84e639d64f2c091194ef6b266dffb67fe80ad5225353be1ebd";

    #[test]
    fn it_is_frozen() {
        let digest = |on| crate::digest::of_bytes(statements(on).join(";\n").as_bytes());
        let told = "m0001_first has made databases that are in use: put the change into a \
                    migration of its own (CONTRIBUTING.md, a change of the tables)";
        assert_eq!(digest(DbBackend::Sqlite), SQLITE, "{told}");
        assert_eq!(digest(DbBackend::Postgres), POSTGRES, "{told}");
    }
}
