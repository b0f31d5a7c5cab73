//! People and what they may be asked to do; roles are words whose meaning the layers above know.

/// A person.
pub(crate) mod person {
    use sea_orm::entity::prelude::*;
    use serde::Serialize;

    use crate::ids::{PersonId, RegionId, UnitId};

    /// A person.
    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel, Serialize)]
    #[sea_orm(table_name = "person")]
    pub struct Model {
        /// Their id.
        #[sea_orm(primary_key)]
        pub id: PersonId,
        /// Their region.
        pub region: RegionId,
        /// Where they work.
        pub unit: UnitId,
        /// Their name.
        pub name: String,
        /// What they sign in with; one person of all regions.
        pub login: String,
        /// Whether they may sign in at all; people who have left stay in the record.
        pub active: bool,
    }

    /// Joins are written where they are needed.
    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A role of a person over a unit and all below it.
pub(crate) mod grant {
    use sea_orm::entity::prelude::*;
    use serde::Serialize;

    use crate::ids::{GrantId, PersonId, RegionId, UnitId};

    /// A role of a person over a unit and all below it.
    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel, Serialize)]
    #[sea_orm(table_name = "grant")]
    pub struct Model {
        /// Its id.
        #[sea_orm(primary_key)]
        pub id: GrantId,
        /// The region.
        pub region: RegionId,
        /// Who.
        pub person: PersonId,
        /// The role, a word.
        pub role: String,
        /// Root of the subtree.
        pub unit: UnitId,
        /// First day.
        pub from: Date,
        /// First day no longer.
        pub until: Option<Date>,
    }

    /// Joins are written where they are needed.
    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A person who stands in for another.
pub(crate) mod stand_in {
    use sea_orm::entity::prelude::*;
    use serde::Serialize;

    use crate::ids::{PersonId, RegionId, StandInId};

    /// A person who stands in for another.
    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel, Serialize)]
    #[sea_orm(table_name = "stand_in")]
    pub struct Model {
        /// Its id.
        #[sea_orm(primary_key)]
        pub id: StandInId,
        /// The region.
        pub region: RegionId,
        /// Who stands in.
        pub person: PersonId,
        /// For whom.
        pub for_person: PersonId,
        /// First day.
        pub from: Date,
        /// First day no longer.
        pub until: Date,
    }

    /// Joins are written where they are needed.
    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
