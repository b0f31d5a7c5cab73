//! Office files in and out.
//!
//! Readers turn bytes into a [`model::Document`]; the recogniser turns that into
//! [`model::Form`]s; `lay_out` turns a form into a [`model::Drawing`]; writers turn drawings
//! into files. Readers know nothing of forms, writers know nothing of meaning.

mod error;
mod limits;
pub mod text;

pub use error::ReadError;
pub use limits::{Budget, Limits};
