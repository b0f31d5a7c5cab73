//! Which fonts are taken, and that they cover what the country writes.

use std::path::Path;

use encoding_rs::GBK;

use crate::draw::table;
use crate::poppler::{fonts, pages, print};
use print::{Fonts, PrintError};

/// Every Han character of GBK, 200 a cell.
fn gbk_han() -> Vec<String> {
    let mut han = Vec::new();
    for lead in 0x81..=0xFE_u8 {
        for trail in (0x40..=0xFE_u8).filter(|t| *t != 0x7F) {
            let bytes = [lead, trail];
            let (text, _, failed) = GBK.decode(&bytes);
            let is_han = |c: char| matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}');
            han.extend(text.chars().next().filter(|c| !failed && is_han(*c)));
        }
    }
    han.chunks(200).map(|part| part.iter().collect()).collect()
}

#[test]
fn every_han_character_of_gbk_has_a_picture() {
    let cells = gbk_han();
    let count: usize = cells.iter().map(|cell| cell.chars().count()).sum();
    // GBK has 21,003; for twenty of them the Web's table gives private code points, no Han.
    assert_eq!(count, 20_983);
    let rows: Vec<[&str; 1]> = cells.iter().map(|cell| [cell.as_str()]).collect();
    let rows: Vec<&[&str]> = rows.iter().map(<[&str; 1]>::as_slice).collect();
    fonts().covers(&table(&rows)).expect("the installed font covers GBK");
}

#[test]
fn signs_of_the_forms_are_printed() {
    let signs = "≥≤＝±×÷％‰℃㎡㎥№①⑩㈠Ⅳ√×□☑○●★→“”‘’《》【】〔〕—…·￥";
    let page = &pages(&print(&[table(&[&[signs]])]))[0];
    let shown: String =
        page.lines().next().expect("a line").chars().filter(|c| !c.is_whitespace()).collect();
    assert_eq!(shown, signs);
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let drawing = [table(&[&["甲", "乙"], &["丙", "2026年"]])];
    assert_eq!(print(&drawing), print(&drawing));
}

#[test]
fn it_says_which_fonts_it_took() {
    let taken = fonts().taken().to_owned();
    assert!(taken.starts_with("正文 ") && taken.contains("标题 "), "{taken}");
}

#[test]
fn the_users_folder_comes_first() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let sans = find(Path::new("/usr/share/fonts"), "NotoSansCJK-Regular.ttc");
    std::fs::copy(sans, folder.path().join("own.ttc")).expect("copied");
    let fonts = Fonts::load(Some(folder.path())).expect("found");
    assert!(fonts.taken().starts_with("正文 Noto Sans CJK SC"), "{}", fonts.taken());
}

#[test]
fn a_folder_that_is_not_there_is_an_error_that_names_it() {
    let error = Fonts::load(Some(Path::new("no/such/folder"))).err().expect("no folder");
    assert!(matches!(error, PrintError::FontFolder { .. }));
    assert!(error.to_string().contains("no/such/folder"), "{error}");
}

fn find(folder: &Path, name: &str) -> std::path::PathBuf {
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).expect("listed").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.file_name().is_some_and(|n| n == name) {
                return path;
            }
        }
    }
    panic!("{name} is missing; install fonts-noto-cjk")
}
