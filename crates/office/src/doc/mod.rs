//! Word 97–2003 documents (`.doc`, `.dot`, `.wps`) without Word.
//!
//! `office_oxide` reads the piece table, the merges and the tracked changes; where it fails, or
//! its tables have holes, LibreOffice converts the file and our docx reader reads the result.
//! Nothing here writes such files.

mod convert;
mod tables;

use std::io::Cursor;
use std::sync::Arc;
use std::time::Duration;

use model::{Document, Grid, SourceKind};
use office_oxide::doc::DocError;
use office_oxide::ir::DocumentIR;
use office_oxide::limits::Limits as OxideLimits;
use office_oxide::options::{OnIncomplete, ParseOptions};
use office_oxide::{DocumentFormat, OfficeError};

use crate::{Budget, ReadError, contain, docx, notes};

/// Reads a Word 97–2003 document.
///
/// # Errors
/// [`ReadError::Encrypted`], [`ReadError::Damaged`], [`ReadError::TooLarge`], and
/// [`ReadError::NeedsProgram`] when only LibreOffice could read it and there is none.
pub(crate) fn read(
    file: &Arc<str>,
    bytes: &[u8],
    budget: &mut Budget,
) -> Result<Document, ReadError> {
    budget.take_bytes(u64::try_from(bytes.len()).unwrap_or(u64::MAX))?;
    let direct = parse(bytes, budget).and_then(|ir| tables::document(file, &ir, budget));
    let trouble = match &direct {
        Ok(document) => shortcoming(document, bytes),
        Err(ReadError::Damaged(why)) => Some(why.clone()),
        Err(_) => None,
    };
    let Some(trouble) = trouble else { return direct };
    let converted = convert::to_docx(bytes, budget.limits())
        .and_then(|docx| docx::read(file, &docx, &mut Budget::new(budget.limits())));
    match (direct, converted) {
        (direct, Ok(converted)) if is_better(&converted, direct.as_ref().ok()) => {
            Ok(marked(converted, &trouble))
        }
        (Ok(direct), _) => Ok(direct),
        (Err(_), Err(error @ ReadError::NeedsProgram(_))) => Err(error),
        (Err(error), _) => Err(error),
    }
}

fn damaged(why: &str) -> ReadError {
    ReadError::Damaged(format!("Word 97–2003 文档读不出来（{why}）"))
}

fn parse(bytes: &[u8], budget: &Budget) -> Result<DocumentIR, ReadError> {
    let mut options = ParseOptions::default();
    let most = budget.limits().bytes;
    options.limits = OxideLimits::strict();
    options.limits.memory_bytes = most;
    options.limits.text_chars = usize::try_from(most / 4).unwrap_or(usize::MAX);
    options.on_incomplete = OnIncomplete::Report;
    options.include_hidden_text = false;
    options.include_deleted_text = false;
    let reader = Cursor::new(bytes.to_vec());
    let time = budget.limits().time.saturating_add(Duration::from_secs(1));
    contain::run("read-doc", time, damaged("内部结构错乱"), move || {
        let opened =
            office_oxide::Document::from_reader_with(reader, DocumentFormat::Doc, &options);
        match opened {
            Ok(document) => Ok(document.to_ir()),
            Err(OfficeError::Doc(DocError::Encrypted)) => Err(ReadError::Encrypted),
            Err(error) => Err(damaged(&error.to_string())),
        }
    })
}

/// What the reading lacks, so that LibreOffice is worth asking.
fn shortcoming(document: &Document, bytes: &[u8]) -> Option<String> {
    if document.grids().any(has_holes) {
        return Some("表格的合并信息不完整".to_owned());
    }
    let missing = document.grids().next().is_none() && has_cell_marks(bytes);
    missing.then(|| "没有读到文件里的表格".to_owned())
}

/// Whether some slot of a table is covered by no cell.
fn has_holes(grid: &Grid) -> bool {
    grid.slots().iter().any(Option::is_none)
}

/// Word ends every cell and row with the character 7.
fn has_cell_marks(bytes: &[u8]) -> bool {
    let stream = cfb::CompoundFile::open(Cursor::new(bytes))
        .and_then(|mut file| file.open_stream("/WordDocument"));
    let mut text = Vec::new();
    let Ok(mut stream) = stream else { return false };
    if std::io::Read::read_to_end(&mut stream, &mut text).is_err() {
        return false;
    }
    let marks = text.chunks_exact(2).filter(|unit| *unit == [7, 0]).count();
    let narrow = text.windows(2).filter(|pair| *pair == [7, 7]).count();
    marks + narrow >= 4
}

/// Whether the converted reading holds tables the direct one lacks or has holes in.
fn is_better(converted: &Document, direct: Option<&Document>) -> bool {
    let tables = converted.grids().count();
    match direct {
        _ if tables == 0 => false,
        None => true,
        Some(direct) => tables >= direct.grids().count(),
    }
}

/// The reading of the converted file, as one of the original.
fn marked(mut document: Document, trouble: &str) -> Document {
    document.kind = SourceKind::Doc;
    let message = format!("直接读取时{trouble}，已用 LibreOffice 转换后读取");
    document.findings.push(notes::CONVERTED.finding(message, None, ""));
    document
}
