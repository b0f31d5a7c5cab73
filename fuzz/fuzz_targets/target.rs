//! The target grammar under any bytes: no panic, and the laws of `crates/model/tests/it/laws.rs`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use model::Target;
use model::target::quantities;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let mut cells = text.splitn(3, '\t');
    let target = cells.next().unwrap_or("");
    let (nature, unit) = (cells.next().unwrap_or(""), cells.next().unwrap_or(""));
    let with_columns = Target::with_columns(target, nature, unit);
    assert_eq!(with_columns.text, target);

    let read = Target::read(target);
    let printed = read.to_string();
    let again = Target { text: read.text.clone(), ..Target::read(&printed) };
    assert_eq!(read, again, "printed {printed}");

    let length = target.chars().count();
    for quantity in quantities(target) {
        assert!(quantity.span.start < quantity.span.end && quantity.span.end as usize <= length);
    }
});
