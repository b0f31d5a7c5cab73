//! Web pages (`.html`); written, not read.

mod label;
mod write;

pub use write::write;
