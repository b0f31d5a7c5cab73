//! What `print` promises, checked with a program other than ours: poppler reads every PDF back.

mod any;
mod draw;
mod fonts;
mod layout;
mod missing;
mod poppler;
mod repeat;

mod text;
