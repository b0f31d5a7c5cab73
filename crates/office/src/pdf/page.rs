//! One page: its tables with their text, and the lines around them, in reading order.

use super::area::Area;
use super::cells::{self, Lattice, Ruled};
use super::glyphs::{Drawing, Glyph};
use super::lines::{self, TextLine};

/// A page read.
#[derive(Debug, Clone)]
pub(super) struct Page {
    /// 1-based.
    pub number: u32,
    /// Width and height as laid for reading (turned when the text runs down the sheet).
    pub sheet: lines::Sheet,
    /// Quarter turns back to the sheet as it is shown.
    back: u8,
    pub items: Vec<Item>,
}

impl Page {
    /// A place on the sheet as it is shown.
    pub fn shown(&self, area: &Area) -> model::Rect {
        area.turned(self.back, self.sheet.0, self.sheet.1).to_rect()
    }

    /// Whether a line is a page number, or a small running head that the page beside repeats.
    pub fn is_furniture(&self, line: &TextLine, beside: Option<&Page>) -> bool {
        let (_, middle) = line.area.middle();
        let at_edge = middle < self.sheet.1 * 0.1 || middle > self.sheet.1 * 0.9;
        at_edge && (is_page_number(&line.text) || beside.is_some_and(|page| page.repeats(line)))
    }

    fn repeats(&self, line: &TextLine) -> bool {
        const SMALL: f64 = 11.0;
        line.size <= SMALL
            && self.items.iter().any(|item| match item {
                Item::Line(other) => {
                    other.text == line.text && (other.area.top - line.area.top).abs() < 2.0
                }
                Item::Table(_) => false,
            })
    }
}

/// What stands on a page.
#[derive(Debug, Clone)]
pub(super) enum Item {
    Line(TextLine),
    Table(Table),
}

/// A table of one page.
#[derive(Debug, Clone)]
pub(super) struct Table {
    /// Column boundaries in points.
    pub xs: Vec<f64>,
    /// Row boundaries in points.
    pub ys: Vec<f64>,
    pub cells: Vec<Written>,
}

/// A cell with its text.
#[derive(Debug, Clone)]
pub(super) struct Written {
    pub ruled: Ruled,
    pub area: Area,
    pub paragraphs: Vec<String>,
    pub ends: Option<lines::Ends>,
}

/// `3`, `- 3 -`, `第3页`, `3/13`, `第 3 页 共 13 页`.
fn is_page_number(text: &str) -> bool {
    let known = |c: char| c.is_ascii_digit() || " -—–/.·第页共,，".contains(c);
    text.chars().map(model::text::narrow).all(known) && text.chars().any(|c| c.is_ascii_digit())
}

impl Written {
    pub fn is_blank(&self) -> bool {
        self.paragraphs.iter().all(|text| model::text::is_blank(text))
    }
}

impl Item {
    /// Top edge, for the reading order.
    fn top(&self) -> f64 {
        match self {
            Item::Line(line) => line.area.top,
            Item::Table(table) => table.ys[0],
        }
    }

    fn left(&self) -> f64 {
        match self {
            Item::Line(line) => line.area.left,
            Item::Table(table) => table.xs[0],
        }
    }
}

/// Text outside tables is parted where the gap is wider than this many type sizes.
const COLUMN_GAP: f64 = 2.5;
/// Inside a cell nothing is parted.
const NO_GAP: f64 = f64::INFINITY;

/// Puts a page together.
///
/// # Errors
/// When the cells pass the budget.
pub(super) fn compose(
    number: u32,
    (width, height): (f64, f64),
    mut drawing: Drawing,
    budget: &mut crate::Budget,
) -> Result<Page, crate::ReadError> {
    let quarters = turn(&mut drawing, width, height);
    let sheet = if quarters.is_multiple_of(2) { (width, height) } else { (height, width) };
    let anchors: Vec<(f64, f64)> = drawing
        .glyphs
        .iter()
        .filter(|glyph| !model::text::is_space(glyph.character))
        .map(|glyph| glyph.anchor)
        .collect();
    let mut lattices = cells::tables(&drawing.rules, &anchors, budget)?;
    // Smallest first: the text of a nested table is its own.
    let size = |lattice: &Lattice| lattice.area().width() * lattice.area().height();
    lattices.sort_by(|a, b| size(a).total_cmp(&size(b)));
    let (cells, loose) = share_out(&lattices, &drawing.glyphs);
    let mut items: Vec<Item> =
        lines::lines(&loose, sheet, COLUMN_GAP).into_iter().map(Item::Line).collect();
    for (lattice, texts) in lattices.iter().zip(cells) {
        let table = write(lattice, &texts, sheet);
        if table.cells.iter().any(|cell| !cell.is_blank()) {
            items.push(Item::Table(table));
        }
    }
    items.sort_by(|a, b| a.top().total_cmp(&b.top()));
    settle_rows(&mut items);
    Ok(Page { number, sheet, back: (4 - quarters) % 4, items })
}

/// Turns a sheet whose text mostly does not run to the right; gives the quarter turns made.
fn turn(drawing: &mut Drawing, width: f64, height: f64) -> u8 {
    let mut count = [0_usize; 4];
    for glyph in &drawing.glyphs {
        count[usize::from(glyph.turn % 4)] += 1;
    }
    let main = (0..4_u8).max_by_key(|turn| (count[usize::from(*turn)], 4 - turn)).unwrap_or(0);
    // Upright glyphs set in columns (vertical writing) fill a cell, never a whole form.
    if main == 0 || count[usize::from(main)] * 2 <= drawing.glyphs.len() {
        return 0;
    }
    for glyph in &mut drawing.glyphs {
        glyph.area = glyph.area.turned(main, width, height);
        let (x, y) = glyph.anchor;
        let point = Area { left: x, top: y, right: x, bottom: y }.turned(main, width, height);
        glyph.anchor = (point.left, point.top);
        glyph.turn = (glyph.turn + 4 - main) % 4;
    }
    for rule in &mut drawing.rules {
        *rule = rule.turned(main, width, height);
    }
    main
}

/// The glyphs of every cell of every table, and those outside.
#[allow(clippy::type_complexity)] // two plain lists, read right below
fn share_out<'g>(
    lattices: &[Lattice],
    glyphs: &'g [Glyph],
) -> (Vec<Vec<Vec<&'g Glyph>>>, Vec<&'g Glyph>) {
    let mut cells: Vec<Vec<Vec<&Glyph>>> =
        lattices.iter().map(|lattice| vec![Vec::new(); lattice.cells.len()]).collect();
    let mut loose = Vec::new();
    for glyph in glyphs {
        let at = lattices
            .iter()
            .enumerate()
            .find_map(|(index, lattice)| Some((index, lattice.cell_at(glyph.anchor)?)));
        match at {
            Some((table, cell)) => cells[table][cell].push(glyph),
            None => loose.push(glyph),
        }
    }
    (cells, loose)
}

fn write(lattice: &Lattice, texts: &[Vec<&Glyph>], sheet: lines::Sheet) -> Table {
    let cells = lattice.cells.iter().zip(texts).map(|(ruled, glyphs)| {
        let area = lattice.cell_area(ruled);
        let lines = lines::lines(glyphs, sheet, NO_GAP);
        let paragraphs = lines::paragraphs(&lines, &area);
        Written { ruled: *ruled, paragraphs, ends: lines::ends(&lines, &area), area }
    });
    Table { xs: lattice.xs.clone(), ys: lattice.ys.clone(), cells: cells.collect() }
}

/// Among items at one height the left one is read first.
fn settle_rows(items: &mut [Item]) {
    let same_row = |a: &Item, b: &Item| match (a, b) {
        (Item::Line(a), Item::Line(b)) => {
            (a.area.top - b.area.top).abs() < 0.4 * a.size.max(b.size)
        }
        _ => false,
    };
    let mut start = 0;
    while start < items.len() {
        let mut end = start + 1;
        while end < items.len() && same_row(&items[start], &items[end]) {
            end += 1;
        }
        items[start..end].sort_by(|a, b| a.left().total_cmp(&b.left()));
        start = end;
    }
}
