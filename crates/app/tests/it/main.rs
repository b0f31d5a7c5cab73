//! Tests of the command and of the house, in one binary to save link time.

mod browser;
mod cli;
mod command;
mod convert;
mod golden;
mod hostile;
mod house;
mod schema;
mod serve;
mod ties;
mod word;
