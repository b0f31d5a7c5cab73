//! How much room a text takes, estimated in whole numbers.
//!
//! Writers use it to choose type sizes, row heights and page breaks before any program has laid
//! the page out. It leans to the generous side and knows no font file: a Han character is one em,
//! a Latin one about half. It does not draw.
//!
//! Lengths are twips (1/20 pt), type sizes are half-points as in Word, character widths are
//! twentieths of an em.

use model::{Cell, Grid, Ink, Role};

/// Closing marks that may not begin a line: they pull the character before them down.
const NO_LINE_START: &str = "，。、；：！？）》〉】〕」』”’％…";
/// Opening marks that may not end a line.
const NO_LINE_END: &str = "（《〈【〔「『“‘";

/// Width of one character in twentieths of an em.
pub(crate) fn char_width(c: char) -> u32 {
    match c {
        '\t' => 40,
        ' ' | '.' | ',' | ';' | ':' | '!' | '|' | 'i' | 'j' | 'l' | 't' | '\'' => 7,
        '%' | 'm' | 'w' | 'M' | 'W' | '@' => 18,
        'A'..='Z' | '&' | '<' | '>' | '=' | '+' => 14,
        '!'..='~' => 10,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' => 0,
        '\u{200b}'..='\u{200d}' | '\u{300}'..='\u{36f}' | '\u{fe00}'..='\u{fe0f}' => 0,
        '\u{a0}'..='\u{24f}' => 12,
        _ => 20,
    }
}

/// Whether no line may end between two characters: inside a number or Latin word, before a
/// closing mark, after an opening one, and, as some programs have it, between `）` and a number.
fn holds_together(before: char, after: char) -> bool {
    NO_LINE_START.contains(after)
        || NO_LINE_END.contains(before)
        || (after.is_ascii_graphic()
            && (before.is_ascii_graphic() || NO_LINE_START.contains(before)))
}

/// Lines a text fills in a column of `room` twentieths of an em.
pub(crate) fn lines(paragraphs: &[String], room: u32) -> u32 {
    paragraphs.iter().flat_map(|p| p.split('\n')).map(|line| paragraph_lines(line, room)).sum()
}

fn paragraph_lines(text: &str, room: u32) -> u32 {
    let room = room.max(20);
    let (mut count, mut used) = (1, 0);
    for piece in pieces(text) {
        let width: u32 = piece.chars().map(char_width).sum();
        if used + width <= room {
            used += width;
        } else if width <= room {
            count += 1;
            used = width;
        } else {
            // A piece longer than the line is cut wherever the line ends.
            let extra = (used + width).div_ceil(room) - 1;
            count += extra;
            used = (used + width).saturating_sub(extra * room);
        }
    }
    count
}

/// The pieces a line may be broken between.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let mut end = rest.len();
        let neighbours = rest.chars().zip(rest.char_indices().skip(1));
        for (before, (at, after)) in neighbours {
            if !holds_together(before, after) {
                end = at;
                break;
            }
        }
        let (piece, after) = rest.split_at(end);
        rest = after;
        (!piece.is_empty()).then_some(piece)
    })
}

/// The widest number or Latin word of a text, which should stay on one line, in twentieths of an
/// em. Runs of more than 16 characters are left out: they must be cut anyway.
pub(crate) fn widest_word(paragraphs: &[String]) -> u32 {
    let words = paragraphs.iter().flat_map(|p| p.split(|c: char| !c.is_ascii_graphic()));
    let widths = words.filter(|word| word.len() <= 16);
    widths.map(|word| word.chars().map(char_width).sum()).max().unwrap_or(0)
}

/// Shares `total` out among columns by their relative widths; the sum is exact.
///
/// Columns without a width get the mean of the others.
pub(crate) fn shares(widths: &[u32], columns: usize, total: u32) -> Vec<u32> {
    let known: Vec<u64> = widths.iter().take(columns).map(|w| u64::from(*w)).collect();
    let count = u64::try_from(known.len().max(1)).unwrap_or(1);
    let mean = (known.iter().sum::<u64>() / count).max(1);
    let all: Vec<u64> =
        (0..columns).map(|at| known.get(at).copied().unwrap_or(mean).max(1)).collect();
    let sum: u64 = all.iter().sum();
    let (mut seen, mut given) = (0, 0);
    all.iter()
        .map(|width| {
            seen += width;
            let edge = u32::try_from(u64::from(total) * seen / sum).unwrap_or(total);
            let share = edge - given;
            given = edge;
            share
        })
        .collect()
}

/// Width of the columns a cell covers.
pub(crate) fn width_of(cell: &Cell, columns: &[u32]) -> u32 {
    columns.iter().skip(cell.column).take(cell.column_span).sum()
}

/// Height of every row so that `need(cell, width)` fits each cell; no row below `minimum`.
///
/// What a cell over several rows lacks is spread evenly over them.
pub(crate) fn row_heights(
    grid: &Grid,
    columns: &[u32],
    minimum: u32,
    need: impl Fn(&Cell, u32) -> u32,
) -> Vec<u32> {
    let mut heights = vec![minimum; grid.rows];
    let mut by_span: Vec<&Cell> = grid.cells.iter().collect();
    by_span.sort_by_key(|cell| cell.row_span);
    for cell in by_span {
        let rows = cell.row..(cell.row + cell.row_span).min(grid.rows);
        let Some(count) = u32::try_from(rows.len()).ok().filter(|count| *count > 0) else {
            continue;
        };
        let needed = need(cell, width_of(cell, columns));
        let lacking = needed.saturating_sub(heights[rows.clone()].iter().sum());
        for height in &mut heights[rows] {
            *height += lacking.div_ceil(count);
        }
    }
    heights
}

/// Type size of a cell in half-points: `base`, except for titles, which take the largest of the
/// official sizes (二号, 小二, 三号, 小三) that stays on one line of `width` twips.
pub(crate) fn type_size(cell: &Cell, base: u32, width: u32) -> u32 {
    match cell.ink {
        Ink::Printed(Role::Title) => {
            let widest = cell.paragraphs.iter().map(|p| p.chars().map(char_width).sum()).max();
            let em: u32 = widest.unwrap_or(0);
            [44, 36, 32, 30].into_iter().find(|size| em * size / 2 <= width).unwrap_or(28)
        }
        Ink::Printed(Role::Subtitle) => base.max(21),
        _ => base,
    }
}

/// Twentieths of an em that fit into `width` twips at `size` half-points.
pub(crate) fn room(width: u32, size: u32) -> u32 {
    width * 2 / size.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines_of(text: &str, ems: u32) -> u32 {
        lines(&[text.to_owned()], ems * 20)
    }

    #[test]
    fn han_fill_a_line_one_em_each() {
        assert_eq!(lines_of("绩效目标申报", 6), 1);
        assert_eq!(lines_of("绩效目标申报表", 6), 2);
        assert_eq!(lines_of("", 6), 1);
    }

    #[test]
    fn a_number_moves_to_the_next_line_whole() {
        assert_eq!(lines_of("总额为3099.68", 6), 2);
        assert_eq!(lines_of("3099.68", 2), 2, "longer than the line: cut");
    }

    #[test]
    fn a_closing_mark_takes_its_neighbour_along() {
        assert_eq!(lines_of("一二三四五，六七八", 5), 2);
        assert_eq!(lines_of("一二三四五，六七八九", 5), 3);
        assert_eq!(lines_of("一二三四（五六）", 5), 2, "an opening mark goes down with its text");
    }

    #[test]
    fn shares_add_up() {
        assert_eq!(shares(&[1, 1, 1], 3, 100), [33, 33, 34]);
        assert_eq!(shares(&[2, 4], 3, 90).iter().sum::<u32>(), 90, "a missing width is the mean");
        assert_eq!(shares(&[0, 0], 2, 10), [5, 5]);
        assert!(shares(&[], 0, 10).is_empty());
    }
}
