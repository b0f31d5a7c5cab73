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
        /// Last day of declaring.
        pub closes: Date,
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
        /// Its state, a word of the workflow.
        pub state: String,
        /// The step it waits at; empty while it is with the unit.
        pub step: String,
        /// How often it was submitted.
        pub round: i32,
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
    }

    /// Joins are written where they are needed.
    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// An indicator of a current or approved revision, to search and to count.
pub(crate) mod indicator_row {
    use sea_orm::entity::prelude::*;
    use serde::Serialize;

    use crate::ids::{CycleId, DeclarationId, RegionId, RevisionId, UnitId};

    /// An indicator of a current or approved revision, to search and to count.
    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel, Serialize)]
    #[sea_orm(table_name = "indicator_row")]
    pub struct Model {
        /// Its id.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The region.
        pub region: RegionId,
        /// The cycle.
        pub cycle: CycleId,
        /// The unit.
        pub unit: UnitId,
        /// The declaration.
        pub declaration: DeclarationId,
        /// The revision.
        pub revision: RevisionId,
        /// Whether that revision is the approved one.
        pub approved: bool,
        /// Whether it is the last one.
        pub current: bool,
        /// Number of the row in the form, from 0.
        pub line: i32,
        /// Level 1.
        pub level1: String,
        /// Level 2.
        pub level2: String,
        /// Level 3.
        pub level3: String,
        /// The target as written.
        pub target: String,
        /// Its number in its base unit, as decimal text; empty when it has none.
        pub value: String,
        /// Its unit of measure.
        pub measure: String,
        /// The weight as written.
        pub weight: String,
    }

    /// Joins are written where they are needed.
    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
