//! What holds of every document any reader gives, whatever the bytes.

use std::io::{Cursor, Write};
use std::time::Duration;

use model::Grid;
use office::Limits;
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

/// Small limits, so that a case is soon done.
pub const LIMITS: Limits =
    Limits { bytes: 4 << 20, cells: 20_000, depth: 256, time: Duration::from_secs(5) };

/// Reads and looks at every grid.
pub fn read(name: &str, bytes: &[u8]) {
    if let Ok(document) = office::read(name, bytes, LIMITS) {
        document.grids().for_each(check);
    }
}

fn check(grid: &Grid) {
    assert!(grid.rows * grid.columns <= 20_000 + grid.cells.len());
    let mut last = None;
    for cell in &grid.cells {
        assert!(!cell.paragraphs.is_empty() && cell.place.is_some());
        assert!(cell.row_span > 0 && cell.row + cell.row_span <= grid.rows);
        assert!(cell.column_span > 0 && cell.column + cell.column_span <= grid.columns);
        assert!(last < Some((cell.row, cell.column)), "cells are ordered");
        last = Some((cell.row, cell.column));
    }
}

/// A zip file with these parts, not compressed.
#[allow(dead_code, reason = "not every target has parts")]
pub fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, bytes) in parts {
        zip.start_file(*name, options).expect("a file in memory");
        zip.write_all(bytes).expect("a file in memory");
    }
    zip.finish().expect("a file in memory").into_inner()
}
