//! The platform's pages over an empty store, without a socket.

mod account;
mod assets;
mod bureau;
mod reviews;
mod stage;
mod system;
mod templates;
