//! What is in the drawing is on the paper, character for character, and nothing is a command.

use crate::draw::{field, of, real, spanned, table, wide};
use crate::poppler::{fonts, pages, print, properties, words};
use model::{Drawing, Grid, Merges, Part};

/// Characters without blanks, sorted: how cells interleave on the page is not compared.
fn letters(text: &str) -> Vec<char> {
    let mut letters: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    letters.sort_unstable();
    letters
}

fn drawn(drawings: &[Drawing]) -> String {
    drawings.iter().flat_map(|d| &d.grid.cells).map(|cell| cell.text()).collect()
}

#[test]
fn every_form_of_the_real_file_is_printed_whole() {
    for index in 0..13 {
        let drawing = [real(index)];
        let pages = pages(&print(&drawing));
        assert_eq!(pages.len(), 1, "form {index}");
        let footer = "第1页共1页";
        assert_eq!(letters(&pages[0]), letters(&(drawn(&drawing) + footer)), "form {index}");
    }
}

#[test]
fn a_cell_reads_back_as_one_text_in_order() {
    let goal = "攀办发[2014]48号，全面完成省、市、区政府下达的各项工作目标任务。";
    let pdf = print(&[table(&[&["总体目标"], &[goal]])]);
    let text: String = pages(&pdf)[0].split_whitespace().collect();
    assert!(text.contains(goal), "{text}");
}

#[test]
fn markup_stays_text() {
    let hostile = [
        "#set text(size: 99pt)",
        "$x^2$ *bold* _it_ `raw`",
        "[a] @ref <label> = 标题",
        r"\u{41} \ \\ // /* c */",
        "\"引号\" 'x' ~ -- ...",
        "#read(\"/etc/passwd\")",
        "{\"json\": null}",
    ];
    for text in hostile {
        let pages = pages(&print(&[table(&[&[text]])]));
        let shown = pages[0].lines().next().expect("a line");
        assert_eq!(letters(shown), letters(text));
    }
}

#[test]
fn a_long_word_breaks_inside_its_cell() {
    let word =
        "https://www.example.gov.cn/zfxxgk/2026/0123456789abcdefghijklmnopqrstuvwxyz/budget.html";
    let dots = "…".repeat(60);
    let drawing = table(&[&["甲", word, "乙"], &["甲", &dots, "乙"]]);
    let pdf = print(std::slice::from_ref(&drawing));
    let page: String = pages(&pdf)[0].split_whitespace().collect();
    assert_eq!(letters(&page), letters(&(drawn(&[drawing]) + "第1页共1页")));
    let column = (595.28 - 2.0 * 56.7) / 3.0;
    for (text, [left, _, right, _]) in words(&pdf, 1) {
        assert!(right - left <= column, "{text} is wider than its column");
    }
}

#[test]
fn characters_without_a_picture_leave_no_trace() {
    let pages = pages(&print(&[table(&[&["预\u{feff}算\u{200b}单\u{7}位\u{a0}甲\t乙"]])]));
    assert_eq!(pages[0].lines().next(), Some("预算单位 甲 乙"));
}

#[test]
fn blank_lines_and_blank_cells_keep_their_room() {
    let mut grid = Grid::new(Part::Body, Merges::Known);
    grid.push(field(0, 0, "一\n\n三"));
    grid.push(field(0, 1, ""));
    grid.push(spanned(field(1, 0, ""), 1, 2));
    grid.push(field(2, 0, "末"));
    let pdf = print(&[of(grid, "空")]);
    let words = words(&pdf, 1);
    let top = |text: &str| words.iter().find(|(w, _)| w == text).expect("printed").1[1];
    let line = 10.5;
    assert!(top("三") - top("一") > 2.0 * line);
    assert!(top("末") - top("三") > 2.0 * line);
}

#[test]
fn the_properties_name_the_form_and_no_date() {
    let properties = properties(&print(&[wide(1)]));
    assert!(properties.contains("项目支出绩效运行监控表"), "{properties}");
    assert!(!properties.contains("CreationDate"), "{properties}");
}

#[test]
fn a_letter_is_set_with_every_word_and_its_page_number() {
    let letter = model::Letter {
        title: "关于“人才引进”绩效目标的审核意见".into(),
        addressee: "仁和区人社局".into(),
        opening: vec!["你单位的目标已经审核。".into()],
        sections: vec![model::Section {
            heading: "一、必须改正的问题".into(),
            points: vec![model::Point {
                head: "（一）缺计量单位".into(),
                lines: vec!["“170万”没有计量单位。".repeat(90)],
            }],
        }],
        closing: vec!["#strong[不是排版命令] $x$ \\".into()],
        signature: vec!["仁和区财政局".into(), "2026年3月2日".into()],
        strip: "经办人：　　　负责人：".into(),
    };
    let pdf = print::letter(&letter, &fonts()).expect("prints");
    let pages = pages(&pdf);
    assert!(pages.len() > 1);
    let all: String = pages.concat().split_whitespace().collect();
    assert_eq!(all.matches('没').count(), 90);
    for told in [
        "审核意见",
        "仁和区人社局：",
        "一、必须改正的问题",
        "#strong[不是排版命令]$x$\\",
        "第2页共3页",
    ] {
        assert!(all.contains(told), "{told} in {all}");
    }
    let missing = model::Letter { closing: vec!["\u{13000}".into()], ..letter };
    assert!(print::letter(&missing, &fonts()).is_err(), "never a box on paper");
}
