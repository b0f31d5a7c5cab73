//! What the rule books say, as data: from packs to typed, dated, cited values and form layouts.
//!
//! A pack is a folder of TOML below `packs/`. Packs form a chain (national ← sichuan ← renhe);
//! a lower pack overrides its parent by key. This crate is pure: it is handed the files' texts
//! and never opens one. It does *not* judge forms and does *not* know file formats other than
//! its own TOML.

pub mod layout;
mod pack;

pub use layout::Layout;
pub use pack::{Entry, PackError, PackFile, Packs, Policy, Value};
