//! Word documents (`.docx`, `.docm`, `.dotx`, strict or transitional).

mod body;
mod names;
mod paragraph;
mod properties;
mod read;
mod symbol;
mod table;
mod write;

pub(crate) use read::read;
pub use write::write;
