//! Office files in and out.
//!
//! Readers turn bytes into a [`model::Document`]; the recogniser turns that into
//! [`model::Form`]s; `lay_out` turns a form into a [`model::Drawing`]; writers turn drawings
//! into files. Readers know nothing of forms, writers know nothing of meaning.

mod contain;
mod doc;
pub mod docx;
mod error;
mod fit;
pub mod html;
pub mod json;
mod kind;
pub mod lay_out;
mod letter;
mod limits;
mod looks;
mod measure;
pub mod notes;
mod package;
pub mod paper;
mod pdf;
pub mod recognise;
mod sheet;
pub mod text;
mod write;
mod xls;
pub mod xlsx;
mod xml;

use std::sync::Arc;

use model::{Document, SourceKind};

pub use error::ReadError;
pub use limits::{Budget, Limits};
pub use looks::Looks;
pub use write::WriteError;

/// Reads a file of any kind; its content decides which, whatever its ending says.
///
/// # Errors
/// Why the file cannot be read at all; what is odd about its content is in
/// [`Document::findings`].
pub fn read(file: &str, bytes: &[u8], limits: Limits) -> Result<Document, ReadError> {
    let kind = kind::detect(bytes)?;
    let name: Arc<str> = file.into();
    let budget = &mut Budget::new(limits);
    let mut document = match kind {
        SourceKind::Docx => docx::read(&name, bytes, budget),
        SourceKind::Doc => doc::read(&name, bytes, budget),
        SourceKind::Pdf => pdf::read(&name, bytes, budget),
        SourceKind::Xlsx => xlsx::read(&name, bytes, budget),
        SourceKind::Xls => xls::read(&name, bytes, budget),
        SourceKind::Text => text::read(&name, bytes, text::Labels::built_in(), budget),
        other => Err(ReadError::UnknownKind(format!("{} 文件", other.ending()))),
    }?;
    document.findings.extend(kind::ending_note(file, kind));
    Ok(document)
}
