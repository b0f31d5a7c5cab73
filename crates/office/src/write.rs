//! What the writers share: their error, cleaning of text, and questions about a drawing's rows.

use std::borrow::Cow;

use model::{Cell, Drawing, Ink, Role};

/// Why a file could not be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WriteError {
    /// No drawing was given.
    #[error("没有可以写出的表")]
    NoForms,
    /// More columns than the format has.
    #[error("第{form}张表有{columns}列，超出文件格式的上限（{limit}列）。请改存 Excel 或网页")]
    TooManyColumns {
        /// Which form, counted from 1.
        form: usize,
        /// Its columns.
        columns: usize,
        /// What the format allows.
        limit: usize,
    },
    /// A cell longer than the format allows; it is not cut, for nothing may be lost.
    #[error(
        "第{form}张表第{row}行第{column}列有{length}个字，超出 Excel 单元格的上限（32767）。请改存 Word"
    )]
    CellTooLong {
        /// Which form, counted from 1.
        form: usize,
        /// Row, counted from 1.
        row: usize,
        /// Column, counted from 1.
        column: usize,
        /// Length in UTF-16 units, as Excel counts.
        length: usize,
    },
    /// The package could not be put together.
    #[error("生成文件失败：{0}")]
    Package(String),
}

/// Creator named in the properties of every file.
pub(crate) const CREATOR: &str = "衡";

/// The text without characters that XML 1.0 and HTML forbid (controls, U+FFFE, U+FFFF).
///
/// Tabs and line feeds stay; a carriage return becomes a line feed, as every XML reader makes it.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    if !text.contains(is_forbidden) {
        return text.into();
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.replace(is_forbidden, "").into()
}

fn is_forbidden(c: char) -> bool {
    match c {
        '\t' | '\n' => false,
        '\u{fffe}' | '\u{ffff}' => true,
        c => c.is_control(),
    }
}

/// The path of a field within its form: `project` for `forms.3.project`, the name that laid out
/// drawings give it, and for plain `project`.
pub(crate) fn path_in_form(name: &str) -> &str {
    let inside = name.strip_prefix("forms.").and_then(|rest| rest.split_once('.'));
    inside.map_or(name, |(_, path)| path)
}

/// What to call a drawing in a list: its project when it has just one, else its title.
pub(crate) fn name_of(drawing: &Drawing) -> String {
    let is_project =
        |cell: &&Cell| matches!(&cell.ink, Ink::Field(name) if path_in_form(name) == "project");
    let mut projects = drawing.grid.cells.iter().filter(is_project);
    match (projects.next(), projects.next()) {
        (Some(project), None) if !project.is_blank() => project.text(),
        _ => drawing.title.clone(),
    }
}

/// For every row whether it stands outside the frame: it holds the title, the line below it, or
/// what is said under the table.
pub(crate) fn open_rows(drawing: &Drawing) -> Vec<bool> {
    let mut rows = vec![false; drawing.grid.rows];
    for cell in &drawing.grid.cells {
        if matches!(cell.ink, Ink::Printed(Role::Title | Role::Subtitle | Role::Plain)) {
            rows[cell.row] = true;
        }
    }
    rows
}

/// Whether a horizontal cut above `row` goes through no cell.
pub(crate) fn is_clean_cut(drawing: &Drawing, row: usize) -> bool {
    drawing.grid.cells.iter().all(|cell| row <= cell.row || cell.row + cell.row_span <= row)
}

/// How the text of a cell that fills `lines` lines lies across.
///
/// Author text of some length that wraps lies from the left, everything else in the middle; the first and the
/// last of several cells on a line above the frame keep to the edges (部门 left, 单位：万元 right).
pub(crate) fn side(drawing: &Drawing, cell: &Cell, lines: u32) -> Side {
    if cell.ink == Ink::Printed(Role::Plain) {
        return Side::Left;
    }
    let cells = &drawing.grid.cells;
    let subtitle = Ink::Printed(Role::Subtitle);
    let at_end = cell.column + cell.column_span == drawing.grid.columns;
    if cells.iter().any(|other| other.row == cell.row && other.ink == subtitle) {
        return match (cell.column == 0, at_end) {
            (true, false) => Side::Left,
            (false, true) => Side::Right,
            (false, false) if matches!(cell.ink, Ink::Field(_)) => Side::Left,
            _ => Side::Center,
        };
    }
    let length: usize = cell.paragraphs.iter().map(|p| p.chars().count()).sum();
    let long = length > 12 && lines > 1;
    if long && !matches!(cell.ink, Ink::Printed(_)) { Side::Left } else { Side::Center }
}

/// How text lies across its cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// From the left edge.
    Left,
    /// In the middle.
    Center,
    /// To the right edge.
    Right,
}

/// Decimals of a plain number (`646.00` → 2) that a spreadsheet shows again exactly as written;
/// none for everything else (`007`, `-0.0`, `1e5`, `36.80%`, more than 15 digits).
pub(crate) fn plain_decimals(text: &str) -> Option<usize> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let zero = digits.bytes().all(|b| matches!(b, b'0' | b'.'));
    if !is_digits(whole)
        || !is_digits(fraction)
        || (whole.len() > 1 && whole.starts_with('0'))
        || whole.len() + fraction.len() > 15
        || (zero && digits.len() < text.len())
    {
        return None;
    }
    Some(if digits.contains('.') { fraction.len() } else { 0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forbidden_characters_are_dropped_and_nothing_else() {
        assert_eq!(clean("甲\u{0}\u{b}乙\u{85}\t\r\n丙\u{ffff}🙂"), "甲乙\t\n丙🙂");
        assert!(matches!(clean("甲 <&>\n"), Cow::Borrowed(_)));
    }

    #[test]
    fn only_plain_numbers_are_numbers() {
        let yes = [("646.00", 2), ("0", 0), ("-10.5", 1), ("0.00", 2), ("2026", 0)];
        for (text, decimals) in yes {
            assert_eq!(plain_decimals(text), Some(decimals), "{text}");
        }
        let no = ["", "007", "1e5", "36.80%", "-0", "2026年", "1,000", "+1", ".5", "5.", "１２"];
        for text in no.into_iter().chain(["1234567890123456", "2026-01", "--1", "1.2.3"]) {
            assert_eq!(plain_decimals(text), None, "{text}");
        }
    }
}
