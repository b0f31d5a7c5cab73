//! Small readings of raw text that every reader and check shares.

/// Whether a text shows nothing: white space of any width, no-break and zero-width included.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(is_space)
}

/// White space, counting what Word and the web add to Unicode's list.
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{7}')
}

/// Trims white space of any width from both ends.
pub fn trim(text: &str) -> &str {
    text.trim_matches(is_space)
}

/// Half-width form of a full-width character; every other character unchanged.
///
/// For reading only, never for display.
pub fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' | '\u{a0}' => ' ',
        _ => c,
    }
}

/// The one stated normalisation under which two sources are "equal": extractor residue
/// `[bookmark: …]` dropped, white space and line breaks folded to one blank, ends trimmed, and
/// the blank removed where it does not stand between two Latin letters or digits.
pub fn fold(text: &str) -> String {
    let text = drop_residue(text);
    let mut folded = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars() {
        if is_space(c) {
            gap = true;
            continue;
        }
        if gap && c.is_ascii_alphanumeric() && folded.ends_with(|p: char| p.is_ascii_alphanumeric())
        {
            folded.push(' ');
        }
        gap = false;
        folded.push(c);
    }
    folded
}

/// A label as it is compared: [`fold`]ed, half-width, without blanks, closing colon or stars.
pub fn label_key(text: &str) -> String {
    let text = drop_residue(text);
    // Every cell is looked up as a label, so this is one pass and one allocation.
    let mut key = String::with_capacity(text.len());
    key.extend(text.chars().filter(|c| !is_space(*c)).map(narrow));
    key.truncate(key.trim_end_matches([':', '*']).len());
    let stars = key.len() - key.trim_start_matches('*').len();
    key.drain(..stars);
    key
}

fn drop_residue(text: &str) -> std::borrow::Cow<'_, str> {
    const OPEN: &str = "[bookmark:";
    let Some(start) = text.find(OPEN) else { return text.into() };
    let mut out = text[..start].to_owned();
    let mut rest = &text[start..];
    while let Some(inside) = rest.strip_prefix(OPEN) {
        let end = inside.find(']').map_or(inside.len(), |at| at + 1);
        let after = &inside[end..];
        let next = after.find(OPEN).unwrap_or(after.len());
        out.push_str(&after[..next]);
        rest = &after[next..];
    }
    out.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_keeps_latin_gaps_only() {
        assert_eq!(fold(" 做好 2024 年\n高校 "), "做好2024年高校");
        assert_eq!(fold("Apache  POI 5"), "Apache POI 5");
        assert_eq!(fold("[bookmark: _GoBack]一级\n指标"), "一级指标");
        assert_eq!(fold("甲[bookmark: a]乙[bookmark: b]丙"), "甲乙丙");
    }

    #[test]
    fn labels_lose_colons_and_width() {
        assert_eq!(label_key("　年度资金总额： "), "年度资金总额");
        assert_eq!(label_key("项目资金\n（万元）"), "项目资金(万元)");
    }

    #[test]
    fn no_break_space_is_blank() {
        assert!(is_blank("\u{a0}\u{3000} \t"));
        assert!(!is_blank("0"));
    }
}
