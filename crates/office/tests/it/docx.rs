//! Word documents: the real file, and each feature on a small hand-written document.

mod annotate;
mod containers;
mod files;
mod generated;
mod merges;
mod real;
mod revise;
mod text;
mod tree;
