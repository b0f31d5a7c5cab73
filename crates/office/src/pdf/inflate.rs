//! How much a PDF's streams hold, counted before the interpreter inflates them.
//!
//! The interpreter inflates a stream whole, and a kilobyte can hold a megabyte. Every stream
//! that looks deflated is inflated here once, piece by piece and thrown away; pictures are left
//! out, for nothing reads them.

use std::io::Read;

use flate2::read::ZlibDecoder;

use crate::{Budget, ReadError};

/// A stream deflated more often than this is no honest file's.
const LAYERS: usize = 4;

/// Counts what all deflated streams hold.
///
/// # Errors
/// [`ReadError::TooLarge`] when that passes the budget.
pub(super) fn check(bytes: &[u8], budget: &mut Budget) -> Result<(), ReadError> {
    const WORD: &[u8] = b"stream";
    let mut from = 0;
    while let Some(at) = find(&bytes[from..], WORD) {
        let start = from + at + WORD.len();
        from = start;
        let before = &bytes[start.saturating_sub(600)..start - WORD.len()];
        let header = find_last(before, b" obj").map_or(before, |at| &before[at..]);
        let is_end = before.ends_with(b"end");
        let body = &bytes[start..];
        let body = body.strip_prefix(b"\r\n").or(body.strip_prefix(b"\n")).unwrap_or(body);
        if !is_end && find(header, b"/Image").is_none() && body.starts_with(&[0x78]) {
            let layers = header.windows(6).filter(|word| word == b"/Flate").count();
            count(body, layers.clamp(1, LAYERS), budget)?;
        }
    }
    Ok(())
}

/// Inflates one stream, as often as its header says, without keeping what comes out.
fn count(body: &[u8], layers: usize, budget: &mut Budget) -> Result<(), ReadError> {
    let mut inflated: Box<dyn Read + '_> = Box::new(body);
    for _ in 0..layers {
        inflated = Box::new(ZlibDecoder::new(inflated));
    }
    let mut piece = vec![0; 64 * 1024];
    // Where it breaks off it is damaged, and the interpreter gets no further either.
    while let Ok(read @ 1..) = inflated.read(&mut piece) {
        budget.take_bytes(u64::try_from(read).unwrap_or(u64::MAX))?;
    }
    Ok(())
}

fn find(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).position(|window| window == word)
}

fn find_last(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).rposition(|window| window == word)
}
