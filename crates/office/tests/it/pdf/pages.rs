//! Tables that cross pages, and what stands around tables.

use model::{Block, Part};

use super::draw::{Sheet, file};
use super::{cells, grids, read, texts};

const XS: [f64; 4] = [60.0, 120.0, 260.0, 500.0];

/// Draws a row of cells; `sides` says for each whether its top edge is drawn.
fn row(sheet: &mut Sheet, y: f64, height: f64, texts: [&str; 3], tops: [bool; 3]) {
    for (column, text) in texts.into_iter().enumerate() {
        let (left, right) = (XS[column], XS[column + 1]);
        if tops[column] {
            sheet.stroke((left, y), (right, y));
        }
        sheet.stroke((left, y), (left, y + height));
        sheet.stroke((right, y), (right, y + height));
        if !text.is_empty() {
            sheet.text(left + 5.0, y + 9.0, 10.5, text);
        }
    }
}

fn close(sheet: &mut Sheet, y: f64) {
    sheet.stroke((XS[0], y), (XS[3], y));
}

const ALL: [bool; 3] = [true; 3];

/// Two pages: a table whose first column is one merged cell over the page break.
fn crossing(second_top: impl FnOnce(&mut Sheet) -> f64) -> Vec<u8> {
    let mut first = Sheet::new();
    first.text(200.0, 40.0, 16.0, "绩效目标申报表");
    row(&mut first, 700.0, 30.0, ["一级", "三级指标", "指标值"], ALL);
    row(&mut first, 730.0, 30.0, ["产出", "补助人数", "≥87人"], ALL);
    close(&mut first, 760.0);
    first.text(290.0, 815.0, 9.0, "- 1 -");
    let mut second = Sheet::new();
    second.text(290.0, 815.0, 9.0, "- 2 -");
    let y = second_top(&mut second);
    row(&mut second, y, 30.0, ["", "到位率", "≥95%"], ALL);
    row(&mut second, y + 30.0, 30.0, ["满意度", "群众满意度", "≥90%"], ALL);
    close(&mut second, y + 60.0);
    file(&[first, second])
}

#[test]
fn a_merged_cell_cut_by_the_page_is_one_cell_again() {
    let bytes = crossing(|_| 60.0);
    let [grid] = grids(&bytes).try_into().unwrap();
    assert_eq!((grid.rows, grid.columns), (4, 3));
    let label = grid.cells.iter().find(|cell| cell.text() == "产出").unwrap();
    assert_eq!((label.row, label.row_span), (1, 2));
    let rate = grid.cells.iter().find(|cell| cell.text() == "到位率").unwrap();
    let place = rate.place.as_ref().unwrap();
    assert_eq!((place.part.clone(), place.row, place.column), (Part::Page(2), 1, 2));
}

#[test]
fn repeated_header_rows_are_dropped() {
    let bytes = crossing(|second| {
        row(second, 60.0, 30.0, ["一级", "三级指标", "指标值"], ALL);
        90.0
    });
    assert_eq!(cells(&bytes), cells(&crossing(|_| 60.0)));
}

#[test]
fn a_title_between_two_tables_keeps_them_apart() {
    let bytes = crossing(|second| {
        second.text(200.0, 40.0, 16.0, "绩效目标自评表");
        70.0
    });
    assert_eq!(grids(&bytes).len(), 2);
}

#[test]
fn text_cut_in_the_middle_is_joined() {
    let mut first = Sheet::new();
    row(
        &mut first,
        740.0,
        30.0,
        ["产出", "补助人数", "按照国家、省、市、区的统一安排和布署，统筹"],
        ALL,
    );
    close(&mut first, 770.0);
    let mut second = Sheet::new();
    row(&mut second, 60.0, 30.0, ["", "", "推进，确保全面实施"], ALL);
    row(&mut second, 90.0, 30.0, ["效益", "群众", "优"], ALL);
    close(&mut second, 120.0);
    let [grid] = grids(&file(&[first, second])).try_into().unwrap();
    let expected = [
        "产出",
        "补助人数",
        "按照国家、省、市、区的统一安排和布署，统筹推进，确保全面实施",
        "效益",
        "群众",
        "优",
    ];
    assert_eq!(texts(&grid), expected);
    assert_eq!(grid.rows, 2);
}

#[test]
fn a_row_cut_in_several_cells_is_joined_though_edges_are_drawn() {
    let mut first = Sheet::new();
    row(
        &mut first,
        740.0,
        30.0,
        ["可持续影", "搭建平台", "建设一支数量充足、结构合理、素质优良的人才"],
        ALL,
    );
    close(&mut first, 770.0);
    let mut second = Sheet::new();
    row(&mut second, 60.0, 30.0, ["响指标", "", "队伍"], ALL);
    row(&mut second, 90.0, 30.0, ["满意度", "群众", "优"], ALL);
    close(&mut second, 120.0);
    let [grid] = grids(&file(&[first, second])).try_into().unwrap();
    let target = "建设一支数量充足、结构合理、素质优良的人才队伍";
    assert_eq!(texts(&grid), ["可持续影响指标", "搭建平台", target, "满意度", "群众", "优"]);
}

#[test]
fn cells_left_open_at_the_page_end_go_on_above_all_others() {
    // A browser draws no edge where it cuts: every open cell goes on, the closed ones do not.
    let mut first = Sheet::new();
    row(
        &mut first,
        740.0,
        30.0,
        ["产出", "补助", "按月足额发放给符合条件的高校毕业生等群体，"],
        ALL,
    );
    let mut second = Sheet::new();
    row(&mut second, 60.0, 30.0, ["", "人数", "不拖欠"], [false; 3]);
    row(&mut second, 90.0, 30.0, ["效益", "群众", "优"], ALL);
    close(&mut second, 120.0);
    let [grid] = grids(&file(&[first, second])).try_into().unwrap();
    assert_eq!(
        texts(&grid),
        [
            "产出",
            "补助\n人数",
            "按月足额发放给符合条件的高校毕业生等群体，不拖欠",
            "效益",
            "群众",
            "优"
        ]
    );
}

#[test]
fn text_around_tables_is_read_in_order() {
    let document = read(&crossing(|_| 60.0)).unwrap();
    let lines: Vec<&str> = document
        .blocks
        .iter()
        .map(|block| match block {
            Block::Line(line) => line.text.as_str(),
            Block::Table(_) => "表",
        })
        .collect();
    assert_eq!(lines, ["绩效目标申报表", "表", "- 1 -", "- 2 -"]);
}
