//! The platform's pages over an empty store, without a socket.

mod assets;
mod stage;
mod templates;
