//! What Heng keeps: regions, units, people, cycles, declarations and their history.
//!
//! One code base on embedded SQLite (a data folder) and on PostgreSQL. Every change goes through
//! `change::Changing`, which alone can commit and which writes the change's event, chained by
//! SM3 to the one before it, in the same transaction; all other connections are read-only to the
//! database itself. Roles, states and steps are words here: what they mean and who may do what is
//! decided above. It knows no pages, no files of Office and no checks.

mod adjusting;
mod approving;
mod attachment;
mod change;
mod comment;
mod counter;
mod cycle;
mod declaration;
mod digest;
mod draft;
mod error;
mod event;
mod ids;
mod indicator;
mod lock;
mod migrations;
mod open;
mod person;
mod region;
mod tables;
mod tree;
mod unit;
mod waiver;

pub use adjusting::Adjust;
pub use approving::Approve;
pub use attachment::NewAttachment;
pub use change::{By, What};
pub use comment::NewComment;
pub use cycle::NewCycle;
pub use declaration::{Advance, DeclarationRow, Freeze, NewDeclaration};
pub use draft::{Save, Saved};
pub use error::Error;
pub use event::{Broken, Head};
pub use ids::{
    AttachmentId, CommentId, CycleId, DeclarationId, GrantId, LockId, PersonId, RegionId,
    RevisionId, UnitId,
};
pub use indicator::Found;
pub use lock::{NewException, NewLock};
pub use open::{Database, Store};
pub use person::NewGrant;
pub use tables::adjustment::Model as Adjustment;
pub use tables::approval::Model as Approval;
pub use tables::attachment::Model as Attachment;
pub use tables::comment::Model as Comment;
pub use tables::cycle::Model as Cycle;
pub use tables::declaration::Model as Declaration;
pub use tables::draft::Model as Draft;
pub use tables::event::Model as Event;
pub use tables::grant::Model as Grant;
pub use tables::indicator_row::Model as IndicatorRow;
pub use tables::lock::Model as Lock;
pub use tables::lock_exception::Model as LockException;
pub use tables::person::Model as Person;
pub use tables::region::Model as Region;
pub use tables::review::Model as Review;
pub use tables::revision::Model as Revision;
pub use tables::stand_in::Model as StandIn;
pub use tables::unit::Model as Unit;
pub use tables::unit_place::Model as UnitPlace;
pub use tables::waiver::Model as Waiver;
pub use unit::{NewUnit, Part};

/// What a function of the store gives.
pub type Result<T> = std::result::Result<T, Error>;
