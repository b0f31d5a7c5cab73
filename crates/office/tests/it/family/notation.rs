//! Documents in words: tables as rows of `| cell | cell |`, everything else as loose lines.
//!
//! `<` continues the cell to its left, `^` the one above; `¶` breaks a line within a cell. A line
//! `=== name` begins a worksheet, which then holds all that follows as rows. It knows nothing
//! about forms.

use model::{Block, Cell, Document, Grid, Line, Merges, Part, Place, SourceKind};

/// A Word-like document: tables and the lines between them.
pub fn document(text: &str) -> Document {
    let file: std::sync::Arc<str> = "甲.docx".into();
    let mut blocks = Vec::new();
    let mut rows: Vec<Vec<&str>> = Vec::new();
    let mut tables = 0;
    for line in text.lines().chain([""]) {
        let line = line.trim();
        if let Some(cells) = line.strip_prefix('|') {
            let cells = cells.strip_suffix('|').unwrap_or(cells);
            rows.push(cells.split('|').map(str::trim).collect());
            continue;
        }
        if !rows.is_empty() {
            tables += 1;
            blocks.push(Block::Table(grid(&std::mem::take(&mut rows), Part::Table(tables))));
        }
        if !line.is_empty() {
            let place = Place::line(&file, Part::Body, 1);
            blocks.push(Block::Line(Line { text: line.to_owned(), place }));
        }
    }
    Document { file, kind: SourceKind::Docx, blocks, findings: Vec::new() }
}

/// A workbook: each `=== name` a sheet, whose rows without `|` have one cell.
pub fn workbook(text: &str) -> Document {
    let mut blocks = Vec::new();
    for (index, sheet) in text.split("===").skip(1).enumerate() {
        let (name, body) = sheet.split_once('\n').unwrap_or((sheet, ""));
        let lines = body.lines().map(str::trim).filter(|line| !line.is_empty());
        let cells = |line: &'_ str| -> Vec<String> {
            let inner = line.strip_prefix('|').unwrap_or(line);
            let inner = inner.strip_suffix('|').unwrap_or(inner);
            inner.split('|').map(|cell| cell.trim().to_owned()).collect()
        };
        let rows: Vec<Vec<String>> = lines.map(cells).collect();
        let rows: Vec<Vec<&str>> =
            rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
        let part = Part::Sheet { index: index as u32 + 1, name: name.trim().into() };
        blocks.push(Block::Table(grid(&rows, part)));
    }
    Document { file: "甲.xlsx".into(), kind: SourceKind::Xlsx, blocks, findings: Vec::new() }
}

/// A grid of these rows; merges by `<` and `^`.
pub fn grid(rows: &[Vec<&str>], part: Part) -> Grid {
    let mut grid = Grid::new(part, Merges::Known);
    let at = |row: usize, column: usize| rows.get(row).and_then(|r| r.get(column)).copied();
    for (row, cells) in rows.iter().enumerate() {
        for (column, text) in cells.iter().enumerate() {
            if matches!(*text, "<" | "^") {
                continue;
            }
            let mut cell = Cell::new(row, column, &text.replace('¶', "\n"));
            while at(row, column + cell.column_span) == Some("<") {
                cell.column_span += 1;
            }
            while at(row + cell.row_span, column) == Some("^") {
                cell.row_span += 1;
            }
            for below in row..row + cell.row_span {
                for beside in column..column + cell.column_span {
                    let covered = (below, beside) == (row, column)
                        || matches!(at(below, beside), Some("<" | "^"));
                    assert!(covered, "“{text}” covers {below},{beside}, which has a text");
                }
            }
            grid.push(cell);
        }
    }
    grid
}
