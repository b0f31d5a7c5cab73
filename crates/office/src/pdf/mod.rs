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
mod inflate;
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
use model::{Document, Finding, Part, Place, SourceKind};

use self::area::Area;
use self::glyphs::{Drawing, Recorder, Stopped};
use self::page::Page;
use crate::{Budget, Limits, ReadError, contain, notes};

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
    inflate::check(&bytes, &mut budget)?;
    let pdf = Pdf::new(bytes).map_err(|error| match error {
        LoadPdfError::Decryption(
            DecryptionError::PasswordProtected | DecryptionError::UnsupportedAlgorithm,
        ) => ReadError::Encrypted,
        LoadPdfError::Decryption(_) | LoadPdfError::Invalid => damaged(),
    })?;
    let cache = InterpreterCache::new();
    let mut pages: Vec<Page> = Vec::new();
    let mut seen = Seen::default();
    for (index, page) in pdf.pages().iter().enumerate() {
        let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
        let (width, height) = page.render_dimensions();
        let sheet = (f64::from(width), f64::from(height));
        let drawing = draw(page, &pdf, &cache, sheet, &mut budget)?;
        seen.note(number, &drawing);
        pages.push(page::compose(number, sheet, drawing, &mut budget)?);
        budget.check_time()?;
    }
    if seen.textless.len() == pages.len() {
        return Err(ReadError::NoText(no_text(seen.images)));
    }
    Ok(Document {
        file: file.clone(),
        kind: SourceKind::Pdf,
        blocks: pages::blocks(file, &pages),
        findings: seen.findings(file),
    })
}

/// Has the interpreter draw one page for us to take down.
fn draw<'a>(
    page: &hayro_syntax::page::Page<'a>,
    pdf: &'a Pdf,
    cache: &InterpreterCache<'a>,
    (width, height): (f64, f64),
    budget: &mut Budget,
) -> Result<Drawing, ReadError> {
    let sheet = Rect::new(0.0, 0.0, width, height);
    let transform = page.initial_transform(true).to_kurbo();
    let settings = InterpreterSettings::default();
    let mut context = Context::new(transform, sheet, cache, pdf.xref(), settings);
    let mut recorder = Recorder::new(Area::of(sheet), budget);
    let run = std::panic::AssertUnwindSafe(|| interpret_page(page, &mut context, &mut recorder));
    match std::panic::catch_unwind(run) {
        Ok(()) => Ok(recorder.drawing),
        Err(panic) => Err(panic.downcast::<Stopped>().map_or_else(|_| damaged(), |stop| stop.0)),
    }
}

/// What is odd about the pages read so far.
#[derive(Default)]
struct Seen {
    images: usize,
    /// Pages without any text, and those among them that show an image.
    textless: Vec<u32>,
    scanned: Vec<u32>,
    recognised: Vec<u32>,
    unknown: usize,
    first_unknown: Option<u32>,
}

impl Seen {
    fn note(&mut self, number: u32, drawing: &Drawing) {
        self.images += drawing.images;
        self.unknown += drawing.unknown;
        if drawing.unknown > 0 {
            self.first_unknown.get_or_insert(number);
        }
        if drawing.glyphs.is_empty() {
            self.textless.push(number);
            if drawing.images > 0 {
                self.scanned.push(number);
            }
        } else if drawing.images > 0 && drawing.invisible * 2 > drawing.glyphs.len() {
            self.recognised.push(number);
        }
    }

    fn findings(&self, file: &Arc<str>) -> Vec<Finding> {
        let page = |number: u32| Some(Place::cell(file, Part::Page(number), 0, 0));
        let mut findings = Vec::new();
        if let Some(first) = self.scanned.first() {
            let message = format!("{}是图片，没有文字层，没有读到内容", named(&self.scanned));
            findings.push(notes::SCANNED_PAGES.finding(message, page(*first), ""));
        }
        if let Some(first) = self.recognised.first() {
            let message = format!("{}的文字层是识别软件加在图片上的", named(&self.recognised));
            findings.push(notes::RECOGNISED_TEXT.finding(message, page(*first), ""));
        }
        if let Some(first) = self.first_unknown {
            let message = format!("有 {} 个字形没有说明是什么字，读不出来", self.unknown);
            findings.push(notes::UNREADABLE_CHARACTERS.finding(message, page(first), "\u{fffd}"));
        }
        findings
    }
}

/// `第3页`, `第3、4、5页等共12页`.
fn named(pages: &[u32]) -> String {
    let first: Vec<String> = pages.iter().take(5).map(ToString::to_string).collect();
    let more = if pages.len() > 5 { format!("等共{}页", pages.len()) } else { String::new() };
    format!("第{}页{more}", first.join("、"))
}

fn no_text(images: usize) -> String {
    if images > 0 {
        return "这是扫描件或图片 PDF，没有文字层".to_owned();
    }
    "PDF 里没有任何文字".to_owned()
}
