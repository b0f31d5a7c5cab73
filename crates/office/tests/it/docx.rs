//! Word documents: the real file, and each feature on a small hand-written document.

mod containers;
mod files;
mod merges;
mod real;
mod text;
