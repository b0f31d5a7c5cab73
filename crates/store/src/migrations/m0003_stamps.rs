//! The end of a region's record also says which event was the last of a kind, so that what was
//! read before can be used again as long as one small read says so. And indexes for what a great city asks
//! most: prices laid beside one another, what a unit has in a year, sums of money and of findings
//! without reading the forms.

use sea_orm_migration::prelude::*;

pub(super) struct Stamps;

impl MigrationName for Stamps {
    fn name(&self) -> &str {
        "m0003_stamps"
    }
}

/// The same on both databases. Older rows begin at 0: nobody has kept anything of them yet.
const STATEMENTS: [&str; 7] = [
    "ALTER TABLE event_head ADD COLUMN settled BIGINT NOT NULL DEFAULT 0",
    "ALTER TABLE event_head ADD COLUMN handed BIGINT NOT NULL DEFAULT 0",
    "CREATE INDEX indicator_row_by_cycle_measure ON indicator_row (cycle, measure)",
    "CREATE INDEX declaration_by_cycle_unit ON declaration \
     (cycle, unit, kind, track, stage, step, discarded_at)",
    "CREATE INDEX money_row_by_cycle_all ON money_row \
     (cycle, unit, category, fund, declaration, counted, current, approved, amount)",
    "CREATE INDEX draft_by_declaration_total ON draft (declaration, total)",
    "CREATE INDEX finding_row_by_cycle_all \
     ON finding_row (cycle, declaration, revision, code, severity)",
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
        let frozen = "0ac6bc37d633abffdd2264a4280da4c3f63ee66874aca063a272ce5764d22d4b";
        assert_eq!(digest, frozen, "{told}");
    }
}
