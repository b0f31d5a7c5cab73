//! The pages, each a file of its own with its template beside it.

mod located;
mod report;
mod sheet;
mod ties;

pub use report::report_page;
