//! A letter as a drawing without a frame, for what knows tables alone.

use model::{Drawing, Ink, Letter, Role};

use crate::paper::Rows;

/// What a paragraph of a letter begins with.
const INDENT: &str = "　　";

/// The letter, a row each paragraph. Who signs stands in the right half.
pub(crate) fn drawing(letter: &Letter) -> Drawing {
    let mut rows = Rows::new(2);
    rows.across(&letter.title, Ink::Printed(Role::Title));
    let mut line = |text: &str| rows.across(text, Ink::Printed(Role::Plain));
    line(&format!("{}：", letter.addressee));
    let indented = |text: &String| format!("{INDENT}{text}");
    letter.opening.iter().map(indented).for_each(|text| line(&text));
    for section in &letter.sections {
        line(&indented(&section.heading));
        for point in &section.points {
            line(&indented(&point.head));
            point.lines.iter().map(indented).for_each(|text| line(&text));
        }
    }
    letter.closing.iter().map(indented).for_each(|text| line(&text));
    line("");
    for text in &letter.signature {
        let row = rows.next();
        rows.put((row, 0), 1, "", Ink::Printed(Role::Subtitle));
        rows.put((row, 1), 1, text, Ink::Printed(Role::Subtitle));
    }
    if !letter.strip.is_empty() {
        rows.across("", Ink::Printed(Role::Plain));
        rows.across(&letter.strip, Ink::Printed(Role::Plain));
    }
    Drawing {
        grid: rows.grid(),
        widths: vec![1, 1],
        headers: Vec::new(),
        landscape: false,
        title: letter.title.clone(),
    }
}
