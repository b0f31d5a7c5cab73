//! The real files under `tests/real`, for every test that reads them.

use std::path::Path;

use model::Document;
use office::{Limits, read};

/// The bytes of a real file.
pub fn bytes(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/real").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A real file as read.
pub fn document(name: &str) -> Document {
    read(name, &bytes(name), Limits::default()).unwrap_or_else(|error| panic!("{name}: {error}"))
}
