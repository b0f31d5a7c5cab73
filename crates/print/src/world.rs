//! What Typst may see of the outside: the template, the data of one book, the chosen fonts.
//! No file system, no packages, no clock.

use std::sync::LazyLock;

use serde::Serialize;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

/// The templates; they alone decide the looks.
const FORM: &str = include_str!("form.typ");
const LETTER: &str = include_str!("letter.typ");

static LIBRARY: LazyLock<LazyHash<Library>> =
    LazyLock::new(|| LazyHash::new(<Library as LibraryExt>::default()));
static FORM_SOURCE: LazyLock<Source> =
    LazyLock::new(|| Source::new(file_id("form.typ"), FORM.to_owned()));
static LETTER_SOURCE: LazyLock<Source> =
    LazyLock::new(|| Source::new(file_id("letter.typ"), LETTER.to_owned()));
static DATA: LazyLock<FileId> = LazyLock::new(|| file_id("book.json"));

fn file_id(name: &str) -> FileId {
    let path = VirtualPath::new(name).expect("a plain file name is a valid path");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

/// What is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Template {
    /// Tables.
    Form,
    /// A letter.
    Letter,
}

impl Template {
    fn source(self) -> &'static Source {
        match self {
            Template::Form => &FORM_SOURCE,
            Template::Letter => &LETTER_SOURCE,
        }
    }
}

/// The closed world of one print.
pub(crate) struct FormWorld {
    template: Template,
    data: Bytes,
    fonts: Vec<Font>,
    catalogue: LazyHash<FontBook>,
}

impl FormWorld {
    /// A world that holds this data and these faces.
    pub(crate) fn new(template: Template, book: &impl Serialize, fonts: Vec<Font>) -> Self {
        let data = serde_json::to_vec(book).expect("strings and numbers always serialize");
        let catalogue = LazyHash::new(FontBook::from_fonts(&fonts));
        FormWorld { template, data: Bytes::new(data), fonts, catalogue }
    }
}

impl World for FormWorld {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.catalogue
    }

    fn main(&self) -> FileId {
        self.template.source().id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let source = self.template.source();
        if id == source.id() {
            return Ok(source.clone());
        }
        Err(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == *DATA {
            return Ok(self.data.clone());
        }
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
