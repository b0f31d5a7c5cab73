//! The desk's tests, one binary.

mod stage;
mod walk;
