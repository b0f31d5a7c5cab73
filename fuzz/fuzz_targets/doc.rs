//! The reader of Word 97–2003 files under any bytes: an error or a document, never a panic.
//!
//! Run it on a machine without LibreOffice, or with an empty `PATH`: the fallback starts it for
//! every file that cannot be read directly, which says nothing about our reader and is slow.

#![no_main]

use libfuzzer_sys::fuzz_target;
use office::{Limits, read};

fuzz_target!(|data: &[u8]| {
    let limits = Limits { bytes: 16 << 20, cells: 50_000, ..Limits::default() };
    let _ = read("a.doc", data, limits);
});
