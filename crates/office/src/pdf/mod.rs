//! PDF with a text layer: tables from ruling lines, lines of text around them.
//!
//! A PDF holds marks at positions, no tables: cells are rebuilt from the lines drawn (`rules`,
//! `cells`), their text from the glyphs (`glyphs`, `lines`), and tables that cross pages are put
//! together again (`pages`). Nothing is rendered and no characters are recognised from pictures.
#![allow(clippy::float_arithmetic)] // geometry; money never comes near

mod area;
mod cells;
mod characters;
mod glyphs;
mod lines;
mod page;
mod pages;
mod rules;
mod sewn;

use std::sync::Arc;
use std::time::Duration;

use hayro_interpret::{
    Context, InterpreterCache, InterpreterSettings, TransformExt, interpret_page,
};
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use kurbo::Rect;
use model::{Document, SourceKind};

use self::area::Area;
use self::glyphs::{Recorder, Stopped};
use self::page::Page;
use crate::{Budget, Limits, ReadError, contain};

/// Reads a PDF file.
///
/// # Errors
/// [`ReadError::Damaged`] when it cannot be interpreted, [`ReadError::Encrypted`] when it opens
/// only with a password, [`ReadError::NoText`] when it holds images only,
/// [`ReadError::TooLarge`] when it passes the budget.
pub(crate) fn read(
    file: &Arc<str>,
    bytes: &[u8],
    budget: &mut Budget,
) -> Result<Document, ReadError> {
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    budget.take_bytes(u64::try_from(bytes.len()).unwrap_or(u64::MAX))?;
    let limits = budget.limits();
    let (own_file, own_bytes) = (file.clone(), bytes.to_vec());
    let time = limits.time.saturating_add(Duration::from_secs(1));
    let read =
        contain::run("read-pdf", time, damaged(), move || read_pages(&own_file, own_bytes, limits));
    budget.check_time()?; // the better reason, where both hold
    read
}

fn damaged() -> ReadError {
    ReadError::Damaged("PDF 的内部结构读不出来".to_owned())
}

fn read_pages(file: &Arc<str>, bytes: Vec<u8>, limits: Limits) -> Result<Document, ReadError> {
    let mut budget = Budget::new(limits);
    let pdf = Pdf::new(bytes).map_err(|error| match error {
        LoadPdfError::Decryption(
            DecryptionError::PasswordProtected | DecryptionError::UnsupportedAlgorithm,
        ) => ReadError::Encrypted,
        LoadPdfError::Decryption(_) | LoadPdfError::Invalid => damaged(),
    })?;
    let cache = InterpreterCache::new();
    let mut pages: Vec<Page> = Vec::new();
    let mut images = 0;
    let mut textless = Vec::new();
    for (index, page) in pdf.pages().iter().enumerate() {
        let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
        let (width, height) = page.render_dimensions();
        let (width, height) = (f64::from(width), f64::from(height));
        let sheet = Rect::new(0.0, 0.0, width, height);
        let transform = page.initial_transform(true).to_kurbo();
        let settings = InterpreterSettings::default();
        let mut context = Context::new(transform, sheet, &cache, pdf.xref(), settings);
        let mut recorder = Recorder::new(Area::of(sheet), &mut budget);
        let run = std::panic::AssertUnwindSafe(|| {
            interpret_page(page, &mut context, &mut recorder);
        });
        if let Err(panic) = std::panic::catch_unwind(run) {
            return Err(panic.downcast::<Stopped>().map_or_else(|_| damaged(), |stop| stop.0));
        }
        let drawing = std::mem::take(&mut recorder.drawing);
        images += drawing.images;
        if drawing.glyphs.is_empty() {
            textless.push(number);
        }
        pages.push(page::compose(number, (width, height), drawing, &mut budget)?);
        budget.check_time()?;
    }
    if textless.len() == pages.len() {
        return Err(ReadError::NoText(no_text(images)));
    }
    Ok(Document {
        file: file.clone(),
        kind: SourceKind::Pdf,
        blocks: pages::blocks(file, &pages),
        findings: Vec::new(),
    })
}

fn no_text(images: usize) -> String {
    if images > 0 {
        return "这是扫描件或图片 PDF，没有文字层".to_owned();
    }
    "PDF 里没有任何文字".to_owned()
}
