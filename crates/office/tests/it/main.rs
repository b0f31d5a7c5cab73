//! Tests of the readers, the recogniser and the writers, as one binary to save linking.

// In a test an `unwrap` that fails is the finding.
#![allow(clippy::unwrap_used)]

mod doc;
mod docx;
mod family;
mod golden;
mod hostile;
mod layouts;
mod parts;
mod pdf;
mod programs;
mod real;
mod renhe;
mod round_trip;
mod text;
mod variants;
mod write;
mod xls;
mod xlsx;
