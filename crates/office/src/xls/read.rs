//! Binary workbook → one grid a sheet, with the text each cell shows.
//!
//! Read by hand over the `cfb` container: the formats that turn 0.2147 into 21.47% hang on each
//! cell record, where no library shows them. Nothing is calculated; charts, comments and macros
//! are not read.

use std::io::{Cursor, Read};
use std::sync::Arc;

use model::{Block, Document, Part, SourceKind};

use super::globals::Globals;
use super::worksheet::worksheet;
use crate::package::broken;
use crate::sheet::SheetNotes;
use crate::{Budget, ReadError, notes};

/// Reads a binary workbook.
///
/// # Errors
/// Damaged or encrypted files, and files beyond the limits.
pub(crate) fn read(
    file: &Arc<str>,
    bytes: &[u8],
    budget: &mut Budget,
) -> Result<Document, ReadError> {
    let damaged = |_| broken("复合文档的目录不完整，可能没有下载或复制完");
    let mut compound = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(damaged)?;
    let name = if compound.exists("/Workbook") { "/Workbook" } else { "/Book" };
    let mut stream = Vec::new();
    let opened = compound.open_stream(name).map_err(damaged)?;
    // A damaged directory may claim any length.
    opened.take(bytes.len() as u64).read_to_end(&mut stream).map_err(damaged)?;
    budget.take_bytes(stream.len() as u64)?;
    let globals = Globals::read(&stream, budget)?;
    let mut remarks = SheetNotes::default();
    let mut blocks = Vec::new();
    for (index, tab) in globals.tabs.iter().enumerate().filter(|(_, tab)| tab.is_worksheet) {
        let index = u32::try_from(index + 1).unwrap_or(u32::MAX);
        let part = Part::Sheet { index, name: tab.name.as_str().into() };
        let sheet = worksheet(file, (&globals, tab, part), &stream, budget, &mut remarks)?;
        blocks.extend(sheet.assemble(file, budget, &mut remarks)?.map(Block::Table));
    }
    let mut findings = remarks.findings();
    if compound.exists("/_VBA_PROJECT_CUR") {
        findings.push(notes::MACROS.finding("文件带宏，没有运行".into(), None, ""));
    }
    Ok(Document { file: file.clone(), kind: SourceKind::Xls, blocks, findings })
}
