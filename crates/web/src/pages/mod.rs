//! The pages, each a file of its own with its template beside it.

pub(crate) mod located;
mod open;
mod report;
pub(crate) mod sheet;
mod ties;

pub use open::{Kept, open_page, refusal_page, toolbar};
pub use report::report_page;
pub(crate) use ties::section as ties_section;
