//! The desk's tests, one binary.

mod jobs;
mod memory;
mod racing;
mod stage;
mod together;
mod walk;
mod years;
