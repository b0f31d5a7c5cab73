//! The reading of targets, as a specification: real strings, invented ones, and laws.

mod columns;
mod compound;
mod golden;
mod invented;
mod laws;
mod sentences;
