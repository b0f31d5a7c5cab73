//! Loose cells and merges of a sheet put together to one grid, trimmed to its content.
//!
//! Used ranges may be a thousand empty columns wide and a title may be merged over all of them;
//! neither is content. Long runs of blank rows or columns in between are drawn together, too:
//! [`model::Place`] keeps the row and column people see in the program.

use std::ops::Range;
use std::sync::Arc;

use model::{Cell, Finding, Grid, Ink, Merges, Part, Place, State};

use crate::{Budget, ReadError, notes};

/// A cell with something in it, at its true place counted from 0.
#[derive(Debug)]
pub(crate) struct SheetCell {
    pub row: u32,
    pub column: u32,
    /// As shown.
    pub text: String,
    pub state: State,
}

/// A merged region, all bounds inclusive and counted from 0.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Merge {
    pub top: u32,
    pub left: u32,
    pub bottom: u32,
    pub right: u32,
}

/// One sheet as read.
#[derive(Debug)]
pub(crate) struct Sheet {
    /// [`Part::Sheet`].
    pub part: Part,
    /// The tab is hidden.
    pub hidden: bool,
    pub cells: Vec<SheetCell>,
    pub merges: Vec<Merge>,
    /// Hidden rows, sorted.
    pub hidden_rows: Vec<u32>,
    /// Hidden columns as half-open ranges.
    pub hidden_columns: Vec<Range<u32>>,
}

/// What is to be said about the sheets of a workbook.
#[derive(Debug, Default)]
pub(crate) struct SheetNotes {
    /// Hidden cells with content.
    pub hidden: Vec<Place>,
    /// Text below a merge.
    pub covered: Vec<(Place, String)>,
    /// Formulas without a stored result.
    pub no_result: Vec<(Place, String)>,
    /// Error values.
    pub errors: Vec<(Place, String)>,
}

/// A merge wider or higher than any form is clipped to the content.
const WIDEST_MERGE: u32 = 256;
const HIGHEST_MERGE: u32 = 4096;
/// Longer runs of blank rows or columns become one.
const LONGEST_GAP: u32 = 20;
/// Places named in one note.
const NAMED: usize = 10;
const FREE: u32 = u32::MAX;

impl Sheet {
    /// The place of a cell.
    pub fn place(&self, file: &Arc<str>, row: u32, column: u32) -> Place {
        Place::cell(file, self.part.clone(), row.saturating_add(1), column.saturating_add(1))
    }

    /// The grid of the content; none for a sheet without any.
    ///
    /// # Errors
    /// When the grid would be larger than the budget allows.
    pub fn assemble(
        mut self,
        file: &Arc<str>,
        budget: &mut Budget,
        notes: &mut SheetNotes,
    ) -> Result<Option<Grid>, ReadError> {
        self.cells.sort_by_key(|cell| (cell.row, cell.column));
        self.cells.dedup_by_key(|cell| (cell.row, cell.column));
        let (rows, columns) = self.axes();
        if rows.is_empty() {
            return Ok(None);
        }
        let slots = rows.len().saturating_mul(columns.len());
        budget.take_cells((slots as u64).saturating_sub(self.cells.len() as u64))?;
        let spans = self.paint(&rows, &columns, slots, budget)?;
        Ok(Some(self.draw(file, &rows, &columns, &spans, notes)))
    }

    /// The true rows and columns that the grid shows.
    fn axes(&self) -> (Vec<u32>, Vec<u32>) {
        let filled =
            |cell: &&SheetCell| cell.state == State::Unknown || !model::text::is_blank(&cell.text);
        let (mut rows, mut columns) = (Vec::new(), Vec::new());
        for cell in self.cells.iter().filter(filled) {
            rows.push((cell.row, cell.row));
            columns.push((cell.column, cell.column));
        }
        for merge in &self.merges {
            let anchor = self
                .cells
                .binary_search_by_key(&(merge.top, merge.left), |cell| (cell.row, cell.column));
            if !anchor.is_ok_and(|index| filled(&&self.cells[index])) {
                continue;
            }
            if merge.bottom - merge.top < HIGHEST_MERGE {
                rows.push((merge.top, merge.bottom));
            }
            if merge.right - merge.left < WIDEST_MERGE {
                columns.push((merge.left, merge.right));
            }
        }
        (axis(rows), axis(columns))
    }

    /// For every slot the merge that covers it. A merge that overlaps an earlier one, which no
    /// program writes, is no merge.
    fn paint(
        &self,
        rows: &[u32],
        columns: &[u32],
        slots: usize,
        budget: &Budget,
    ) -> Result<Vec<u32>, ReadError> {
        let mut spans = vec![FREE; slots];
        for (index, merge) in self.merges.iter().enumerate() {
            budget.check_time()?;
            let (down, across) = merge.on_grid(rows, columns);
            let all = down
                .clone()
                .flat_map(|row| across.clone().map(move |column| row * columns.len() + column));
            if all.clone().all(|slot| spans[slot] == FREE) {
                all.for_each(|slot| spans[slot] = u32::try_from(index).unwrap_or(FREE));
            }
        }
        Ok(spans)
    }

    fn draw(
        self,
        file: &Arc<str>,
        rows: &[u32],
        columns: &[u32],
        spans: &[u32],
        notes: &mut SheetNotes,
    ) -> Grid {
        let mut grid = Grid::new(self.part.clone(), Merges::Known);
        (grid.rows, grid.columns) = (rows.len(), columns.len());
        let mut cells = self.cells.iter().peekable();
        for (row, &true_row) in rows.iter().enumerate() {
            for (column, &true_column) in columns.iter().enumerate() {
                let here = (true_row, true_column);
                while cells.next_if(|cell| (cell.row, cell.column) < here).is_some() {}
                let content = cells.next_if(|cell| (cell.row, cell.column) == here);
                let place = self.place(file, true_row, true_column);
                let merge = self.merges.get(spans[row * columns.len() + column] as usize);
                let (down, across) = match merge {
                    Some(merge) => merge.on_grid(rows, columns),
                    None => (row..row + 1, column..column + 1),
                };
                if (down.start, across.start) != (row, column) {
                    let text = content.map_or("", |content| content.text.as_str());
                    if !model::text::is_blank(text) {
                        notes.covered.push((place, text.to_owned()));
                    }
                    continue;
                }
                let hidden = self.is_hidden(&rows[down.clone()], &columns[across.clone()]);
                let cell = new_cell((row, column), (down.len(), across.len()), content, place);
                grid.cells.push(marked(cell, hidden, notes));
            }
        }
        grid
    }

    /// Whether nothing of these rows and columns is to be seen.
    fn is_hidden(&self, rows: &[u32], columns: &[u32]) -> bool {
        let column_hidden = |column| self.hidden_columns.iter().any(|range| range.contains(column));
        self.hidden
            || rows.iter().all(|row| self.hidden_rows.binary_search(row).is_ok())
            || columns.iter().all(column_hidden)
    }
}

impl Merge {
    /// The rows and columns of the grid it covers; never empty when its anchor is on the grid.
    fn on_grid(&self, rows: &[u32], columns: &[u32]) -> (Range<usize>, Range<usize>) {
        let range = |axis: &[u32], first: u32, last: u32| {
            let start = axis.partition_point(|index| *index < first);
            start..axis.partition_point(|index| *index <= last)
        };
        (range(rows, self.top, self.bottom), range(columns, self.left, self.right))
    }
}

fn new_cell(
    (row, column): (usize, usize),
    (row_span, column_span): (usize, usize),
    content: Option<&SheetCell>,
    place: Place,
) -> Cell {
    let text = content.map_or("", |content| content.text.as_str());
    let mut cell = Cell::new(row, column, text);
    for paragraph in &mut cell.paragraphs {
        if paragraph.ends_with('\r') {
            paragraph.pop();
        }
    }
    let state = content.map_or(State::Known, |content| content.state);
    Cell { row_span, column_span, state, ink: Ink::Unknown, place: Some(place), ..cell }
}

fn marked(mut cell: Cell, hidden: bool, notes: &mut SheetNotes) -> Cell {
    if hidden && cell.state == State::Known {
        cell.state = State::Hidden;
    }
    if cell.state == State::Hidden && !cell.is_blank() {
        notes.hidden.extend(cell.place.clone());
    }
    cell
}

/// Sorted, without repetitions, gaps filled up, long gaps drawn together.
fn axis(mut intervals: Vec<(u32, u32)>) -> Vec<u32> {
    intervals.sort_unstable();
    let mut axis: Vec<u32> = Vec::new();
    for (first, last) in intervals {
        let next = axis.last().map_or(first, |last| last + 1);
        if first > next {
            let gap = if first - next > LONGEST_GAP { 1 } else { first - next };
            axis.extend(next..next + gap);
        }
        axis.extend(first.max(next)..=last);
    }
    axis
}

impl SheetNotes {
    /// The findings, one for each kind of remark.
    pub fn findings(self) -> Vec<Finding> {
        let mut findings = Vec::new();
        if let Some(first) = self.hidden.first() {
            let message = format!(
                "有 {} 个隐藏的格子有内容，照样读取：{}",
                self.hidden.len(),
                named(self.hidden.iter())
            );
            findings.push(notes::HIDDEN_CELLS.finding(message, Some(first.clone()), ""));
        }
        let kinds = [
            (&notes::COVERED_TEXT, "处被合并单元格盖住的文字没有作为表格内容读取", &self.covered),
            (&notes::NO_RESULT, "个公式没有存下计算结果，值不知道", &self.no_result),
            (&notes::ERROR_VALUE, "个格子是错误值，值不知道", &self.errors),
        ];
        for (note, what, list) in kinds {
            let Some((first, _)) = list.first() else { continue };
            let places = named(list.iter().map(|(place, _)| place));
            let message = format!("有 {} {what}：{places}", list.len());
            let quote: Vec<&str> = list.iter().map(|(_, text)| text.as_str()).collect();
            findings.push(note.finding(message, Some(first.clone()), &quote.join("；")));
        }
        findings
    }
}

/// The first places in words.
fn named<'a>(places: impl ExactSizeIterator<Item = &'a Place>) -> String {
    let more = if places.len() > NAMED { "……" } else { "" };
    let named: Vec<String> = places.take(NAMED).map(ToString::to_string).collect();
    named.join("、") + more
}
