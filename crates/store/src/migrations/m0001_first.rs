//! The tables of the first version.
//!
//! Frozen once released: what comes later is a migration of its own.

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
            ("before", Text),
            ("after", Text),
            ("previous", Text),
            ("digest", Text),
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
        let parts = [TABLES, accounts::TABLES, declaring::TABLES, reviewing::TABLES];
        for drawn in parts.into_iter().flatten() {
            draw(manager, drawn).await?;
        }
        index(manager, "event", &["region", "subject"]).await?;
        index(manager, "declaration", &["cycle", "stage"]).await?;
        index(manager, "declaration", &["cycle", "project_folded"]).await?;
        index(manager, "word", &["region", "kind", "subject"]).await?;
        // What was thrown away does not stand in the way of the same once more.
        let once = "CREATE UNIQUE INDEX declaration_once ON declaration \
                    (cycle, unit, kind, project) WHERE discarded_at IS NULL";
        manager.get_connection().execute_unprepared(once).await?;
        if manager.get_database_backend() == DbBackend::Postgres {
            // These are compared byte by byte on both databases, whatever the server's language.
            for (table, column) in [("word", "word"), ("event", "subject")] {
                let sql =
                    format!("ALTER TABLE {table} ALTER COLUMN {column} TYPE text COLLATE \"C\"");
                manager.get_connection().execute_unprepared(&sql).await?;
            }
        }
        let keep = match manager.get_database_backend() {
            DbBackend::Postgres => keep_postgres,
            _ => keep_sqlite,
        };
        for table in KEPT {
            for sql in keep(table) {
                manager.get_connection().execute_unprepared(&sql).await?;
            }
        }
        Ok(())
    }
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
