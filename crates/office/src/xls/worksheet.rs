//! The records of one sheet: cells as shown, merges, hidden rows and columns.

use std::sync::Arc;

use model::{Part, State};
use rust_decimal::Decimal;

use super::globals::{Globals, Tab};
use super::records::{Record, Records, f64_at, kind, u16_at, u32_at};
use crate::package::broken;
use crate::sheet::{Merge, Number, Sheet, SheetCell, SheetNotes, Shown};
use crate::{Budget, ReadError};

/// Reads the sheet of a tab out of the workbook's stream.
///
/// # Errors
/// Cut streams, and sheets beyond the limits.
pub(super) fn worksheet(
    file: &Arc<str>,
    (globals, tab, part): (&Globals, &Tab, Part),
    stream: &[u8],
    budget: &mut Budget,
    notes: &mut SheetNotes,
) -> Result<Sheet, ReadError> {
    let damaged = || broken(&format!("工作表“{}”没有写完就断了", tab.name));
    let mut records = Records::new(stream.get(tab.start..).unwrap_or(&[]));
    if records.next().is_none_or(|record| record.kind != kind::BEGIN) {
        return Err(damaged());
    }
    let sheet = Sheet {
        part,
        hidden: tab.hidden,
        cells: Vec::new(),
        merges: Vec::new(),
        hidden_rows: Vec::new(),
        hidden_columns: Vec::new(),
    };
    let mut pass = Pass { file, globals, sheet, formula: None, budget, notes };
    // Charts inside a sheet have records of their own between a BOF and an EOF.
    let mut inner = 0_u32;
    for record in records {
        match (record.kind, inner) {
            (kind::BEGIN, _) => inner += 1,
            (kind::END, 0) => {
                pass.sheet.hidden_rows.sort_unstable();
                return Ok(pass.sheet);
            }
            (kind::END, _) => inner -= 1,
            (_, 0) => pass.take(&record)?,
            _ => {}
        }
    }
    Err(damaged())
}

struct Pass<'a> {
    file: &'a Arc<str>,
    globals: &'a Globals,
    sheet: Sheet,
    /// The formula whose text result comes with the next `STRING` record.
    formula: Option<Head>,
    budget: &'a mut Budget,
    notes: &'a mut SheetNotes,
}

/// The beginning of every cell record.
#[derive(Debug, Clone, Copy)]
struct Head {
    row: u32,
    column: u32,
    format: usize,
}

fn head(data: &[u8]) -> Option<Head> {
    Some(Head {
        row: u32::from(u16_at(data, 0)?),
        column: u32::from(u16_at(data, 2)?),
        format: usize::from(u16_at(data, 4)?),
    })
}

impl Pass<'_> {
    fn take(&mut self, record: &Record) -> Result<(), ReadError> {
        let data = record.data;
        match record.kind {
            kind::MERGED_CELLS => self.merges(data)?,
            kind::ROW if data.get(12).is_some_and(|flags| flags & 0x20 != 0) => {
                self.sheet.hidden_rows.extend(u16_at(data, 0).map(u32::from));
            }
            kind::COLUMN_INFO if data.get(8).is_some_and(|flags| flags & 1 != 0) => {
                if let (Some(first), Some(last)) = (u16_at(data, 0), u16_at(data, 2)) {
                    self.sheet.hidden_columns.push(u32::from(first)..u32::from(last) + 1);
                }
            }
            kind::STRING => {
                let text = self.globals.spelling.long(&joined(record), 0);
                if let (Some(head), Some(text)) = (self.formula.take(), text) {
                    self.text(head, text)?;
                }
            }
            kind::MULTIPLE_RK => self.multiple_rk(data)?,
            _ => {
                if let Some(head) = head(data) {
                    self.cell(head, record)?;
                }
            }
        }
        Ok(())
    }

    fn cell(&mut self, head: Head, record: &Record) -> Result<(), ReadError> {
        let data = record.data;
        match record.kind {
            kind::NUMBER => match f64_at(data, 6) {
                Some(number) => self.number(head, &Number::from_binary(number)),
                None => Ok(()),
            },
            kind::RK => match u32_at(data, 6) {
                Some(rk) => self.number(head, &rk_number(rk)),
                None => Ok(()),
            },
            kind::LABEL | kind::RICH_STRING => {
                match self.globals.spelling.long(&joined(record), 6) {
                    Some(text) => self.text(head, text),
                    None => Ok(()),
                }
            }
            kind::LABEL_SHARED => {
                let index = u32_at(data, 6).and_then(|index| usize::try_from(index).ok());
                match index.and_then(|index| self.globals.strings.get(index)) {
                    Some(text) => self.text(head, text.clone()),
                    None => Ok(()),
                }
            }
            kind::BOOLEAN_OR_ERROR => match (data.get(6), data.get(7)) {
                (Some(value), Some(0)) => self.boolean(head, *value),
                (Some(code), Some(_)) => self.error(head, *code),
                _ => Ok(()),
            },
            kind::FORMULA => self.formula(head, data),
            _ => Ok(()),
        }
    }

    /// A formula's stored result: a number, or a tag in its first byte when the last two are set.
    fn formula(&mut self, head: Head, data: &[u8]) -> Result<(), ReadError> {
        self.formula = None;
        if u16_at(data, 12) != Some(0xffff) {
            return match f64_at(data, 6) {
                Some(number) => self.number(head, &Number::from_binary(number)),
                None => Ok(()),
            };
        }
        let value = data.get(8).copied().unwrap_or(0);
        match data.get(6) {
            Some(0) => {
                self.formula = Some(head);
                Ok(())
            }
            Some(1) => self.boolean(head, value),
            Some(2) => self.error(head, value),
            _ => Ok(()),
        }
    }

    fn multiple_rk(&mut self, data: &[u8]) -> Result<(), ReadError> {
        let Some(first) = head(data) else { return Ok(()) };
        let (pairs, _) = data.get(4..data.len().saturating_sub(2)).unwrap_or(&[]).as_chunks::<6>();
        for (column, pair) in (first.column..).zip(pairs) {
            let format = usize::from(u16_at(pair, 0).unwrap_or(0));
            if let Some(rk) = u32_at(pair, 2) {
                self.number(Head { row: first.row, column, format }, &rk_number(rk))?;
            }
        }
        Ok(())
    }

    fn number(&mut self, head: Head, number: &Number) -> Result<(), ReadError> {
        let shown = match self.globals.formats.get(head.format) {
            Some(format) => format.number(number, self.globals.from_1904),
            None => Shown::Text(number.general()),
        };
        self.shown(head, shown)
    }

    fn text(&mut self, head: Head, text: String) -> Result<(), ReadError> {
        let shown = match self.globals.formats.get(head.format) {
            Some(format) => format.text(text),
            None => Shown::Text(text),
        };
        self.shown(head, shown)
    }

    fn shown(&mut self, head: Head, shown: Shown) -> Result<(), ReadError> {
        match shown {
            Shown::Text(text) => self.push(head, text, State::Known),
            Shown::Suppressed(text) => self.push(head, text, State::Hidden),
        }
    }

    fn boolean(&mut self, head: Head, value: u8) -> Result<(), ReadError> {
        let text = if value == 0 { "FALSE" } else { "TRUE" };
        self.push(head, text.to_owned(), State::Known)
    }

    fn error(&mut self, head: Head, code: u8) -> Result<(), ReadError> {
        let text = match code {
            0x00 => "#NULL!",
            0x07 => "#DIV/0!",
            0x0f => "#VALUE!",
            0x17 => "#REF!",
            0x1d => "#NAME?",
            0x24 => "#NUM!",
            _ => "#N/A",
        };
        let place = self.sheet.place(self.file, head.row, head.column);
        self.notes.errors.push((place, text.to_owned()));
        self.push(head, text.to_owned(), State::Unknown)
    }

    fn push(&mut self, head: Head, text: String, state: State) -> Result<(), ReadError> {
        self.budget.take_cells(1)?;
        // One shared string, or one number format, can stand in every cell.
        self.budget.take_bytes(text.len() as u64)?;
        let Head { row, column, .. } = head;
        self.sheet.cells.push(SheetCell { row, column, text, state });
        Ok(())
    }

    fn merges(&mut self, data: &[u8]) -> Result<(), ReadError> {
        let (regions, _) = data.get(2..).unwrap_or(&[]).as_chunks::<8>();
        for region in regions {
            self.budget.take_lines(1)?;
            let bound = |at| u32::from(u16_at(region, at).unwrap_or(0));
            let (top, bottom, left, right) = (bound(0), bound(2), bound(4), bound(6));
            if top <= bottom && left <= right && (top, left) != (bottom, right) {
                self.sheet.merges.push(Merge { top, left, bottom, right });
            }
        }
        Ok(())
    }
}

/// A number in four bytes ([MS-XLS] 2.5.217): whole or the upper half of a binary number, and
/// perhaps in hundredths.
fn rk_number(rk: u32) -> Number {
    let number = match rk & 2 {
        0 => Number::from_binary(f64::from_bits(u64::from(rk & !3) << 32)),
        _ => Number::exact(Decimal::from(rk.cast_signed() >> 2)),
    };
    if rk & 1 == 0 {
        return number;
    }
    match number.value().and_then(|value| value.checked_div(Decimal::ONE_HUNDRED)) {
        Some(value) => Number::exact(value),
        None => number,
    }
}

/// The data of a record with a string that may go on. Excel never continues these strings
/// without a width byte, which is then dropped.
fn joined<'a>(record: &Record<'a>) -> std::borrow::Cow<'a, [u8]> {
    if record.more.is_empty() {
        return record.data.into();
    }
    let mut data = record.data.to_vec();
    for piece in &record.more {
        data.extend(piece.get(1..).unwrap_or(&[]));
    }
    data.into()
}
