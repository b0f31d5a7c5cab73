//! From `office_oxide`'s picture of a document to tables and lines.
//!
//! Its tables name spans but no columns, as HTML does; columns follow from what is still free.

use std::sync::Arc;

use model::{Block, Cell, Document, Grid, Line, Merges, Part, Place, SourceKind};
use office_oxide::ir::{DocumentIR, Element, List, Table, inline_to_text};

use crate::{Budget, ReadError};

/// The document in our terms.
///
/// # Errors
/// [`ReadError::TooLarge`] when cells or nesting pass the budget.
pub(super) fn document(
    file: &Arc<str>,
    ir: &DocumentIR,
    budget: &mut Budget,
) -> Result<Document, ReadError> {
    let mut body = Body { file, budget, blocks: Vec::new(), tables: 0, lines: 0 };
    for section in &ir.sections {
        body.elements(&section.elements, 1)?;
    }
    let blocks = body.blocks;
    Ok(Document { file: file.clone(), kind: SourceKind::Doc, blocks, findings: Vec::new() })
}

struct Body<'a> {
    file: &'a Arc<str>,
    budget: &'a mut Budget,
    blocks: Vec<Block>,
    tables: u32,
    lines: u32,
}

impl Body<'_> {
    fn elements(&mut self, elements: &[Element], depth: u32) -> Result<(), ReadError> {
        self.budget.check_depth(depth)?;
        for element in elements {
            match element {
                Element::Table(table) => self.table(table, depth)?,
                Element::TextBox(text_box) => self.elements(&text_box.content, depth + 1)?,
                other => {
                    let mut paragraphs = Vec::new();
                    text(other, &mut paragraphs);
                    paragraphs.into_iter().for_each(|paragraph| self.line(paragraph));
                }
            }
        }
        Ok(())
    }

    fn line(&mut self, text: String) {
        self.lines += 1;
        if !model::text::is_blank(&text) {
            let place = Place::line(self.file, Part::Body, self.lines);
            self.blocks.push(Block::Line(Line { text, place }));
        }
    }

    fn table(&mut self, table: &Table, depth: u32) -> Result<(), ReadError> {
        self.budget.check_depth(depth)?;
        self.tables += 1;
        let part = Part::Table(self.tables);
        let slot = self.blocks.len();
        let mut grid = Grid::new(part.clone(), Merges::Known);
        self.blocks.push(Block::Table(grid.clone())); // nested tables follow theirs
        let mut covered: Vec<usize> = Vec::new(); // rows for which each column is taken
        for (row, written) in table.rows.iter().enumerate() {
            let mut column = 0;
            for cell in &written.cells {
                column += covered.iter().skip(column).take_while(|rows| **rows > 0).count();
                self.budget.take_cells(u64::from(cell.col_span.max(1)))?;
                let columns = span(cell.col_span);
                let rows = span(cell.row_span).min(table.rows.len() - row);
                if covered.len() < column + columns {
                    covered.resize(column + columns, 0);
                }
                covered[column..column + columns].fill(rows);
                let place = Place::cell(self.file, part.clone(), count(row), count(column));
                grid.push(Cell {
                    row_span: rows,
                    column_span: columns,
                    paragraphs: self.paragraphs(&cell.content, depth)?,
                    place: Some(place),
                    ..Cell::new(row, column, "")
                });
                column += columns;
            }
            covered.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
        }
        grid.rows = table.rows.len();
        self.blocks[slot] = Block::Table(grid);
        Ok(())
    }

    /// The paragraphs of a cell; tables inside it become tables of their own.
    fn paragraphs(&mut self, content: &[Element], depth: u32) -> Result<Vec<String>, ReadError> {
        let mut paragraphs = Vec::new();
        for element in content {
            match element {
                Element::Table(table) => self.table(table, depth + 1)?,
                other => text(other, &mut paragraphs),
            }
        }
        if paragraphs.is_empty() {
            paragraphs.push(String::new());
        }
        Ok(paragraphs)
    }
}

fn count(index: usize) -> u32 {
    u32::try_from(index + 1).unwrap_or(u32::MAX)
}

fn span(written: u32) -> usize {
    usize::try_from(written.max(1)).unwrap_or(1)
}

/// The paragraphs of anything that is no table.
fn text(element: &Element, paragraphs: &mut Vec<String>) {
    match element {
        Element::Paragraph(paragraph) => split(&inline_to_text(&paragraph.content), paragraphs),
        Element::Heading(heading) => split(&inline_to_text(&heading.content), paragraphs),
        Element::List(list) => items(list, paragraphs),
        Element::TextBox(text_box) => {
            text_box.content.iter().for_each(|inner| text(inner, paragraphs));
        }
        Element::CodeBlock(code) => split(&code.content, paragraphs),
        _ => {}
    }
}

fn items(list: &List, paragraphs: &mut Vec<String>) {
    for item in &list.items {
        item.content.iter().for_each(|inner| text(inner, paragraphs));
        if let Some(nested) = &item.nested {
            items(nested, paragraphs);
        }
    }
}

/// Line breaks inside a paragraph part it, as in docx.
fn split(text: &str, paragraphs: &mut Vec<String>) {
    paragraphs.extend(text.split(['\n', '\u{b}']).map(str::to_owned));
}
