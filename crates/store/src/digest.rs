//! SM3 digests (GB/T 32905) of what is kept. Says nothing about what is worth digesting.

use std::fmt::Write;

use serde::Serialize;
use sm3::{Digest, Sm3};

/// The digest of bytes, as 64 hexadecimal digits.
pub(crate) fn of_bytes(bytes: &[u8]) -> String {
    written(Sm3::new_with_prefix(bytes))
}

/// A digest that is complete, as 64 hexadecimal digits.
pub(crate) fn written(sm3: Sm3) -> String {
    let digest = sm3.finalize();
    digest.iter().fold(String::with_capacity(64), |mut text, byte| {
        write!(text, "{byte:02x}").expect("writing to a string cannot fail");
        text
    })
}

/// The digest of a record as it would be sent to a reader.
pub(crate) fn of_record(record: &impl Serialize) -> String {
    let bytes = serde_json::to_vec(record).expect("invariant: records are plain JSON");
    of_bytes(&bytes)
}

/// The digest of texts of which none can run into the next.
pub(crate) fn of_texts(texts: &[&str]) -> String {
    let mut whole = String::new();
    for text in texts {
        writeln!(whole, "{}:{text}", text.len()).expect("writing to a string cannot fail");
    }
    of_bytes(whole.as_bytes())
}
