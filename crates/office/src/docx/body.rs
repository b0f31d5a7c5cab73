//! The blocks of a Word document while its events stream by: paragraphs go into the innermost
//! open cell or become lines, tables are placed in reading order, remarks are gathered.

use std::sync::Arc;

use model::{Block, Document, Finding, Line, Part, Place, SourceKind};

use super::paragraph::{Closed, Paragraphs};
use super::properties::{CellProperties, RowProperties};
use super::table::Table;
use super::trail::Spot;
use crate::{Budget, ReadError, notes};

/// What has been read so far.
pub(super) struct Body<'a> {
    file: &'a Arc<str>,
    pub budget: &'a mut Budget,
    pub paragraphs: Paragraphs,
    /// Open tables, the innermost last.
    tables: Vec<Table>,
    /// A table's slot is reserved at its first cell, so that nested tables follow.
    blocks: Vec<Option<Block>>,
    table_count: u32,
    line_count: u32,
    /// Tracked changes were met.
    pub changes: bool,
    hidden_rows: Option<Place>,
    hidden_text: Vec<(Place, String)>,
    covered_text: Vec<(Place, String)>,
    /// The places given out, where they are recorded.
    spots: Option<Vec<Spot>>,
}

impl<'a> Body<'a> {
    pub fn new(file: &'a Arc<str>, budget: &'a mut Budget) -> Self {
        Body {
            file,
            budget,
            paragraphs: Paragraphs::default(),
            tables: Vec::new(),
            blocks: Vec::new(),
            table_count: 0,
            line_count: 0,
            changes: false,
            hidden_rows: None,
            hidden_text: Vec::new(),
            covered_text: Vec::new(),
            spots: None,
        }
    }

    /// The same, recording the places it gives out.
    pub fn recording(file: &'a Arc<str>, budget: &'a mut Budget) -> Self {
        Body { spots: Some(Vec::new()), ..Body::new(file, budget) }
    }

    /// The places given out, when all has been read.
    pub fn into_spots(mut self) -> Vec<Spot> {
        self.flush_carried();
        self.spots.unwrap_or_default()
    }

    /// A paragraph begins; its element, where that is recorded.
    pub fn begin_paragraph(&mut self, element: Option<usize>) {
        self.paragraphs.begin(self.tables.len(), element);
    }

    /// The properties of the row at hand are known.
    pub fn set_row(&mut self, row: RowProperties) {
        let Some(table) = self.tables.last_mut() else { return };
        let hidden = row.hidden;
        table.set_row(row);
        if hidden && self.hidden_rows.is_none() {
            self.hidden_rows = Some(table.place(self.file));
        }
    }

    /// The row at hand ends.
    pub fn end_row(&mut self) {
        if let Some(table) = self.tables.last_mut() {
            table.end_row();
        }
    }

    /// The properties of the cell at hand are known.
    pub fn set_cell(&mut self, cell: CellProperties) -> Result<(), ReadError> {
        self.budget.take_cells(cell.span as u64 - 1)?;
        if let Some(table) = self.tables.last_mut() {
            table.set_cell(cell);
        }
        Ok(())
    }

    /// The cell at hand is deleted by a tracked change.
    pub fn drop_cell(&mut self) {
        if let Some(table) = self.tables.last_mut() {
            table.drop_cell();
        }
    }

    /// A table begins.
    pub fn begin_table(&mut self) {
        self.flush_carried();
        self.tables.push(Table::new());
    }

    /// A cell begins.
    pub fn begin_cell(&mut self) -> Result<(), ReadError> {
        self.budget.take_cells(1)?;
        let Some(table) = self.tables.last_mut() else { return Ok(()) };
        if table.position.is_none() {
            self.table_count += 1;
            table.position = Some((self.table_count, self.blocks.len()));
            self.blocks.push(None);
        }
        table.begin_cell();
        Ok(())
    }

    /// The cell at hand ends.
    pub fn end_cell(&mut self) {
        self.flush_carried();
        let Some(table) = self.tables.last_mut() else { return };
        let place = table.place(self.file);
        let paragraphs = table.paragraphs().filter(|_| self.spots.is_some()).cloned();
        if let Some(covered) = table.end_cell(self.file) {
            self.covered_text.push(covered);
        } else if let (Some(spots), Some(paragraphs)) = (&mut self.spots, paragraphs) {
            spots.push(Spot { place, paragraphs });
        }
    }

    /// The innermost table ends.
    pub fn end_table(&mut self) -> Result<(), ReadError> {
        let Some(table) = self.tables.pop() else { return Ok(()) };
        let counted = table.counted;
        if let Some((slot, grid)) = table.finish() {
            let slots = (grid.rows as u64).saturating_mul(grid.columns as u64);
            // Cells were counted one by one; what is left are rows that begin late or end early.
            self.budget.take_cells(slots.saturating_sub(counted))?;
            self.blocks[slot] = Some(Block::Table(grid));
        }
        Ok(())
    }

    /// The innermost paragraph ends.
    ///
    /// # Errors
    /// Too many paragraphs.
    pub fn end_paragraph(&mut self) -> Result<(), ReadError> {
        self.budget.take_lines(1)?;
        let hidden = std::mem::take(&mut self.paragraphs.hidden_text);
        if !model::text::is_blank(&hidden) {
            let place = self.place();
            self.hidden_text.push((place, hidden));
        }
        if let Some(closed) = self.paragraphs.end() {
            self.deliver(closed);
        }
        Ok(())
    }

    /// The place of the cell at hand, or of the line at hand outside any table.
    fn place(&self) -> Place {
        match self.tables.last() {
            Some(table) => table.place(self.file),
            None => Place::line(self.file, Part::Body, self.line_count + 1),
        }
    }

    fn deliver(&mut self, closed: Closed) {
        if let Some(table) = self.tables.last_mut() {
            if let Some(paragraphs) = table.paragraphs() {
                paragraphs.extend(closed.texts);
            }
            return;
        }
        let place = self.place();
        self.line_count += 1;
        for read in closed.texts {
            if let Some(spots) = &mut self.spots {
                spots.push(Spot { place: place.clone(), paragraphs: vec![read.clone()] });
            }
            if !model::text::is_blank(&read.text) {
                let line = Line { text: read.text, place: place.clone() };
                self.blocks.push(Some(Block::Line(line)));
            }
        }
    }

    fn flush_carried(&mut self) {
        if let Some(read) = self.paragraphs.take_carried(self.tables.len()) {
            self.deliver(Closed { texts: vec![read] });
        }
    }

    /// The document, when all has been read.
    pub fn finish(mut self) -> Document {
        self.flush_carried();
        let findings = self.notes();
        Document {
            file: self.file.clone(),
            kind: SourceKind::Docx,
            blocks: self.blocks.into_iter().flatten().collect(),
            findings,
        }
    }

    fn notes(&mut self) -> Vec<Finding> {
        let mut findings = Vec::new();
        if self.changes {
            let message = "文件里有未处理的修订，按接受全部修订后的内容读取".to_owned();
            findings.push(notes::TRACKED_CHANGES.finding(message, None, ""));
        }
        if let Some(place) = self.hidden_rows.take() {
            let message = format!("{}有隐藏的行，照样读取", place.part);
            findings.push(notes::HIDDEN_CELLS.finding(message, Some(place), ""));
        }
        let kinds = [
            (&notes::HIDDEN_TEXT, "隐藏文字", &self.hidden_text),
            (&notes::COVERED_TEXT, "被合并单元格盖住的文字", &self.covered_text),
        ];
        for (note, what, texts) in kinds {
            let Some((place, _)) = texts.first() else { continue };
            let quote: Vec<&str> = texts.iter().map(|(_, text)| text.as_str()).collect();
            let message = format!("有 {} 处{what}没有作为表格内容读取", texts.len());
            findings.push(note.finding(message, Some(place.clone()), &quote.join("；")));
        }
        findings
    }
}
