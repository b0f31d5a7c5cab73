//! Drawings to write: small ones made by hand and the thirteen real Renhe forms.

use model::{Cell, Drawing, Grid, Ink, Merges, Part, Role};

/// A printed cell.
pub fn printed(row: usize, column: usize, text: &str, role: Role) -> Cell {
    Cell { ink: Ink::Printed(role), ..Cell::new(row, column, text) }
}

/// A cell filled in by the author.
pub fn field(row: usize, column: usize, text: &str, path: &str) -> Cell {
    Cell { ink: Ink::Field(path.to_owned()), ..Cell::new(row, column, text) }
}

/// The same cell over more rows and columns.
pub fn over(rows: usize, columns: usize, cell: Cell) -> Cell {
    Cell { row_span: rows, column_span: columns, ..cell }
}

/// A drawing of these cells with equal columns.
pub fn drawing(title: &str, cells: Vec<Cell>) -> Drawing {
    let mut grid = Grid::new(Part::Table(1), Merges::Known);
    for cell in cells {
        grid.push(cell);
    }
    let widths = vec![1; grid.columns];
    Drawing { grid, widths, headers: vec![], landscape: false, title: title.to_owned() }
}

/// Title, a label with its value, a label over two rows and two values beside it.
pub fn small() -> Drawing {
    let cells = vec![
        over(1, 3, printed(0, 0, "项目支出绩效目标申报表", Role::Title)),
        printed(1, 0, "项目名称", Role::Label),
        over(1, 2, field(1, 1, "三支一扶人员待遇兑现", "project")),
        over(2, 1, printed(2, 0, "绩效指标", Role::Label)),
        printed(2, 1, "三级指标", Role::Head),
        printed(2, 2, "指标值", Role::Head),
        field(3, 1, "发放准确率", "indicators.0.level3"),
        field(3, 2, "≥95%", "indicators.0.target"),
    ];
    drawing("项目支出绩效目标申报表", cells)
}

/// A long list: title, header row, `rows` rows of three columns.
pub fn long(rows: usize) -> Drawing {
    let mut cells = vec![
        over(1, 3, printed(0, 0, "绩效目标批复表", Role::Title)),
        printed(1, 0, "项目", Role::Head),
        printed(1, 1, "三级指标", Role::Head),
        printed(1, 2, "指标值", Role::Head),
    ];
    for row in 0..rows {
        cells.push(field(row + 2, 0, &format!("项目{row}"), &format!("indicators.{row}.project")));
        cells.push(field(row + 2, 1, "补助人数", &format!("indicators.{row}.level3")));
        cells.push(field(row + 2, 2, "≥50人", &format!("indicators.{row}.target")));
    }
    Drawing { headers: std::iter::once(1..2).collect(), ..drawing("绩效目标批复表", cells) }
}

/// One cell of 3,000 characters beside a label.
pub fn tall() -> Drawing {
    let text = "长".repeat(3000);
    let cells = vec![printed(0, 0, "总体目标", Role::Label), field(0, 1, &text, "goal")];
    Drawing { widths: vec![1, 4], ..drawing("表", cells) }
}

/// The thirteen forms of `tests/real/renhe-2026.layout.json`.
///
/// The file knows no ink: cells named as the official blank prints them are taken for printed.
pub fn renhe() -> Vec<Drawing> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/real/renhe-2026.layout.json");
    let text = std::fs::read_to_string(path).unwrap();
    let tables: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
    tables.iter().map(renhe_form).collect()
}

fn renhe_form(table: &serde_json::Value) -> Drawing {
    let title = table["title"].as_str().unwrap();
    let department = number(&table["ncols"]) == 9;
    // One form carries its title above the table; here it is the first row of all.
    let (mut cells, shift) = if table["rows"][0][0]["p"][0].as_str().unwrap().contains(title) {
        (vec![], 0)
    } else {
        (vec![over(1, 5, printed(0, 0, title, Role::Title))], 1)
    };
    for (row, line) in table["rows"].as_array().unwrap().iter().enumerate() {
        for source in line.as_array().unwrap() {
            let column = number(&source["c"]);
            if source["vm"] == "continue" {
                let above = cells.iter_mut().rev().find(|cell| cell.column == column).unwrap();
                above.row_span += 1;
                continue;
            }
            let paragraphs: Vec<&str> =
                source["p"].as_array().unwrap().iter().map(|p| p.as_str().unwrap()).collect();
            let cell = Cell::new(
                row + shift,
                column,
                &paragraphs.join("\n").replace("[bookmark: _GoBack]", ""),
            );
            let cell = over(1, number(&source["s"]), cell);
            cells.push(Cell { ink: renhe_ink(&cell, shift), ..cell });
        }
    }
    let widths: Vec<u32> = if department {
        vec![907, 1077, 963, 1757, 1247, 935, 907, 907, 935]
    } else {
        vec![1247, 1360, 1417, 2665, 2947]
    };
    let headers = cells.iter().filter(|cell| cell.text().replace('\n', "").ends_with("一级指标"));
    let headers = headers.map(|cell| cell.row..cell.row + cell.row_span).collect();
    Drawing { widths, headers, ..drawing(title, cells) }
}

fn number(value: &serde_json::Value) -> usize {
    usize::try_from(value.as_u64().unwrap()).unwrap()
}

fn renhe_ink(cell: &Cell, shift: usize) -> Ink {
    let text = cell.text();
    let heads = ["二级指标", "三级指标", "指标设置参考值", "三年均值"];
    let labels = ["项目名称", "预算单位", "部门名称", "年度部门整体预算", "资金总额", "财政拨款"];
    let more = ["其他资金", "收入预算", "支出预算", "年度总体目标", "管理效率", "履职效能"];
    let label = labels.iter().chain(&more).any(|label| text.trim() == *label);
    match cell.row {
        0 => Ink::Printed(Role::Title),
        row if row <= 1 + shift => Ink::Printed(Role::Subtitle),
        _ if heads.contains(&&*text) || text.contains("一级") || text.starts_with("指标值") => {
            Ink::Printed(Role::Head)
        }
        _ if label || text.starts_with("总体目标") || text.starts_with("绩效指标") => {
            Ink::Printed(Role::Label)
        }
        _ if text.starts_with("年度资金")
            || text.starts_with("项目资金")
            || text.starts_with("其中") =>
        {
            Ink::Printed(Role::Label)
        }
        row => Ink::Field(format!("cells.{row}.{}", cell.column)),
    }
}

/// Row, column, spans and text of every cell: what must survive writing and reading.
pub type Shape = Vec<(usize, usize, usize, usize, String)>;

/// The shape of a grid.
pub fn shape(grid: &Grid) -> Shape {
    let cells = grid.cells.iter();
    cells.map(|c| (c.row, c.column, c.row_span, c.column_span, c.text())).collect()
}

/// The shapes of all tables a reader finds in the bytes.
pub fn shapes_read(name: &str, bytes: &[u8]) -> Vec<Shape> {
    let document = office::read(name, bytes, office::Limits::default()).unwrap();
    let tables = document.blocks.iter().filter_map(|block| match block {
        model::Block::Table(grid) => Some(shape(grid)),
        model::Block::Line(_) => None,
    });
    tables.collect()
}
