//! The tables of long work: what somebody asked for, how far it is, and the file it gave.
//!
//! Frozen, as `m0001_first` says of itself.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use super::drawing::Column::*;
use super::drawing::{Drawn, draw, index};

/// Drawn in the order in which they lean on one another.
const TABLES: &[Drawn] = &[
    Drawn {
        name: "job",
        columns: &[
            ("id", Counted),
            ("region", Number),
            ("person", MaybeNumber),
            ("kind", Text),
            ("what", Text),
            ("asked_at", Time),
        ],
        key: &[],
        unique: &[],
        leans_on: &[("region", "region"), ("person", "person")],
    },
    Drawn {
        name: "job_run",
        columns: &[
            ("job", Number),
            ("state", Text),
            ("tries", Small),
            ("holder", Text),
            ("due", Time),
            ("done", Number),
            ("total", Number),
            ("said", Text),
            ("outcome", Text),
            ("rights", Text),
            ("finished_at", MaybeTime),
        ],
        key: &["job"],
        unique: &[],
        leans_on: &[("job", "job")],
    },
    Drawn {
        name: "job_result",
        columns: &[("job", Number), ("taken", Small), ("piece", Small), ("content", Bytes)],
        key: &["job", "taken", "piece"],
        unique: &[],
        leans_on: &[("job", "job")],
    },
];

/// Long work.
pub(super) struct Jobs;

impl MigrationName for Jobs {
    fn name(&self) -> &str {
        "m0002_jobs"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Jobs {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for sql in statements(manager.get_database_backend()) {
            manager.get_connection().execute_unprepared(&sql).await?;
        }
        Ok(())
    }
}

/// All that makes the tables.
fn statements(on: DbBackend) -> Vec<String> {
    let mut all: Vec<String> = TABLES.iter().flat_map(|drawn| draw(on, drawn)).collect();
    all.push(index(on, "job_run", &["state", "due"]));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    const SQLITE: &str = "ba05669a89034bb50320729b082c1c2086e4f0894104041eb69bcde438798a3b";
    const POSTGRES: &str = "f8979f7667da55d0466cff6883b3e996d18f5c46afbcbce29edb9f05e7ee59aa";

    #[test]
    fn it_is_frozen() {
        let digest = |on| crate::digest::of_bytes(statements(on).join(";\n").as_bytes());
        let told = "m0002_jobs has made databases that are in use: put the change into a \
                    migration of its own (CONTRIBUTING.md, a change of the tables)";
        assert_eq!(digest(DbBackend::Sqlite), SQLITE, "{told}");
        assert_eq!(digest(DbBackend::Postgres), POSTGRES, "{told}");
    }
}
