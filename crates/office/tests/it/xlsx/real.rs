//! The real Renhe workbook, cell by cell, beside the same forms in Word.

use model::text::fold;
use model::{Grid, Part};

use crate::real::document;

/// Row, column, spans and folded text of the filled cells below the first `skip` rows.
fn filled(grid: &Grid, skip: usize) -> Vec<(usize, usize, usize, usize, String)> {
    let cells = grid.cells.iter().filter(|cell| !cell.is_blank() && cell.row >= skip);
    cells
        .map(|cell| {
            let text = fold(&cell.text());
            (cell.row - skip, cell.column, cell.row_span, cell.column_span, text)
        })
        .collect()
}

#[test]
fn every_sheet_shows_the_texts_and_merges_of_its_word_table() {
    let (word, excel) = (document("renhe-2026.docx"), document("renhe-2026.xlsx"));
    assert_eq!(excel.findings, []);
    assert_eq!(excel.grids().count(), 13);
    for (index, (table, sheet)) in word.grids().zip(excel.grids()).enumerate() {
        let Part::Sheet { index: number, .. } = &sheet.part else { panic!("{}", sheet.part) };
        assert_eq!(*number as usize, index + 1);
        // In Word the second form's title stands above its table.
        let title = usize::from(index == 1);
        assert_eq!(filled(sheet, title), filled(table, 0), "{}", sheet.part);
        assert_eq!((sheet.rows, sheet.columns), (table.rows + title, table.columns));
    }
}

#[test]
fn every_filled_cell_has_its_true_place() {
    for grid in document("renhe-2026.xlsx").grids() {
        for cell in &grid.cells {
            let place = cell.place.as_ref().unwrap();
            assert_eq!(
                (place.row as usize, place.column as usize),
                (cell.row + 1, cell.column + 1)
            );
        }
    }
}
