//! Excel 97–2003 workbooks (`.xls`, `.et`), and those of Excel 5 and 95.

mod globals;
mod read;
mod records;
mod text;
mod worksheet;

pub(crate) use read::read;
