//! From pages to the document: numbers rows and columns, and gives every cell its place.

use std::sync::Arc;

use model::{Block, Cell, Grid, Line, Merges, Part, Place};

use super::page::{Item, Page, Table};

/// The blocks of all pages in reading order.
pub(super) fn blocks(file: &Arc<str>, pages: Vec<Page>) -> Vec<Block> {
    let mut blocks = Vec::new();
    for page in pages {
        let part = Part::Page(page.number);
        let (mut paragraph, mut row) = (0, 0);
        for item in &page.items {
            match item {
                Item::Line(line) => {
                    paragraph += 1;
                    let mut place = Place::line(file, part.clone(), paragraph);
                    place.rect = Some(page.shown(&line.area));
                    blocks.push(Block::Line(Line { text: line.text.clone(), place }));
                }
                Item::Table(table) => {
                    let rows = table.ys.len() - 1;
                    blocks.push(Block::Table(grid(file, &page, row, table)));
                    row += rows;
                }
            }
        }
    }
    blocks
}

fn grid(file: &Arc<str>, page: &Page, first_row: usize, table: &Table) -> Grid {
    let part = Part::Page(page.number);
    let mut grid = Grid::new(part.clone(), Merges::Known);
    let count = |n: usize| u32::try_from(n + 1).unwrap_or(u32::MAX);
    for written in &table.cells {
        let ruled = written.ruled;
        let mut cell = Cell::new(ruled.row, ruled.column, "");
        cell.paragraphs = written.paragraphs.clone();
        cell.row_span = ruled.rows;
        cell.column_span = ruled.columns;
        let row = count(first_row + ruled.row);
        let mut place = Place::cell(file, part.clone(), row, count(ruled.column));
        place.rect = Some(page.shown(&written.area));
        cell.place = Some(place);
        grid.push(cell);
    }
    grid.rows = grid.rows.max(table.ys.len() - 1);
    grid.columns = grid.columns.max(table.xs.len() - 1);
    grid
}
