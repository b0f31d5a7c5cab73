//! The 13 official tables of the real file, as `renhe-2026.layout.json` lists their cells.

use std::path::PathBuf;

use model::{Grid, text::fold};

/// A cell: row, column, rows, columns, folded text.
pub type Expected = (usize, usize, usize, usize, String);

/// A file under `tests/real` of the repository.
pub fn real(name: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/real").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The anchor cells of every official table, merges resolved.
pub fn tables() -> Vec<Vec<Expected>> {
    let json: serde_json::Value = serde_json::from_slice(&real("renhe-2026.layout.json")).unwrap();
    json.as_array().unwrap().iter().map(table).collect()
}

fn table(table: &serde_json::Value) -> Vec<Expected> {
    let mut cells: Vec<Expected> = Vec::new();
    for (row, written) in table["rows"].as_array().unwrap().iter().enumerate() {
        for cell in written.as_array().unwrap() {
            let number = |key: &str| usize::try_from(cell[key].as_u64().unwrap()).unwrap();
            let (column, columns) = (number("c"), number("s"));
            if cell["vm"] == "continue" {
                let above = cells.iter_mut().rfind(|above| above.1 == column).unwrap();
                above.2 = row + 1 - above.0;
                continue;
            }
            let text = cell["p"].as_array().unwrap().iter().map(|p| p.as_str().unwrap());
            let text = fold(&text.collect::<Vec<_>>().join("\n"));
            cells.push((row, column, 1, columns, text));
        }
    }
    cells
}

/// What a reader made of a table, in the same shape.
pub fn cells(grid: &Grid) -> Vec<Expected> {
    let cell = |cell: &model::Cell| {
        (cell.row, cell.column, cell.row_span, cell.column_span, fold(&cell.text()))
    };
    grid.cells.iter().map(cell).collect()
}
