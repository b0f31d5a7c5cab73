//! The flattening of Apache Tika and POI: structure survives in tabs and blank lines.
//!
//! A cell is a tab and its first paragraph, further paragraphs are lines without a tab, a blank
//! line ends the row; the rest of a vertical merge is an empty cell, a horizontal merge is simply
//! fewer cells in the row:
//! ```text
//! ⇥项目资金
//! （万元）
//! ⇥年度资金总额:
//! ⇥646.00
//!
//! ⇥
//! ⇥其中：财政拨款
//! ⇥646.00
//! ```
//! gives `项目资金\n（万元） | 年度资金总额: | 646.00` and ` | 其中：财政拨款 | 646.00`.
//! Between tables stand several blank lines and paragraphs of no table. A cell of empty
//! paragraphs looks like the end of a row; see [`Reader::joins_open_cell`].

use super::source::{SourceLine, Token};
use super::table::{Section, row};

/// Reads a run of lines that begins with a cell; cells become rows, loose paragraphs lines.
pub fn read(lines: &[SourceLine<'_>]) -> Vec<Section> {
    let mut reader =
        Reader { lines, at: 0, rows: Vec::new(), row: Vec::new(), sections: Vec::new() };
    while reader.at < lines.len() {
        reader.step();
    }
    reader.end_row();
    reader.end_table();
    reader.sections
}

struct Reader<'a, 'b> {
    lines: &'a [SourceLine<'b>],
    at: usize,
    rows: Vec<Vec<Token>>,
    row: Vec<Token>,
    sections: Vec<Section>,
}

impl Reader<'_, '_> {
    fn step(&mut self) {
        let line = self.lines[self.at];
        if let Some(inner) = line.text.strip_prefix('\t') {
            let start = line.text.len() - inner.len();
            self.row.push(Token::of(line.piece(start, line.text.len())));
            self.at += 1;
        } else if is_gap(&line) {
            self.blank_lines();
        } else if let Some(cell) = self.row.last_mut() {
            cell.pieces.push(line.piece(0, line.text.len()));
            self.at += 1;
        } else {
            self.loose_line();
        }
    }

    /// A run of blank lines: paragraphs of the open cell, the end of a row, or of a table.
    fn blank_lines(&mut self) {
        let run = self.lines[self.at..].iter().take_while(|line| is_gap(line)).count();
        let next = self.at + run;
        if self.joins_open_cell(run, next) {
            if let Some(cell) = self.row.last_mut() {
                cell.pieces.extend(
                    self.lines[self.at..next].iter().map(|line| line.piece(0, line.text.len())),
                );
            }
            self.at = next;
            return;
        }
        self.end_row();
        if run >= 2 && self.starts_table(next) {
            self.end_table();
        }
        self.at = next;
    }

    /// Whether blank lines are empty paragraphs of the open cell.
    ///
    /// They are when the row is one empty cell so far and a paragraph without a tab follows (a
    /// title below empty paragraphs), or when several of them are followed by more empty cells
    /// (a form's last row, left empty).
    fn joins_open_cell(&self, run: usize, next: usize) -> bool {
        let [cell] = self.row.as_slice() else { return false };
        let Some(line) = self.lines.get(next) else { return false };
        if !cell.is_blank() {
            return false;
        }
        let tab = line.text.starts_with('\t');
        if !tab { true } else { run >= 2 && line.is_blank() }
    }

    /// Whether the row that begins at a line is the first of a new table: a title, alone in its
    /// row, perhaps below empty paragraphs. A table goes on after blank lines when its next row has more cells, or none filled.
    fn starts_table(&self, next: usize) -> bool {
        let Some(line) = self.lines.get(next) else { return true };
        if !line.text.starts_with('\t') {
            return true;
        }
        let cells = self.lines[next..]
            .iter()
            .take_while(|line| !is_gap(line))
            .filter(|line| line.text.starts_with('\t'))
            .count();
        let mut after = self.lines[next + 1..].iter().skip_while(|line| is_gap(line));
        cells == 1
            && (!line.is_blank() || after.next().is_some_and(|line| !line.text.starts_with('\t')))
    }

    /// A paragraph without a tab outside any row: between tables, unless the next row goes on
    /// with an empty cell, for then it belongs to the cell before the blank line.
    fn loose_line(&mut self) {
        let line = self.lines[self.at];
        let piece = line.piece(0, line.text.len());
        self.at += 1;
        if self.lines[self.at..].first().is_some_and(|next| next.text.starts_with('\t'))
            && let Some(row) = self.rows.pop()
        {
            self.row = row;
            if let Some(cell) = self.row.last_mut() {
                cell.pieces.push(piece);
            }
            return;
        }
        self.end_table();
        self.sections.push(Section::Line(piece));
    }

    fn end_row(&mut self) {
        if !self.row.is_empty() {
            self.rows.push(std::mem::take(&mut self.row));
        }
    }

    fn end_table(&mut self) {
        if !self.rows.is_empty() {
            let rows = std::mem::take(&mut self.rows);
            self.sections.push(Section::Table(rows.into_iter().map(row).collect()));
        }
    }
}

/// A blank line that is no cell.
fn is_gap(line: &SourceLine<'_>) -> bool {
    line.is_blank() && !line.text.starts_with('\t')
}
