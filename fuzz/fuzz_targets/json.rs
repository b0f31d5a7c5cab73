//! Our own JSON under any bytes: an error or forms, which written out and read again are the same.

#![no_main]

use libfuzzer_sys::fuzz_target;
use office::json::{Output, form, read};

fuzz_target!(|data: &[u8]| {
    let Ok(forms) = read(data) else { return };
    let written =
        Output { forms: forms.iter().map(|f| form(f, true)).collect(), ..Output::default() };
    let text = serde_json::to_vec(&written).expect("our own types are JSON");
    assert_eq!(read(&text).expect("our own JSON is read"), forms);
});
