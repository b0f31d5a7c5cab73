//! A character without a picture is an error that names it, never a box.

use std::path::PathBuf;

use crate::draw::table;
use crate::poppler::{fonts, print};
use print::{Fonts, PrintError};

#[test]
fn the_error_names_character_code_and_cell() {
    let drawing = table(&[&["预算单位", "甲"], &["总体目标", "写有\u{13000}的目标"]]);
    let error = print::pdf(&[drawing], &fonts()).expect_err("no font here has hieroglyphs");
    let message = error.to_string();
    assert!(message.contains("U+13000") && message.contains('\u{13000}'), "{message}");
    assert!(message.contains("第 2 行第 2 列“写有\u{13000}的目标”"), "{message}");
    assert!(message.contains("--fonts"), "{message}");
}

#[test]
fn after_a_failed_print_the_next_one_is_unharmed() {
    let good = [table(&[&["甲"]])];
    let before = print(&good);
    assert!(print::pdf(&[table(&[&["\u{13000}"]])], &fonts()).is_err());
    assert_eq!(print(&good), before);
}

#[test]
fn without_a_chinese_font_the_message_says_what_to_install() {
    let nothing: &[PathBuf] = &[];
    let error = Fonts::load_from(None, nothing).err().expect("no folder, no font");
    assert!(matches!(error, PrintError::NoChineseFont));
    let message = error.to_string();
    assert!(message.contains("apt-get install fonts-noto-cjk"), "{message}");
    assert!(message.contains("--fonts"), "{message}");
}

#[test]
fn nothing_to_print_is_an_error() {
    assert!(matches!(print::pdf(&[], &fonts()), Err(PrintError::Empty)));
}

#[test]
fn cells_that_overlap_are_refused_not_lost() {
    let mut drawing = table(&[&["甲", "乙"], &["丙", "丁"]]);
    drawing.grid.cells[0].column_span = 2;
    assert!(matches!(print::pdf(&[drawing], &fonts()), Err(PrintError::Typeset(_))));
}
