//! What people get back from a run: the page that is read, mailed and printed, and the workbook
//! that is filed.
//!
//! Forms, findings and drawings come in, text and bytes go out. It opens no file, stores nothing and
//! judges nothing; what the server's pages need done, the program does.

pub mod edit;
pub mod pages;
pub mod review;
mod reviewed;
pub mod server;
pub mod site;
mod summary;

pub use reviewed::{Cause, Kind, Reviewed};
pub use summary::workbook;
