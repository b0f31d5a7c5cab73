//! Names of the sheets a workbook is written with.

use std::collections::HashSet;

use model::Drawing;

use crate::write::{self, clean};

/// Excel's longest name, in UTF-16 units.
const LONGEST: usize = 31;

/// A name no other sheet has: the project, else the title; `taken` remembers it.
pub(super) fn unused(drawing: &Drawing, taken: &mut HashSet<String>) -> String {
    let wanted = legal(&write::name_of(drawing));
    let wanted = if wanted.is_empty() { "绩效表".to_owned() } else { wanted };
    let mut name = shorten(&wanted, LONGEST);
    let mut number = 2;
    // Excel compares names without regard to case.
    while !taken.insert(name.to_lowercase()) {
        let ending = format!("({number})");
        name = shorten(&wanted, LONGEST - ending.len()) + &ending;
        number += 1;
    }
    name
}

/// Without characters Excel forbids in a name, and without spaces or apostrophes at its ends.
fn legal(text: &str) -> String {
    let text = clean(text);
    let replaced: String = text
        .chars()
        .map(|c| match c {
            '[' => '［',
            ']' => '］',
            ':' => '：',
            '*' => '＊',
            '?' => '？',
            '/' => '／',
            '\\' => '＼',
            '\n' | '\t' => ' ',
            c => c,
        })
        .collect();
    let name = replaced.trim_matches(|c| model::text::is_space(c) || c == '\'');
    // Excel keeps this one name for itself.
    if name.eq_ignore_ascii_case("history") { format!("{name}表") } else { name.to_owned() }
}

/// The longest beginning of at most `most` UTF-16 units.
fn shorten(text: &str, most: usize) -> String {
    let mut length = 0;
    let fits = text.chars().take_while(|c| {
        length += c.len_utf16();
        length <= most
    });
    let short: String = fits.collect();
    short.trim_end_matches(|c| model::text::is_space(c) || c == '\'').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{Cell, Grid, Ink, Merges, Part};

    fn names(projects: &[&str]) -> Vec<String> {
        let mut taken = HashSet::new();
        projects
            .iter()
            .map(|project| {
                let mut grid = Grid::new(Part::Table(1), Merges::Known);
                let ink = Ink::Field("project".to_owned());
                grid.push(Cell { ink, ..Cell::new(0, 0, project) });
                let title = "申报表".to_owned();
                let drawing =
                    Drawing { grid, widths: vec![1], headers: vec![], landscape: false, title };
                unused(&drawing, &mut taken)
            })
            .collect()
    }

    #[test]
    fn names_are_legal_short_and_unique() {
        assert_eq!(
            names(&["a/b[1]:*?", "'引号'", "", "History"]),
            ["a／b［1］：＊？", "引号", "申报表", "History表"]
        );
        assert_eq!(names(&["Abc", "aBC", "abc"]), ["Abc", "aBC(2)", "abc(3)"]);
        let long = "长".repeat(40);
        let twice = names(&[&long, &long]);
        assert_eq!(twice, ["长".repeat(31), "长".repeat(28) + "(2)"]);
    }
}
