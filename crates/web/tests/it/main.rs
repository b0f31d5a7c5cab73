//! What comes back from a run says what was found, and nothing else gets in.

mod edit;
mod page;
mod review;
mod run;
mod server;
mod site;
mod summary;
