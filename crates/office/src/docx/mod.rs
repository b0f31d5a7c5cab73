//! Word documents (`.docx`, `.docm`, `.dotx`, strict or transitional).

mod annotate;
mod body;
mod comments;
mod conditions;
mod difference;
mod edit;
mod locate;
mod names;
mod paragraph;
mod properties;
mod read;
mod revise;
mod splice;
mod symbol;
mod table;
mod trail;
mod write;

pub use annotate::{Comment, annotate};
pub use conditions::{Conditions, conditions};
pub use edit::{Author, EditError};
pub(crate) use read::read;
pub use revise::{Left, Repair, Revised, repairs_between, revise};
pub use write::{letter, printout, write, write_in};
