//! Web pages (`.html`); written, not read.

mod label;
mod write;

pub use label::of as label;
pub use write::write;
