//! Small documents written by hand, for one feature each, and grids in words.

use std::io::{Cursor, Write};

use model::{Block, Document, Grid, State};
use office::{Limits, ReadError, read};
use zip::write::{SimpleFileOptions, ZipWriter};

/// A zip file with these parts.
pub fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const WORD: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
    xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math""#;

/// `document.xml` around a body.
pub fn word_xml(body: &str) -> String {
    format!(r#"<?xml version="1.0"?><w:document {WORD}><w:body>{body}</w:body></w:document>"#)
}

/// A Word file with that `document.xml`.
pub fn word_file(xml: &[u8]) -> Vec<u8> {
    zipped(&[("word/document.xml", xml)])
}

/// A Word document with this body, as read.
pub fn word(body: &str) -> Document {
    try_word(body).unwrap()
}

/// The same where reading may fail.
pub fn try_word(body: &str) -> Result<Document, ReadError> {
    read("甲.docx", &word_file(word_xml(body).as_bytes()), Limits::default())
}

/// A table of rows, cells by `|`.
pub fn table(rows: &[&str]) -> String {
    let cell = |text: &str| format!("<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>");
    let row = |row: &&str| format!("<w:tr>{}</w:tr>", row.split('|').map(cell).collect::<String>());
    format!("<w:tbl>{}</w:tbl>", rows.iter().map(row).collect::<String>())
}

/// Every block in words: `# text` for a line, the cells of a table by [`cells`].
pub fn blocks(document: &Document) -> Vec<String> {
    let mut shown = Vec::new();
    for block in &document.blocks {
        match block {
            Block::Line(line) => shown.push(format!("# {}", line.text)),
            Block::Table(grid) => {
                shown.push(grid.part.to_string());
                shown.extend(cells(grid));
            }
        }
    }
    shown
}

/// Cells in words: `row,column text`, `row,column rows×columns text` where merged; paragraphs by
/// `¶`, hidden and unknown ones marked.
pub fn cells(grid: &Grid) -> Vec<String> {
    let shown = grid.cells.iter().map(|cell| {
        let span = match (cell.row_span, cell.column_span) {
            (1, 1) => String::new(),
            (rows, columns) => format!(" {rows}×{columns}"),
        };
        let state = match cell.state {
            State::Known => "",
            State::Unknown => " ?",
            State::Hidden => " hidden",
        };
        format!("{},{}{span}{state} {}", cell.row, cell.column, cell.paragraphs.join("¶"))
    });
    shown.collect()
}

/// The one table of a document, its cells in words.
pub fn only_table(document: &Document) -> Vec<String> {
    let grids: Vec<&Grid> = document.grids().collect();
    assert_eq!(grids.len(), 1);
    cells(grids[0])
}

/// The codes of the findings.
pub fn codes(document: &Document) -> Vec<&str> {
    document.findings.iter().map(|finding| finding.code.as_str()).collect()
}

/// The parts of a workbook with these sheets: name on the tab, attributes of the tab, XML of the
/// sheet below `worksheet`.
pub struct Book<'a> {
    /// Sheets in order.
    pub sheets: &'a [(&'a str, &'a str, &'a str)],
    /// Number format codes; style `n` of a cell is the n-th of them, style 0 is General.
    pub formats: &'a [&'a str],
    /// XML of the shared strings, below `sst`.
    pub strings: &'a str,
    /// Attributes of `workbookPr`.
    pub properties: &'a str,
}

impl Book<'_> {
    /// The file.
    pub fn file(&self) -> Vec<u8> {
        let mut parts = vec![
            ("xl/workbook.xml".to_owned(), self.workbook()),
            ("xl/_rels/workbook.xml.rels".to_owned(), self.relations()),
            ("xl/styles.xml".to_owned(), self.styles()),
            ("xl/sharedStrings.xml".to_owned(), format!("<sst>{}</sst>", self.strings)),
        ];
        for (index, (_, _, xml)) in self.sheets.iter().enumerate() {
            let name = format!("xl/worksheets/sheet{index}.xml");
            parts.push((name, format!("<worksheet>{xml}</worksheet>")));
        }
        let parts: Vec<(&str, &[u8])> =
            parts.iter().map(|(name, xml)| (name.as_str(), xml.as_bytes())).collect();
        zipped(&parts)
    }

    fn workbook(&self) -> String {
        let tab = |(index, (name, attributes, _)): (usize, &(&str, &str, &str))| {
            format!(r#"<sheet name="{name}" sheetId="{index}" {attributes} r:id="r{index}"/>"#)
        };
        let tabs: String = self.sheets.iter().enumerate().map(tab).collect();
        format!("<workbook><workbookPr {}/><sheets>{tabs}</sheets></workbook>", self.properties)
    }

    fn relations(&self) -> String {
        let relation = |id: &str, kind: &str, target: &str| {
            format!(r#"<Relationship Id="{id}" Type="urn:x/{kind}" Target="{target}"/>"#)
        };
        let sheets: String = (0..self.sheets.len())
            .map(|at| {
                relation(&format!("r{at}"), "worksheet", &format!("worksheets/sheet{at}.xml"))
            })
            .collect();
        let styles = relation("s", "styles", "styles.xml");
        let strings = relation("t", "sharedStrings", "/xl/sharedStrings.xml");
        format!("<Relationships>{sheets}{styles}{strings}</Relationships>")
    }

    fn styles(&self) -> String {
        let quoted = |code: &str| code.replace('"', "&quot;");
        let format = |(at, code): (usize, &&str)| {
            format!(r#"<numFmt numFmtId="{}" formatCode="{}"/>"#, 200 + at, quoted(code))
        };
        let formats: String = self.formats.iter().enumerate().map(format).collect();
        let style = |at: usize| format!(r#"<xf numFmtId="{}"/>"#, 200 + at);
        let styles: String = (0..self.formats.len()).map(style).collect();
        format!(
            "<styleSheet><numFmts>{formats}</numFmts><cellStyleXfs><xf numFmtId=\"9\"/>\
             </cellStyleXfs><cellXfs><xf numFmtId=\"0\"/>{styles}</cellXfs></styleSheet>"
        )
    }
}

/// A workbook of one sheet with these rows, as read.
pub fn sheet(xml: &str) -> Document {
    let sheets = [("表", "", xml)];
    let book = Book { sheets: &sheets, formats: &[], strings: "", properties: "" };
    read("甲.xlsx", &book.file(), Limits::default()).unwrap()
}
