//! Word 97–2003 in: the real file, and files that are none.

use std::io::{Cursor, Seek, SeekFrom, Write};

use model::{Document, SourceKind};
use office::{Limits, ReadError};

use crate::golden;

fn read(bytes: &[u8]) -> Result<Document, ReadError> {
    office::read("a.doc", bytes, Limits::default())
}

#[test]
fn the_real_file_has_the_official_cells() {
    let document = read(&golden::real("renhe-2026.doc")).unwrap();
    assert_eq!(document.kind, SourceKind::Doc);
    assert!(document.findings.is_empty(), "read without LibreOffice: {:?}", document.findings);
    let grids: Vec<_> = document.grids().collect();
    assert_eq!(grids.len(), 13);
    for (number, (grid, expected)) in grids.iter().zip(golden::tables()).enumerate() {
        for (cell, expected) in golden::cells(grid).iter().zip(&expected) {
            assert_eq!(cell, expected, "table {}", number + 1);
        }
        assert_eq!(grid.cells.len(), expected.len(), "table {}", number + 1);
    }
}

/// The real file with some bytes of its main stream written over.
fn patched(at: u64, bytes: &[u8]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::open(Cursor::new(golden::real("renhe-2026.doc"))).unwrap();
    let mut stream = file.open_stream("/WordDocument").unwrap();
    stream.seek(SeekFrom::Start(at)).unwrap();
    stream.write_all(bytes).unwrap();
    stream.flush().unwrap();
    drop(stream);
    file.into_inner().into_inner()
}

#[test]
fn a_file_with_a_password_is_told_from_a_damaged_one() {
    // The flags of the file information block stand at 10; bit 8 says "encrypted".
    let flags = 0x0100_u16 | 0x0200;
    let error = read(&patched(10, &flags.to_le_bytes())).unwrap_err();
    assert_eq!(error, ReadError::Encrypted);
}

#[test]
fn wherever_a_file_is_cut_the_reader_gives_an_error_or_a_document() {
    let whole = golden::real("renhe-2026.doc");
    for length in [0, 8, 100, 512, 600, 4096] {
        assert!(read(&whole[..length]).is_err(), "{length} bytes");
    }
}
