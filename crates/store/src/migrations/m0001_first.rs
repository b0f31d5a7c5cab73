//! The tables of the first version.
//!
//! Frozen once released: what comes later is a migration of its own.

mod accounts;

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use super::drawing::Column::*;
use super::drawing::{Drawn, draw, index};

/// Drawn in the order in which they lean on one another.
const TABLES: &[Drawn] = &[
    Drawn {
        name: "region",
        columns: &[("id", Counted), ("name", Text)],
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
        name: "cycle",
        columns: &[
            ("id", Counted),
            ("region", Number),
            ("year", Small),
            ("pack", Text),
            ("opens", Day),
            ("closes", Day),
        ],
        key: &[],
        unique: &[&["region", "year"]],
        leans_on: &[("region", "region")],
    },
    Drawn {
        name: "lock",
        columns: &[
            ("id", Counted),
            ("region", Number),
            ("cycle", Number),
            ("unit", MaybeNumber),
            ("reason", Text),
            ("person", MaybeNumber),
            ("at", Time),
            ("lifted_at", MaybeTime),
        ],
        key: &[],
        unique: &[],
        leans_on: &[
            ("region", "region"),
            ("cycle", "cycle"),
            ("unit", "unit"),
            ("person", "person"),
        ],
    },
    Drawn {
        name: "lock_exception",
        columns: &[
            ("id", Counted),
            ("region", Number),
            ("lock", Number),
            ("unit", Number),
            ("until", Time),
            ("reason", Text),
            ("person", MaybeNumber),
            ("at", Time),
        ],
        key: &[],
        unique: &[],
        leans_on: &[("region", "region"), ("lock", "lock"), ("unit", "unit"), ("person", "person")],
    },
    Drawn {
        name: "declaration",
        columns: &[
            ("id", Counted),
            ("region", Number),
            ("cycle", Number),
            ("unit", Number),
            ("kind", Text),
            ("project", Text),
            ("state", Text),
            ("step", Text),
            ("round", Small),
            ("version", Number),
            ("current", MaybeNumber),
            ("approved", MaybeNumber),
            ("changed_at", Time),
            ("changed_by", MaybeNumber),
        ],
        key: &[],
        unique: &[&["cycle", "unit", "kind", "project"]],
        leans_on: &[
            ("region", "region"),
            ("cycle", "cycle"),
            ("unit", "unit"),
            ("changed_by", "person"),
        ],
    },
    Drawn {
        name: "draft",
        columns: &[
            ("declaration", Number),
            ("region", Number),
            ("form", Text),
            ("digest", Text),
            ("version", Number),
            ("editor", MaybeNumber),
            ("at", Time),
        ],
        key: &["declaration"],
        unique: &[],
        leans_on: &[("region", "region"), ("declaration", "declaration"), ("editor", "person")],
    },
    Drawn {
        name: "revision",
        columns: &[
            ("id", Counted),
            ("region", Number),
            ("declaration", Number),
            ("number", Small),
            ("kind", Text),
            ("form", Text),
            ("digest", Text),
            ("author", MaybeNumber),
            ("at", Time),
        ],
        key: &[],
        unique: &[&["declaration", "number"]],
        leans_on: &[("region", "region"), ("declaration", "declaration"), ("author", "person")],
    },
    Drawn {
        name: "indicator_row",
        columns: &[
            ("id", Counted),
            ("region", Number),
            ("cycle", Number),
            ("unit", Number),
            ("declaration", Number),
            ("revision", Number),
            ("approved", Flag),
            ("current", Flag),
            ("line", Small),
            ("level1", Text),
            ("level2", Text),
            ("level3", Text),
            ("target", Text),
            ("value", Text),
            ("measure", Text),
            ("weight", Text),
        ],
        key: &[],
        unique: &[&["revision", "line"]],
        leans_on: &[
            ("region", "region"),
            ("cycle", "cycle"),
            ("unit", "unit"),
            ("declaration", "declaration"),
            ("revision", "revision"),
        ],
    },
    Drawn {
        name: "review",
        columns: &[
            ("id", Counted),
            ("region", Number),
            ("declaration", Number),
            ("revision", MaybeNumber),
            ("action", Text),
            ("step", Text),
            ("state", Text),
            ("reason", Text),
            ("person", MaybeNumber),
            ("at", Time),
        ],
        key: &[],
        unique: &[],
        leans_on: &[
            ("region", "region"),
            ("declaration", "declaration"),
            ("revision", "revision"),
            ("person", "person"),
        ],
    },
    Drawn {
        name: "comment",
        columns: &[
            ("id", Counted),
            ("region", Number),
            ("declaration", Number),
            ("revision", MaybeNumber),
            ("path", Text),
            ("answers", MaybeNumber),
            ("body", Text),
            ("person", MaybeNumber),
            ("at", Time),
            ("resolved_by", MaybeNumber),
            ("resolved_at", MaybeTime),
        ],
        key: &[],
        unique: &[],
        leans_on: &[
            ("region", "region"),
            ("declaration", "declaration"),
            ("revision", "revision"),
            ("answers", "comment"),
            ("person", "person"),
            ("resolved_by", "person"),
        ],
    },
    Drawn {
        name: "waiver",
        columns: &[
            ("id", Counted),
            ("region", Number),
            ("declaration", Number),
            ("cause", Text),
            ("reason", Text),
            ("person", MaybeNumber),
            ("at", Time),
        ],
        key: &[],
        unique: &[&["declaration", "cause"]],
        leans_on: &[("region", "region"), ("declaration", "declaration"), ("person", "person")],
    },
    Drawn {
        name: "approval",
        columns: &[
            ("revision", Number),
            ("region", Number),
            ("declaration", Number),
            ("number", Text),
            ("dated", Day),
            ("person", MaybeNumber),
            ("at", Time),
        ],
        key: &["revision"],
        unique: &[],
        leans_on: &[
            ("region", "region"),
            ("declaration", "declaration"),
            ("revision", "revision"),
            ("person", "person"),
        ],
    },
    Drawn {
        name: "adjustment",
        columns: &[
            ("id", Counted),
            ("region", Number),
            ("declaration", Number),
            ("base", Number),
            ("result", MaybeNumber),
            ("abandoned_at", MaybeTime),
            ("reason", Text),
            ("person", MaybeNumber),
            ("at", Time),
        ],
        key: &[],
        unique: &[],
        leans_on: &[
            ("region", "region"),
            ("declaration", "declaration"),
            ("base", "revision"),
            ("result", "revision"),
            ("person", "person"),
        ],
    },
    Drawn {
        name: "attachment",
        columns: &[
            ("id", Counted),
            ("region", Number),
            ("declaration", Number),
            ("digest", Text),
            ("name", Text),
            ("kind", Text),
            ("size", Number),
            ("person", MaybeNumber),
            ("at", Time),
            ("removed_at", MaybeTime),
        ],
        key: &[],
        unique: &[],
        leans_on: &[("region", "region"), ("declaration", "declaration"), ("person", "person")],
    },
    Drawn {
        name: "blob",
        columns: &[("digest", Text), ("content", Bytes)],
        key: &["digest"],
        unique: &[],
        leans_on: &[],
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
        for drawn in TABLES.iter().chain(accounts::TABLES) {
            draw(manager, drawn).await?;
        }
        index(manager, "event", &["region", "subject"]).await?;
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
