//! Pages: size, numbers, breaks and repeated headers.

use crate::draw::{field, of, real, spanned, table, title, wide};
use crate::poppler::{pages, print, properties, words};
use model::{Drawing, Grid, Merges, Part};

#[test]
fn each_form_starts_a_page_and_pages_are_counted_together() {
    let pages = pages(&print(&[real(0), real(1), wide(2)]));
    assert_eq!(pages.len(), 3);
    for (index, page) in pages.iter().enumerate() {
        let page: String = page.split_whitespace().collect();
        assert!(page.contains(&format!("第{}页共3页", index + 1)), "{page}");
    }
    assert!(pages[1].contains("城乡居民社会养老保险补助资金"));
}

#[test]
fn paper_is_a4_upright_or_on_its_side() {
    assert!(properties(&print(&[real(0)])).contains("595.276 x 841.89 pts (A4)"));
    assert!(properties(&print(&[wide(1)])).contains("841.89 x 595.276 pts (A4)"));
}

#[test]
fn header_rows_repeat_on_every_page_they_are_continued_on() {
    let pages = pages(&print(&[wide(60)]));
    assert!(pages.len() >= 3, "{} pages", pages.len());
    for (index, page) in pages.iter().enumerate() {
        assert!(page.contains("偏差原因分析"), "page {}", index + 1);
        assert!(page.contains("确定能"), "page {}", index + 1);
    }
    let all = pages.concat();
    assert_eq!(all.matches("项目支出绩效运行监控表").count(), 1, "the title is no header");
    assert_eq!(all.matches("绩效指标").count(), 1, "the side label is no header");
    for row in 0..60 {
        assert_eq!(all.matches(&format!("第{row}号")).count(), 1);
    }
}

#[test]
fn a_second_header_takes_the_place_of_the_first() {
    let mut rows: Vec<Vec<String>> = vec![vec!["甲表头".into(), "值".into()]];
    rows.extend((0..50).map(|n| vec![format!("甲{n}"), "1".into()]));
    rows.push(vec!["乙表头".into(), "值".into()]);
    rows.extend((0..50).map(|n| vec![format!("乙{n}"), "2".into()]));
    let texts: Vec<Vec<&str>> =
        rows.iter().map(|r| r.iter().map(String::as_str).collect()).collect();
    let rows: Vec<&[&str]> = texts.iter().map(Vec::as_slice).collect();
    let drawing = Drawing { headers: vec![0..1, 51..52], ..table(&rows) };
    let pages = pages(&print(&[drawing]));
    assert_eq!(pages.len(), 3);
    assert!(pages[1].starts_with("甲表头") && pages[1].contains("乙表头"));
    assert!(pages[2].starts_with("乙表头") && !pages[2].contains("甲表头"));
}

#[test]
fn a_short_row_stays_whole_and_a_long_one_breaks() {
    let line = "一般事项说明文字。".repeat(12);
    let rows: Vec<&[&str]> = vec![&["甲"]; 42];
    let short = pages(&print(&[with_last(&rows, &line)]));
    assert_eq!(short.len(), 2);
    assert!(short[1].starts_with("一般事项"), "the row moves to the next page as a whole");
    let long = pages(&print(&[with_last(&rows, &line.repeat(12))]));
    assert!(long[0].contains("一般事项"), "the long row begins where there is room");
    let letters = |pages: &[String]| pages.concat().matches('般').count();
    assert_eq!(letters(&short), 12);
    assert_eq!(letters(&long), 144);
}

fn with_last(rows: &[&[&str]], last: &str) -> Drawing {
    let mut all = rows.to_vec();
    let last = [last];
    all.push(&last);
    table(&all)
}

#[test]
fn nothing_leaves_the_paper_with_many_narrow_columns() {
    let head: Vec<String> = (0..30).map(|n| format!("第{n}列指标")).collect();
    let head: Vec<&str> = head.iter().map(String::as_str).collect();
    let drawing = Drawing { landscape: true, ..table(&[&head, &["1234567.89"; 30]]) };
    let pdf = print(&[drawing]);
    for (text, [left, _, right, _]) in words(&pdf, 1) {
        assert!(left >= 56.0 && right <= 842.0 - 56.0, "{text} {left} {right}");
    }
}

#[test]
fn odd_drawings_still_print() {
    let empty = of(Grid::new(Part::Body, Merges::Known), "无行无列");
    let mut holes = Grid::new(Part::Body, Merges::Known);
    holes.push(title("有洞的表", 3));
    holes.push(field(2, 1, "中"));
    holes.push(spanned(field(4, 0, "下"), 2, 2));
    let mut too_small = Grid::new(Part::Body, Merges::Known);
    too_small.push(field(0, 0, "上"));
    too_small.push(spanned(field(3, 2, "外"), 2, 0));
    (too_small.rows, too_small.columns) = (1, 1);
    let all_header = Drawing { headers: vec![0..1; 1], ..table(&[&["只有表头"]]) };
    let wild = Drawing {
        headers: vec![5..9, 0..1, 0..2, 1..1],
        widths: vec![0],
        ..table(&[&["甲", "乙"], &["丙", "丁"], &["戊", "己"]])
    };
    let pages = pages(&print(&[empty, of(holes, "洞"), all_header, wild, of(too_small, "小")]));
    assert_eq!(pages.len(), 5);
    assert!(pages[4].contains('上') && pages[4].contains('外'));
    assert!(pages[1].contains('中') && pages[1].contains('下'));
}

#[test]
fn a_merged_cell_longer_than_a_page_goes_on_over_the_next() {
    let mut grid = Grid::new(Part::Body, Merges::Known);
    grid.push(spanned(field(0, 0, &"长文。".repeat(1500)), 3, 1));
    for row in 0..3 {
        grid.push(field(row, 1, "旁"));
    }
    grid.push(spanned(field(3, 0, "末行"), 1, 2));
    let pages = pages(&print(&[of(grid, "长")]));
    assert!(pages.len() >= 2);
    assert_eq!(pages.concat().matches('长').count(), 1500);
    assert_eq!(pages.concat().matches("末行").count(), 1);
}

#[test]
fn a_header_higher_than_the_page_still_prints() {
    let high = "高表头。".repeat(3000);
    let drawing = Drawing { headers: vec![0..1; 1], ..table(&[&[&high, "乙"], &["丙", "丁"]]) };
    let text = pages(&print(&[drawing])).concat();
    assert!(text.contains('丁'));
}
