//! Rows, columns, spans and cell text: the one shape that readers give and writers take.

use crate::{Part, Place};

/// A table without meaning. Rows and columns are 0-based here; [`Place`] holds what people count.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    /// Table, sheet or page it came from.
    pub part: Part,
    /// Number of rows.
    pub rows: usize,
    /// Number of columns.
    pub columns: usize,
    /// Anchor cells only (the top left of each merge), ordered by row, then column.
    pub cells: Vec<Cell>,
    /// Whether the source still knew which cells were merged.
    pub merges: Merges,
}

/// Whether spans in a grid can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Merges {
    /// Spans come from the file.
    Known,
    /// The source lost them: a blank cell may be the rest of a merge.
    Lost,
}

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// First row, 0-based.
    pub row: usize,
    /// First column, 0-based.
    pub column: usize,
    /// Rows covered, at least 1.
    pub row_span: usize,
    /// Columns covered, at least 1.
    pub column_span: usize,
    /// The text, one string a paragraph; never empty (a blank cell has one empty paragraph).
    pub paragraphs: Vec<String>,
    /// What is known of the text's standing.
    pub state: State,
    /// Who writes this cell.
    pub ink: Ink,
    /// Where it was read; none in a drawn grid.
    pub place: Option<Place>,
}

/// What is known of a cell's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum State {
    /// The text is what the file shows.
    #[default]
    Known,
    /// A formula without a stored result, or damaged text: unknown, which is not empty.
    Unknown,
    /// In a hidden row, column or sheet; the text is kept.
    Hidden,
}

/// Who writes a cell: the template or the author of the form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Ink {
    /// Not known yet (a grid fresh from a reader).
    #[default]
    Unknown,
    /// Printed by the template.
    Printed(Role),
    /// Filled in by the author; the path names the field, as in `indicators.3.target`.
    Field(String),
}

/// What a printed cell is for, which decides its looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The form's title.
    Title,
    /// The line below it (year, money unit).
    Subtitle,
    /// A label beside a field.
    Label,
    /// A label above a column.
    Head,
    /// Text outside the frame, from the left: who signed and when.
    Plain,
}

/// A grid laid out for printing.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    /// The cells; every one has its [`Ink`].
    pub grid: Grid,
    /// Relative column widths, one a column.
    pub widths: Vec<u32>,
    /// Runs of rows that repeat at the top of a page they are continued on.
    pub headers: Vec<std::ops::Range<usize>>,
    /// Whether the page lies on its side.
    pub landscape: bool,
    /// The title, for the document's properties and the page head.
    pub title: String,
}

/// How the text of a cell lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// In the middle, both ways.
    Center,
    /// From the left, in the middle vertically.
    Left,
}

impl Cell {
    /// A cell of one row and column with the given text, split at line breaks.
    pub fn new(row: usize, column: usize, text: &str) -> Self {
        Cell {
            row,
            column,
            row_span: 1,
            column_span: 1,
            paragraphs: text.split('\n').map(str::to_owned).collect(),
            state: State::Known,
            ink: Ink::Unknown,
            place: None,
        }
    }

    /// The whole text, paragraphs joined by line breaks.
    pub fn text(&self) -> String {
        self.paragraphs.join("\n")
    }

    /// Whether the cell shows nothing.
    pub fn is_blank(&self) -> bool {
        self.state != State::Unknown && self.paragraphs.iter().all(|p| crate::text::is_blank(p))
    }

    /// How the cell's text lies when printed: long author text from the left, the rest centred.
    pub fn align(&self) -> Align {
        let long = self.paragraphs.len() > 1 || self.paragraphs[0].chars().count() > 24;
        match self.ink {
            Ink::Field(_) if long => Align::Left,
            Ink::Printed(Role::Plain) => Align::Left,
            _ => Align::Center,
        }
    }
}

impl Grid {
    /// An empty grid.
    pub fn new(part: Part, merges: Merges) -> Self {
        Grid { part, rows: 0, columns: 0, cells: Vec::new(), merges }
    }

    /// For every slot the index into `cells` of the cell that covers it, row by row.
    ///
    /// Where spans of a broken file overlap, the earlier cell keeps the slot.
    pub fn slots(&self) -> Vec<Option<usize>> {
        let mut slots = vec![None; self.rows * self.columns];
        for (index, cell) in self.cells.iter().enumerate() {
            for row in cell.row..(cell.row + cell.row_span).min(self.rows) {
                for column in cell.column..(cell.column + cell.column_span).min(self.columns) {
                    slots[row * self.columns + column].get_or_insert(index);
                }
            }
        }
        slots
    }

    /// Adds a cell and grows the grid to hold it.
    pub fn push(&mut self, cell: Cell) {
        self.rows = self.rows.max(cell.row + cell.row_span);
        self.columns = self.columns.max(cell.column + cell.column_span);
        self.cells.push(cell);
    }
}
