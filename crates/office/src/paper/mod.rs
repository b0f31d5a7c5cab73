//! Papers that are no form of the unit's own: what was approved, what was changed, a summary; and
//! the lines at the foot of a paper that tell who signed and when.
//!
//! Each is drawn by a function that takes typed data and asks nobody. Who may see them is decided
//! where the data are gathered.

mod adjustment;
mod approval;
mod rows;
mod strip;
mod summary;

pub use adjustment::{Adjustment, ChangedCell, adjustment};
pub use approval::{Approval, Approved, approval};
pub(crate) use rows::Rows;
pub use strip::{Signature, signed};
pub use summary::{Summary, SummaryLine, SummaryUnit, summary};
