//! The same words as the bytes of a Word file or a workbook, merges included.

use model::{Block, Cell, Document, Grid};

use crate::parts::{Book, word_file, word_xml};

/// A Word file with these tables and lines.
pub fn word(document: &Document) -> Vec<u8> {
    let block = |block: &Block| match block {
        Block::Line(line) => paragraph(&line.text),
        Block::Table(grid) => word_table(grid),
    };
    word_file(word_xml(&document.blocks.iter().map(block).collect::<String>()).as_bytes())
}

/// A workbook with a sheet for every table.
pub fn workbook(document: &Document) -> Vec<u8> {
    let sheets: Vec<(String, String)> = document
        .grids()
        .enumerate()
        .map(|(index, grid)| (sheet_name(grid, index), sheet(grid)))
        .collect();
    let sheets: Vec<(&str, &str, &str)> =
        sheets.iter().map(|(name, xml)| (name.as_str(), "", xml.as_str())).collect();
    Book { sheets: &sheets, formats: &[], strings: "", properties: "" }.file()
}

fn sheet_name(grid: &Grid, index: usize) -> String {
    match &grid.part {
        model::Part::Sheet { name, .. } => name.to_string(),
        _ => format!("Sheet{index}"),
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{}</w:t></w:r></w:p>", escaped(text))
}

fn word_table(grid: &Grid) -> String {
    let row = |row: usize| {
        let covers = |cell: &&Cell| (cell.row..cell.row + cell.row_span).contains(&row);
        let mut cells: Vec<&Cell> = grid.cells.iter().filter(covers).collect();
        cells.sort_by_key(|cell| cell.column);
        let cells: String = cells.iter().map(|cell| word_cell(cell, row)).collect();
        format!("<w:tr>{cells}</w:tr>")
    };
    format!("<w:tbl>{}</w:tbl>", (0..grid.rows).map(row).collect::<String>())
}

fn word_cell(cell: &Cell, row: usize) -> String {
    let merge = match (cell.row_span, cell.row == row) {
        (1, _) => "",
        (_, true) => r#"<w:vMerge w:val="restart"/>"#,
        (_, false) => "<w:vMerge/>",
    };
    let text = match cell.row == row {
        true => cell.paragraphs.iter().map(|text| paragraph(text)).collect(),
        false => paragraph(""),
    };
    let span = cell.column_span;
    format!(r#"<w:tc><w:tcPr><w:gridSpan w:val="{span}"/>{merge}</w:tcPr>{text}</w:tc>"#)
}

fn sheet(grid: &Grid) -> String {
    let name = |row: usize, column: usize| {
        let letter = char::from(b'A' + u8::try_from(column).expect("few columns"));
        format!("{letter}{}", row + 1)
    };
    let cell = |cell: &Cell| {
        let (at, text) = (name(cell.row, cell.column), escaped(&cell.text()));
        format!(r#"<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>"#)
    };
    let row = |row: usize| {
        let cells = grid.cells.iter().filter(|cell| cell.row == row && !cell.is_blank());
        format!(r#"<row r="{}">{}</row>"#, row + 1, cells.map(cell).collect::<String>())
    };
    let merged = grid.cells.iter().filter(|cell| cell.row_span > 1 || cell.column_span > 1);
    let merge = |cell: &Cell| {
        let last = name(cell.row + cell.row_span - 1, cell.column + cell.column_span - 1);
        format!(r#"<mergeCell ref="{}:{last}"/>"#, name(cell.row, cell.column))
    };
    let rows: String = (0..grid.rows).map(row).collect();
    let merges: String = merged.map(merge).collect();
    format!("<sheetData>{rows}</sheetData><mergeCells>{merges}</mergeCells>")
}
