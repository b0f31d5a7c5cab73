//! The real Renhe text, as Apache POI flattened the Word file.

use model::{Block, Grid, Merges};
use serde_json::Value;

use super::{read_text, real, row};

/// The folded text of every cell of a row in the layout file, continuations of a merge blank.
fn expected(cells: &Value) -> Vec<String> {
    let cells = cells.as_array().unwrap().iter();
    cells
        .map(|cell| {
            let paragraphs: Vec<&str> =
                cell["p"].as_array().unwrap().iter().map(|p| p.as_str().unwrap()).collect();
            model::text::fold(&paragraphs.join("\n"))
        })
        .collect()
}

#[test]
fn thirteen_tables_as_in_the_word_file() {
    let document = read_text("renhe-2026.txt", &real("renhe-2026.txt"));
    let layout: Value = serde_json::from_slice(&real("renhe-2026.layout.json")).unwrap();
    let tables = layout.as_array().unwrap();
    let grids: Vec<&Grid> = document.grids().collect();
    assert_eq!(grids.len(), 13);
    for (grid, table) in grids.iter().zip(tables) {
        assert_eq!(grid.merges, Merges::Lost);
        let rows = table["rows"].as_array().unwrap();
        for (at, cells) in rows.iter().enumerate() {
            assert_eq!(row(grid, at), expected(cells), "{} row {at}", table["title"]);
        }
        assert_eq!(grid.rows, rows.len(), "{}", table["title"]);
    }
}

#[test]
fn the_one_title_outside_its_table_is_a_line() {
    let document = read_text("renhe-2026.txt", &real("renhe-2026.txt"));
    let lines: Vec<&str> = document
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Line(line) => Some(line.text.as_str()),
            Block::Table(_) => None,
        })
        .collect();
    assert_eq!(lines, ["特定目标类项目支出绩效目标申报表"]);
}

#[test]
fn every_indicator_row_of_the_close_reading_stands_at_its_line() {
    let document = read_text("renhe-2026.txt", &real("renhe-2026.txt"));
    let golden = String::from_utf8(real("renhe-rows.tsv")).unwrap();
    let mut seen = 0;
    for fields in golden.lines().skip(1).map(|line| line.split('\t').collect::<Vec<_>>()) {
        let form: usize = fields[0].parse().unwrap();
        let grid = document.grids().nth(form).unwrap();
        let line: u32 = fields[1].parse().unwrap();
        let target = grid
            .cells
            .iter()
            .find(|cell| cell.place.as_ref().unwrap().paragraph == Some(line))
            .unwrap();
        let cells = row(grid, target.row);
        let printed = [fields[2], fields[3], fields[6], fields[7]].map(model::text::fold);
        assert_eq!(cells[1..], printed, "line {line}");
        assert_eq!(target.column, 4);
        seen += 1;
    }
    assert_eq!(seen, 98);
}
