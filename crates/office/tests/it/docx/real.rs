//! The real Renhe file, cell by cell, beside the layout another program read from it.

use model::{Grid, Part, text::fold};
use serde_json::Value;

use crate::real;

/// Row, column, row span, column span and paragraphs of every anchor cell.
type Cells = Vec<(usize, usize, usize, usize, Vec<String>)>;

fn cells(grid: &Grid) -> Cells {
    let cell = |cell: &model::Cell| {
        let text = cell.paragraphs.iter().map(|paragraph| fold(paragraph)).collect();
        (cell.row, cell.column, cell.row_span, cell.column_span, text)
    };
    grid.cells.iter().map(cell).collect()
}

/// The same from the layout, which lists continued cells of vertical merges one by one.
fn expected(table: &Value) -> Cells {
    let mut cells: Cells = Vec::new();
    for (row, listed) in table["rows"].as_array().unwrap().iter().enumerate() {
        for cell in listed.as_array().unwrap() {
            let number = |key: &str| usize::try_from(cell[key].as_u64().unwrap()).unwrap();
            let column = number("c");
            if cell["vm"] == "continue" {
                let above = cells.iter_mut().rev().find(|above| above.1 == column).unwrap();
                assert_eq!(above.0 + above.2, row);
                above.2 += 1;
                continue;
            }
            let paragraphs = cell["p"].as_array().unwrap();
            let text = paragraphs.iter().map(|text| fold(text.as_str().unwrap())).collect();
            cells.push((row, column, 1, number("s"), text));
        }
    }
    cells
}

#[test]
fn the_real_document_has_the_cells_merges_and_paragraphs_of_its_layout() {
    let document = real::document("renhe-2026.docx");
    let layout: Value = serde_json::from_slice(&real::bytes("renhe-2026.layout.json")).unwrap();
    let grids: Vec<&Grid> = document.grids().collect();
    assert_eq!(grids.len(), 13);
    assert_eq!(document.findings, []);
    for (index, (grid, table)) in grids.iter().zip(layout.as_array().unwrap()).enumerate() {
        assert_eq!(grid.part, Part::Table(index as u32 + 1));
        assert_eq!(grid.columns as u64, table["ncols"].as_u64().unwrap(), "{}", grid.part);
        assert_eq!(grid.rows, table["rows"].as_array().unwrap().len(), "{}", grid.part);
        assert_eq!(cells(grid), expected(table), "{}", grid.part);
        for cell in &grid.cells {
            let place = cell.place.as_ref().unwrap();
            assert_eq!(
                (place.row as usize, place.column as usize),
                (cell.row + 1, cell.column + 1)
            );
            assert_eq!(place.part, grid.part);
        }
    }
}
