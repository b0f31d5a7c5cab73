//! Plain text under any bytes: no panic, and no character that shows something is lost.

#![no_main]

use libfuzzer_sys::fuzz_target;
use model::Block;
use office::text::{Labels, decode, read};
use office::{Budget, Limits};

/// Pipes, and the dashes and colons of a Markdown rule, are borders and not text.
fn shown<'a>(texts: impl Iterator<Item = &'a str>) -> usize {
    let border = |c: char| matches!(c, '|' | '-' | ':') || model::text::is_space(c);
    texts.flat_map(str::chars).filter(|c| !border(*c)).count()
}

fuzz_target!(|data: &[u8]| {
    let mut budget = Budget::new(Limits::default());
    let Ok(document) = read(&"fuzz.txt".into(), data, Labels::built_in(), &mut budget) else {
        return;
    };
    let text = decode(data).unwrap_or_default();
    let kept = document.blocks.iter().map(|block| match block {
        Block::Line(line) => shown([line.text.as_str()].into_iter()),
        Block::Table(grid) => {
            shown(grid.cells.iter().flat_map(|cell| &cell.paragraphs).map(String::as_str))
        }
    });
    assert_eq!(kept.sum::<usize>(), shown([text.as_str()].into_iter()));
});
