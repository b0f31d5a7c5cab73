//! Excel workbooks (`.xlsx`, `.xlsm`, `.xltx`, strict or transitional).

mod parts;
mod read;
mod sheet_name;
mod worksheet;
mod write;

pub(crate) use read::read;
pub use write::{printout, write, write_in};
