//! The same form in every encoding gives the same cells, through the door every file takes.

use encoding_rs::GB18030;
use office::Limits;

use super::{picture, real};

fn pictures(bytes: &[u8]) -> Vec<Vec<String>> {
    let document = office::read("表.txt", bytes, Limits::default()).unwrap();
    document.grids().map(picture).collect()
}

#[test]
fn encodings_are_told_by_content() {
    for name in ["renhe-2026.txt", "variants/005.txt", "variants/putuo-2026.page-text.txt"] {
        let text = String::from_utf8(real(name)).unwrap();
        let expected = pictures(text.as_bytes());
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let marked = |mark: &[u8], bytes: &[u8]| [mark, bytes].concat();
        assert_eq!(
            pictures(&marked(b"\xef\xbb\xbf", text.as_bytes())),
            expected,
            "{name} utf-8 mark"
        );
        assert_eq!(pictures(&marked(b"\xff\xfe", &little)), expected, "{name} utf-16le mark");
        assert_eq!(pictures(&marked(b"\xfe\xff", &big)), expected, "{name} utf-16be mark");
        assert_eq!(pictures(&little), expected, "{name} utf-16le");
        assert_eq!(pictures(&big), expected, "{name} utf-16be");
        assert_eq!(pictures(&GB18030.encode(&text).0), expected, "{name} gb18030");
        assert_eq!(pictures(text.replace('\n', "\r\n").as_bytes()), expected, "{name} crlf");
    }
}
