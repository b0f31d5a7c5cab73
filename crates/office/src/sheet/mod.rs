//! What workbooks of both kinds share: number formats, and cells put together to a grid.

mod assemble;
mod builtin;
mod date;
mod format_code;
mod number;
mod number_format;
#[cfg(test)]
mod tests;

pub(crate) use assemble::{Merge, Sheet, SheetCell, SheetNotes};
pub(crate) use builtin::builtin;
pub(crate) use number::Number;
pub(crate) use number_format::{NumberFormat, Shown};
