//! What every flattening is read into before it becomes grids: rows of placed tokens, loose lines.

use std::sync::Arc;

use model::{Block, Grid, Line, Merges, Part, Place};

use super::source::{Piece, Token};
use crate::{Budget, ReadError};

/// The cells of one row, ordered by column.
pub type Row = Vec<Placed>;

/// A token and the columns it covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// First column, counted from 0.
    pub column: usize,
    /// Columns covered, at least 1.
    pub span: usize,
    /// The cell's text.
    pub token: Token,
}

/// A table or a line outside any table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Section {
    /// Rows of one table.
    Table(Vec<Row>),
    /// A line outside any table.
    Line(Piece),
    /// Glued text that could not be cut safely.
    Uncut(Piece),
}

impl Placed {
    /// A token in one column.
    pub fn new(column: usize, token: Token) -> Placed {
        Placed { column, span: 1, token }
    }
}

/// Tokens side by side from the left.
pub fn row(tokens: impl IntoIterator<Item = Token>) -> Row {
    tokens.into_iter().enumerate().map(|(column, token)| Placed::new(column, token)).collect()
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
            Section::Line(piece) | Section::Uncut(piece) => {
                blocks.push(Block::Line(line(file, piece)))
            }
            Section::Table(rows) => {
                tables += 1;
                blocks.push(Block::Table(grid(file, Part::Table(tables), rows, budget)?));
            }
        }
    }
    Ok(blocks)
}

/// A line block with its place.
pub fn line(file: &Arc<str>, piece: Piece) -> Line {
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
        for placed in row {
            let mut cell = placed.token.cell(file, &grid.part, at, placed.column);
            cell.column_span = placed.span;
            grid.push(cell);
        }
    }
    Ok(grid)
}
