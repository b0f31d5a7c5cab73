//! What the rule books say, as data: from packs to typed, dated, cited values and form layouts.
//!
//! A pack is a folder of TOML below `packs/`. Packs form a chain (national ← sichuan ← renhe);
//! a lower pack overrides its parent by key. This crate is pure: it is handed the files' texts
//! and never opens one. It does *not* judge forms and does *not* know file formats other than
//! its own TOML.

mod entry;
mod error;
mod fields;
pub mod layout;
pub mod local;
mod pack;
mod packs;
mod policy;
mod rules;
mod source;
mod sources_page;

pub use entry::{Entry, Value};
pub use error::PackError;
pub use layout::Layout;
pub use local::LocalCheck;
pub use pack::{Head, PackFile};
pub use packs::Packs;
pub use policy::Policy;
pub use source::{Source, Trust};
pub use sources_page::sources_page;
