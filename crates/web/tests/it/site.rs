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
mod hostile;
mod interface;
mod jobs;
mod lists;
mod overview;
mod papers;
mod permissions;
mod queues;
mod review_page;
mod reviews;
mod stage;
mod system;
mod templates;
