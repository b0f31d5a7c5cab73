//! The real Renhe workbook in the old format, beside the new one.

use crate::real::document;

#[test]
fn the_real_binary_workbook_is_the_same_as_the_new_one() {
    let (old, new) = (document("renhe-2026.xls"), document("renhe-2026.xlsx"));
    assert_eq!(old.findings, []);
    assert_eq!(old.grids().count(), 13);
    for (old, new) in old.grids().zip(new.grids()) {
        assert_eq!((&old.part, old.rows, old.columns), (&new.part, new.rows, new.columns));
        for (old, new) in old.cells.iter().zip(&new.cells) {
            let shape = |cell: &model::Cell| {
                (cell.row, cell.column, cell.row_span, cell.column_span, cell.paragraphs.clone())
            };
            assert_eq!(shape(old), shape(new));
        }
        assert_eq!(old.cells.len(), new.cells.len());
    }
}
