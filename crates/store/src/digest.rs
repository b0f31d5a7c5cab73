//! SM3 digests (GB/T 32905) of what is kept. Says nothing about what is worth digesting.

use std::fmt::Write;

use sm3::{Digest, Sm3};

/// Characters of a digest.
pub(crate) const LENGTH: usize = 64;

/// The digest of bytes, as 64 hexadecimal digits.
pub fn of_bytes(bytes: &[u8]) -> String {
    written(Sm3::new_with_prefix(bytes))
}

/// A digest that is complete, as 64 hexadecimal digits.
pub(crate) fn written(sm3: Sm3) -> String {
    let digest = sm3.finalize();
    digest.iter().fold(String::with_capacity(LENGTH), |mut text, byte| {
        write!(text, "{byte:02x}").expect("writing to a string cannot fail");
        text
    })
}

/// The link of a chain after `previous`: the digest of what it links, taken together with the link
/// before. Whoever has the digests alone can follow the chain.
pub(crate) fn link(previous: &str, digest: &str) -> String {
    of_bytes(format!("{previous}{digest}").as_bytes())
}

/// Whether a text is a digest.
pub(crate) fn is_one(text: &str) -> bool {
    let digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    text.len() == LENGTH && text.bytes().all(digit)
}

/// The digest of texts of which none can run into the next.
pub(crate) fn of_texts(texts: &[&str]) -> String {
    let mut whole = String::new();
    for text in texts {
        writeln!(whole, "{}:{text}", text.len()).expect("writing to a string cannot fail");
    }
    of_bytes(whole.as_bytes())
}
