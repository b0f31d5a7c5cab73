//! 文书: papers as Word, Excel and PDF, one by one and together for a department. What they are made
//! of comes from the desk with permission; here they get their names and their addresses.

mod bundle;
mod list;
mod names;
mod one;
mod shelf;

pub use bundle::{Bundled, bundled, put_all};
pub use list::Asked;
pub use names::{safe, unused};

use axum::http::StatusCode;
use axum::response::Response;
use model::Printout;
use office::Looks;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Answer, Printer, Problem, Site};
use crate::site::reviews::papers::download;

/// Its pages.
pub fn routes() -> OpenApiRouter<Site> {
    OpenApiRouter::new()
        .routes(routes!(list::show))
        .routes(routes!(list::summary))
        .routes(routes!(bundle::ask))
        .routes(routes!(one::declared))
        .routes(routes!(one::reviewed))
        .routes(routes!(one::approved))
        .routes(routes!(one::adjusted))
}

/// What a paper is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// Word.
    Word,
    /// Excel.
    Excel,
    /// PDF.
    Pdf,
}

impl Format {
    /// Each of them.
    pub const ALL: [Format; 3] = [Format::Word, Format::Excel, Format::Pdf];

    /// The ending of its files.
    pub fn ending(self) -> &'static str {
        match self {
            Format::Word => "docx",
            Format::Excel => "xlsx",
            Format::Pdf => "pdf",
        }
    }

    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Format::Word => "Word",
            Format::Excel => "Excel",
            Format::Pdf => "PDF",
        }
    }

    fn media(self) -> &'static str {
        match self {
            Format::Word => {
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
            }
            Format::Excel => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Format::Pdf => "application/pdf",
        }
    }

    /// The format of an ending.
    pub fn of(ending: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|format| format.ending() == ending)
    }
}

/// What a paper is called in an address, cut at its ending: `form.docx`.
pub(super) fn cut(name: &str) -> Result<(&str, Format), Problem> {
    let (kind, ending) = name.rsplit_once('.').ok_or_else(Problem::nothing_here)?;
    Ok((kind, Format::of(ending).ok_or_else(Problem::nothing_here)?))
}

/// A paper to be written: what its file is called, what stands in it, and in which fonts.
#[derive(Debug)]
pub(super) struct Ready {
    /// Its name without the ending.
    pub name: String,
    /// What stands in it.
    pub printout: Printout,
    /// Fonts and margins.
    pub looks: Looks,
}

impl Ready {
    /// Its bytes in a format.
    pub fn write(&self, format: Format, printer: Option<Printer>) -> Result<Vec<u8>, Problem> {
        let failed = |error: office::WriteError| Problem::bad(error.to_string());
        match format {
            Format::Word => office::docx::printout(&self.printout, &self.looks).map_err(failed),
            Format::Excel => office::xlsx::printout(&self.printout, &self.looks).map_err(failed),
            Format::Pdf => {
                let none = || Problem::bad("这里不能生成 PDF，请下载 Word。");
                printer.ok_or_else(none)?(&self.printout).map_err(Problem::bad)
            }
        }
    }
}

/// The paper as a file to be kept.
pub(super) async fn answer(site: &Site, format: Format, ready: Ready) -> Answer {
    let printer = site.printer();
    let write = move |_: &desk::Desk| -> Result<Response, Problem> {
        let bytes = ready.write(format, printer)?;
        let name = format!("{}.{}", names::safe(&ready.name), format.ending());
        Ok(download(&name, format.media(), bytes))
    };
    site.work(write).await?
}

/// There is no such paper of this declaration.
pub(super) fn none(why: &str, remedy: &str) -> Problem {
    Problem::new(StatusCode::NOT_FOUND, why, remedy)
}
