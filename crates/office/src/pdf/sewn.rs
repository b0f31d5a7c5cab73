//! A table being sewn together from its parts on consecutive pages.
//!
//! Columns are kept as positions until the last part is in, since a part may show only some of
//! them. Whether two parts belong together is decided from their edges and their first rows,
//! never from what the words mean.

use std::sync::Arc;

use model::text::fold;
use model::{Cell, Grid, Merges, Part, Place, Rect, State};

use super::lines;
use super::page::{Page, Table, Written};

/// Edges this close are one column boundary.
const SAME_EDGE: f64 = 4.0;
/// More repeated rows than this at the top of a page are no header.
const HEADER_ROWS: usize = 6;

/// The table so far.
#[derive(Debug)]
pub(super) struct Sewn {
    first_page: u32,
    last_page: u32,
    /// Left and right edge of the last part.
    edges: (f64, f64),
    /// Lower edge of the last part on its page.
    bottom: f64,
    rows: usize,
    cells: Vec<Piece>,
    /// Page numbers and the like that stood between its parts.
    pub trailing: Vec<model::Block>,
}

/// A cell, its columns still positions.
#[derive(Debug, Clone)]
struct Piece {
    row: usize,
    rows: usize,
    left: f64,
    right: f64,
    closed_below: bool,
    paragraphs: Vec<String>,
    ends: Option<lines::Ends>,
    page: u32,
    /// Row on its page, 0-based.
    page_row: usize,
    rect: Rect,
}

impl Piece {
    fn is_over(&self, cell: &Piece) -> bool {
        (self.left - cell.left).abs() <= SAME_EDGE && (self.right - cell.right).abs() <= SAME_EDGE
    }

    fn is_blank(&self) -> bool {
        self.paragraphs.iter().all(|text| model::text::is_blank(text))
    }

    fn key(&self) -> String {
        fold(&self.paragraphs.join("\n"))
    }
}

/// The cells of a part, rows counted from its top.
fn pieces(table: &Table, page: &Page, first_row: usize) -> Vec<Piece> {
    let piece = |written: &Written| Piece {
        row: written.ruled.row,
        rows: written.ruled.rows,
        left: table.xs[written.ruled.column],
        right: table.xs[written.ruled.column + written.ruled.columns],
        closed_below: written.ruled.closed_below,
        paragraphs: written.paragraphs.clone(),
        ends: written.ends,
        page: page.number,
        page_row: first_row + written.ruled.row,
        rect: page.shown(&written.area),
    };
    table.cells.iter().map(piece).collect()
}

impl Sewn {
    /// The first part, with the number of table rows above it on its page.
    pub fn new(table: &Table, page: &Page, first_row: usize) -> Self {
        Sewn {
            first_page: page.number,
            last_page: page.number,
            edges: edges(table),
            bottom: table.ys[table.ys.len() - 1],
            rows: table.ys.len() - 1,
            cells: pieces(table, page, first_row),
            trailing: Vec::new(),
        }
    }

    /// Whether a table, the first on its page, is the rest of this one. `lowest` is how far down
    /// tables of this file reach at most.
    pub fn goes_on(&self, table: &Table, page: &Page, lowest: f64) -> bool {
        let (left, right) = edges(table);
        let same_edges =
            (left - self.edges.0).abs() <= SAME_EDGE && (right - self.edges.1).abs() <= SAME_EDGE;
        if page.number != self.last_page + 1 || !same_edges {
            return false;
        }
        let first_row = table.ys[1] - table.ys[0];
        let had_room = lowest - self.bottom > 1.5 * first_row + 20.0;
        let part = pieces(table, page, 0);
        let cut = self.is_cut_above(&part);
        cut || (!had_room && !self.begins_anew(&part))
    }

    /// Whether the last row has no lower edge somewhere: a cell cut by the page.
    fn is_cut_above(&self, part: &[Piece]) -> bool {
        part.iter()
            .filter(|cell| cell.row == 0)
            .any(|cell| self.above(cell).is_some_and(|above| !self.cells[above].closed_below))
    }

    /// Whether a part begins as a table of its own would: with a title across all columns, or
    /// with the label this table itself began with, beside another text.
    fn begins_anew(&self, part: &[Piece]) -> bool {
        let header = self.repeated_rows(part);
        let own = row(&self.cells, header);
        let other = row(part, header);
        let same_label = match (own.first(), other.first()) {
            (Some(own), Some(other)) => !own.is_blank() && own.key() == other.key(),
            _ => false,
        };
        let title = header == 0 && other.len() == 1 && !other[0].is_blank();
        let last = row(&self.cells, self.rows - 1);
        same_label || (title && last.len() > 1)
    }

    /// How many rows at the top of a part repeat the table's own first rows.
    fn repeated_rows(&self, part: &[Piece]) -> usize {
        let texts = |cells: &[Piece], at| -> Vec<String> {
            row(cells, at).iter().map(|cell| cell.key()).collect()
        };
        let same = |at: &usize| texts(&self.cells, *at) == texts(part, *at);
        let rows = (0..HEADER_ROWS.min(self.rows)).take_while(same).count();
        let written = |at: usize| row(part, at).iter().any(|cell| !cell.is_blank());
        if (0..rows).any(written) { rows } else { 0 }
    }

    /// Adds the next part; its repeated header rows are left out.
    pub fn sew(&mut self, table: &Table, page: &Page) -> bool {
        let all = pieces(table, page, 0);
        let header = self.repeated_rows(&all);
        let part_rows = table.ys.len() - 1;
        if header >= part_rows {
            return false;
        }
        let first: Vec<usize> = (0..all.len()).filter(|at| all[*at].row == header).collect();
        let joined = self.joined(&first.iter().map(|at| &all[*at]).collect::<Vec<_>>());
        let row_is_cut = joined.iter().all(|(_, cut)| *cut) && joined.len() == first.len();
        let shift = self.rows - usize::from(row_is_cut);
        for (at, piece) in all.iter().enumerate().filter(|(_, piece)| piece.row >= header) {
            let row = piece.row - header + shift;
            let above = first.iter().position(|index| *index == at);
            match above.and_then(|index| joined.get(index)) {
                Some((Some(above), _)) => self.append(*above, piece, row),
                _ => self.cells.push(Piece { row, ..piece.clone() }),
            }
        }
        self.rows = shift + part_rows - header;
        self.last_page = page.number;
        self.bottom = table.ys[part_rows];
        self.edges = edges(table);
        true
    }

    /// For every cell of a part's first row the cell above that it continues, if it does, and
    /// whether that cell's own last row goes on.
    fn joined(&self, first: &[&Piece]) -> Vec<(Option<usize>, bool)> {
        let above: Vec<Option<usize>> = first.iter().map(|cell| self.above(cell)).collect();
        let open = |at: &Option<usize>| at.is_some_and(|at| !self.cells[at].closed_below);
        if above.iter().any(open) {
            // The producer leaves the edge open where it cuts a cell.
            return above.iter().map(|at| (at.filter(|_| open(at)), open(at))).collect();
        }
        let begins = first.iter().position(|cell| !cell.is_blank()).unwrap_or(first.len());
        // Nothing but text in the last column: the row above was cut there.
        let tail = begins > 0 && begins + 1 == first.len() && above.iter().all(Option::is_some);
        let cut = tail || self.is_row_cut(first, &above);
        let each = above.into_iter().enumerate();
        each.map(|(index, at)| (at.filter(|_| cut || index < begins), cut)).collect()
    }

    /// Whether a part's first row is the rest of the last row, edges drawn between them all the
    /// same: wherever it holds text, the text above ran to the end of its line, and some cell
    /// needed no second half.
    fn is_row_cut(&self, first: &[&Piece], above: &[Option<usize>]) -> bool {
        let Some(above) = above.iter().copied().collect::<Option<Vec<usize>>>() else {
            return false;
        };
        let pairs: Vec<(&Piece, &Piece)> =
            first.iter().copied().zip(above.iter().map(|at| &self.cells[*at])).collect();
        let goes_on = |(cell, above): &(&Piece, &Piece)| match (above.ends, cell.ends) {
            (Some(end), Some(start)) => end.is_full_before(&start),
            (_, start) => start.is_none(),
        };
        let complete = |(cell, above): &(&Piece, &Piece)| {
            cell.is_blank() && !above.is_blank() && above.row + 1 == self.rows
        };
        let written = pairs.iter().any(|(cell, _)| !cell.is_blank());
        written && pairs.iter().all(goes_on) && pairs.iter().any(complete)
    }

    /// The cell that ends in the last row over the same columns.
    fn above(&self, cell: &Piece) -> Option<usize> {
        let last = |above: &Piece| above.row + above.rows == self.rows && above.is_over(cell);
        self.cells.iter().rposition(last)
    }

    fn append(&mut self, above: usize, piece: &Piece, row: usize) {
        let cell = &mut self.cells[above];
        cell.rows = row + piece.rows - cell.row;
        cell.closed_below = piece.closed_below;
        let goes_on = match (cell.ends, piece.ends) {
            (Some(end), Some(start)) => end.is_full_before(&start),
            _ => true,
        };
        cell.ends = piece.ends.or(cell.ends);
        if piece.is_blank() {
            return;
        }
        if cell.is_blank() {
            cell.paragraphs.clone_from(&piece.paragraphs);
            return;
        }
        let mut rest = piece.paragraphs.iter();
        if goes_on && let (Some(last), Some(first)) = (cell.paragraphs.last_mut(), rest.next()) {
            let before = last.clone();
            lines::append(last, &before, first);
        }
        cell.paragraphs.extend(rest.cloned());
    }

    /// The finished grid.
    pub fn finish(mut self, file: &Arc<str>) -> Grid {
        let boundaries = boundaries(&self.cells);
        let column = |edge: f64| boundaries.partition_point(|at| *at <= edge).saturating_sub(1);
        let mut grid = Grid::new(Part::Page(self.first_page), Merges::Known);
        self.cells.sort_by(|a, b| {
            (a.row, a.left).partial_cmp(&(b.row, b.left)).expect("invariant: areas are finite")
        });
        let count = |n: usize| u32::try_from(n + 1).unwrap_or(u32::MAX);
        for piece in self.cells {
            let first = column(piece.left);
            let part = Part::Page(piece.page);
            let mut place = Place::cell(file, part, count(piece.page_row), count(first));
            place.rect = Some(piece.rect);
            let mut cell = Cell::new(piece.row, first, "");
            cell.row_span = piece.rows;
            cell.column_span = column(piece.right).saturating_sub(first).max(1);
            let unread = piece.paragraphs.iter().any(|text| text.contains('\u{fffd}'));
            cell.state = if unread { State::Unknown } else { State::Known };
            cell.paragraphs = piece.paragraphs;
            cell.place = Some(place);
            grid.push(cell);
        }
        grid.rows = self.rows;
        grid
    }
}

fn edges(table: &Table) -> (f64, f64) {
    (table.xs[0], table.xs[table.xs.len() - 1])
}

fn row(cells: &[Piece], at: usize) -> Vec<&Piece> {
    cells.iter().filter(|cell| cell.row == at).collect()
}

/// Every position at which a cell begins or ends, near ones as one.
fn boundaries(cells: &[Piece]) -> Vec<f64> {
    let mut edges: Vec<f64> = cells.iter().flat_map(|cell| [cell.left, cell.right]).collect();
    edges.sort_by(f64::total_cmp);
    edges.dedup_by(|next, kept| *next - *kept <= SAME_EDGE);
    edges
}
