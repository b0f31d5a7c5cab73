//! How people sign in. Secrets are never here as they are given: passwords come hashed from above,
//! tokens are kept as digests.

/// What a person signs in with.
pub(crate) mod credential {
    use sea_orm::entity::prelude::*;

    use crate::ids::{PersonId, RegionId};

    /// What a person signs in with. No page needs to see it: it is not serialised, and shown
    /// without its secrets.
    #[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "credential")]
    pub struct Model {
        /// Whose.
        #[sea_orm(primary_key, auto_increment = false)]
        pub person: PersonId,
        /// Their region.
        pub region: RegionId,
        /// The password, hashed above; the store does not know how.
        pub hash: String,
        /// Whether somebody else set it, so that it must be changed first of all.
        pub must_change: bool,
        /// Failures since the last success or lock-out.
        pub failed: i32,
        /// Nobody signs in with it before.
        pub locked_until: Option<DateTimeUtc>,
        /// Secret of the one-time codes; none when there are none.
        pub totp: Option<String>,
        /// The last step of time whose code was used.
        pub totp_step: Option<i64>,
        /// When the password was set.
        pub changed_at: DateTimeUtc,
    }

    impl std::fmt::Debug for Model {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.debug_struct("Credential")
                .field("person", &self.person)
                .field("must_change", &self.must_change)
                .field("failed", &self.failed)
                .field("locked_until", &self.locked_until)
                .field("has_totp", &self.totp.is_some())
                .field("changed_at", &self.changed_at)
                .finish_non_exhaustive()
        }
    }

    /// Joins are written where they are needed.
    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A person signed in on one machine.
pub(crate) mod session {
    use sea_orm::entity::prelude::*;
    use serde::Serialize;

    use crate::ids::{PersonId, RegionId, SessionId};

    /// A person signed in on one machine.
    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel, Serialize)]
    #[sea_orm(table_name = "session")]
    pub struct Model {
        /// Its id; says nothing about the token.
        #[sea_orm(primary_key)]
        pub id: SessionId,
        /// The region.
        pub region: RegionId,
        /// Who.
        pub person: PersonId,
        /// SM3 of the token the browser sends.
        #[serde(skip)]
        pub digest: String,
        /// When they signed in.
        pub made_at: DateTimeUtc,
        /// When they were last seen, to the minute.
        pub seen_at: DateTimeUtc,
        /// First moment it no longer holds.
        pub until: DateTimeUtc,
        /// Address of the machine.
        pub address: String,
        /// What the browser calls itself.
        pub agent: String,
        /// When it was ended, by signing out or from outside; the row stays.
        pub ended_at: Option<DateTimeUtc>,
    }

    /// Joins are written where they are needed.
    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What a program signs in with, for a person.
pub(crate) mod token {
    use sea_orm::entity::prelude::*;
    use serde::Serialize;

    use crate::ids::{PersonId, RegionId, TokenId};

    /// What a program signs in with, for a person.
    #[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel, Serialize)]
    #[sea_orm(table_name = "token")]
    pub struct Model {
        /// Its id; says nothing about the token.
        #[sea_orm(primary_key)]
        pub id: TokenId,
        /// The region.
        pub region: RegionId,
        /// Whose.
        pub person: PersonId,
        /// What the person calls it.
        pub name: String,
        /// SM3 of the token the program sends.
        #[serde(skip)]
        pub digest: String,
        /// When it was made.
        pub made_at: DateTimeUtc,
        /// First moment it no longer holds.
        pub until: DateTimeUtc,
        /// When it was last used, to the minute; none when never.
        pub used_at: Option<DateTimeUtc>,
        /// When it was taken back; the row stays.
        pub revoked_at: Option<DateTimeUtc>,
    }

    /// Joins are written where they are needed.
    #[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
