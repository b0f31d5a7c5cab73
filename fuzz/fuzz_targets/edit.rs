//! Comments and repairs written into any `document.xml`: no panic, and the file still reads as it
//! did, or as it was repaired.

#![no_main]

#[path = "../laws.rs"]
mod laws;

use libfuzzer_sys::fuzz_target;
use model::{Document, Place};
use office::docx::{Author, Comment, Repair, annotate, revise};

/// Cells looked at in one case.
const CELLS: usize = 24;

const TYPES: &[u8] =
    b"<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>";

fuzz_target!(|data: &[u8]| {
    let file = laws::zipped(&[("[Content_Types].xml", TYPES), ("word/document.xml", data)]);
    let Ok(document) = office::read("甲.docx", &file, laws::LIMITS) else { return };
    let author = Author { name: "衡".into(), initials: "衡".into(), date: None };
    let cells: Vec<(Place, String)> = cells(&document).into_iter().take(CELLS).collect();
    let comments: Vec<Comment> = cells
        .iter()
        .map(|(place, text)| Comment {
            place: Some(place.clone()),
            quote: text.chars().skip(1).take(3).collect(),
            paragraphs: vec![text.clone()],
        })
        .collect();
    if let Ok(annotated) = annotate(&file, &comments, &author, laws::LIMITS)
        && let Ok(again) = office::read("甲.docx", &annotated, laws::LIMITS)
    {
        assert_eq!(self::cells(&again), self::cells(&document), "a comment changes no text");
    }
    let repairs: Vec<Repair> = cells
        .iter()
        .map(|(place, text)| Repair {
            place: place.clone(),
            quote: text.clone(),
            replacement: text.chars().skip(1).chain(['〇']).collect(),
        })
        .collect();
    let Ok(revised) = revise(&file, &repairs, &author, laws::LIMITS) else { return };
    let Ok(again) = office::read("甲.docx", &revised.bytes, laws::LIMITS) else { return };
    let made = |index: usize| revised.left.iter().all(|(left, _)| *left != index);
    for (index, (place, text)) in self::cells(&again).iter().take(CELLS).enumerate() {
        assert_eq!(place, &cells[index].0);
        let expected = if made(index) { &repairs[index].replacement } else { &cells[index].1 };
        assert_eq!(text, expected, "a repair is made whole or not at all");
    }
});

fn cells(document: &Document) -> Vec<(Place, String)> {
    let cells = document.grids().flat_map(|grid| &grid.cells);
    cells.filter_map(|cell| Some((cell.place.clone()?, cell.text()))).collect()
}
