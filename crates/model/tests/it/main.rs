//! The reading of targets, as a specification: real strings, invented ones, and laws.

mod golden;
