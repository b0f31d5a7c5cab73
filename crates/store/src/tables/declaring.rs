//! Cycles, declarations, their drafts and their revisions.

/// A fiscal year of a region.
pub(crate) mod cycle {
    use sea_orm::entity::prelude::*;
    use serde::Serialize;

    use crate::ids::{CycleId, RegionId};

    /// A fiscal year of a region.
    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel, Serialize)]
    #[sea_orm(table_name = "cycle")]
    pub struct Model {
        /// Its id.
        #[sea_orm(primary_key)]
        pub id: CycleId,
        /// The region.
        pub region: RegionId,
        /// The fiscal year.
        pub year: i32,
        /// The pack that judges it, with its version.
        pub pack: String,
        /// First day of declaring.
        pub opens: Date,
        /// Last day of declaring, that day included.
        pub closes: Date,
        /// When it was closed: nothing in it is changed any more.
        pub closed_at: Option<DateTimeUtc>,
    }

    /// Joins are written where they are needed.
    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A form somebody has to declare, whatever version it is in.
pub(crate) mod declaration {
    use sea_orm::entity::prelude::*;
    use serde::Serialize;

    use crate::ids::{CycleId, DeclarationId, PersonId, RegionId, RevisionId, UnitId};

    /// A form somebody has to declare, whatever version it is in.
    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel, Serialize)]
    #[sea_orm(table_name = "declaration")]
    pub struct Model {
        /// Its id.
        #[sea_orm(primary_key)]
        pub id: DeclarationId,
        /// The region.
        pub region: RegionId,
        /// The cycle.
        pub cycle: CycleId,
        /// Whose it is.
        pub unit: UnitId,
        /// Kind of form.
        pub kind: String,
        /// The project; empty on a form of the whole unit.
        pub project: String,
        /// The project's name folded, so that the same one of another unit is found.
        pub project_folded: String,
        /// On which way it is, a word.
        pub track: String,
        /// How far it is, a word.
        pub stage: String,
        /// The step that belongs to the stage; empty where none does.
        pub step: String,
        /// The step it goes straight back to; empty where it does not.
        pub back_to: String,
        /// Since when it stands with whoever has it now.
        pub waits_since: DateTimeUtc,
        /// Who is to work on it there, when that is settled.
        pub assigned_to: Option<PersonId>,
        /// Whether it ever left the unit.
        pub left_unit: bool,
        /// How often it began to be written: 1, and one more for each return and adjustment.
        pub round: i32,
        /// Number of revisions.
        pub revisions: i32,
        /// Counts changes of state; the draft counts its own.
        pub version: i64,
        /// The last revision.
        pub current: Option<RevisionId>,
        /// The revision that is approved.
        pub approved: Option<RevisionId>,
        /// When the state changed last.
        pub changed_at: DateTimeUtc,
        /// Who changed it.
        pub changed_by: Option<PersonId>,
        /// When it was thrown away; lists leave it out from then on.
        pub discarded_at: Option<DateTimeUtc>,
    }

    /// Joins are written where they are needed.
    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What is being written.
pub(crate) mod draft {
    use sea_orm::entity::prelude::*;
    use serde::Serialize;

    use crate::ids::{DeclarationId, PersonId, RegionId};

    /// What is being written.
    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel, Serialize)]
    #[sea_orm(table_name = "draft")]
    pub struct Model {
        /// Of which declaration.
        #[sea_orm(primary_key, auto_increment = false)]
        pub declaration: DeclarationId,
        /// The region.
        pub region: RegionId,
        /// The form as JSON, as it was given.
        #[sea_orm(column_type = "Text")]
        pub form: String,
        /// SM3 of it.
        pub digest: String,
        /// Counts saves.
        pub version: i64,
        /// Who saved last.
        pub editor: Option<PersonId>,
        /// When.
        pub at: DateTimeUtc,
        /// The money the form declares in all, in fen; none when it says none.
        pub total: Option<i64>,
        /// Findings that are errors.
        pub errors: i32,
        /// Causes of the warnings, as a JSON list.
        #[sea_orm(column_type = "Text")]
        pub warnings: String,
        /// Findings that are advice.
        pub advice: i32,
        /// Checks that could not be decided.
        pub open: i32,
        /// The packs it was judged by.
        pub packs: String,
    }

    /// Joins are written where they are needed.
    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A form as it was at one moment; never changed, which the database sees to.
pub(crate) mod revision {
    use sea_orm::entity::prelude::*;
    use serde::Serialize;

    use crate::ids::{DeclarationId, PersonId, RegionId, RevisionId};

    /// A form as it was at one moment; never changed, which the database sees to.
    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel, Serialize)]
    #[sea_orm(table_name = "revision")]
    pub struct Model {
        /// Its id.
        #[sea_orm(primary_key)]
        pub id: RevisionId,
        /// The region.
        pub region: RegionId,
        /// Of which declaration.
        pub declaration: DeclarationId,
        /// 1, 2, 3 … within the declaration.
        pub number: i32,
        /// Why it was kept, a word.
        pub kind: String,
        /// The form as JSON.
        #[sea_orm(column_type = "Text")]
        pub form: String,
        /// SM3 of it.
        pub digest: String,
        /// Who handed it in.
        pub author: Option<PersonId>,
        /// When.
        pub at: DateTimeUtc,
        /// The money the form declares in all, in fen; none when it says none.
        pub total: Option<i64>,
        /// Findings that are errors.
        pub errors: i32,
        /// Causes of the warnings, as a JSON list.
        #[sea_orm(column_type = "Text")]
        pub warnings: String,
        /// Findings that are advice.
        pub advice: i32,
        /// Checks that could not be decided.
        pub open: i32,
        /// The packs it was judged by.
        pub packs: String,
        /// The findings of that moment, as JSON.
        #[sea_orm(column_type = "Text")]
        pub findings: String,
    }

    /// Joins are written where they are needed.
    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Who wrote in the draft, round by round.
pub(crate) mod draft_author {
    use sea_orm::entity::prelude::*;
    use serde::Serialize;

    use crate::ids::{DeclarationId, PersonId, RegionId};

    /// Who wrote in the draft, round by round.
    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel, Serialize)]
    #[sea_orm(table_name = "draft_author")]
    pub struct Model {
        /// The declaration.
        #[sea_orm(primary_key, auto_increment = false)]
        pub declaration: DeclarationId,
        /// The round.
        #[sea_orm(primary_key, auto_increment = false)]
        pub round: i32,
        /// Who wrote.
        #[sea_orm(primary_key, auto_increment = false)]
        pub person: PersonId,
        /// The region.
        pub region: RegionId,
    }

    /// Joins are written where they are needed.
    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
