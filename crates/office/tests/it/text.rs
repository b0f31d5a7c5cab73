//! Plain text flattenings: what each family gives as lines and grids.

mod renhe;

use std::path::PathBuf;
use std::sync::Arc;

use model::{Document, Grid};
use office::text::{Labels, read};
use office::{Budget, Limits};

fn real(name: &str) -> Vec<u8> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/real");
    std::fs::read(folder.join(name)).unwrap()
}

fn read_text(name: &str, bytes: &[u8]) -> Document {
    let file: Arc<str> = name.into();
    let mut budget = Budget::new(Limits::default());
    read(&file, bytes, &Labels::default(), &mut budget).unwrap()
}

/// The folded cells of a row, blank ones included.
fn row(grid: &Grid, row: usize) -> Vec<String> {
    let cells = grid.cells.iter().filter(|cell| cell.row == row);
    cells.map(|cell| model::text::fold(&cell.text())).collect()
}
