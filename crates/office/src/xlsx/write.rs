//! Excel workbooks from drawings.
//!
//! One sheet a form, made to print as the official form: A4, one page wide, merges, borders, row
//! heights worked out from the text (Excel never fits the height of merged cells by itself).
//! Plain numbers of the author are numbers with the format that shows them exactly as written;
//! everything else is text, so that no "2026年1月" turns into a date. No formulas.

use std::collections::HashSet;

use model::{Cell, Drawing, Ink, Printout, Role};
use rust_xlsxwriter::{
    ColNum, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, IgnoreError, RowNum,
    Workbook, Worksheet, XlsxError,
};

use super::sheet_name;
use crate::looks::Looks;
use crate::measure;
use crate::write::{self, CREATOR, Side, WriteError, clean};

/// Excel's limits.
const MAX_COLUMNS: usize = 16_384;
const MAX_TEXT: usize = 32_767;
/// Twips in a pixel at the 96 dots an inch that Excel counts widths and heights in.
const TWIPS_PER_PIXEL: u32 = 15;
/// Excel's tallest row, 409.5 pt, in twips.
const MAX_HEIGHT: u32 = 8190;
/// Type sizes of the body in half-points: 五号, and smaller down to 小五.
const BODY: [u32; 4] = [21, 20, 19, 18];
/// Least row height: 8 mm.
const MIN_HEIGHT: u32 = 450;
/// Room that Excel keeps free at the sides and above and below the text of a cell.
const CELL_SIDE: u32 = 60;
const CELL_RISE: u32 = 75;
/// Width between margins of 20 mm, upright and turned, and the height.
const UPRIGHT: (u32, u32) = (9638, 14_000);
const TURNED: (u32, u32) = (14_570, 9000);

/// Writes the drawings as one workbook, a sheet each, in order.
///
/// # Errors
/// [`WriteError::NoForms`] without drawings; [`WriteError::TooManyColumns`] and
/// [`WriteError::CellTooLong`] past Excel's limits.
pub fn write(drawings: &[Drawing]) -> Result<Vec<u8>, WriteError> {
    write_in(drawings, &Looks::default())
}

/// Writes one paper as a workbook; a letter stands in one column.
///
/// # Errors
/// As [`write()`].
pub fn printout(printout: &Printout, looks: &Looks) -> Result<Vec<u8>, WriteError> {
    match printout {
        Printout::Tables(drawings) => write_in(drawings, looks),
        Printout::Letter(letter) => write_in(&[crate::letter::drawing(letter)], looks),
    }
}

/// The same in other fonts.
///
/// # Errors
/// As [`write()`].
pub fn write_in(drawings: &[Drawing], looks: &Looks) -> Result<Vec<u8>, WriteError> {
    let first = drawings.first().ok_or(WriteError::NoForms)?;
    check_limits(drawings)?;
    workbook(first, drawings, looks).map_err(|error| WriteError::Package(error.to_string()))
}

fn check_limits(drawings: &[Drawing]) -> Result<(), WriteError> {
    for (index, drawing) in drawings.iter().enumerate() {
        let (form, columns) = (index + 1, drawing.grid.columns);
        if columns > MAX_COLUMNS {
            return Err(WriteError::TooManyColumns { form, columns, limit: MAX_COLUMNS });
        }
        for cell in &drawing.grid.cells {
            let length = clean(&cell.text()).encode_utf16().count();
            if length > MAX_TEXT {
                let (row, column) = (cell.row + 1, cell.column + 1);
                return Err(WriteError::CellTooLong { form, row, column, length });
            }
        }
    }
    Ok(())
}

fn workbook(first: &Drawing, drawings: &[Drawing], looks: &Looks) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // A constant date: the writer has no clock, and equal drawings give equal bytes.
    let date = ExcelDateTime::from_ymd(2026, 1, 1)?;
    let properties = DocProperties::new()
        .set_title(&*clean(&first.title))
        .set_author(CREATOR)
        .set_creation_datetime(&date);
    book.set_properties(&properties);
    let mut taken = HashSet::new();
    for drawing in drawings {
        let sheet = book.add_worksheet();
        sheet.set_name(sheet_name::unused(drawing, &mut taken))?;
        form(sheet, drawing, looks)?;
    }
    book.save_to_buffer()
}

fn form(sheet: &mut Worksheet, drawing: &Drawing, looks: &Looks) -> Result<(), XlsxError> {
    let (width, height) = if drawing.landscape { TURNED } else { UPRIGHT };
    let columns = measure::shares(&drawing.widths, drawing.grid.columns, width);
    let body = body_size(drawing, &columns);
    let heights = measure::row_heights(&drawing.grid, &columns, MIN_HEIGHT, |cell, width| {
        height_of(cell, width, type_size(cell, body, width)).min(MAX_HEIGHT)
    });
    for (column, width) in columns.iter().enumerate() {
        sheet.set_column_width_pixels(column_number(column)?, width / TWIPS_PER_PIXEL)?;
    }
    for (row, height) in heights.iter().enumerate() {
        let height = (*height).min(MAX_HEIGHT) / TWIPS_PER_PIXEL;
        sheet.set_row_height_pixels(row_number(row)?, height)?;
    }
    let outside = write::open_rows(drawing);
    for cell in &drawing.grid.cells {
        let width = measure::width_of(cell, &columns);
        let format = format((drawing, looks), cell, type_size(cell, body, width), width);
        let format = if outside[cell.row] { format } else { format.set_border(FormatBorder::Thin) };
        put(sheet, drawing, cell, format)?;
    }
    let total: u32 = heights.iter().sum();
    let one_page = total <= height + height / 4;
    page_setup(sheet, (drawing, looks), one_page)?;
    if !one_page {
        let breaks = page_breaks(drawing, &heights, height).into_iter().map(row_number);
        sheet.set_page_breaks(&breaks.collect::<Result<Vec<_>, _>>()?)?;
    }
    Ok(())
}

fn put(
    sheet: &mut Worksheet,
    drawing: &Drawing,
    cell: &Cell,
    format: Format,
) -> Result<(), XlsxError> {
    let (row, column) = (row_number(cell.row)?, column_number(cell.column)?);
    let last_row = (cell.row + cell.row_span).min(drawing.grid.rows) - 1;
    let last_column = (cell.column + cell.column_span).min(drawing.grid.columns) - 1;
    if (last_row, last_column) != (cell.row, cell.column) {
        let (last_row, last_column) = (row_number(last_row)?, column_number(last_column)?);
        sheet.merge_range(row, column, last_row, last_column, "", &format)?;
    }
    let text = cell.text();
    let text = clean(&text);
    let number = match (&cell.ink, write::plain_decimals(&text)) {
        (Ink::Field(_), Some(decimals)) => text.parse::<f64>().ok().map(|n| (n, decimals)),
        _ => None,
    };
    if let Some((number, decimals)) = number {
        let code = if decimals == 0 { "0".to_owned() } else { format!("0.{:0<decimals$}", "") };
        sheet.write_number_with_format(row, column, number, &format.set_num_format(code))?;
    } else if text.is_empty() {
        sheet.write_blank(row, column, &format)?;
    } else {
        sheet.write_string_with_format(row, column, text, &format)?;
    }
    Ok(())
}

/// The largest size of the body with which every number stays within its column.
fn body_size(drawing: &Drawing, columns: &[u32]) -> u32 {
    let fits = |size: &u32| {
        drawing
            .grid
            .cells
            .iter()
            .all(|cell| words_fit(cell, measure::width_of(cell, columns), *size))
    };
    BODY.into_iter().find(fits).unwrap_or(BODY[BODY.len() - 1])
}

/// A tenth more than estimated: a substitute font may have wider digits.
fn words_fit(cell: &Cell, width: u32, size: u32) -> bool {
    let room = measure::room(width.saturating_sub(2 * CELL_SIDE), size);
    measure::widest_word(&cell.paragraphs) * 11 / 10 <= room
}

/// Type size of a cell in half-points. A number wider than its column, or a text too tall for
/// any row of Excel, is set smaller than the rest, down to 6 pt, before it would be cut off.
fn type_size(cell: &Cell, body: u32, width: u32) -> u32 {
    let size = measure::type_size(cell, body, width.saturating_sub(2 * CELL_SIDE));
    let smaller = [size, 18, 15, 13, 12].into_iter().filter(|smaller| *smaller <= size);
    let mut fitting = smaller.filter(|size| {
        height_of(cell, width, *size) <= MAX_HEIGHT && words_fit(cell, width, *size)
    });
    fitting.next().unwrap_or(12)
}

fn height_of(cell: &Cell, width: u32, size: u32) -> u32 {
    let above = if cell.ink == Ink::Printed(Role::Title) { 200 } else { CELL_RISE };
    lines_of(cell, width, size) * size * 29 / 2 + above
}

fn lines_of(cell: &Cell, width: u32, size: u32) -> u32 {
    let inner = width.saturating_sub(2 * CELL_SIDE);
    measure::lines(&cell.paragraphs, measure::room(inner, size))
}

// Half of a whole number is exact, and the library asks for points.
#[allow(clippy::float_arithmetic)]
fn format((drawing, looks): (&Drawing, &Looks), cell: &Cell, size: u32, width: u32) -> Format {
    let font = match cell.ink {
        Ink::Printed(Role::Title) => &looks.title,
        Ink::Printed(Role::Head) => &looks.head,
        _ => &looks.body,
    };
    let align = match write::side(drawing, cell, lines_of(cell, width, size)) {
        Side::Left => FormatAlign::Left,
        Side::Center => FormatAlign::Center,
        Side::Right => FormatAlign::Right,
    };
    Format::new()
        .set_font_name(font)
        .set_font_size(f64::from(size) / 2.0)
        .set_align(align)
        .set_align(FormatAlign::VerticalCenter)
        .set_text_wrap()
}

fn page_setup(
    sheet: &mut Worksheet,
    (drawing, looks): (&Drawing, &Looks),
    one_page: bool,
) -> Result<(), XlsxError> {
    const A4: u8 = 9;
    const MARGIN: f64 = 0.787; // 20 mm in inches
    sheet.set_paper_size(A4);
    if drawing.landscape {
        sheet.set_landscape();
    }
    sheet.set_margins(MARGIN, MARGIN, MARGIN, MARGIN, 0.4, 0.4);
    sheet.set_print_center_horizontally(true);
    sheet.set_print_fit_to_pages(1, u16::from(one_page));
    sheet.set_footer(format!("&C&\"{}\"&12第 &P 页 共 &N 页", looks.number.replace('"', "")));
    sheet.set_screen_gridlines(false);
    // Excel can repeat one run of rows only; of several headers none would suit every page.
    if let ([header], false) = (&drawing.headers[..], one_page)
        && header.end <= drawing.grid.rows
        && !header.is_empty()
    {
        sheet.set_repeat_rows(row_number(header.start)?, row_number(header.end - 1)?)?;
    }
    let (rows, columns) = (drawing.grid.rows, drawing.grid.columns);
    if rows > 0 && columns > 0 {
        let (row, column) = (row_number(rows - 1)?, column_number(columns - 1)?);
        sheet.ignore_error_range(0, 0, row, column, IgnoreError::NumberStoredAsText)?;
    }
    Ok(())
}

/// The rows before which a page ends: no cell over several rows is cut that has room on the next
/// page, for its text would stand half on either.
fn page_breaks(drawing: &Drawing, heights: &[u32], page: u32) -> Vec<usize> {
    let repeated = match &drawing.headers[..] {
        [header] if header.end <= heights.len() => heights[header.clone()].iter().sum(),
        _ => 0,
    };
    let (mut breaks, mut start, mut used) = (Vec::new(), 0, 0);
    for row in 0..heights.len() {
        if used + heights[row] > page && row > start {
            let clean = (start + 1..=row).rev().find(|at| write::is_clean_cut(drawing, *at));
            let full = |at: &usize| heights[start..*at].iter().sum::<u32>() * 3 > page;
            let at = clean.filter(full).unwrap_or(row);
            breaks.push(at);
            start = at;
            used = repeated + heights[at..row].iter().sum::<u32>();
        }
        used += heights[row];
    }
    breaks
}

fn row_number(row: usize) -> Result<RowNum, XlsxError> {
    RowNum::try_from(row).map_err(|_| XlsxError::RowColumnLimitError)
}

fn column_number(column: usize) -> Result<ColNum, XlsxError> {
    ColNum::try_from(column).map_err(|_| XlsxError::RowColumnLimitError)
}
