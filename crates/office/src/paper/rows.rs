//! Rows of a drawing, put together one after another.

use model::{Cell, Grid, Ink, Merges, Part, Role};

/// The rows so far.
pub(crate) struct Rows {
    grid: Grid,
    columns: usize,
}

impl Rows {
    /// None yet.
    pub fn new(columns: usize) -> Rows {
        let mut grid = Grid::new(Part::Body, Merges::Known);
        grid.columns = columns;
        Rows { grid, columns }
    }

    /// The number of the next row.
    pub fn next(&self) -> usize {
        self.grid.rows
    }

    /// A cell over some columns.
    pub fn put(&mut self, (row, column): (usize, usize), span: usize, text: &str, ink: Ink) {
        self.tall((row, column), (1, span), text, ink);
    }

    /// A cell over some rows and columns.
    pub fn tall(
        &mut self,
        (row, column): (usize, usize),
        (rows, columns): (usize, usize),
        text: &str,
        ink: Ink,
    ) {
        let cell = Cell::new(row, column, text);
        self.grid.push(Cell { ink, row_span: rows, column_span: columns, ..cell });
    }

    /// A row of one cell.
    pub fn across(&mut self, text: &str, ink: Ink) {
        self.put((self.next(), 0), self.columns, text, ink);
    }

    /// The title and the line below it: at the left, in the middle and at the right.
    pub fn title(&mut self, title: &str, [left, middle, right]: [(&str, usize); 3]) {
        self.across(title, Ink::Printed(Role::Title));
        let row = self.next();
        let mut column = 0;
        for (text, span) in [left, middle, right] {
            self.put((row, column), span, text, Ink::Printed(Role::Subtitle));
            column += span;
        }
    }

    /// A row of heads of columns; gives its number.
    pub fn heads(&mut self, heads: &[&str]) -> usize {
        let row = self.next();
        for (column, head) in heads.iter().enumerate() {
            self.put((row, column), 1, head, Ink::Printed(Role::Head));
        }
        row
    }

    /// The grid, its cells in the order of reading.
    pub fn grid(mut self) -> Grid {
        self.grid.cells.sort_by_key(|cell| (cell.row, cell.column));
        self.grid
    }
}

/// A cell whose text somebody wrote.
pub(crate) fn field(name: &str) -> Ink {
    Ink::Field(format!("paper.{name}"))
}

/// A cell the paper itself prints.
pub(crate) fn label() -> Ink {
    Ink::Printed(Role::Label)
}
