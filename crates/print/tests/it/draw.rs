//! Drawings for the tests: made by hand, or from the layout of the real forms.

use std::path::Path;

use model::{Cell, Drawing, Grid, Ink, Merges, Part, Role};
use serde_json::Value;

/// A drawing of the given rows of single cells, all filled in by an author.
pub fn table(rows: &[&[&str]]) -> Drawing {
    let mut grid = Grid::new(Part::Body, Merges::Known);
    for (row, texts) in rows.iter().enumerate() {
        for (column, text) in texts.iter().enumerate() {
            grid.push(field(row, column, text));
        }
    }
    of(grid, "测试表")
}

/// The drawing of a grid with equal columns and no headers.
pub fn of(grid: Grid, title: &str) -> Drawing {
    let widths = vec![1; grid.columns];
    Drawing { grid, widths, headers: Vec::new(), landscape: false, title: title.to_owned() }
}

pub fn field(row: usize, column: usize, text: &str) -> Cell {
    Cell { ink: Ink::Field("test".into()), ..Cell::new(row, column, text) }
}

pub fn spanned(cell: Cell, row_span: usize, column_span: usize) -> Cell {
    Cell { row_span, column_span, ..cell }
}

pub fn title(text: &str, columns: usize) -> Cell {
    let cell = Cell { ink: Ink::Printed(Role::Title), ..Cell::new(0, 0, text) };
    spanned(cell, 1, columns)
}

/// The n-th form of the real bureau's file (from 0), with its title, spans and header rows.
pub fn real(index: usize) -> Drawing {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/real/renhe-2026.layout.json");
    let text = std::fs::read_to_string(path).expect("the real layouts are in tests/real");
    let tables: Value = serde_json::from_str(&text).expect("they are JSON");
    let table = &tables[index];
    let columns = number(&table["ncols"]);
    let form_title = table["title"].as_str().expect("a title").trim();
    let mut grid = Grid::new(Part::Body, Merges::Known);
    grid.push(title(form_title, columns));
    for row in table["rows"].as_array().expect("rows") {
        let at = grid.rows;
        for cell in row.as_array().expect("cells") {
            push_real(&mut grid, at, cell, form_title);
        }
        grid.rows = at + 1;
    }
    let headers = grid.cells.iter().filter(|cell| is_header(cell));
    let headers = headers.map(|cell| cell.row..cell.row + cell.row_span).collect();
    let widths =
        if columns == 5 { vec![13, 14, 15, 28, 30] } else { vec![9, 11, 11, 19, 13, 8, 9, 9, 10] };
    Drawing { headers, widths, ..of(grid, form_title) }
}

fn push_real(grid: &mut Grid, row: usize, cell: &Value, form_title: &str) {
    let column = number(&cell["c"]);
    let paragraphs: Vec<String> = cell["p"]
        .as_array()
        .expect("paragraphs")
        .iter()
        .map(|p| p.as_str().expect("text").replace("[bookmark: _GoBack]", ""))
        .collect();
    if cell["vm"] == "continue" {
        let above = grid.cells.iter_mut().rev().find(|c| c.column == column).expect("a cell above");
        above.row_span = row + 1 - above.row;
        return;
    }
    let text = paragraphs.join("\n");
    if text.trim() == form_title {
        return;
    }
    let mut drawn = field(row, column, &text);
    if paragraphs.iter().all(|p| p.chars().count() <= 8) {
        drawn.ink = Ink::Printed(Role::Label);
    }
    grid.push(spanned(drawn, 1, number(&cell["s"])));
}

fn is_header(cell: &Cell) -> bool {
    cell.text().replace('\n', "") == "一级指标"
}

fn number(value: &Value) -> usize {
    usize::try_from(value.as_u64().expect("a number")).expect("a small number")
}

/// A monitoring form of 15 columns on its side, with three header rows, a side label over header
/// and body, and so many rows that it takes several pages.
pub fn wide(rows: usize) -> Drawing {
    let mut grid = Grid::new(Part::Body, Merges::Known);
    grid.push(title("项目支出绩效运行监控表", 15));
    for (column, text) in [
        (1, "一级指标"),
        (2, "二级指标"),
        (3, "三级指标"),
        (4, "年度指标值"),
        (5, "1-7月执行情况"),
        (6, "全年预计完成情况"),
    ] {
        grid.push(spanned(field(1, column, text), 3, 1));
    }
    grid.push(spanned(field(1, 7, "偏差原因分析"), 1, 5));
    grid.push(spanned(field(1, 12, "完成目标可能性"), 2, 3));
    for (column, text) in
        ["经费保障", "制度保障", "人员保障", "硬件条件保障", "原因说明"].iter().enumerate()
    {
        grid.push(spanned(field(2, 7 + column, text), 2, 1));
    }
    for (column, text) in ["确定能", "有可能", "完全不可能"].iter().enumerate() {
        grid.push(field(3, 12 + column, text));
    }
    for row in 0..rows {
        let at = 4 + row;
        grid.push(field(at, 1, "产出指标"));
        grid.push(field(at, 2, "数量指标"));
        grid.push(field(at, 3, &format!("第{row}号列养里程")));
        grid.push(field(at, 4, "≥1286.4公里"));
        grid.push(field(at, 5, "1286.4公里"));
        grid.push(field(at, 6, "100%"));
        grid.push(field(at, 11, "雨季停工11天，工期顺延"));
        grid.push(field(at, 12, "√"));
    }
    grid.push(spanned(field(1, 0, "绩效指标"), 3 + rows, 1));
    grid.cells.sort_by_key(|cell| (cell.row, cell.column));
    Drawing {
        headers: vec![1..4; 1], landscape: true, ..of(grid, "项目支出绩效运行监控表")
    }
}
