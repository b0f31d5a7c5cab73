//! The pages, each a file of its own with its template beside it.

mod located;
mod report;
mod sheet;

pub use report::report_page;
