//! The platform's pages over an empty store, without a socket.

mod account;
mod adjustments;
mod approvals;
mod assets;
mod bureau;
mod county;
mod declarations;
mod evidence;
mod forgotten;
mod fuzzed;
mod hostile;
mod hostile_files;
mod interface;
mod jobs;
mod lists;
mod overview;
mod papers;
mod permissions;
mod queues;
mod requests;
mod review_page;
mod reviews;
mod stage;
mod system;
mod templates;
mod wrong_person;
