//! Plain text flattenings: what each family gives as lines and grids.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod dirt;
mod encodings;
mod families;
mod properties;
mod renhe;
mod variants;

use std::path::PathBuf;
use std::sync::Arc;

use model::{Block, Document, Grid};
use office::text::{Labels, read};
use office::{Budget, Limits};

fn real(name: &str) -> Vec<u8> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/real");
    std::fs::read(folder.join(name)).unwrap()
}

fn read_text(name: &str, bytes: &[u8]) -> Document {
    let file: Arc<str> = name.into();
    let mut budget = Budget::new(Limits::default());
    read(&file, bytes, Labels::built_in(), &mut budget).unwrap()
}

/// The folded cells of a row, blank ones included.
fn row(grid: &Grid, row: usize) -> Vec<String> {
    let cells = grid.cells.iter().filter(|cell| cell.row == row);
    cells.map(|cell| model::text::fold(&cell.text())).collect()
}

/// The lines outside tables.
fn lines(document: &Document) -> Vec<&str> {
    let lines = document.blocks.iter().filter_map(|block| match block {
        Block::Line(line) => Some(line.text.as_str()),
        Block::Table(_) => None,
    });
    lines.collect()
}

/// Rows as a picture: filled cells with their column, such as `1:产出指标 2:数量指标`.
fn picture(grid: &Grid) -> Vec<String> {
    (0..grid.rows)
        .map(|row| {
            let cells = grid.cells.iter().filter(|cell| cell.row == row && !cell.is_blank());
            let cells =
                cells.map(|cell| format!("{}:{}", cell.column, model::text::fold(&cell.text())));
            cells.collect::<Vec<_>>().join(" ")
        })
        .collect()
}
