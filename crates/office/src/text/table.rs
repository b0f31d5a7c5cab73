//! What every flattening is read into before it becomes grids: rows of tokens, and loose lines.

use std::sync::Arc;

use model::{Block, Grid, Line, Merges, Part, Place};

use super::source::{Piece, Token};
use crate::{Budget, ReadError};

/// The cells of one row from the left; their position is their column.
pub type Row = Vec<Token>;

/// A table or a line outside any table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Section {
    /// Rows of one table.
    Table(Vec<Row>),
    /// A line outside any table.
    Line(Piece),
}

/// Turns sections into blocks; tables are numbered from 1.
///
/// # Errors
/// [`ReadError::TooLarge`] when the budget is spent.
pub fn blocks(
    file: &Arc<str>,
    sections: Vec<Section>,
    budget: &mut Budget,
) -> Result<Vec<Block>, ReadError> {
    let mut blocks = Vec::with_capacity(sections.len());
    let mut tables = 0;
    for section in sections {
        match section {
            Section::Line(piece) => blocks.push(Block::Line(line(file, piece))),
            Section::Table(rows) => {
                tables += 1;
                blocks.push(Block::Table(grid(file, Part::Table(tables), rows, budget)?));
            }
        }
    }
    Ok(blocks)
}

fn line(file: &Arc<str>, piece: Piece) -> Line {
    let end = piece.start + piece.text.chars().count();
    let place = Place::line(file, Part::Body, piece.line).with_span(piece.start, end);
    Line { text: piece.text, place }
}

fn grid(
    file: &Arc<str>,
    part: Part,
    rows: Vec<Row>,
    budget: &mut Budget,
) -> Result<Grid, ReadError> {
    let mut grid = Grid::new(part, Merges::Lost);
    for (at, row) in rows.into_iter().enumerate() {
        budget.take_cells(row.len() as u64)?;
        for (column, token) in row.into_iter().enumerate() {
            let cell = token.cell(file, &grid.part, at, column);
            grid.push(cell);
        }
    }
    Ok(grid)
}
