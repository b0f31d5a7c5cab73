//! The desk's tests, one binary.

mod stage;
mod together;
mod walk;
mod years;
