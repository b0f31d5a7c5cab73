//! Binary workbooks written record by record.

use std::io::{Cursor, Write};

/// One record.
pub fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).unwrap();
    [kind.to_le_bytes().as_slice(), &length.to_le_bytes(), data].concat()
}

/// A record of 16-bit numbers.
pub fn numbers(kind: u16, numbers: &[u16]) -> Vec<u8> {
    let data: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
    record(kind, &data)
}

/// Row, column and format of a cell, then its value.
pub fn cell(kind: u16, at: (u16, u16, u16), value: &[u8]) -> Vec<u8> {
    let head = [at.0.to_le_bytes(), at.1.to_le_bytes(), at.2.to_le_bytes()].concat();
    record(kind, &[head.as_slice(), value].concat())
}

/// A string as Excel 97 writes it, every character in two bytes.
pub fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let count = u16::try_from(units.len()).unwrap();
    let characters = units.into_iter().flat_map(u16::to_le_bytes);
    count.to_le_bytes().into_iter().chain([1]).chain(characters).collect()
}

const VERSION_8: [u16; 2] = [0x0600, 0x0005];

/// A workbook of Excel 97 with one sheet; `state` is that of its tab.
pub fn workbook(globals: &[u8], sheet: &[u8], state: u8) -> Vec<u8> {
    let tab = |start: u32| {
        let name = [1, 1, 0x68, 0x88];
        record(0x0085, &[start.to_le_bytes().as_slice(), &[state, 0], &name].concat())
    };
    let begin = numbers(0x0809, &VERSION_8);
    let end = record(0x000a, &[]);
    let start = begin.len() + globals.len() + tab(0).len() + end.len();
    let tab = tab(u32::try_from(start).unwrap());
    container("Workbook", &[&begin, globals, &tab, &end, &begin, sheet, &end].concat())
}

/// A compound file with one stream.
pub fn container(name: &str, stream: &[u8]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    file.create_stream(name).unwrap().write_all(stream).unwrap();
    file.into_inner().into_inner()
}
