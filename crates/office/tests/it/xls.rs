//! Binary workbooks: the real file beside the same forms in xlsx, and each feature on a small
//! stream of records written by hand.

mod features;
mod real;
mod records;
