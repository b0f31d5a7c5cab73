//! Word documents: the real file, and each feature on a small hand-written document.

mod real;
