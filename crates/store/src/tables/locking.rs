//! Locks of a cycle and the exceptions to them.

/// Nobody of some levels changes anything in a cycle meanwhile.
pub(crate) mod lock {
    use sea_orm::entity::prelude::*;
    use serde::Serialize;

    use crate::ids::{CycleId, LockId, PersonId, RegionId};

    /// Nobody of some levels changes anything in a cycle meanwhile.
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
        /// Whom it bars: words with one blank between them.
        pub levels: String,
        /// First day.
        pub from: Date,
        /// Last day, that day included; none until it is lifted.
        pub until: Option<Date>,
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

/// Leave for a unit and all below it to go on in spite of a lock or after the last day.
pub(crate) mod lock_exception {
    use sea_orm::entity::prelude::*;
    use serde::Serialize;

    use crate::ids::{CycleId, ExceptionId, LockId, PersonId, RegionId, UnitId};

    /// Leave for a unit and all below it to go on in spite of a lock or after the last day.
    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel, Serialize)]
    #[sea_orm(table_name = "lock_exception")]
    pub struct Model {
        /// Its id.
        #[sea_orm(primary_key)]
        pub id: ExceptionId,
        /// The region.
        pub region: RegionId,
        /// The cycle.
        pub cycle: CycleId,
        /// The lock; none where it is from the last day of declaring.
        pub lock: Option<LockId>,
        /// Root of the subtree that may go on.
        pub unit: UnitId,
        /// First day.
        pub from: Date,
        /// Last day, that day included.
        pub until: Date,
        /// Why.
        pub reason: String,
        /// Who gave leave.
        pub person: Option<PersonId>,
        /// When.
        pub at: DateTimeUtc,
        /// When it was withdrawn.
        pub withdrawn_at: Option<DateTimeUtc>,
    }

    /// Joins are written where they are needed.
    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
