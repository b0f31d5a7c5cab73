//! The recogniser under any plain text: no panic, and every form has its pack.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use office::Limits;
use office::recognise::Recogniser;
use policy::Packs;

static PACKS: LazyLock<Packs> = LazyLock::new(|| Packs::built_in().expect("the packs load"));
static RECOGNISER: LazyLock<Recogniser> =
    LazyLock::new(|| Recogniser::new(&PACKS, None).expect("every pack has a policy"));

fuzz_target!(|data: &[u8]| {
    let Ok(document) = office::read("甲.txt", data, Limits::default()) else { return };
    let recognised = RECOGNISER.read(&document);
    assert_eq!(recognised.forms.len(), recognised.packs.len());
    assert_eq!(recognised.forms.is_empty(), recognised.nothing.is_some());
});
