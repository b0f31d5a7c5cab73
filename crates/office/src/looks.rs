//! Fonts and margins of papers, as a pack states them.
//!
//! Word and Excel name fonts and embed none, so whoever opens a file sees the official ones if
//! they are installed. PDF takes what this computer has (`print`).

use policy::Policy;

/// Fonts by name and margins in millimetres.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Looks {
    /// Titles.
    pub title: String,
    /// Heads of columns, headings of letters.
    pub head: String,
    /// Everything else.
    pub body: String,
    /// Points of letters.
    pub point: String,
    /// Page numbers.
    pub number: String,
    /// Digits and Latin letters.
    pub latin: String,
    /// Margins of a page that is not full: top, right, bottom, left.
    pub margins: [u32; 4],
    /// The margin all round of a page that would not hold its form otherwise.
    pub narrow: u32,
}

impl Default for Looks {
    fn default() -> Looks {
        Looks {
            title: "方正小标宋简体".to_owned(),
            head: "黑体".to_owned(),
            body: "仿宋_GB2312".to_owned(),
            point: "楷体_GB2312".to_owned(),
            number: "宋体".to_owned(),
            latin: "Times New Roman".to_owned(),
            margins: [37, 26, 35, 28],
            narrow: 20,
        }
    }
}

impl Looks {
    /// What the pack states; what it leaves open is as usual.
    pub fn of(policy: &Policy) -> Looks {
        let usual = Looks::default();
        let font = |key: &str, usual: String| {
            let stated = policy.text(&format!("papers.font.{key}"));
            stated.map_or(usual, str::to_owned)
        };
        let margin = |key: &str, usual: u32| {
            let stated = policy.integer(&format!("papers.margin.{key}"));
            stated.and_then(|stated| u32::try_from(stated).ok()).unwrap_or(usual)
        };
        let [top, right, bottom, left] = usual.margins;
        Looks {
            title: font("title", usual.title),
            head: font("head", usual.head),
            body: font("body", usual.body),
            point: font("point", usual.point),
            number: font("number", usual.number),
            latin: font("latin", usual.latin),
            margins: [
                margin("top", top),
                margin("right", right),
                margin("bottom", bottom),
                margin("left", left),
            ],
            narrow: margin("narrow", usual.narrow),
        }
    }

    /// A part of a Word file with the fonts put in.
    pub(crate) fn put_into(&self, part: &str) -> String {
        let fonts = [
            ("{title}", &self.title),
            ("{head}", &self.head),
            ("{body}", &self.body),
            ("{point}", &self.point),
            ("{number}", &self.number),
            ("{latin}", &self.latin),
        ];
        fonts.iter().fold(part.to_owned(), |part, (place, font)| {
            let font = quick_xml::escape::escape(font.as_str());
            part.replace(place, &font)
        })
    }
}

/// Millimetres in twips.
pub(crate) fn twips(millimetres: u32) -> u32 {
    (millimetres * 56_693 + 500) / 1000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn millimetres_are_twips_to_the_nearest() {
        assert_eq!([37, 35, 28, 26, 20].map(twips), [2098, 1984, 1587, 1474, 1134]);
    }

    #[test]
    fn a_font_name_cannot_break_the_part() {
        let looks = Looks { title: "a\"<b".to_owned(), ..Looks::default() };
        assert_eq!(looks.put_into("x=\"{title}\""), "x=\"a&quot;&lt;b\"");
    }
}
