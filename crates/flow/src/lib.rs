//! Who may do what with a declaration, when, and if not: why, who can lift it, until when.
//!
//! Pure: roles, grants, the state of a declaration and the hour come in, a permit or a refusal in
//! plain Chinese goes out. Steps, days and options come from the packs (`packs/<issuer>/flow/`).
//! It stores nothing, shows nothing and knows neither names of people nor the way a request came
//! in, so that page, interface, import and batch cannot get different answers.

mod action;
mod calendar;
mod duty;
mod entitled;
mod grant;
mod keys;
mod may;
mod refusal;
mod role;
mod situation;
mod state;
mod validate;
mod wording;
mod workflow;

pub use action::Action;
pub use calendar::{Calendar, Due, shanghai_day};
pub use duty::{Duty, may_hold, may_manage};
pub use grant::{Asker, Grant, PersonId, StandIn, UnitId};
pub use may::{Permit, may, may_be_assigned};
pub use refusal::{Reason, Refusal};
pub use role::{Level, Role};
pub use situation::{Barrier, Exception, Ground, Hands, Lock, Situation, Taken};
pub use state::{Stage, State, Track, next};
pub use validate::validate;
pub use workflow::{Step, Workflow};
