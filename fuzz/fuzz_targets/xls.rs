//! The binary workbook reader under any stream of records: no panic, and grids that hold
//! together. Bytes that are a compound file themselves are taken as they are.

#![no_main]

#[path = "../laws.rs"]
mod laws;

use std::io::{Cursor, Write};

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    if data.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return laws::read("甲.xls", data);
    }
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("a file in memory");
    let mut stream = file.create_stream("Workbook").expect("a file in memory");
    stream.write_all(data).and_then(|()| stream.flush()).expect("a file in memory");
    drop(stream);
    laws::read("甲.xls", &file.into_inner().into_inner());
});
