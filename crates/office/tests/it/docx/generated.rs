//! Comments and repairs on generated paragraphs: any split into runs, in any container.

use office::Limits;
use office::docx::{Comment, Left, Repair, annotate, revise};
use proptest::prelude::*;

use super::annotate::{author, cell, package};
use super::revise::{accepted, rejecting_gives};
use super::tree;

/// What may stand inside a run.
fn inside_run() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => "[甲乙丙()（） 1２%]{1,6}".prop_map(|text| format!("<w:t>{text}</w:t>")),
        2 => "[甲乙 ]{1,4}".prop_map(|text| format!("<w:t xml:space=\"preserve\">{text}</w:t>")),
        1 => Just("<w:t>甲&amp;乙&lt;&#x4E2D;</w:t>".to_owned()),
        1 => Just("<w:t>甲<![CDATA[乙<]]>丙</w:t>".to_owned()),
        1 => Just("<w:tab/>".to_owned()),
        1 => Just("<w:br></w:br>".to_owned()),
        1 => Just("<w:noBreakHyphen/>".to_owned()),
        1 => Just("<w:sym w:font=\"Symbol\" w:char=\"F0B3\"/>".to_owned()),
        1 => Just("<w:lastRenderedPageBreak/>".to_owned()),
        1 => Just("<w:t/>".to_owned()),
        1 => Just("\n  <w:t>甲</w:t>\n  ".to_owned()),
        1 => Just("<mc:AlternateContent><mc:Choice><w:t>选</w:t></mc:Choice></mc:AlternateContent>".to_owned()),
    ]
}

fn run() -> impl Strategy<Value = String> {
    let looks = prop_oneof![
        Just(""),
        Just("<w:rPr/>"),
        Just("<w:rPr><w:b/></w:rPr>"),
        Just("<w:rPr><w:sz w:val=\"20\"/></w:rPr>"),
        Just("<w:rPr><w:vanish/></w:rPr>")
    ];
    (looks, prop::collection::vec(inside_run(), 0..4), any::<bool>()).prop_map(
        |(looks, inside, saved)| {
            let saved = if saved { " w:rsidR=\"00A1\"" } else { "" };
            format!("<w:r{saved}>{looks}{}</w:r>", inside.concat())
        },
    )
}

/// A run or a container of runs, with whether repairs can reach into it.
fn item() -> impl Strategy<Value = (String, bool)> {
    let runs = || prop::collection::vec(run(), 1..3).prop_map(|runs| runs.concat());
    let around = |open: &'static str, close: &'static str, reach: bool| {
        runs().prop_map(move |runs| (format!("{open}{runs}{close}"), reach))
    };
    prop_oneof![
        6 => run().prop_map(|run| (run, true)),
        1 => around("<w:hyperlink>", "</w:hyperlink>", true),
        1 => around("<w:ins w:id=\"5\" w:author=\"李\">", "</w:ins>", true),
        1 => around("<w:sdt><w:sdtPr/><w:sdtContent>", "</w:sdtContent></w:sdt>", true),
        1 => around("<w:fldSimple w:instr=\"x\">", "</w:fldSimple>", false),
        1 => Just(("<w:bookmarkStart w:id=\"3\" w:name=\"b\"/>".to_owned(), true)),
        1 => Just(("<w:del w:id=\"4\" w:author=\"李\"><w:r><w:delText>旧</w:delText></w:r></w:del>".to_owned(), true)),
        1 => Just(("<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>".to_owned(), false)),
    ]
}

/// The paragraphs of a cell, and whether all of it can be reached.
fn paragraphs() -> impl Strategy<Value = (String, bool)> {
    let paragraph =
        (any::<bool>(), prop::collection::vec(item(), 0..5)).prop_map(|(marked, items)| {
            let properties = if marked { "<w:pPr><w:jc w:val=\"left\"/></w:pPr>" } else { "" };
            let reach = items.iter().all(|(_, reach)| *reach);
            let inside: String = items.into_iter().map(|(item, _)| item).collect();
            (format!("<w:p>{properties}{inside}</w:p>"), reach)
        });
    prop::collection::vec(paragraph, 1..3).prop_map(|all| {
        let reach = all.iter().all(|(_, reach)| *reach);
        (all.into_iter().map(|(paragraph, _)| paragraph).collect(), reach)
    })
}

fn text_of(bytes: &[u8]) -> String {
    let document = office::read("甲.docx", bytes, Limits::default()).unwrap();
    document.grids().next().unwrap().cells[0].text()
}

/// Some characters of a text, chosen by two numbers.
fn chosen(text: &str, from: usize, to: usize) -> (usize, usize, String) {
    let length = text.chars().count();
    let (from, to) = (from % (length + 1), to % (length + 1));
    let (from, to) = (from.min(to), from.max(to));
    (from, to, text.chars().skip(from).take(to - from).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_repair_is_made_whole_or_not_at_all(
        (paragraphs, reach) in paragraphs(),
        from in 0_usize..40,
        to in 0_usize..40,
        new in "[甲丁（）\t&<]{0,5}",
    ) {
        let old = package(&format!("<w:tbl><w:tr><w:tc>{paragraphs}</w:tc></w:tr></w:tbl>"));
        let text = text_of(&old);
        let (from, to, quote) = chosen(&text, from, to);
        let repairs =
            [Repair { place: cell(1, 1).with_span(from, to), quote: quote.clone(), replacement: new.clone() }];
        let revised = revise(&old, &repairs, &author(), Limits::default()).unwrap();
        if let Some((_, left)) = revised.left.first() {
            prop_assert_eq!(&revised.bytes, &old);
            let across = quote.contains('\n') || quote.is_empty();
            let whole = paragraphs.contains("CDATA") || paragraphs.contains("mc:Choice");
            prop_assert!(!reach || across || whole || text.is_empty(), "{} left: {}", quote, left);
            prop_assert!(*left != Left::NotThere);
            return Ok(());
        }
        rejecting_gives(&old, &revised.bytes);
        let expected: String = text.chars().take(from).chain(new.chars()).chain(text.chars().skip(to)).collect();
        prop_assert_eq!(text_of(&revised.bytes), expected);
        // A reader of its own sees the same where nothing is hidden or drawn as a sign.
        let plain = ["vanish", "oMath", "w:sym", "noBreakHyphen"].iter().all(|odd| !paragraphs.contains(odd));
        if plain {
            let shown = accepted(&revised.bytes).shown();
            let text = text_of(&revised.bytes);
            prop_assert_eq!(shown.trim_end_matches('\n'), text.trim_end_matches('\n'));
        }
    }

    #[test]
    fn a_comment_changes_nothing_and_stands_at_its_words(
        (paragraphs, reach) in paragraphs(),
        from in 0_usize..40,
        to in 0_usize..40,
    ) {
        let old = package(&format!("<w:tbl><w:tr><w:tc>{paragraphs}</w:tc></w:tr></w:tbl>"));
        let (from, to, quote) = chosen(&text_of(&old), from, to);
        let place = Some(cell(1, 1).with_span(from, to));
        let comment = Comment { place, quote: quote.clone(), paragraphs: vec!["看".into()] };
        let new = annotate(&old, &[comment], &author(), Limits::default()).unwrap();
        let read = tree::comments(&new);
        prop_assert_eq!(read.len(), 1);
        let ids = [read[0].id.clone()];
        let without = tree::without_comments(&tree::document(&new), &ids);
        prop_assert_eq!(tree::joined(&without), tree::joined(&tree::document(&old)));
        prop_assert_eq!(text_of(&new), text_of(&old));
        let plain = reach && !paragraphs.contains("vanish") && !paragraphs.contains("w:sym")
            && !paragraphs.contains("CDATA") && !paragraphs.contains("mc:Choice") && !quote.is_empty();
        if plain {
            let anchored = read[0].anchored.trim_matches('\n');
            prop_assert_eq!(anchored, quote.trim_matches('\n'));
        }
    }
}
