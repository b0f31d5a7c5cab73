//! What Heng keeps: regions, units, people, cycles, declarations and their history.
//!
//! One code base on embedded SQLite (a data folder) and on PostgreSQL. Every change goes through
//! `change::Changing`, which alone can commit and which writes the change's event, chained by
//! SM3 to the one before it, in the same transaction; all other connections are read-only to the
//! database itself; only the counters of `mark`, what stands at the `door` and how the `work` on jobs
//! goes need no event. Roles, states and steps are words here: what they mean and who may do what is
//! decided above. It knows no pages, no files of Office and no checks.

mod adjusting;
mod advance;
mod approving;
mod attachment;
pub mod backup;
mod beside;
mod change;
mod comment;
mod counter;
mod credential;
mod cycle;
mod declaration;
mod digest;
mod dividing;
mod done;
mod door;
mod draft;
mod error;
mod event;
mod evidence;
mod first_run;
mod form;
mod grading;
mod grant;
mod heads;
mod holder;
mod ids;
mod import;
mod indicator;
mod job;
mod judged;
mod listing;
mod lock;
mod mark;
mod measured;
mod migrations;
mod open;
mod overview;
mod person;
mod queue;
mod record;
mod region;
mod revision;
mod session;
mod standing;
mod statistics;
mod tables;
mod token;
mod tree;
mod trouble;
mod unit;
mod verify;
mod waiver;
mod words;
mod work;

pub use adjusting::Adjust;
pub use advance::{Advance, Freeze, State, Turn};
pub use approving::{Approve, ApproveAll};
pub use attachment::NewAttachment;
pub use beside::KeptForm;
pub use change::{By, What};
pub use comment::NewComment;
pub use credential::{LockOut, NewPassword};
pub use cycle::NewCycle;
pub use declaration::{DeclarationRow, NewDeclaration};
pub use digest::of_bytes as sm3;
pub use dividing::Part;
pub use draft::{Renamed, Save, Saved};
pub use error::Error;
pub use event::{EventQuery, Head, Stamps};
pub use evidence::Evidence;
pub use first_run::{FirstRun, NewFirstRun};
pub use grading::SaveSheet;
pub use grant::NewGrant;
pub use heads::{KeptHead, read_heads, write_heads};
pub use holder::{Absence, Holder};
pub use ids::{
    AttachmentId, CommentId, CycleId, DeclarationId, ExceptionId, GrantId, JobId, LockId, PersonId,
    RegionId, RevisionId, SessionId, SheetId, StandInId, TokenId, UnitId,
};
pub use import::{Import, Imported, Named, PersonRow, RoleRow, UnitRow};
pub use indicator::Found;
pub use job::{AskedJob, NewJob};
pub use judged::{FoundFault, Judged};
pub use listing::{At, KindSum, Sought, Spot, StageCount};
pub use lock::{NewException, NewLock};
pub use measured::MeasuredRow;
pub use open::{Database, Store};
pub use overview::Faulty;
pub use person::NewPerson;
pub use queue::{Mine, Ranked, Since, SinceCount, Work};
pub use record::Entry;
pub use revision::RevisionHead;
pub use session::{Entered, NewSession};
pub use standing::{DraftHead, Standing};
pub use statistics::{Basis, FaultCount, MoneySum, Progress};
pub use tables::adjustment::Model as Adjustment;
pub use tables::approval::Model as Approval;
pub use tables::aspect_sheet::Model as AspectSheet;
pub use tables::attachment::Model as Attachment;
pub use tables::comment::Model as Comment;
pub use tables::credential::Model as Credential;
pub use tables::cycle::Model as Cycle;
pub use tables::declaration::Model as Declaration;
pub use tables::draft::Model as Draft;
pub use tables::event::Model as Event;
pub use tables::finding_row::Model as FindingRow;
pub use tables::grant::Model as Grant;
pub use tables::indicator_row::Model as IndicatorRow;
pub use tables::job::Model as Job;
pub use tables::job_run::Model as JobRun;
pub use tables::lock::Model as Lock;
pub use tables::lock_exception::Model as LockException;
pub use tables::money_row::Model as MoneyRow;
pub use tables::person::Model as Person;
pub use tables::region::Model as Region;
pub use tables::review::Model as Review;
pub use tables::revision::Model as Revision;
pub use tables::session::Model as Session;
pub use tables::stand_in::Model as StandIn;
pub use tables::token::Model as Token;
pub use tables::unit::Model as Unit;
pub use tables::unit_place::Model as UnitPlace;
pub use tables::waiver::Model as Waiver;
pub use token::NewToken;
pub use trouble::Trouble;
pub use unit::NewUnit;
pub use verify::{
    Fault, Part as VerifyPart, Progress as VerifyProgress, Verified, Why,
    in_words as record_in_words,
};
pub use waiver::NewWaiver;
pub use words::Search;
pub use work::{EndedJob, JobProgress, JobState, Lease};

/// What a function of the store gives.
pub type Result<T> = std::result::Result<T, Error>;
