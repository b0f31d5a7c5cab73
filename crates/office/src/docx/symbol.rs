//! Characters of symbol fonts (`w:sym`) as Unicode, as far as forms use them.

/// The text of a symbol: the font's name and the code in hexadecimal, as `w:sym` gives them.
///
/// A code nobody knows keeps its private character, so that nothing is lost.
pub(super) fn symbol(font: &str, code: &str) -> String {
    let Ok(code) = u32::from_str_radix(code, 16) else { return String::new() };
    let low = match code {
        0xf000..=0xf0ff => code - 0xf000,
        _ => code,
    };
    let known = match font.to_ascii_lowercase().as_str() {
        "symbol" => from_symbol(low),
        "wingdings" => from_wingdings(low),
        "wingdings 2" => from_wingdings_2(low),
        _ => None,
    };
    known.or(char::from_u32(code)).map(String::from).unwrap_or_default()
}

/// Adobe Symbol encoding: the relations and signs targets are written with.
fn from_symbol(code: u32) -> Option<char> {
    Some(match code {
        0xa3 => '≤',
        0xb3 => '≥',
        0xb1 => '±',
        0xb4 => '×',
        0xb8 => '÷',
        0xb0 => '°',
        0xb7 => '•',
        0xb9 => '≠',
        0xba => '≡',
        0xbb => '≈',
        0xa5 => '∞',
        0x2d => '−',
        0x20..=0x3f | 0x5b | 0x5d | 0x5f | 0x7b..=0x7d => return char::from_u32(code),
        _ => return None,
    })
}

/// Wingdings: boxes and ticks.
fn from_wingdings(code: u32) -> Option<char> {
    Some(match code {
        0xfc => '✓',
        0xfe => '☑',
        0xfd => '☒',
        0xfb => '✗',
        0xa8 | 0x6f => '☐',
        0x6e => '■',
        0x6c => '●',
        0x75 => '◆',
        0x81..=0x8a => return char::from_u32('①' as u32 + code - 0x81),
        _ => return None,
    })
}

/// Wingdings 2: boxes and ticks.
fn from_wingdings_2(code: u32) -> Option<char> {
    Some(match code {
        0x50 => '✓',
        0x52 => '☑',
        0x53 | 0x54 => '☒',
        0x4f => '✗',
        0xa3 => '☐',
        0x6a..=0x73 => return char::from_u32('①' as u32 + code - 0x6a),
        _ => return None,
    })
}
