//! Bytes of a plain text file to characters, the encoding told by content.
//!
//! Knows UTF-8, UTF-16 (both orders) and GB18030, each with or without a byte order mark.
//! Does not look at file names and does not repair mojibake made by an earlier program.

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use crate::ReadError;

/// Characters of a text file.
///
/// # Errors
/// [`ReadError::Empty`] without bytes, [`ReadError::UnknownKind`] when no encoding gives text.
pub fn decode(bytes: &[u8]) -> Result<String, ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, _) = encoding.decode_without_bom_handling(&bytes[mark..]);
        return accept(text.into_owned()).ok_or_else(unknown);
    }
    if let Ok(text) = std::str::from_utf8(bytes)
        && let Some(text) = accept(text.to_owned())
    {
        return Ok(text);
    }
    // Zero bytes are what UTF-16 has and the others never have; Chinese text without any digit,
    // blank or line break is the one case that shows none, and is tried last.
    let zeros = bytes.contains(&0);
    let order: [&'static Encoding; 4] = if zeros {
        [UTF_16LE, UTF_16BE, GB18030, UTF_8]
    } else {
        [GB18030, UTF_8, UTF_16LE, UTF_16BE]
    };
    let mut best: Option<(usize, String)> = None;
    for encoding in order {
        let (text, _) = encoding.decode_without_bom_handling(bytes);
        let strange = strangeness(&text);
        if best.as_ref().is_none_or(|(least, _)| strange < *least) {
            best = Some((strange, text.into_owned()));
        }
    }
    best.and_then(|(_, text)| accept(text)).ok_or_else(unknown)
}

fn unknown() -> ReadError {
    ReadError::UnknownKind("内容既不是已知的文件格式，也不是文字".to_owned())
}

/// The text, if at most two in a hundred of its characters do not belong in Chinese office text.
fn accept(text: String) -> Option<String> {
    let share = strangeness(&text);
    (share <= 20).then_some(text)
}

/// How many in a thousand characters do not belong in Chinese office text.
fn strangeness(text: &str) -> usize {
    let (mut all, mut strange) = (0usize, 0usize);
    for c in text.chars() {
        all += 1;
        strange += usize::from(!belongs(c));
    }
    (strange * 1000).div_ceil(all.max(1))
}

fn belongs(c: char) -> bool {
    matches!(c,
        '\t' | '\n' | '\r' | '\u{7}' | '\u{b}' | '\u{c}' | ' '..='~'
        | '\u{a0}'..='\u{24f}' | '\u{370}'..='\u{3ff}' | '\u{2000}'..='\u{2bff}'
        | '\u{2e80}'..='\u{312f}' | '\u{3200}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe4f}' | '\u{feff}' | '\u{ff01}'..='\u{ffee}' | '\u{20000}'..='\u{3134f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = "项目支出绩效目标表\r\n预算单位\t≥95%\n";

    #[test]
    fn every_encoding_gives_the_same_characters() {
        let utf16 = |swap: bool| -> Vec<u8> {
            SAMPLE
                .encode_utf16()
                .flat_map(|unit| if swap { unit.to_be_bytes() } else { unit.to_le_bytes() })
                .collect()
        };
        let marked = |mark: &[u8], rest: Vec<u8>| [mark, &rest].concat();
        let gb = GB18030.encode(SAMPLE).0.into_owned();
        let all = [
            SAMPLE.as_bytes().to_vec(),
            marked(b"\xef\xbb\xbf", SAMPLE.as_bytes().to_vec()),
            utf16(false),
            utf16(true),
            marked(b"\xff\xfe", utf16(false)),
            marked(b"\xfe\xff", utf16(true)),
            marked(b"\x84\x31\x95\x33", gb.clone()),
            gb,
        ];
        for bytes in all {
            assert_eq!(decode(&bytes).unwrap().trim_start_matches('\u{feff}'), SAMPLE);
        }
    }

    #[test]
    fn rubbish_is_refused() {
        assert_eq!(decode(b""), Err(ReadError::Empty));
        let noise: Vec<u8> =
            (0..4000u32).map(|n| (n.wrapping_mul(2654435761) >> 13) as u8).collect();
        assert!(matches!(decode(&noise), Err(ReadError::UnknownKind(_))));
    }

    #[test]
    fn one_broken_byte_does_not_refuse_a_file() {
        let mut bytes = SAMPLE.repeat(20).into_bytes();
        bytes.truncate(bytes.len() - 200);
        bytes.push(0xe7);
        assert!(decode(&bytes).unwrap().starts_with("项目支出"));
    }
}
