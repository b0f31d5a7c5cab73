//! The platform's pages over an empty store, without a socket.

mod account;
mod adjustments;
mod approvals;
mod assets;
mod bureau;
mod county;
mod declarations;
mod interface;
mod overview;
mod review_page;
mod reviews;
mod stage;
mod system;
mod templates;
