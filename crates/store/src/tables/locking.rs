//! Locks of a cycle and the exceptions to them.

/// A lock on a cycle, for a unit and all below it.
pub(crate) mod lock {
    use sea_orm::entity::prelude::*;
    use serde::Serialize;

    use crate::ids::{CycleId, LockId, PersonId, RegionId, UnitId};

    /// A lock on a cycle, for a unit and all below it.
    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel, Serialize)]
    #[sea_orm(table_name = "lock")]
    pub struct Model {
        /// Its id.
        #[sea_orm(primary_key)]
        pub id: LockId,
        /// The region.
        pub region: RegionId,
        /// The cycle.
        pub cycle: CycleId,
        /// Root of the subtree; none for the whole cycle.
        pub unit: Option<UnitId>,
        /// Why.
        pub reason: String,
        /// Who locked it.
        pub person: Option<PersonId>,
        /// When.
        pub at: DateTimeUtc,
        /// When it was lifted.
        pub lifted_at: Option<DateTimeUtc>,
    }

    /// Joins are written where they are needed.
    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Leave to go on under a lock, for a unit and all below it, until a moment.
pub(crate) mod lock_exception {
    use sea_orm::entity::prelude::*;
    use serde::Serialize;

    use crate::ids::{LockId, PersonId, RegionId, UnitId};

    /// Leave to go on under a lock, for a unit and all below it, until a moment.
    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel, Serialize)]
    #[sea_orm(table_name = "lock_exception")]
    pub struct Model {
        /// Its id.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// The region.
        pub region: RegionId,
        /// The lock.
        pub lock: LockId,
        /// Root of the subtree that may go on.
        pub unit: UnitId,
        /// First moment it no longer may.
        pub until: DateTimeUtc,
        /// Why.
        pub reason: String,
        /// Who gave leave.
        pub person: Option<PersonId>,
        /// When.
        pub at: DateTimeUtc,
    }

    /// Joins are written where they are needed.
    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
