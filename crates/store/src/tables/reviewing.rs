//! What is said and decided about declarations.

/// A step somebody took with a declaration.
pub(crate) mod review {
    use sea_orm::entity::prelude::*;
    use serde::Serialize;

    use crate::ids::{DeclarationId, PersonId, RegionId, RevisionId};

    /// A step somebody took with a declaration.
    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel, Serialize)]
    #[sea_orm(table_name = "review")]
    pub struct Model {
        /// Its id.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The region.
        pub region: RegionId,
        /// The declaration.
        pub declaration: DeclarationId,
        /// The revision they had before them.
        pub revision: Option<RevisionId>,
        /// What they did, a word.
        pub action: String,
        /// In which round.
        pub round: i32,
        /// Whether the unit began to write again with it.
        pub opens_round: bool,
        /// On which way it was then, a word.
        pub track: String,
        /// At which step; empty where none was due.
        pub step: String,
        /// The stage it led to, a word.
        pub stage: String,
        /// The step that belongs to that stage; empty where none does.
        pub next_step: String,
        /// Why; empty when nothing was said.
        pub reason: String,
        /// Who.
        pub person: Option<PersonId>,
        /// For whom they stood in.
        pub for_person: Option<PersonId>,
        /// When.
        pub at: DateTimeUtc,
    }

    /// Joins are written where they are needed.
    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A remark at a cell, or an answer to one.
pub(crate) mod comment {
    use sea_orm::entity::prelude::*;
    use serde::Serialize;

    use crate::ids::{CommentId, DeclarationId, PersonId, RegionId, RevisionId};

    /// A remark at a cell, or an answer to one.
    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel, Serialize)]
    #[sea_orm(table_name = "comment")]
    pub struct Model {
        /// Its id.
        #[sea_orm(primary_key)]
        pub id: CommentId,
        /// The region.
        pub region: RegionId,
        /// The declaration.
        pub declaration: DeclarationId,
        /// The revision it is about; none for the draft.
        pub revision: Option<RevisionId>,
        /// The cell, such as `indicators.3.target`; empty for the whole form.
        pub path: String,
        /// The comment it answers.
        pub answers: Option<CommentId>,
        /// The text.
        pub body: String,
        /// Who.
        pub person: Option<PersonId>,
        /// When.
        pub at: DateTimeUtc,
        /// Who resolved it.
        pub resolved_by: Option<PersonId>,
        /// When it was resolved.
        pub resolved_at: Option<DateTimeUtc>,
    }

    /// Joins are written where they are needed.
    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Why a warning is answered without a change.
pub(crate) mod waiver {
    use sea_orm::entity::prelude::*;
    use serde::Serialize;

    use crate::ids::{DeclarationId, PersonId, RegionId};

    /// Why a warning is answered without a change.
    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel, Serialize)]
    #[sea_orm(table_name = "waiver")]
    pub struct Model {
        /// Its id.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The region.
        pub region: RegionId,
        /// The declaration.
        pub declaration: DeclarationId,
        /// Key of the cause: one waiver answers all findings of it.
        pub cause: String,
        /// The reason given.
        pub reason: String,
        /// Who.
        pub person: Option<PersonId>,
        /// When.
        pub at: DateTimeUtc,
    }

    /// Joins are written where they are needed.
    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The approval of a revision: there can be only one.
pub(crate) mod approval {
    use sea_orm::entity::prelude::*;
    use serde::Serialize;

    use crate::ids::{DeclarationId, PersonId, RegionId, RevisionId};

    /// The approval of a revision: there can be only one.
    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel, Serialize)]
    #[sea_orm(table_name = "approval")]
    pub struct Model {
        /// What is approved.
        #[sea_orm(primary_key, auto_increment = false)]
        pub revision: RevisionId,
        /// The region.
        pub region: RegionId,
        /// Its declaration.
        pub declaration: DeclarationId,
        /// 文号.
        pub number: String,
        /// Date of the document.
        pub dated: Date,
        /// Who approved.
        pub person: Option<PersonId>,
        /// When.
        pub at: DateTimeUtc,
    }

    /// Joins are written where they are needed.
    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A change of an approved declaration; the approved revision stays.
pub(crate) mod adjustment {
    use sea_orm::entity::prelude::*;
    use serde::Serialize;

    use crate::ids::{DeclarationId, PersonId, RegionId, RevisionId};

    /// A change of an approved declaration; the approved revision stays.
    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel, Serialize)]
    #[sea_orm(table_name = "adjustment")]
    pub struct Model {
        /// Its id.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The region.
        pub region: RegionId,
        /// The declaration.
        pub declaration: DeclarationId,
        /// What was approved before.
        pub base: RevisionId,
        /// What was approved after; none while it is under way.
        pub result: Option<RevisionId>,
        /// When it was given up.
        pub abandoned_at: Option<DateTimeUtc>,
        /// Why.
        pub reason: String,
        /// Who began it.
        pub person: Option<PersonId>,
        /// When.
        pub at: DateTimeUtc,
    }

    /// Joins are written where they are needed.
    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A file handed in with a declaration.
pub(crate) mod attachment {
    use sea_orm::entity::prelude::*;
    use serde::Serialize;

    use crate::ids::{AttachmentId, DeclarationId, PersonId, RegionId};

    /// A file handed in with a declaration.
    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel, Serialize)]
    #[sea_orm(table_name = "attachment")]
    pub struct Model {
        /// Its id.
        #[sea_orm(primary_key)]
        pub id: AttachmentId,
        /// The region.
        pub region: RegionId,
        /// The declaration.
        pub declaration: DeclarationId,
        /// SM3 of the content, which is kept under it.
        pub digest: String,
        /// Name of the file.
        pub name: String,
        /// What the content is, as whoever received it found.
        pub kind: String,
        /// Bytes.
        pub size: i64,
        /// Who uploaded it.
        pub person: Option<PersonId>,
        /// When.
        pub at: DateTimeUtc,
        /// When it was taken away; the content stays for the record.
        pub removed_at: Option<DateTimeUtc>,
    }

    /// Joins are written where they are needed.
    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Content of attachments where there is no data folder.
pub(crate) mod blob {
    use sea_orm::entity::prelude::*;
    use serde::Serialize;

    /// Content of attachments where there is no data folder.
    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel, Serialize)]
    #[sea_orm(table_name = "blob")]
    pub struct Model {
        /// SM3 of it.
        #[sea_orm(primary_key, auto_increment = false)]
        pub digest: String,
        /// The bytes.
        pub content: Vec<u8>,
    }

    /// Joins are written where they are needed.
    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
