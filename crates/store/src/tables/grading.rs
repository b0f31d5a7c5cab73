//! Grades a reviewer gives.

/// What a reviewer makes of a revision, aspect by aspect.
pub(crate) mod aspect_sheet {
    use sea_orm::entity::prelude::*;
    use serde::Serialize;

    use crate::ids::{DeclarationId, PersonId, RegionId, RevisionId, SheetId};

    /// What a reviewer makes of a revision, aspect by aspect.
    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel, Serialize)]
    #[sea_orm(table_name = "aspect_sheet")]
    pub struct Model {
        /// Its id.
        #[sea_orm(primary_key)]
        pub id: SheetId,
        /// The region.
        pub region: RegionId,
        /// The declaration.
        pub declaration: DeclarationId,
        /// The revision that is graded.
        pub revision: RevisionId,
        /// Who grades it.
        pub person: PersonId,
        /// For whom they stood in when they saved last.
        pub for_person: Option<PersonId>,
        /// Marks, points and reasons, as JSON.
        #[sea_orm(column_type = "Text")]
        pub items: String,
        /// The opinion in words.
        #[sea_orm(column_type = "Text")]
        pub opinion: String,
        /// Points in all, in hundredths; none where none are given.
        pub total: Option<i64>,
        /// Counts saves.
        pub version: i64,
        /// When it was saved last.
        pub at: DateTimeUtc,
        /// When it was decided; from then on it is not changed.
        pub decided_at: Option<DateTimeUtc>,
    }

    /// Joins are written where they are needed.
    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
