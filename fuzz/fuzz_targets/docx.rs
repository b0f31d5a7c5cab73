//! The Word reader under any `document.xml`: no panic, and grids that hold together.

#![no_main]

#[path = "../laws.rs"]
mod laws;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    laws::read("甲.docx", &laws::zipped(&[("word/document.xml", data)]));
});
