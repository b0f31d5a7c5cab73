//! Workbook → one grid a sheet, with the text each cell shows.
//!
//! Nothing is calculated: a formula shows the result stored with it, or is unknown. Charts,
//! pictures, comments, filters and print settings are not read.

use std::sync::Arc;

use model::{Block, Document, Part, SourceKind};

use super::parts::{Tab, formats, shared_strings, workbook};
use super::worksheet::{Worksheet, worksheet};
use crate::package::{Package, Relation, broken};
use crate::sheet::SheetNotes;
use crate::{Budget, ReadError, notes};

/// Reads a workbook.
///
/// # Errors
/// Damaged or encrypted files, and files beyond the limits.
pub(crate) fn read(
    file: &Arc<str>,
    bytes: &[u8],
    budget: &mut Budget,
) -> Result<Document, ReadError> {
    let mut package = Package::open(bytes)?;
    let main = package.main_part(budget)?.unwrap_or_else(|| "xl/workbook.xml".to_owned());
    if main.ends_with(".bin") {
        let what = "xlsb 二进制工作簿，请用 Excel 或 WPS 另存为 xlsx";
        return Err(ReadError::UnknownKind(what.to_owned()));
    }
    let Some(text) = package.xml(&main, budget)? else {
        return Err(broken("压缩包里没有工作簿（xl/workbook.xml）"));
    };
    let workbook = workbook(&text, &main)?;
    let relations = package.relations(&main, budget)?;
    let mut book = Book {
        strings: match part_of(&mut package, &relations, "sharedStrings", budget)? {
            Some((name, text)) => shared_strings(&text, &name, budget)?,
            None => Vec::new(),
        },
        formats: match part_of(&mut package, &relations, "styles", budget)? {
            Some((name, text)) => formats(&text, &name)?,
            None => Vec::new(),
        },
        from_1904: workbook.from_1904,
        package,
        relations,
        notes: SheetNotes::default(),
    };
    let mut blocks = Vec::new();
    for (index, tab) in workbook.tabs.iter().enumerate() {
        blocks.extend(book.sheet(file, index, tab, budget)?);
    }
    let mut findings = book.notes.findings();
    if book.package.has("xl/vbaProject.bin") {
        findings.push(notes::MACROS.finding("文件带宏，没有运行".into(), None, ""));
    }
    Ok(Document { file: file.clone(), kind: SourceKind::Xlsx, blocks, findings })
}

/// The text of the part of that kind, if the workbook has one.
fn part_of(
    package: &mut Package,
    relations: &[Relation],
    kind: &str,
    budget: &mut Budget,
) -> Result<Option<(String, String)>, ReadError> {
    let Some(relation) = relations.iter().find(|relation| relation.kind == kind) else {
        return Ok(None);
    };
    let text = package.xml(&relation.target, budget)?;
    Ok(text.map(|text| (relation.target.clone(), text)))
}

/// An open workbook.
struct Book<'bytes> {
    package: Package<'bytes>,
    relations: Vec<Relation>,
    strings: Vec<String>,
    formats: Vec<crate::sheet::NumberFormat>,
    from_1904: bool,
    notes: SheetNotes,
}

impl Book<'_> {
    /// The grid of one sheet; none for a chart or an empty sheet.
    fn sheet(
        &mut self,
        file: &Arc<str>,
        index: usize,
        tab: &Tab,
        budget: &mut Budget,
    ) -> Result<Option<Block>, ReadError> {
        let relation = self.relations.iter().find(|relation| relation.id == tab.relation);
        let Some(relation) = relation else { return Ok(None) };
        if relation.kind != "worksheet" {
            return Ok(None);
        }
        let name = relation.target.clone();
        let Some(text) = self.package.xml(&name, budget)? else {
            return Err(broken(&format!("工作表“{}”的内容（{name}）不在文件里", tab.name)));
        };
        let part = Part::Sheet {
            index: u32::try_from(index + 1).unwrap_or(u32::MAX),
            name: tab.name.as_str().into(),
        };
        let context = Worksheet {
            file,
            name: &name,
            strings: &self.strings,
            formats: &self.formats,
            from_1904: self.from_1904,
        };
        let sheet = worksheet(context, part, tab.hidden, &text, budget, &mut self.notes)?;
        Ok(sheet.assemble(file, budget, &mut self.notes)?.map(Block::Table))
    }
}
