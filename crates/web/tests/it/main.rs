//! What comes back from a run says what was found, and nothing else gets in.

mod page;
mod run;
mod summary;
