//! From a drawing to the data that `form.typ` reads: blocks of cells with all that is decided
//! about them. Holds no typesetting commands; lengths are measured in [`crate::width`].

use std::ops::Range;

use model::{Align, Cell, Drawing, Grid, Ink, Role};
use serde::Serialize;
use typst::text::Font;

use crate::ink::printable;
use crate::width::{MARGIN, Measures, Ruler};

/// Size of a title, in points (小二).
const TITLE: u32 = 18;

/// Everything that is printed together.
#[derive(Serialize)]
pub(crate) struct Book {
    title: String,
    /// Font families, best first.
    fonts: Vec<String>,
    heading: Heading,
    margin: f64,
    forms: Vec<Form>,
}

#[derive(Serialize)]
struct Heading {
    fonts: Vec<String>,
    weight: u16,
    size: u32,
}

#[derive(Serialize)]
struct Form {
    landscape: bool,
    size: f64,
    inset: f64,
    columns: Vec<f64>,
    blocks: Vec<Block>,
}

/// A run of rows, repeated on the pages that follow or not.
#[derive(Serialize)]
struct Block {
    header: bool,
    cells: Vec<Slot>,
}

/// A cell, or the part of it that lies in one block.
#[derive(Serialize)]
struct Slot {
    row: usize,
    column: usize,
    row_span: usize,
    column_span: usize,
    /// Paragraphs, each in pieces between which a line may end.
    lines: Vec<Vec<String>>,
    style: &'static str,
    centered: bool,
    bordered: bool,
    /// Whether the edge above is drawn; not inside a cell that was cut.
    top: bool,
    bottom: bool,
    /// Whether the row must stay on one page.
    whole: bool,
}

impl Book {
    /// The data of these drawings, to be set in `faces` (best first).
    pub(crate) fn new(drawings: &[Drawing], faces: &[Font], heading: &Font) -> Self {
        let family = |face: &Font| face.info().family.clone();
        let fonts: Vec<String> = faces.iter().map(family).collect();
        let mut heading_fonts = vec![family(heading)];
        heading_fonts.extend(fonts.iter().cloned());
        let weight = heading.info().variant.weight.to_number();
        let mut ruler = Ruler::new(faces);
        Book {
            title: book_title(drawings),
            fonts,
            heading: Heading { fonts: heading_fonts, weight, size: TITLE },
            margin: MARGIN,
            forms: drawings.iter().map(|drawing| form(drawing, &mut ruler)).collect(),
        }
    }
}

fn book_title(drawings: &[Drawing]) -> String {
    let first = printable(drawings[0].title.trim());
    match drawings.len() {
        1 => first,
        count => format!("{first}等 {count} 张表"),
    }
}

fn form(drawing: &Drawing, ruler: &mut Ruler) -> Form {
    let grid = filled(&drawing.grid);
    let measures = Measures::new(&drawing.widths, grid.columns, drawing.landscape);
    let open = open_rows(&grid);
    let heights = heights(&grid, &measures, ruler);
    let repeats = |header: Range<usize>| !measures.is_long(&heights[header]);
    let bands = bands(&drawing.headers, grid.rows, repeats);
    let mut blocks: Vec<Block> =
        bands.iter().map(|(_, header)| Block { header: *header, cells: Vec::new() }).collect();
    for cell in &grid.cells {
        let home = home(cell, &bands);
        for (index, (rows, _)) in bands.iter().enumerate() {
            let part = overlap(cell, rows);
            if part.is_empty() {
                continue;
            }
            let mut slot = slot(cell, part, measures.is_long(&heights[cell.row..=cell.row]));
            slot.bordered = !open[cell.row];
            slot.lines = match index == home {
                true => lines(cell, &measures, ruler),
                false => vec![Vec::new()],
            };
            blocks[index].cells.push(slot);
        }
    }
    let Measures { size, inset, columns, .. } = measures;
    Form { landscape: drawing.landscape, size, inset, columns, blocks }
}

/// The grid, as large as its cells reach, with a blank cell in every slot that none covers.
fn filled(grid: &Grid) -> Grid {
    let mut filled = Grid {
        rows: grid.rows,
        columns: grid.columns,
        ..Grid::new(grid.part.clone(), grid.merges)
    };
    for cell in &grid.cells {
        let (row_span, column_span) = (cell.row_span.max(1), cell.column_span.max(1));
        filled.push(Cell { row_span, column_span, ..cell.clone() });
    }
    for (index, slot) in filled.slots().iter().enumerate() {
        if slot.is_none() {
            let (row, column) = (index / filled.columns, index % filled.columns);
            filled.cells.push(Cell::new(row, column, ""));
        }
    }
    filled
}

/// Rows without borders: those with a title or subtitle, and before the first row of two cells
/// also a row that is one cell (a blank line below the title, a year).
fn open_rows(grid: &Grid) -> Vec<bool> {
    let mut open = vec![false; grid.rows];
    // In a table of one column every row is one cell.
    let mut above_table = vec![grid.columns > 1; grid.rows];
    for cell in &grid.cells {
        if matches!(cell.ink, Ink::Printed(Role::Title | Role::Subtitle | Role::Plain)) {
            open[cell.row] = true;
        }
        if cell.column_span < grid.columns {
            above_table[cell.row..].fill(false);
        }
    }
    open.iter().zip(&above_table).map(|(title, above)| *title || *above).collect()
}

/// Estimated height of every row; a merged cell's is shared among its rows.
fn heights(grid: &Grid, measures: &Measures, ruler: &mut Ruler) -> Vec<f64> {
    let mut heights = vec![0.0; grid.rows];
    for cell in &grid.cells {
        let width = |p: &String| ruler.width(&printable(p), measures.size);
        let paragraphs: Vec<f64> = cell.paragraphs.iter().map(width).collect();
        let share = measures.height(&paragraphs, measures.room(columns(cell)), cell.row_span);
        for height in &mut heights[cell.row..cell.row + cell.row_span] {
            *height = f64::max(*height, share);
        }
    }
    heights
}

fn columns(cell: &Cell) -> Range<usize> {
    cell.column..cell.column + cell.column_span
}

/// The rows in runs, in order: headers (true) and what lies between them. A header without rows
/// below it is none,
/// and one that is too high to repeat is printed once, like any rows.
fn bands(
    headers: &[Range<usize>],
    rows: usize,
    repeats: impl Fn(Range<usize>) -> bool,
) -> Vec<(Range<usize>, bool)> {
    let mut headers = headers.to_vec();
    headers.sort_by_key(|header| header.start);
    let mut bands = Vec::new();
    let mut next = 0;
    for header in headers {
        let fits = header.start >= next && !header.is_empty() && header.end < rows;
        if !fits || !repeats(header.clone()) {
            continue;
        }
        if next < header.start {
            bands.push((next..header.start, false));
        }
        next = header.end;
        bands.push((header, true));
    }
    if next < rows {
        bands.push((next..rows, false));
    }
    bands
}

/// Which band shows the cell's text when it reaches over several: the longest part that is not in
/// a header, for a header's text is repeated.
fn home(cell: &Cell, bands: &[(Range<usize>, bool)]) -> usize {
    let weigh = |(index, (rows, header)): (usize, &(Range<usize>, bool))| {
        let part = overlap(cell, rows).len();
        (part > 0, !header, part, std::cmp::Reverse(index))
    };
    let best = bands.iter().enumerate().map(weigh).max();
    best.map_or(0, |(.., std::cmp::Reverse(index))| index)
}

fn overlap(cell: &Cell, rows: &Range<usize>) -> Range<usize> {
    cell.row.max(rows.start)..(cell.row + cell.row_span).min(rows.end)
}

/// The part of a cell in the given rows, without its text. The cut edges are not drawn.
fn slot(cell: &Cell, rows: Range<usize>, long: bool) -> Slot {
    Slot {
        row: rows.start,
        column: cell.column,
        row_span: rows.len(),
        column_span: cell.column_span,
        lines: Vec::new(),
        style: match cell.ink {
            Ink::Printed(Role::Title) => "title",
            _ => "plain",
        },
        centered: cell.align() == Align::Center,
        bordered: true,
        top: rows.start == cell.row,
        bottom: rows.end == cell.row + cell.row_span,
        whole: !long && cell.row_span == 1,
    }
}

fn lines(cell: &Cell, measures: &Measures, ruler: &mut Ruler) -> Vec<Vec<String>> {
    let size = match cell.ink {
        Ink::Printed(Role::Title) => f64::from(TITLE),
        _ => measures.size,
    };
    let room = measures.room(columns(cell));
    let line = |paragraph: &String| ruler.pieces(printable(paragraph).trim(), size, room);
    cell.paragraphs.iter().map(line).collect()
}
