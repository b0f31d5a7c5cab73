//! Names of rows that cannot be mistaken for one another.

use sea_orm::DeriveValueType;
use serde::{Deserialize, Serialize};

/// One kind of row id.
macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
            DeriveValueType,
        )]
        #[serde(transparent)]
        pub struct $name(pub i64);
    };
}

id!(
    /// A region; never changes, whatever its code becomes.
    RegionId
);
id!(
    /// A unit.
    UnitId
);
id!(
    /// A person.
    PersonId
);
id!(
    /// A session: a person signed in on one machine.
    SessionId
);
id!(
    /// A personal token of the API.
    TokenId
);
id!(
    /// A grant of a role.
    GrantId
);
id!(
    /// A person standing in for another.
    StandInId
);
id!(
    /// A cycle.
    CycleId
);
id!(
    /// A lock.
    LockId
);
id!(
    /// A declaration.
    DeclarationId
);
id!(
    /// A revision of a declaration.
    RevisionId
);
id!(
    /// A comment.
    CommentId
);
id!(
    /// An attachment.
    AttachmentId
);
id!(
    /// An exception.
    ExceptionId
);
id!(
    /// A long piece of work.
    JobId
);
id!(
    /// An aspect sheet.
    SheetId
);
