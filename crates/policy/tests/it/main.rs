//! Tests of the packs: that ours load, how layers lie over each other, and what every mistake in
//! a pack file is answered with.

mod choose;
