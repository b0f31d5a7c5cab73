//! The PDF reader under any bytes: an error or a document, never a panic, always within bounds.
//!
//! The reader runs third-party code on a thread of its own and catches its panics there, so what
//! counts here is our own geometry, memory and time.

#![no_main]

use libfuzzer_sys::fuzz_target;
use office::{Limits, read};

fuzz_target!(|data: &[u8]| {
    let limits = Limits { bytes: 16 << 20, cells: 50_000, ..Limits::default() };
    // As a file, and as the drawing operators of the one page of a sound file.
    let _ = read("a.pdf", data, limits);
    let _ = read("a.pdf", &page(data), limits);
});

/// A file whose page is drawn by these operators.
fn page(operators: &[u8]) -> Vec<u8> {
    let mut file = b"%PDF-1.7\n\
        1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n\
        2 0 obj << /Type /Pages /Count 1 /Kids [3 0 R] >> endobj\n\
        3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R\n\
        /Resources << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>\n\
        endobj\n"
        .to_vec();
    file.extend_from_slice(
        format!("4 0 obj << /Length {} >> stream\n", operators.len()).as_bytes(),
    );
    file.extend_from_slice(operators);
    file.extend_from_slice(b"\nendstream endobj\ntrailer << /Size 5 /Root 1 0 R >>\n%%EOF\n");
    file
}
