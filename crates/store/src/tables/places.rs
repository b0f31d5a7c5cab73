//! Regions and units, with the days from which and until which things hold; `until` is the first day they no longer do.

/// A region.
pub(crate) mod region {
    use sea_orm::entity::prelude::*;
    use serde::Serialize;

    use crate::ids::RegionId;

    /// A region.
    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel, Serialize)]
    #[sea_orm(table_name = "region")]
    pub struct Model {
        /// Never changes.
        #[sea_orm(primary_key)]
        pub id: RegionId,
        /// Its name.
        pub name: String,
        /// Whether it is there for trying out only.
        pub demo: bool,
    }

    /// Joins are written where they are needed.
    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A code a region has or had.
pub(crate) mod region_code {
    use sea_orm::entity::prelude::*;
    use serde::Serialize;

    use crate::ids::RegionId;

    /// A code a region has or had.
    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel, Serialize)]
    #[sea_orm(table_name = "region_code")]
    pub struct Model {
        /// The region.
        #[sea_orm(primary_key, auto_increment = false)]
        pub region: RegionId,
        /// First day.
        #[sea_orm(primary_key, auto_increment = false)]
        pub from: Date,
        /// First day no longer.
        pub until: Option<Date>,
        /// GB/T 2260.
        pub code: String,
    }

    /// Joins are written where they are needed.
    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A unit of government; what may change with time is in its places.
pub(crate) mod unit {
    use sea_orm::entity::prelude::*;
    use serde::Serialize;

    use crate::ids::{RegionId, UnitId};

    /// A unit of government; what may change with time is in its places.
    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel, Serialize)]
    #[sea_orm(table_name = "unit")]
    pub struct Model {
        /// Its id.
        #[sea_orm(primary_key)]
        pub id: UnitId,
        /// Its region.
        pub region: RegionId,
    }

    /// Joins are written where they are needed.
    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Where a unit stood in the tree, and under which name and code.
pub(crate) mod unit_place {
    use sea_orm::entity::prelude::*;
    use serde::Serialize;

    use crate::ids::{RegionId, UnitId};

    /// Where a unit stood in the tree, and under which name.
    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel, Serialize)]
    #[sea_orm(table_name = "unit_place")]
    pub struct Model {
        /// Its id.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The region.
        pub region: RegionId,
        /// The unit.
        pub unit: UnitId,
        /// The unit above; none at the top.
        pub parent: Option<UnitId>,
        /// The name at that time.
        pub name: String,
        /// Code in the budget system; empty when it has none.
        pub code: String,
        /// What kind of unit, a word of the layers above.
        pub kind: String,
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

/// Which unit came out of which.
pub(crate) mod unit_succession {
    use sea_orm::entity::prelude::*;
    use serde::Serialize;

    use crate::ids::{RegionId, UnitId};

    /// Which unit came out of which.
    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel, Serialize)]
    #[sea_orm(table_name = "unit_succession")]
    pub struct Model {
        /// The unit that ended.
        #[sea_orm(primary_key, auto_increment = false)]
        pub predecessor: UnitId,
        /// The unit that goes on.
        #[sea_orm(primary_key, auto_increment = false)]
        pub successor: UnitId,
        /// The region.
        pub region: RegionId,
        /// First day of the successor.
        pub on: Date,
    }

    /// Joins are written where they are needed.
    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
