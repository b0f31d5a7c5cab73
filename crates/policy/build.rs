//! Rebuilds the crate when a pack file appears or vanishes: embedding alone notices only changes
//! of files it already knows.

fn main() {
    println!("cargo:rerun-if-changed=../../packs");
}
