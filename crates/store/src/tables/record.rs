//! The record: what was done, chained by digests.

/// Something that was done.
pub(crate) mod event {
    use sea_orm::entity::prelude::*;
    use serde::Serialize;

    use crate::ids::{PersonId, RegionId};

    /// Something that was done.
    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel, Serialize)]
    #[sea_orm(table_name = "event")]
    pub struct Model {
        /// In which region.
        #[sea_orm(primary_key, auto_increment = false)]
        pub region: RegionId,
        /// 1, 2, 3 … within the region.
        #[sea_orm(primary_key, auto_increment = false)]
        pub seq: i64,
        /// When.
        pub at: DateTimeUtc,
        /// Who; none for the program.
        pub person: Option<PersonId>,
        /// For whom they stood in.
        pub acting_for: Option<PersonId>,
        /// What, as of `What`.
        pub what: String,
        /// To what, such as `declaration/12`.
        pub subject: String,
        /// The records that were written, a line for each: its name, its digest before and after.
        #[sea_orm(column_type = "Text")]
        pub records: String,
        /// SM3 of the event's canonical text.
        pub digest: String,
        /// SM3 of the link before and this digest: the chain.
        pub link: String,
    }

    /// Joins are written where they are needed.
    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The last event of a region; locked by whoever changes anything in it.
pub(crate) mod event_head {
    use sea_orm::entity::prelude::*;
    use serde::Serialize;

    use crate::ids::RegionId;

    /// The last event of a region; locked by whoever changes anything in it.
    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel, Serialize)]
    #[sea_orm(table_name = "event_head")]
    pub struct Model {
        /// The region.
        #[sea_orm(primary_key, auto_increment = false)]
        pub region: RegionId,
        /// Number of the last event.
        pub seq: i64,
        /// Its link.
        pub digest: String,
        /// Number of the last event about what holds for all; 0 when none was since this is kept.
        pub settled: i64,
        /// Number of the last event that changed what others see of a declaration.
        pub handed: i64,
    }

    /// Joins are written where they are needed.
    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What a request that may come twice has given.
pub(crate) mod idempotency_key {
    use sea_orm::entity::prelude::*;
    use serde::Serialize;

    use crate::ids::RegionId;

    /// What a request that may come twice has given.
    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel, Serialize)]
    #[sea_orm(table_name = "idempotency_key")]
    pub struct Model {
        /// The region.
        #[sea_orm(primary_key, auto_increment = false)]
        pub region: RegionId,
        /// Who asked, and their key.
        #[sea_orm(primary_key, auto_increment = false)]
        pub key: String,
        /// What it gave.
        pub result: i64,
        /// When.
        pub at: DateTimeUtc,
    }

    /// Joins are written where they are needed.
    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
