//! The reading of targets and the editing of forms, as a specification: real strings, invented
//! ones, and laws.

mod columns;
mod compound;
mod edit;
mod golden;
mod invented;
mod laws;
mod sentences;
