//! Whatever the bytes: no panic, no text lost, no more than the budget.

use std::collections::BTreeMap;
use std::sync::Arc;

use model::{Block, Document};
use office::text::{Labels, read};
use office::{Budget, Limits, ReadError};
use proptest::prelude::*;

use super::{read_text, real};

/// How often every character that shows something occurs; pipes and the rule of a Markdown table
/// are borders, not text.
fn census<'a>(texts: impl Iterator<Item = &'a str>) -> BTreeMap<char, usize> {
    let mut census = BTreeMap::new();
    for c in texts.flat_map(str::chars) {
        if !model::text::is_space(c) && c != '|' {
            *census.entry(c).or_default() += 1;
        }
    }
    census
}

fn texts(document: &Document) -> impl Iterator<Item = &str> {
    document.blocks.iter().flat_map(|block| -> Vec<&str> {
        match block {
            Block::Line(line) => vec![line.text.as_str()],
            Block::Table(grid) => {
                grid.cells.iter().flat_map(|cell| &cell.paragraphs).map(String::as_str).collect()
            }
        }
    })
}

fn assert_nothing_lost(text: &str) {
    let document = read_text("表.txt", text.as_bytes());
    assert_eq!(census(texts(&document)), census([text].into_iter()), "{text}");
}

#[test]
fn no_character_of_a_real_file_is_lost() {
    let variants = (1..=12).map(|n| format!("variants/{n:03}.txt"));
    let names = ["renhe-2026.txt", "variants/putuo-2026.page-text.txt"];
    for name in names.into_iter().map(str::to_owned).chain(variants) {
        assert_nothing_lost(&String::from_utf8(real(&name)).unwrap());
    }
}

/// Pieces that forms are made of, in any order.
fn scraps() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "项目支出绩效目标表",
        "(2026年度)",
        "项目名称",
        "项目资金",
        "（万元）",
        "年度资金总额:",
        "其中",
        "：财政拨款",
        "年初预算数",
        "全年预算数(A)",
        "分值",
        "得分",
        "总体目标",
        "年度目标",
        "实际完成情况",
        "一级指标",
        "一级",
        "指标",
        "二级指标",
        "三级指标",
        "指标值",
        "指标性质",
        "年度指标值",
        "度量单位",
        "产出指标",
        "数量指标",
        "满意度指标",
        "(50分)",
        "……",
        "≥",
        "≥95%",
        "12",
        "86.50",
        "100%",
        "优",
        "某项工作",
        "完成了。",
        "总分",
        "注:说明",
        "备注",
        "\"",
        "：",
        "(",
        "）",
        "绩效指标一级指标二级指标三级指标指标值",
        "产出指标数量指标人数4人",
        "#",
        "-",
    ]);
    let borders = prop::sample::select(vec![
        "", "", " ", "  ", "\n", "\n", "\n\n", "\t", "\n\t", "|", " | ", " |\n", "|||", "\u{a0}",
        "\r\n", "\u{3000}",
    ]);
    prop::collection::vec((words, borders), 0..120)
        .prop_map(|pairs| pairs.into_iter().flat_map(|(word, border)| [word, border]).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn scraps_of_forms_are_kept_whole(text in scraps()) {
        prop_assume!(!text.is_empty() && !text.contains("--"));
        assert_nothing_lost(&text);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let mut budget = Budget::new(Limits::default());
        let _ = read(&Arc::from("x"), &bytes, Labels::built_in(), &mut budget);
    }

    #[test]
    fn any_text_is_read(text in "\\PC{0,300}") {
        let mut budget = Budget::new(Limits::default());
        let _ = read(&Arc::from("x"), text.as_bytes(), Labels::built_in(), &mut budget);
    }
}

#[test]
fn the_budget_is_kept() {
    let form = String::from_utf8(real("variants/005.txt")).unwrap();
    let bytes = form.repeat(3);
    let small = |limits: Limits| {
        let mut budget = Budget::new(limits);
        read(&Arc::from("x"), bytes.as_bytes(), Labels::built_in(), &mut budget)
    };
    let limits = Limits::default();
    assert!(small(limits).is_ok());
    let too_large = |result| matches!(result, Err(ReadError::TooLarge { .. }));
    assert!(too_large(small(Limits { bytes: 100, ..limits })));
    assert!(too_large(small(Limits { cells: 50, ..limits })));
    assert!(too_large(small(Limits { time: std::time::Duration::ZERO, ..limits })));
}

#[test]
fn rubbish_and_nothing_are_refused() {
    let mut budget = Budget::new(Limits::default());
    let mut read = |bytes: &[u8]| read(&Arc::from("x"), bytes, Labels::built_in(), &mut budget);
    assert_eq!(read(b""), Err(ReadError::Empty));
    assert!(matches!(read(&[0, 1, 2, 3, 0, 0, 5, 6]), Err(ReadError::UnknownKind(_))));
}
