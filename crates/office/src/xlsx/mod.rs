//! Excel workbooks (`.xlsx`, `.xlsm`, `.xltx`, strict or transitional).

mod parts;
mod read;
mod worksheet;

pub(crate) use read::read;
