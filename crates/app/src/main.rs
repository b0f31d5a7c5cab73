//! The one binary `heng`.
fn main() {}
