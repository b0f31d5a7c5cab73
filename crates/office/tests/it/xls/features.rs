//! What the records of a sheet show.

use office::{Limits, ReadError, read};

use super::records::{cell, container, numbers, record, wide, workbook};
use crate::parts::{codes, only_table};

fn document(globals: &[u8], sheet: &[u8]) -> model::Document {
    read("甲.xls", &workbook(globals, sheet, 0), Limits::default()).unwrap()
}

/// A number format and the cell format 1 that uses it; 0 is General.
fn format(code: &str) -> Vec<u8> {
    let format = record(0x041e, &[200_u16.to_le_bytes().as_slice(), &wide(code)].concat());
    [format, numbers(0x00e0, &[0, 0]), numbers(0x00e0, &[0, 200])].concat()
}

#[test]
fn numbers_are_read_as_shown() {
    let sheet = [
        cell(0x0203, (0, 0, 1), &0.2147_f64.to_le_bytes()),
        cell(0x0203, (0, 1, 0), &3099.68_f64.to_le_bytes()),
        // 21.47 in hundredths; 100 whole; 0.5 as the upper half of a binary number.
        cell(0x027e, (0, 2, 0), &((2147_u32 << 2) | 3).to_le_bytes()),
        cell(0x027e, (0, 3, 1), &((1_u32 << 2) | 2).to_le_bytes()),
        cell(0x027e, (0, 4, 0), &0x3fe0_0000_u32.to_le_bytes()),
    ]
    .concat();
    let expected = ["0,0 21.47%", "0,1 3099.68", "0,2 21.47", "0,3 100.00%", "0,4 0.5"];
    assert_eq!(only_table(&document(&format("0.00%"), &sheet)), expected);
}

#[test]
fn many_numbers_in_one_record() {
    let rk =
        |value: u32| [0_u16.to_le_bytes().as_slice(), &((value << 2) | 2).to_le_bytes()].concat();
    let head = [0, 0, 1, 0].as_slice();
    let data = [head, &rk(7), &rk(8), &2_u16.to_le_bytes()].concat();
    assert_eq!(only_table(&document(&[], &record(0x00bd, &data))), ["0,0 7", "0,1 8"]);
}

/// The shared strings, cut in two after `cut` bytes; the second piece begins with `width`.
fn shared(strings: &[u8], count: u32, cut: usize, width: &[u8]) -> Vec<u8> {
    let counts = [count.to_le_bytes(), count.to_le_bytes()].concat();
    let first = record(0x00fc, &[counts.as_slice(), &strings[..cut]].concat());
    first.into_iter().chain(record(0x003c, &[width, &strings[cut..]].concat())).collect()
}

#[test]
fn shared_strings_go_on_in_the_next_record() {
    let sheet = [
        cell(0x00fd, (0, 0, 0), &0_u32.to_le_bytes()),
        cell(0x00fd, (0, 1, 0), &1_u32.to_le_bytes()),
    ]
    .concat();
    let both = [wide("绩效目标"), wide("甲")].concat();
    for (cut, width) in [(7, [1].as_slice()), (both.len() - 5, &[])] {
        let table = only_table(&document(&shared(&both, 2, cut, width), &sheet));
        assert_eq!(table, ["0,0 绩效目标", "0,1 甲"], "cut at {cut}");
    }
}

#[test]
fn the_rest_of_a_string_may_change_its_width() {
    let narrow = [4, 0, 1, 0x68, 0x88, 0x68, 0x88, b'A', b'B'];
    let sheet = cell(0x00fd, (0, 0, 0), &0_u32.to_le_bytes());
    assert_eq!(only_table(&document(&shared(&narrow, 1, 7, &[0]), &sheet)), ["0,0 表表AB"]);
}

#[test]
fn formulas_show_their_results() {
    let tagged =
        |tag: u8, value: u8| [&[tag, 0, value, 0, 0, 0, 0xff, 0xff], [0; 8].as_slice()].concat();
    let number = [1.5_f64.to_le_bytes(), [0; 8]].concat();
    let sheet = [
        cell(0x0006, (0, 0, 0), &number),
        cell(0x0006, (0, 1, 0), &tagged(0, 0)),
        record(0x0207, &wide("算得")),
        cell(0x0006, (0, 2, 0), &tagged(1, 1)),
        cell(0x0006, (0, 3, 0), &tagged(2, 0x17)),
        cell(0x0006, (0, 4, 0), &tagged(3, 0)),
        cell(0x0205, (0, 5, 0), &[0, 0]),
    ]
    .concat();
    let document = document(&[], &sheet);
    let expected = ["0,0 1.5", "0,1 算得", "0,2 TRUE", "0,3 ? #REF!", "0,4 ", "0,5 FALSE"];
    assert_eq!(only_table(&document), expected);
    assert_eq!(codes(&document), ["R007"]);
}

#[test]
fn merges_hidden_rows_and_hidden_columns() {
    let mut hidden_row = [0_u8; 16];
    (hidden_row[0], hidden_row[12]) = (1, 0x20);
    let sheet = [
        numbers(0x007d, &[2, 2, 0, 0, 1]),
        record(0x0208, &hidden_row),
        cell(0x0204, (0, 0, 0), &wide("题")),
        cell(0x0204, (1, 0, 0), &wide("隐")),
        cell(0x0204, (2, 2, 0), &wide("列")),
        numbers(0x00e5, &[1, 0, 0, 0, 1]),
    ]
    .concat();
    let document = document(&[], &sheet);
    let filled: Vec<String> =
        only_table(&document).into_iter().filter(|cell| !cell.ends_with(' ')).collect();
    assert_eq!(filled, ["0,0 1×2 题", "1,0 hidden 隐", "2,2 hidden 列"]);
    assert_eq!(codes(&document), ["R005"]);
}

#[test]
fn a_hidden_sheet_and_a_chart_within_one() {
    let chart = [numbers(0x0809, &[0x0600, 0x0020]), cell(0x0203, (9, 9, 0), &[0; 8])].concat();
    let sheet = [chart, record(0x000a, &[]), cell(0x0204, (0, 0, 0), &wide("甲"))].concat();
    let document = read("甲.xls", &workbook(&[], &sheet, 1), Limits::default()).unwrap();
    assert_eq!(only_table(&document), ["0,0 hidden 甲"]);
}

#[test]
fn strings_of_excel_95_are_in_a_code_page() {
    let (text, _, _) = encoding_rs::GBK.encode("绩效");
    let count = u16::try_from(text.len()).unwrap().to_le_bytes();
    let begin = numbers(0x0809, &[0x0500, 0x0005]);
    let end = record(0x000a, &[]);
    let page = numbers(0x0042, &[936]);
    let tab =
        |start: u32| record(0x0085, &[&start.to_le_bytes(), [0, 0, 1, b'a'].as_slice()].concat());
    let start = u32::try_from(begin.len() + page.len() + tab(0).len() + end.len()).unwrap();
    let label = cell(0x0204, (0, 0, 0), &[&count, text.as_ref()].concat());
    let stream =
        [&begin, &page, &tab(start), &end, &begin, &label, &end].map(Vec::as_slice).concat();
    let document = read("甲.xls", &container("Book", &stream), Limits::default()).unwrap();
    assert_eq!(only_table(&document), ["0,0 绩效"]);
}

#[test]
fn a_password_is_named_as_such() {
    let locked = workbook(&numbers(0x002f, &[1, 1, 1]), &[], 0);
    assert_eq!(read("甲.xls", &locked, Limits::default()).unwrap_err(), ReadError::Encrypted);
}

#[test]
fn records_cut_short_never_panic() {
    let kinds = [
        0x0006, 0x0022, 0x0042, 0x007d, 0x0085, 0x00bd, 0x00d6, 0x00e0, 0x00e5, 0x00fc, 0x00fd,
        0x0203, 0x0204, 0x0205, 0x0207, 0x0208, 0x027e, 0x041e,
    ];
    for kind in kinds {
        for length in 0..16 {
            let short = record(kind, &vec![0xff; length]);
            let _ = read("甲.xls", &workbook(&short, &short, 0), Limits::default());
        }
    }
}
