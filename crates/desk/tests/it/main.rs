//! The desk's tests, one binary.

mod jobs;
mod racing;
mod stage;
mod together;
mod walk;
mod years;
