//! One table while its rows stream by: places cells on the grid and resolves merges.

use std::sync::Arc;

use model::{Cell, Grid, Ink, Merges, Part, Place, State};

use super::properties::{CellProperties, Merge, RowProperties};
use super::trail::Traced;

/// A table that has begun.
#[derive(Debug)]
pub(super) struct Table {
    /// Its number in reading order and its slot among the blocks; known from the first cell on,
    /// for a table all of whose rows are deleted is not there.
    pub position: Option<(u32, usize)>,
    grid: Grid,
    /// Cells that can still grow downwards, by their first column.
    growing: Vec<Option<usize>>,
    /// The cell to the left, for horizontal merges.
    left: Option<usize>,
    row: usize,
    column: usize,
    row_properties: RowProperties,
    /// Slots of the grid that its cells have taken so far.
    pub counted: u64,
    cell: Option<OpenCell>,
}

#[derive(Debug, Default)]
struct OpenCell {
    properties: CellProperties,
    paragraphs: Vec<Traced>,
}

impl Table {
    pub fn new() -> Self {
        Table {
            position: None,
            grid: Grid::new(Part::Body, Merges::Known),
            growing: Vec::new(),
            left: None,
            row: 0,
            column: 0,
            row_properties: RowProperties::default(),
            counted: 0,
            cell: None,
        }
    }

    /// A row's properties are known; they stand before its cells.
    pub fn set_row(&mut self, properties: RowProperties) {
        if self.column > 0 {
            return;
        }
        self.column = properties.before;
        self.row_properties = properties;
    }

    /// A row ends.
    pub fn end_row(&mut self) {
        self.grid.columns = self.grid.columns.max(self.column + self.row_properties.after);
        self.row += 1;
        self.column = 0;
        self.left = None;
        self.row_properties = RowProperties::default();
    }

    /// A cell begins.
    pub fn begin_cell(&mut self) {
        self.cell = Some(OpenCell::default());
    }

    /// The cell at hand, if one is open.
    pub fn paragraphs(&mut self) -> Option<&mut Vec<Traced>> {
        self.cell.as_mut().map(|cell| &mut cell.paragraphs)
    }

    /// The properties of the cell at hand are known.
    pub fn set_cell(&mut self, properties: CellProperties) {
        if let Some(cell) = &mut self.cell {
            cell.properties = properties;
        }
    }

    /// The cell at hand is deleted.
    pub fn drop_cell(&mut self) {
        self.cell = None;
    }

    /// The place of the cell at hand.
    pub fn place(&self, file: &Arc<str>) -> Place {
        let part = self.position.map_or(Part::Body, |(number, _)| Part::Table(number));
        let count = |index: usize| u32::try_from(index + 1).unwrap_or(u32::MAX);
        Place::cell(file, part, count(self.row), count(self.column))
    }

    /// The cell at hand ends. Gives the text that lies covered under a merge, if there is any.
    pub fn end_cell(&mut self, file: &Arc<str>) -> Option<(Place, String)> {
        let open = self.cell.take()?;
        let place = self.place(file);
        let span = open.properties.span;
        self.counted += span as u64;
        let covered = self.merge_left(&open.properties) || self.merge_up(&open.properties);
        let paragraphs: Vec<String> = open.paragraphs.into_iter().map(|read| read.text).collect();
        if !covered {
            self.push(&open.properties, paragraphs, place);
            self.column += span;
            return None;
        }
        self.column += span;
        let text = paragraphs.join("\n");
        (!model::text::is_blank(&text)).then_some((place, text))
    }

    /// Joins the cell at hand to its left neighbour where `hMerge` says so.
    fn merge_left(&mut self, properties: &CellProperties) -> bool {
        let (Merge::Continue, Some(left)) = (properties.horizontal, self.left) else {
            return false;
        };
        let cell = &mut self.grid.cells[left];
        let end = self.column + properties.span;
        cell.column_span = cell.column_span.max(end - cell.column);
        true
    }

    /// Joins the cell at hand to the one above where `vMerge` says so.
    ///
    /// A cell narrower than the one above would let that one cover its neighbour and hide its
    /// text, so it stays a cell of its own (Word draws it so, too).
    fn merge_up(&mut self, properties: &CellProperties) -> bool {
        let above = self.growing.get(self.column).copied().flatten();
        let (Merge::Continue, Some(above)) = (properties.vertical, above) else { return false };
        let cell = &mut self.grid.cells[above];
        let wide = properties.span >= cell.column_span || properties.horizontal == Merge::Start;
        if cell.row + cell.row_span != self.row || !wide {
            return false;
        }
        cell.row_span += 1;
        self.left = Some(above);
        true
    }

    fn push(&mut self, properties: &CellProperties, mut paragraphs: Vec<String>, place: Place) {
        if paragraphs.is_empty() {
            paragraphs.push(String::new());
        }
        let index = self.grid.cells.len();
        if properties.vertical != Merge::None {
            if self.growing.len() <= self.column {
                self.growing.resize(self.column + 1, None);
            }
            self.growing[self.column] = Some(index);
        }
        self.left = Some(index);
        self.grid.cells.push(Cell {
            row: self.row,
            column: self.column,
            row_span: 1,
            column_span: properties.span,
            paragraphs,
            state: if self.row_properties.hidden { State::Hidden } else { State::Known },
            ink: Ink::Unknown,
            place: Some(place),
        });
    }

    /// The grid of the finished table, with its slot among the blocks.
    pub fn finish(mut self) -> Option<(usize, Grid)> {
        let (number, slot) = self.position?;
        if self.column > 0 {
            // Cells outside any row, which no program writes.
            self.end_row();
        }
        self.grid.part = Part::Table(number);
        self.grid.rows = self.row;
        Some((slot, self.grid))
    }
}
