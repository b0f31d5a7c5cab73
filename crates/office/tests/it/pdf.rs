//! PDF in: the real file, and small files that draw their tables in other ways.
#![allow(clippy::float_arithmetic, clippy::unwrap_used)] // geometry; helpers of tests

mod damage;
mod draw;
mod pages;
mod tables;

use model::{Block, Document, Grid};
use office::{Limits, ReadError};

use crate::golden;

fn read(bytes: &[u8]) -> Result<Document, ReadError> {
    office::read("a.pdf", bytes, Limits::default())
}

/// Row, column, rows, columns, folded text of the cells of one table.
type Cells = Vec<golden::Expected>;

/// The tables of a file that can be read.
fn grids(bytes: &[u8]) -> Vec<Grid> {
    read(bytes).unwrap().grids().cloned().collect()
}

fn cells(bytes: &[u8]) -> Vec<Cells> {
    grids(bytes).iter().map(golden::cells).collect()
}

/// The text of every cell.
fn texts(grid: &Grid) -> Vec<String> {
    grid.cells.iter().map(model::Cell::text).collect()
}

/// A table as far as lines can show it: the titles stand above the ruled part, and a row in
/// which no cell begins has no edge.
fn as_ruled(table: Vec<golden::Expected>) -> Vec<golden::Expected> {
    let widest = table.iter().map(|cell| cell.1 + cell.3).max().unwrap();
    let titles = table.iter().take_while(|cell| cell.1 == 0 && cell.3 == widest).count();
    let below: Vec<_> = table.into_iter().skip(titles).collect();
    let mut rows: Vec<usize> = below.iter().map(|cell| cell.0).collect();
    rows.dedup();
    let ruled = |row: usize| rows.partition_point(|start| *start < row);
    let spans = |row: usize, count: usize| ruled(row + count) - ruled(row);
    below
        .into_iter()
        .map(|cell| (ruled(cell.0), cell.1, spans(cell.0, cell.2), cell.3, cell.4))
        .collect()
}

#[test]
fn the_real_file_has_the_official_cells() {
    let document = read(&golden::real("renhe-2026.pdf")).unwrap();
    let grids: Vec<_> = document.grids().collect();
    assert_eq!(grids.len(), 13);
    for (number, (grid, expected)) in grids.iter().zip(golden::tables()).enumerate() {
        let expected = as_ruled(expected);
        for (cell, expected) in golden::cells(grid).iter().zip(&expected) {
            assert_eq!(cell, expected, "table {}", number + 1);
        }
        assert_eq!(grid.cells.len(), expected.len(), "table {}", number + 1);
    }
}

#[test]
fn titles_outside_the_tables_are_lines() {
    let document = read(&golden::real("renhe-2026.pdf")).unwrap();
    let titles = document.blocks.iter().filter(
        |block| matches!(block, Block::Line(line) if line.text.contains("支出绩效目标申报表")),
    );
    assert_eq!(titles.count(), 13);
}

#[test]
fn other_forms_read_as_their_word_files() {
    for name in ["监控表_15列三行表头", "自评表_10列"] {
        let read = |ending: &str| {
            let bytes = golden::real(&format!("variants/{name}.{ending}"));
            office::read(&format!("{name}.{ending}"), &bytes, Limits::default()).unwrap()
        };
        let (word, pdf) = (read("docx"), read("pdf"));
        let (word, pdf) = (word.grids().next().unwrap(), pdf.grids().next().unwrap());
        assert_eq!(golden::cells(pdf), golden::cells(word), "{name}");
    }
}
