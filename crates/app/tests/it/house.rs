//! The rules of the house, as tests: what ARCHITECTURE.md promises is looked at in the files.
//!
//! What belongs to one crate alone (every check explains itself, every pack value is cited) is
//! tested in that crate. Lints (no `unsafe`, no `unwrap`, documented items) are in `Cargo.toml`.

mod arrows;
mod documents;
mod licences;
mod purity;
mod sizes;
mod tree;
