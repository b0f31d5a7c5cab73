//! The checks: one file each, and the engine that runs them.
