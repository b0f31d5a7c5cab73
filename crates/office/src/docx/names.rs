//! Which element of `document.xml` is which: namespaces, prefixes and local names.
//!
//! Elements the reader does not care about are [`Tag::Other`] (their children still count) or
//! [`Tag::Skipped`] (nothing inside is shown on the page).

use quick_xml::events::BytesStart;

/// An element the reader knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tag {
    /// `w:document`
    Document,
    /// `w:p`
    Paragraph,
    /// `w:pPr`
    ParagraphProperties,
    /// `w:r`
    Run,
    /// `w:rPr`
    RunProperties,
    /// `w:t` and `m:t`
    Text,
    /// `w:tab` and `w:ptab`
    Tab,
    /// `w:br` and `w:cr`
    Break,
    /// `w:noBreakHyphen`
    Hyphen,
    /// `w:sym`
    Symbol,
    /// `w:fldChar`
    FieldCharacter,
    /// `w:tbl`
    Table,
    /// `w:tr`
    Row,
    /// `w:trPr`
    RowProperties,
    /// `w:tc`
    Cell,
    /// `w:tcPr`
    CellProperties,
    /// `w:sdt`
    Control,
    /// `w:sdtPr`
    ControlProperties,
    /// `w:ins` and `w:moveTo`
    Inserted,
    /// `w:del` and `w:moveFrom`
    Deleted,
    /// `mc:AlternateContent`
    Alternatives,
    /// `mc:Choice`
    Choice,
    /// `mc:Fallback`
    Fallback,
    /// Never shown, with all inside.
    Skipped,
    /// Of no interest itself.
    Other,
}

/// The prefixes in use for the namespaces the reader knows.
#[derive(Debug, Default)]
pub(super) struct Names {
    word: Vec<String>,
    math: Vec<String>,
    compatibility: Vec<String>,
}

const WORD: [&str; 2] = [
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
];
const MATH: [&str; 2] = [
    "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "http://purl.oclc.org/ooxml/officeDocument/math",
];
const COMPATIBILITY: &str = "http://schemas.openxmlformats.org/markup-compatibility/2006";

impl Names {
    /// The tag of an opening element. Prefixes are usually declared at the root, which costs
    /// nothing further down; a declaration on an element of an unknown prefix is heeded too.
    pub fn opening(&mut self, start: &BytesStart) -> Tag {
        let name = start.name().0;
        let (prefix, _) = split(name);
        if self.word.is_empty() || !self.knows(prefix) {
            self.learn(start);
        }
        self.tag(name)
    }

    /// The tag of a closing element.
    pub fn tag(&self, name: &str) -> Tag {
        let (prefix, local) = split(name);
        let is = |known: &[String]| known.iter().any(|known| known == prefix);
        if is(&self.word) {
            return word_tag(local);
        }
        if is(&self.compatibility) {
            return match local {
                "AlternateContent" => Tag::Alternatives,
                "Choice" => Tag::Choice,
                "Fallback" => Tag::Fallback,
                _ => Tag::Other,
            };
        }
        if local == "t" && is(&self.math) { Tag::Text } else { Tag::Other }
    }

    /// Whether the Word namespace has been declared at all.
    pub fn found_word(&self) -> bool {
        !self.word.is_empty()
    }

    fn knows(&self, prefix: &str) -> bool {
        [&self.word, &self.compatibility, &self.math]
            .iter()
            .any(|known| known.iter().any(|known| known == prefix))
    }

    fn learn(&mut self, start: &BytesStart) {
        for attribute in start.attributes().with_checks(false).flatten() {
            let key = attribute.key.0;
            let prefix = match key.strip_prefix("xmlns") {
                Some("") => "",
                Some(rest) if rest.starts_with(':') => &rest[1..],
                _ => continue,
            };
            let value: &str = &attribute.value;
            let known = match value {
                _ if WORD.contains(&value) => &mut self.word,
                _ if MATH.contains(&value) => &mut self.math,
                COMPATIBILITY => &mut self.compatibility,
                _ => continue,
            };
            if !known.iter().any(|known| known == prefix) {
                known.push(prefix.to_owned());
            }
        }
    }
}

fn split(name: &str) -> (&str, &str) {
    name.split_once(':').unwrap_or(("", name))
}

fn word_tag(local: &str) -> Tag {
    match local {
        "t" => Tag::Text,
        "r" => Tag::Run,
        "p" => Tag::Paragraph,
        "tc" => Tag::Cell,
        "tr" => Tag::Row,
        "tbl" => Tag::Table,
        "rPr" => Tag::RunProperties,
        "pPr" => Tag::ParagraphProperties,
        "tcPr" => Tag::CellProperties,
        "trPr" => Tag::RowProperties,
        "tab" | "ptab" => Tag::Tab,
        "br" | "cr" => Tag::Break,
        "noBreakHyphen" => Tag::Hyphen,
        "sym" => Tag::Symbol,
        "fldChar" => Tag::FieldCharacter,
        "sdt" => Tag::Control,
        "sdtPr" => Tag::ControlProperties,
        "ins" | "moveTo" => Tag::Inserted,
        "del" | "moveFrom" => Tag::Deleted,
        "document" => Tag::Document,
        "tblPr" | "tblGrid" | "tblPrEx" | "sectPr" | "sdtEndPr" | "instrText" | "delText"
        | "delInstrText" | "fldData" | "rubyPr" | "rt" | "background" => Tag::Skipped,
        _ => Tag::Other,
    }
}
