//! Whatever the drawing, it prints and loses no character: merges, headers and texts by a fixed
//! dice, pages few to many.

use std::collections::BTreeMap;

use crate::draw::{field, of, spanned};
use crate::poppler::{fonts, pages};
use model::{Drawing, Grid, Merges, Part};

/// The numbers of Knuth's MMIX; the same at every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % sides as u64).expect("small")
    }
}

fn drawing(dice: &mut Dice) -> Drawing {
    let (rows, columns) = (1 + dice.roll(16), 1 + dice.roll(8));
    let mut grid = Grid::new(Part::Body, Merges::Known);
    (grid.rows, grid.columns) = (rows, columns);
    for row in 0..rows {
        for column in 0..columns {
            if grid.slots()[row * columns + column].is_some() || dice.roll(30) == 0 {
                continue;
            }
            let cell = spanned(
                field(row, column, &text(dice)),
                1 + dice.roll(6) / 4 * dice.roll(9),
                1 + dice.roll(3) / 2,
            );
            if fits(&grid, &cell) {
                grid.cells.push(cell);
            } else {
                grid.cells.push(field(row, column, &text(dice)));
            }
        }
    }
    let mut headers = Vec::new();
    for _ in 0..dice.roll(4) {
        let start = dice.roll(rows);
        headers.push(start..start + 1 + dice.roll(3));
    }
    let widths = (0..columns).map(|_| 1 + u32::try_from(dice.roll(20)).expect("small")).collect();
    Drawing { headers, widths, landscape: dice.roll(2) == 0, ..of(grid, "任意") }
}

fn fits(grid: &Grid, cell: &model::Cell) -> bool {
    let slots = grid.slots();
    let free = |row: usize, column: usize| slots[row * grid.columns + column].is_none();
    cell.row + cell.row_span <= grid.rows
        && cell.column + cell.column_span <= grid.columns
        && (cell.row..cell.row + cell.row_span).all(|row| {
            (cell.column..cell.column + cell.column_span).all(|column| free(row, column))
        })
}

fn text(dice: &mut Dice) -> String {
    const WORDS: [&str; 8] = [
        "绩效目标",
        "≥99.86%",
        "https://a.b/cdefghijk",
        "\n",
        "（含政府代缴）",
        "1,949.29万元",
        "……",
        "、",
    ];
    let count = match dice.roll(40) {
        0 => 200,
        1..=4 => 30,
        _ => dice.roll(5),
    };
    (0..count).map(|_| WORDS[dice.roll(WORDS.len())]).collect()
}

fn count(text: &str) -> BTreeMap<char, usize> {
    let mut counts = BTreeMap::new();
    for character in text.chars().filter(|c| !c.is_whitespace()) {
        *counts.entry(character).or_default() += 1;
    }
    counts
}

#[test]
fn any_drawing_prints_and_loses_nothing() {
    let fonts = fonts();
    let mut dice = Dice(2026);
    for turn in 0..8 {
        let drawing = drawing(&mut dice);
        let pdf = print::pdf(std::slice::from_ref(&drawing), &fonts).expect("prints");
        let shown = count(&pages(&pdf).concat());
        let drawn: String = drawing.grid.cells.iter().map(|cell| cell.text()).collect();
        for (character, times) in count(&drawn) {
            // More is fine: headers repeat, the foot counts pages.
            let seen = shown.get(&character).copied().unwrap_or(0);
            assert!(seen >= times, "turn {turn}: {character} {seen} of {times}");
        }
    }
}
