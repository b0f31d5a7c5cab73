//! What stands at the door while somebody signs in: rows that live for minutes.

/// Tries to sign in, counted under a login or an address.
pub(crate) mod sign_in_try {
    use sea_orm::entity::prelude::*;

    /// Tries under one key.
    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "sign_in_try")]
    pub struct Model {
        /// Digest of what they are counted under.
        #[sea_orm(primary_key, auto_increment = false)]
        pub key: String,
        /// How many that were not taken back.
        pub count: i32,
        /// When the first of them was.
        pub since: DateTimeUtc,
    }

    /// Joins are written where they are needed.
    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Somebody who gave the password and not yet the code.
pub(crate) mod sign_in_ticket {
    use sea_orm::entity::prelude::*;

    use crate::ids::{PersonId, RegionId};

    /// What a browser shows in place of the password, for some minutes.
    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "sign_in_ticket")]
    pub struct Model {
        /// Digest of what the browser shows.
        #[sea_orm(primary_key, auto_increment = false)]
        pub digest: String,
        /// The region.
        pub region: RegionId,
        /// Who gave the password.
        pub person: PersonId,
        /// Digest of the credential that was found right.
        pub credential: String,
        /// First moment it no longer holds.
        pub until: DateTimeUtc,
    }

    /// Joins are written where they are needed.
    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
