//! What people get back from a run: the page that is read, mailed and printed, and the workbook
//! that is filed.
//!
//! Pure: forms, findings and drawings come in, text and bytes go out. It opens no file, judges
//! nothing, and knows no server.

pub mod pages;
pub mod review;
mod reviewed;
mod summary;

pub use reviewed::{Cause, Kind, Reviewed};
pub use summary::workbook;
