//! The platform's pages over an empty store, without a socket.

mod account;
mod assets;
mod stage;
mod system;
mod templates;
