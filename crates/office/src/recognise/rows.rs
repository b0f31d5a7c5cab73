//! A document as one stream of rows, tables and loose lines alike.

use model::text::{is_blank, is_space, label_key};
use model::{Block, Cell, Document, Line, Part, Text};

/// A row of the stream.
#[derive(Debug)]
pub struct Row<'a> {
    /// The cells that cover this row, from left to right.
    pub pieces: Vec<Piece<'a>>,
    /// Index of the block it came from; rows of one table share it.
    pub block: usize,
    /// Whether it stands outside any table.
    pub is_line: bool,
    /// Whether the block is a sheet of a workbook.
    pub is_sheet: bool,
}

/// A cell as seen from one of the rows it covers.
#[derive(Debug, Clone)]
pub struct Piece<'a> {
    /// The cell.
    pub cell: &'a Cell,
    /// Whether it began in a row above.
    pub continued: bool,
    /// The text as labels are compared; "" for texts too long to be one.
    pub key: String,
}

/// The loose lines as cells, so that rows can borrow them.
pub fn line_cells(document: &Document) -> Vec<Cell> {
    let cell =
        |line: &Line| Cell { place: Some(line.place.clone()), ..Cell::new(0, 0, &line.text) };
    let lines = document.blocks.iter().filter_map(|block| match block {
        Block::Line(line) => Some(cell(line)),
        Block::Table(_) => None,
    });
    lines.collect()
}

/// Every row of a document, in reading order.
pub fn stream<'a>(document: &'a Document, lines: &'a [Cell]) -> Vec<Row<'a>> {
    let mut rows = Vec::new();
    let mut lines = lines.iter();
    for (index, block) in document.blocks.iter().enumerate() {
        match block {
            Block::Line(_) => rows.extend(lines.next().map(|cell| Row {
                pieces: vec![Piece::new(cell, false)],
                block: index,
                is_line: true,
                is_sheet: false,
            })),
            Block::Table(grid) => {
                let mut by_row: Vec<Vec<Piece>> = (0..grid.rows).map(|_| Vec::new()).collect();
                for cell in &grid.cells {
                    for (offset, row) in (cell.row..cell.row + cell.row_span).enumerate() {
                        if let Some(pieces) = by_row.get_mut(row) {
                            pieces.push(Piece::new(cell, offset > 0));
                        }
                    }
                }
                rows.extend(by_row.into_iter().map(|mut pieces| {
                    pieces.sort_by_key(|piece| piece.cell.column);
                    Row {
                        pieces,
                        block: index,
                        is_line: false,
                        is_sheet: matches!(grid.part, Part::Sheet { .. }),
                    }
                }));
            }
        }
    }
    rows
}

impl<'a> Piece<'a> {
    fn new(cell: &'a Cell, continued: bool) -> Self {
        const LONGEST: usize = 90;
        let bytes: usize = cell.paragraphs.iter().map(String::len).sum();
        let key = match cell.paragraphs.as_slice() {
            _ if bytes > LONGEST => String::new(),
            [only] => label_key(only),
            several => label_key(&several.join("\n")),
        };
        Piece { cell, continued, key }
    }

    /// First grid column.
    pub fn start(&self) -> usize {
        self.cell.column
    }

    /// One past the last grid column.
    pub fn end(&self) -> usize {
        self.cell.column + self.cell.column_span
    }

    /// Whether it shows nothing.
    pub fn is_blank(&self) -> bool {
        self.cell.is_blank()
    }

    /// Whether it covers a column.
    pub fn covers(&self, column: usize) -> bool {
        (self.start()..self.end()).contains(&column)
    }

    /// The text with its place, as a field keeps it.
    pub fn text(&self) -> Text {
        let mut place = self.cell.place.clone();
        if let Some(place) = place.as_mut().filter(|p| p.rect.is_none() && p.paragraph.is_none()) {
            place.paragraph = Some(1);
            if let [only] = self.cell.paragraphs.as_slice() {
                *place = place.clone().with_span(0, only.chars().count());
            }
        }
        Text::new(self.cell.text(), place)
    }
}

impl<'a> Row<'a> {
    /// Cells that begin in this row.
    pub fn own(&self) -> impl Iterator<Item = &Piece<'a>> {
        self.pieces.iter().filter(|piece| !piece.continued)
    }

    /// The one filled cell that begins here, when there is exactly one.
    pub fn single(&self) -> Option<&Piece<'a>> {
        let mut filled = self.own().filter(|piece| !piece.is_blank());
        let only = filled.next()?;
        filled.next().is_none().then_some(only)
    }

    /// Whether nothing that begins in this row shows anything.
    pub fn is_blank(&self) -> bool {
        self.own().all(Piece::is_blank)
    }
}

/// Every `label：value` written in one cell, several apart by blanks before a known label.
pub fn inline_values(text: &str, known: impl Fn(&str) -> bool) -> Vec<(String, &str)> {
    let mut cuts = vec![0];
    let mut blank = false;
    for (at, c) in text.char_indices() {
        let label = || text[at..].find([':', '：']).map(|end| &text[at..at + end]);
        let begins = blank && !is_space(c);
        if begins && label().is_some_and(|label| known(&label_key(label))) {
            cuts.push(at);
        }
        blank = is_space(c);
    }
    cuts.push(text.len());
    let chunks = cuts.windows(2).map(|pair| &text[pair[0]..pair[1]]);
    chunks.filter_map(inline_value).collect()
}

/// The rest of a text after `label：`.
fn inline_value(text: &str) -> Option<(String, &str)> {
    let at = text.find([':', '：'])?;
    let (label, rest) = text.split_at(at);
    let rest = rest.trim_start_matches([':', '：']);
    (!is_blank(rest)).then(|| (label_key(label), rest))
}

/// A page number on a line of its own: `- 2 -`, `第2页 共5页`.
pub fn is_page_number(key: &str) -> bool {
    let mark = |c: char| c.is_ascii_digit() || "-—–_/第页共,·".contains(c);
    key.chars().any(|c| c.is_ascii_digit())
        && key.chars().count() <= 12
        && key.chars().all(mark)
        && (key.starts_with(['-', '—', '–', '第', '_', '·']) || key.chars().count() <= 3)
}
