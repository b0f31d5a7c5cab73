//! The desk's tests, one binary.
