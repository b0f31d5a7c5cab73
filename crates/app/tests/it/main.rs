//! Tests of the command and of the house, in one binary to save link time.

mod bad_days;
mod browser;
mod chromium;
mod cli;
mod command;
mod convert;
mod golden;
mod hostile;
mod house;
mod moving;
mod papers;
mod platform;
mod proof;
mod running;
mod schema;
mod serve;
mod several;
mod ties;
mod untuned;
mod word;
mod word_family;
mod word_made;
mod word_package;
mod word_proof;
mod word_reader;
