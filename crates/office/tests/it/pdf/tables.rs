//! One small table, drawn in every way seen, must read the same.

use super::draw::{Encoding, Sheet, file};
use super::{Cells, cells, grids, texts};

/// Column and row boundaries of the table below.
const XS: [f64; 4] = [60.0, 120.0, 260.0, 500.0];
const YS: [f64; 5] = [100.0, 130.0, 160.0, 190.0, 220.0];

/// The cells: row, column, rows, columns, text.
const CELLS: [(usize, usize, usize, usize, &str); 9] = [
    (0, 0, 1, 1, "项目"),
    (0, 1, 1, 2, "养老保险补助资金"),
    (1, 0, 3, 1, "绩效指标"),
    (1, 1, 1, 1, "三级指标"),
    (1, 2, 1, 1, "指标值"),
    (2, 1, 2, 1, "补助人数"),
    (2, 2, 1, 1, "≥87人"),
    (3, 2, 1, 1, "2026年12月"),
    (9, 9, 0, 0, ""),
];

fn expected() -> Cells {
    CELLS[..8].iter().map(|(r, c, rs, cs, t)| (*r, *c, *rs, *cs, (*t).to_owned())).collect()
}

/// The four sides of a cell, clockwise from the top.
fn sides(index: usize) -> [((f64, f64), (f64, f64)); 4] {
    let (row, column, rows, columns, _) = CELLS[index];
    let (left, right) = (XS[column], XS[column + columns]);
    let (top, bottom) = (YS[row], YS[row + rows]);
    [
        ((left, top), (right, top)),
        ((right, top), (right, bottom)),
        ((left, bottom), (right, bottom)),
        ((left, top), (left, bottom)),
    ]
}

fn write(sheet: &mut Sheet) {
    for (row, column, _, _, text) in &CELLS[..8] {
        sheet.text(XS[*column] + 5.0, YS[*row] + 9.0, 10.5, text);
    }
}

/// A page with the texts, and every cell's sides drawn by `side`.
fn page(mut side: impl FnMut(&mut Sheet, (f64, f64), (f64, f64))) -> Vec<u8> {
    let mut sheet = Sheet::new();
    write(&mut sheet);
    for index in 0..8 {
        for (from, to) in sides(index) {
            side(&mut sheet, from, to);
        }
    }
    file(&[sheet])
}

#[test]
fn strokes() {
    assert_eq!(cells(&page(Sheet::stroke)), [expected()]);
}

#[test]
fn thin_filled_rectangles_around_every_cell() {
    assert_eq!(cells(&page(Sheet::bar)), [expected()]);
}

#[test]
fn a_stroked_box_for_every_cell() {
    let mut sheet = Sheet::new();
    write(&mut sheet);
    for index in 0..8 {
        let [(from, _), (_, to), ..] = sides(index);
        sheet.frame(from.0, from.1, to.0 - from.0, to.1 - from.1);
    }
    assert_eq!(cells(&file(&[sheet])), [expected()]);
}

#[test]
fn boxes_that_do_not_touch_are_still_one_table() {
    let mut sheet = Sheet::new();
    write(&mut sheet);
    for index in 0..8 {
        let [(from, _), (_, to), ..] = sides(index);
        sheet.frame(from.0 + 1.1, from.1 + 1.1, to.0 - from.0 - 2.2, to.1 - from.1 - 2.2);
    }
    assert_eq!(cells(&file(&[sheet])), [expected()]);
}

#[test]
fn frames_filled_between_two_rectangles() {
    let mut sheet = Sheet::new();
    write(&mut sheet);
    for index in 0..8 {
        let [(from, _), (_, to), ..] = sides(index);
        let (width, height) = (to.0 - from.0, to.1 - from.1);
        sheet.raw(&format!(
            "{} {} {width} {height} re {} {} {} {} re f*",
            from.0,
            842.0 - to.1,
            from.0 + 0.75,
            842.0 - to.1 + 0.75,
            width - 1.5,
            height - 1.5
        ));
    }
    assert_eq!(cells(&file(&[sheet])), [expected()]);
}

#[test]
fn double_lines() {
    let drawn = page(|sheet, from, to| {
        let (dx, dy) = if from.1 == to.1 { (0.0, 0.75) } else { (0.75, 0.0) };
        sheet.stroke((from.0 - dx, from.1 - dy), (to.0 - dx, to.1 - dy));
        sheet.stroke((from.0 + dx, from.1 + dy), (to.0 + dx, to.1 + dy));
    });
    assert_eq!(cells(&drawn), [expected()]);
}

#[test]
fn dots_and_lines_that_fall_short_of_each_other() {
    let dotted = page(|sheet, from, to| {
        let steps = ((to.0 - from.0) + (to.1 - from.1)) / 2.0;
        for step in 0..steps as usize {
            let share = step as f64 / steps;
            let (x, y) = (from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share);
            sheet.fill(x - 0.25, y - 0.25, 0.5, 0.5);
        }
    });
    assert_eq!(cells(&dotted), [expected()], "dots");
    let short = page(|sheet, from, to| {
        let (dx, dy) = if from.1 == to.1 { (1.0, 0.0) } else { (0.0, 1.0) };
        sheet.stroke((from.0 + dx, from.1 + dy), (to.0 - dx, to.1 - dy));
    });
    assert_eq!(cells(&short), [expected()], "short");
}

#[test]
fn a_table_without_lines_at_its_sides() {
    let at_side = |x: f64| x == XS[0] || x == XS[3];
    let open = page(|sheet, from, to| {
        if from.0 != to.0 || !at_side(from.0) {
            sheet.stroke(from, to);
        }
    });
    assert_eq!(cells(&open), [expected()]);
}

#[test]
fn backgrounds_white_paint_and_underlines_are_no_borders() {
    let mut sheet = Sheet::new();
    sheet.raw("0.8 g");
    sheet.fill(60.0, 100.0, 440.0, 30.0);
    sheet.raw("1 g 1 G");
    sheet.stroke((300.0, 100.0), (300.0, 220.0));
    sheet.fill(60.0, 175.0, 440.0, 0.5);
    sheet.raw("0 g 0 G");
    sheet.stroke((268.0, 151.0), (300.0, 151.0));
    write(&mut sheet);
    (0..8).flat_map(sides).for_each(|(from, to)| sheet.stroke(from, to));
    assert_eq!(cells(&file(&[sheet])), [expected()]);
}

#[test]
fn unicode_encodings_without_tounicode() {
    for encoding in [Encoding::Ucs2, Encoding::Utf16] {
        let mut sheet = Sheet::encoded(encoding);
        write(&mut sheet);
        (0..8).flat_map(sides).for_each(|(from, to)| sheet.stroke(from, to));
        assert_eq!(cells(&file(&[sheet])), [expected()], "{encoding:?}");
    }
}

#[test]
fn a_table_lying_on_its_side() {
    // The table runs up the sheet: x of the table is height on the paper.
    let up = |(x, y): (f64, f64)| (y, 700.0 - x);
    let draw = || {
        let mut sheet = Sheet::new();
        for (row, column, _, _, text) in &CELLS[..8] {
            let (x, y) = up((XS[*column] + 5.0, YS[*row] + 18.0));
            sheet.text_upwards(x, y, 10.5, text);
        }
        (0..8).flat_map(sides).for_each(|(from, to)| sheet.stroke(up(from), up(to)));
        sheet
    };
    assert_eq!(cells(&file(&[draw()])), [expected()], "as it is");
    assert_eq!(cells(&file(&[draw().rotated(90)])), [expected()], "shown turned");
    let document = super::read(&file(&[draw()])).unwrap();
    let rect = document.grids().next().unwrap().cells[0].place.as_ref().unwrap().rect.unwrap();
    let (left, top, right, bottom) = (10_000, 58_000, 13_000, 64_000);
    assert_eq!((rect.left, rect.top, rect.right, rect.bottom), (left, top, right, bottom));
}

#[test]
fn lines_of_a_cell_join_without_blanks_but_between_latin_words() {
    let mut sheet = Sheet::new();
    sheet.frame(60.0, 100.0, 110.0, 80.0);
    sheet.frame(170.0, 100.0, 110.0, 80.0);
    sheet.text(65.0, 105.0, 10.0, "统筹推进城乡居民养老");
    sheet.text(65.0, 118.0, 10.0, "保险。");
    sheet.text(65.0, 131.0, 10.0, "公用经费标准");
    sheet.text(175.0, 105.0, 10.0, "using the Apache POI");
    sheet.text(175.0, 118.0, 10.0, "library 5");
    let document = super::read(&file(&[sheet])).unwrap();
    let grid = document.grids().next().unwrap();
    assert_eq!(grid.cells[0].paragraphs, ["统筹推进城乡居民养老保险。", "公用经费标准"]);
    assert_eq!(grid.cells[1].paragraphs, ["using the Apache POI library 5"]);
}

#[test]
fn bold_made_by_printing_twice_is_read_once() {
    let mut sheet = Sheet::new();
    sheet.frame(60.0, 100.0, 110.0, 30.0);
    sheet.frame(170.0, 100.0, 110.0, 30.0);
    sheet.text(65.0, 105.0, 10.0, "合计100");
    sheet.text(65.3, 105.0, 10.0, "合计100");
    sheet.text(175.0, 105.0, 10.0, "看看");
    assert_eq!(texts(&grids(&file(&[sheet]))[0]), ["合计100", "看看"]);
}
