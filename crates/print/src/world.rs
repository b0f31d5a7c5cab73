//! What Typst may see of the outside: the template, the data of one book, the chosen fonts.
//! No file system, no packages, no clock.

use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use crate::sheet::Book;

/// The template; it alone decides the looks.
const TEMPLATE: &str = include_str!("form.typ");

static LIBRARY: LazyLock<LazyHash<Library>> =
    LazyLock::new(|| LazyHash::new(<Library as LibraryExt>::default()));
static SOURCE: LazyLock<Source> =
    LazyLock::new(|| Source::new(file_id("form.typ"), TEMPLATE.to_owned()));
static DATA: LazyLock<FileId> = LazyLock::new(|| file_id("book.json"));

fn file_id(name: &str) -> FileId {
    let path = VirtualPath::new(name).expect("a plain file name is a valid path");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

/// The closed world of one print.
pub(crate) struct FormWorld {
    data: Bytes,
    fonts: Vec<Font>,
    catalogue: LazyHash<FontBook>,
}

impl FormWorld {
    /// A world that holds this book and these faces.
    pub(crate) fn new(book: &Book, fonts: Vec<Font>) -> Self {
        let data = serde_json::to_vec(book).expect("strings and numbers always serialize");
        let catalogue = LazyHash::new(FontBook::from_fonts(&fonts));
        FormWorld { data: Bytes::new(data), fonts, catalogue }
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
        SOURCE.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == SOURCE.id() {
            return Ok(SOURCE.clone());
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
