//! The real Word file flattened in every other way gives the same indicators as the file itself.

use model::{Document, Grid};
use office::Limits;

use super::{read_text, real};

/// The folded, filled texts of every row of the Word file, table by table.
fn word_rows() -> Vec<Vec<Vec<String>>> {
    let document =
        office::read("renhe-2026.docx", &real("renhe-2026.docx"), Limits::default()).unwrap();
    document.grids().map(rows).collect()
}

fn rows(grid: &Grid) -> Vec<Vec<String>> {
    (0..grid.rows)
        .map(|row| {
            let cells = grid.cells.iter().filter(|cell| cell.row == row);
            cells.map(|cell| model::text::fold(&cell.text())).collect()
        })
        .collect()
}

/// Filled cells of the rows that look like indicators: those with the four or five cells of the
/// table, of which name and target are filled.
fn filled(rows: &[Vec<String>]) -> Vec<Vec<String>> {
    let filled =
        rows.iter().map(|row| row.iter().filter(|cell| !cell.is_empty()).cloned().collect());
    filled.collect()
}

fn flat(form: &[Vec<String>], cell: impl Fn(&str) -> String, row_end: &str) -> String {
    let rows = form.iter().map(|row| row.iter().map(|text| cell(text)).collect::<String>());
    rows.map(|row| row + row_end).collect()
}

/// Every filled row of the Word file from the first indicator on must be a row of the text's table.
fn assert_same(text: &str, form: &[Vec<String>], family: &str) {
    let document: Document = read_text("表.txt", text.as_bytes());
    let found: Vec<Vec<String>> = document.grids().flat_map(|grid| filled(&rows(grid))).collect();
    let start = form.iter().position(|row| row.iter().any(|cell| cell == "三级指标")).unwrap();
    for row in filled(&form[start + 1..]) {
        if row.len() >= 2 && !row.iter().any(|cell| cell.contains("级指标") || cell == "三年均值")
        {
            assert!(found.contains(&row), "{family}: {row:?} not in\n{text}\n{found:#?}");
        }
    }
}

#[test]
fn every_flattening_of_the_real_forms_gives_the_same_indicators() {
    for form in word_rows() {
        let blanks_kept = flat(&form, |text| format!("| {text} "), "|\n");
        assert_same(&blanks_kept, &form, "markdown without its rule");
        let cells = flat(
            &form,
            |text| if text.is_empty() { "|\n".to_owned() } else { format!("{text} |\n") },
            "||||\n",
        );
        assert_same(&cells, &form, "a cell a line, runs of pipes");
        let paragraphs = flat(
            &form,
            |text| if text.is_empty() { String::new() } else { format!("{text}\n\n") },
            "",
        );
        assert_same(&paragraphs, &form, "a cell a paragraph");
        let lines = flat(
            &form,
            |text| if text.is_empty() { String::new() } else { format!("{text}\n") },
            "",
        );
        assert_same(&lines, &form, "a cell a line");
        let blanks = flat(
            &form,
            |text| if text.is_empty() { String::new() } else { format!("{text} ") },
            "\n",
        );
        assert_same(&blanks, &form, "blanks");
        let tabs = flat(&form, |text| format!("{text}\t"), "\n");
        assert_same(&tabs, &form, "tabs between cells");
    }
}
