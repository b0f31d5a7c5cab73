//! Long work: what was asked for stays as the record of it; how far it is and what it gave pass.

/// What somebody asked for.
pub(crate) mod job {
    use sea_orm::entity::prelude::*;
    use serde::Serialize;

    use crate::ids::{JobId, PersonId, RegionId};

    /// What somebody asked for.
    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel, Serialize)]
    #[sea_orm(table_name = "job")]
    pub struct Model {
        /// Its id.
        #[sea_orm(primary_key)]
        pub id: JobId,
        /// The region.
        pub region: RegionId,
        /// Who asked.
        pub person: Option<PersonId>,
        /// Which kind of work.
        pub kind: String,
        /// What of that kind, as whoever does it reads it.
        #[sea_orm(column_type = "Text")]
        pub what: String,
        /// When.
        pub asked_at: DateTimeUtc,
    }

    /// Joins are written where they are needed.
    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// How far it is.
pub(crate) mod job_run {
    use sea_orm::entity::prelude::*;
    use serde::Serialize;

    use crate::ids::JobId;

    /// How far it is.
    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel, Serialize)]
    #[sea_orm(table_name = "job_run")]
    pub struct Model {
        /// The job.
        #[sea_orm(primary_key, auto_increment = false)]
        pub job: JobId,
        /// As of `JobState`.
        pub state: String,
        /// How often it was taken; tells one who took it from a later one.
        pub tries: i32,
        /// Who has it, or had it last.
        pub holder: String,
        /// From when on somebody may take it: while it runs, the end of the lease.
        pub due: DateTimeUtc,
        /// How much of it is done.
        pub done: i64,
        /// Of how much; 0 where nobody knows.
        pub total: i64,
        /// The last word about it, for people.
        #[sea_orm(column_type = "Text")]
        pub said: String,
        /// What it gave, as whoever did it wrote it; empty while it goes on.
        #[sea_orm(column_type = "Text")]
        pub outcome: String,
        /// What the one who asked might see when it was done.
        pub rights: String,
        /// When it was done, or given up.
        pub finished_at: Option<DateTimeUtc>,
    }

    /// Joins are written where they are needed.
    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The file it gave, in pieces.
pub(crate) mod job_result {
    use sea_orm::entity::prelude::*;
    use serde::Serialize;

    use crate::ids::JobId;

    /// A piece of the file a job gave.
    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel, Serialize)]
    #[sea_orm(table_name = "job_result")]
    pub struct Model {
        /// The job.
        #[sea_orm(primary_key, auto_increment = false)]
        pub job: JobId,
        /// By the how many-th who took it.
        #[sea_orm(primary_key, auto_increment = false)]
        pub taken: i32,
        /// 0, 1, 2 …
        #[sea_orm(primary_key, auto_increment = false)]
        pub piece: i32,
        /// The bytes.
        pub content: Vec<u8>,
    }

    /// Joins are written where they are needed.
    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
