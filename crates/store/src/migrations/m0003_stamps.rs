//! The end of a region's record also says which event was the last of a kind, so that what was
//! read before can be used again as long as one small read says so. And an index for prices laid
//! beside one another.

use sea_orm_migration::prelude::*;

pub(super) struct Stamps;

impl MigrationName for Stamps {
    fn name(&self) -> &str {
        "m0003_stamps"
    }
}

/// The same on both databases. Older rows begin at 0: nobody has kept anything of them yet.
const STATEMENTS: [&str; 3] = [
    "ALTER TABLE event_head ADD COLUMN settled BIGINT NOT NULL DEFAULT 0",
    "ALTER TABLE event_head ADD COLUMN handed BIGINT NOT NULL DEFAULT 0",
    "CREATE INDEX indicator_row_by_cycle_measure ON indicator_row (cycle, measure)",
];

#[async_trait::async_trait]
impl MigrationTrait for Stamps {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for sql in STATEMENTS {
            manager.get_connection().execute_unprepared(sql).await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn it_is_frozen() {
        let digest = crate::digest::of_bytes(super::STATEMENTS.join(";\n").as_bytes());
        let told = "m0003_stamps has made databases that are in use: put the change into a \
                    migration of its own (CONTRIBUTING.md, a change of the tables)";
        assert_eq!(digest, "", "{told}");
    }
}
