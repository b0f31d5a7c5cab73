//! A form's content: typed, each field with its original text and its place.
//!
//! Fields are addressed by role, not by position, so that a layout file can bind any of them and
//! a form of another county needs no other types. Reading never fails on content: what cannot be
//! typed keeps its text and has no value.

mod amount;
mod chinese;
