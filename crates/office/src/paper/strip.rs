//! The foot of a paper: each step, who took it and when; blanks for those still to come.

use model::{Cell, Drawing, Ink, Role};

use crate::measure::char_width;

/// What the strip begins with; the recogniser knows by it where a form ends.
const LABEL: &str = "签字";
/// What is signed by hand.
const BLANK: &str = "　　　　年　月　日";
/// A Chinese character, and half a line of the narrowest paper, in twentieths of an em.
const EM: u32 = 20;
const HALF: u32 = 19 * EM;

/// A step of a paper's way.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Signature {
    /// What the step is called.
    pub step: String,
    /// Who took it; "" for what is still to come.
    pub name: String,
    /// When, in words.
    pub on: String,
}

impl Signature {
    fn told(&self) -> String {
        match self.name.is_empty() {
            true => format!("{}：{BLANK}", self.step),
            false => format!("{}：{}　{}", self.step, self.name, self.on),
        }
    }
}

/// The drawing with the signatures below its frame, two on a line where they fit; `note` stands
/// above them.
pub fn signed(mut drawing: Drawing, signatures: &[Signature], note: &str) -> Drawing {
    let (first, columns) = (drawing.grid.rows, drawing.grid.columns);
    if columns < 2 {
        return drawing;
    }
    let mut put = |row: usize, column: usize, span: usize, text: &str| {
        let cell = Cell { column_span: span, ..Cell::new(row, column, text) };
        drawing.grid.push(Cell { ink: Ink::Printed(Role::Plain), ..cell });
    };
    let mut row = first;
    if !note.is_empty() {
        put(row, 0, columns, note);
        row += 1;
    }
    if !signatures.is_empty() {
        put(row, 0, 1, LABEL);
        put(row, 1, columns - 1, &lines(signatures).join("\n"));
    }
    drawing
}

/// The signatures, the second one of a line beginning below the second one above.
fn lines(signatures: &[Signature]) -> Vec<String> {
    let width = |text: &str| text.chars().map(char_width).sum::<u32>();
    let mut lines: Vec<String> = Vec::new();
    let mut open = false;
    for told in signatures.iter().map(Signature::told) {
        let last = lines
            .last_mut()
            .filter(|last| open && width(last) <= HALF - EM && width(&told) <= HALF);
        match last {
            Some(last) => {
                let blanks = (HALF - width(last)).div_ceil(EM);
                (0..blanks).for_each(|_| last.push('　'));
                last.push_str(&told);
                open = false;
            }
            None => {
                lines.push(told);
                open = true;
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_stand_on_a_line_where_they_fit() {
        let by = |step: &str, name: &str| Signature {
            step: step.to_owned(),
            name: name.to_owned(),
            on: "2026年3月2日".to_owned(),
        };
        let long = "很长很长的一个姓名又一个姓名";
        let all = [by("填报提交", "陈某"), by("签字", "周某"), by("审核", long), by("批复", "")];
        let lines = lines(&all);
        assert_eq!(lines.len(), 3);
        assert!(
            lines[0].starts_with("填报提交：陈某　2026年3月2日　")
                && lines[0].contains("签字：周某")
        );
        assert!(lines[1].starts_with("审核：很长") && lines[2] == format!("批复：{BLANK}"));
    }
}
