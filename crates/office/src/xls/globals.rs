//! What all sheets of a binary workbook share: tabs, strings, number formats, date system.

use std::collections::HashMap;

use super::records::{Record, Records, kind, u16_at, u32_at};
use super::text::{Pieces, Spelling, code_page};
use crate::package::broken;
use crate::sheet::{NumberFormat, builtin};
use crate::{Budget, ReadError};

/// The globals substream.
#[derive(Debug)]
pub(super) struct Globals {
    pub tabs: Vec<Tab>,
    pub strings: Vec<String>,
    /// By cell format (XF).
    pub formats: Vec<NumberFormat>,
    pub from_1904: bool,
    pub spelling: Spelling,
}

/// One sheet's entry.
#[derive(Debug)]
pub(super) struct Tab {
    pub name: String,
    /// Where its records begin in the stream.
    pub start: usize,
    pub hidden: bool,
    /// Holds cells; charts and macro modules do not.
    pub is_worksheet: bool,
}

impl Globals {
    /// Reads the globals at the beginning of the stream.
    ///
    /// # Errors
    /// Encrypted and damaged workbooks, and too many strings.
    pub fn read(stream: &[u8], budget: &mut Budget) -> Result<Self, ReadError> {
        let mut records = Records::new(stream);
        let begin = records.next().filter(|record| record.kind == kind::BEGIN);
        let Some(begin) = begin else { return Err(broken("工作簿的开头不对")) };
        let unicode = u16_at(begin.data, 0) != Some(0x0500);
        let spelling =
            if unicode { Spelling::Unicode } else { Spelling::CodePage(encoding_rs::GB18030) };
        let (tabs, strings, formats) = (Vec::new(), Vec::new(), Vec::new());
        let mut globals = Globals { tabs, strings, formats, from_1904: false, spelling };
        let (mut codes, mut styles) = (HashMap::new(), Vec::new());
        for record in records.by_ref() {
            match record.kind {
                kind::END => {
                    globals.formats = ready(&codes, &styles);
                    return Ok(globals);
                }
                kind::NUMBER_FORMAT => codes.extend(globals.number_format(&record)),
                kind::CELL_FORMAT => styles.push(u16_at(record.data, 2).unwrap_or(0)),
                _ => globals.take(record, budget)?,
            }
        }
        Err(broken("工作簿没有写完就断了"))
    }

    fn take(&mut self, record: Record, budget: &mut Budget) -> Result<(), ReadError> {
        let data = record.data;
        match record.kind {
            kind::FILE_PASS => return Err(ReadError::Encrypted),
            kind::CODE_PAGE => {
                if let (Spelling::CodePage(encoding), Some(number)) =
                    (&mut self.spelling, u16_at(data, 0))
                {
                    *encoding = code_page(number);
                }
            }
            kind::DATE_MODE => self.from_1904 = u16_at(data, 0) == Some(1),
            kind::BOUND_SHEET => self.tabs.extend(self.tab(data)),
            kind::SHARED_STRINGS => {
                let count = u32_at(data, 4).unwrap_or(0);
                let mut pieces = Pieces::new(record, 8);
                for _ in 0..count {
                    budget.take_lines(1)?;
                    let Some(text) = pieces.rich_string() else {
                        return Err(broken("工作簿的文字表没有写完就断了"));
                    };
                    self.strings.push(text);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn tab(&self, data: &[u8]) -> Option<Tab> {
        Some(Tab {
            name: self.spelling.short(data, 6)?,
            start: usize::try_from(u32_at(data, 0)?).ok()?,
            hidden: data.get(4)? & 3 != 0,
            is_worksheet: *data.get(5)? == 0,
        })
    }

    fn number_format(&self, record: &Record) -> Option<(u16, String)> {
        let code = match self.spelling {
            Spelling::Unicode => self.spelling.long(record.data, 2),
            Spelling::CodePage(_) => self.spelling.short(record.data, 2),
        };
        Some((u16_at(record.data, 0)?, code?))
    }
}

/// The number format of each cell format.
fn ready(codes: &HashMap<u16, String>, styles: &[u16]) -> Vec<NumberFormat> {
    let mut ready: HashMap<u16, NumberFormat> = HashMap::new();
    let mut format = |id: u16| {
        let code = codes.get(&id).map(String::as_str).or_else(|| builtin(u32::from(id)));
        ready.entry(id).or_insert_with(|| NumberFormat::new(code.unwrap_or("General"))).clone()
    };
    styles.iter().map(|id| format(*id)).collect()
}
