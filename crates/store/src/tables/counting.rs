//! What is drawn out of forms and findings, to be searched and counted.

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

/// An amount of a current or approved revision.
pub(crate) mod money_row {
    use sea_orm::entity::prelude::*;
    use serde::Serialize;

    use crate::ids::{CycleId, DeclarationId, RegionId, RevisionId, UnitId};

    /// An amount of a current or approved revision.
    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel, Serialize)]
    #[sea_orm(table_name = "money_row")]
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
        /// The row of the money table, a word of the form.
        pub row: String,
        /// `total`, `fiscal`, `other`, or the label the form prints.
        pub fund: String,
        /// Category of the project, a word of the form; empty when it has none.
        pub category: String,
        /// Whether its row is the one of which sums are made; a form has one.
        pub counted: bool,
        /// In fen.
        pub amount: i64,
    }

    /// Joins are written where they are needed.
    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A finding of a revision, to be counted.
pub(crate) mod finding_row {
    use sea_orm::entity::prelude::*;
    use serde::Serialize;

    use crate::ids::{CycleId, DeclarationId, RegionId, RevisionId};

    /// A finding of a revision, to be counted.
    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel, Serialize)]
    #[sea_orm(table_name = "finding_row")]
    pub struct Model {
        /// Its id.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The region.
        pub region: RegionId,
        /// The cycle.
        pub cycle: CycleId,
        /// The declaration.
        pub declaration: DeclarationId,
        /// The revision.
        pub revision: RevisionId,
        /// Code of the check.
        pub code: String,
        /// How grave, a word.
        pub severity: String,
        /// Key of the cause.
        pub cause: String,
    }

    /// Joins are written where they are needed.
    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A word by which something is found.
pub(crate) mod word {
    use sea_orm::entity::prelude::*;
    use serde::Serialize;

    use crate::ids::RegionId;

    /// A word by which something is found.
    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel, Serialize)]
    #[sea_orm(table_name = "word")]
    pub struct Model {
        /// The region.
        #[sea_orm(primary_key, auto_increment = false)]
        pub region: RegionId,
        /// The word.
        #[sea_orm(primary_key, auto_increment = false)]
        pub word: String,
        /// What kind of thing.
        #[sea_orm(primary_key, auto_increment = false)]
        pub kind: String,
        /// Number of the thing.
        #[sea_orm(primary_key, auto_increment = false)]
        pub subject: i64,
    }

    /// Joins are written where they are needed.
    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
