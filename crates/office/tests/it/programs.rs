//! Files that other programs made (`tests/files/README.md` says which), and the real variants.

use std::path::Path;

use model::{Document, SourceKind};
use office::{Limits, ReadError, read};

use crate::parts::{blocks, codes};
use crate::real;

fn file(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files/programs").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn document(name: &str) -> Document {
    read(name, &file(name), Limits::default()).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn word_documents_of_python_docx_and_libreoffice() {
    for name in ["python-docx.docx", "libreoffice.docx"] {
        let expected = [
            "# 项目支出绩效目标申报表",
            "表1",
            "0,0 项目名称",
            "0,1 1×3 养老保险补助",
            "1,0 一级指标",
            "1,1 二级指标",
            "1,2 三级指标",
            "1,3 指标值",
            "2,0 3×1 产出\n指标",
            "2,1 数量指标",
            "2,2 参保人数",
            "2,3 ≥3.25万人",
            "3,1 质量指标",
            "3,2 覆盖率",
            "3,3 95%¶以上",
            "4,1 时效指标",
            "4,2 完成时间",
            "4,3 2026年12月¶",
            "表2",
            "0,0 内",
            "0,1 表",
        ];
        assert_eq!(blocks(&document(name)), expected, "{name}");
    }
}

/// Rows 1 to 4 as every program shows them; what follows in some is compared by the test.
const SHEET: [&str; 14] = [
    "工作表“申报表”",
    "0,0 1×4 项目支出绩效目标申报表",
    "1,0 金额",
    "1,1 比例",
    "1,2 日期",
    "1,3 合计",
    "2,0 3,099.68",
    "2,1 21.47%",
    "2,2 2026年1月",
    "2,3 6199.36",
    "3,0 0",
    "3,1 -0%",
    "3,2 2026/1/31 8:30",
    "3,3 一行¶两行",
];

/// Blank cells and the hidden column left out.
fn filled(document: &Document) -> Vec<String> {
    let is_filled = |line: &String| !line.ends_with(' ') && !line.contains("隐藏列");
    blocks(document).into_iter().filter(is_filled).collect()
}

#[test]
fn workbooks_of_libreoffice_in_both_formats() {
    for name in ["libreoffice.xlsx", "libreoffice.xls"] {
        let document = document(name);
        let mut expected = SHEET.to_vec();
        expected.extend(["4,0 hidden 隐藏行", "工作表“隐藏表”", "0,0 hidden 甲"]);
        assert_eq!(filled(&document), expected, "{name}");
        assert_eq!(codes(&document), ["R005"], "{name}");
    }
}

#[test]
fn a_workbook_of_openpyxl_has_formulas_without_results() {
    let document = document("openpyxl.xlsx");
    let mut expected = SHEET.to_vec();
    expected.retain(|line| !line.starts_with("2,3 "));
    expected.extend(["4,0 hidden 隐藏行", "工作表“隐藏表”", "0,0 hidden 甲"]);
    assert_eq!(filled(&document), expected);
    assert_eq!(codes(&document), ["R005", "R006"]);
    assert_eq!(document.findings[1].quote, "=A3*2");
}

#[test]
fn a_workbook_of_xlwt() {
    let document = document("xlwt.xls");
    let mut expected = SHEET.to_vec();
    expected[9] = "2,3 TRUE";
    expected[12] = "3,2 12.5万元";
    assert_eq!(filled(&document), expected);
    assert_eq!(document.findings, []);
}

#[test]
fn a_password_is_named_as_such_under_any_ending() {
    for name in ["password.xlsx", "password.docx"] {
        let error = read(name, &file("password.xlsx"), Limits::default()).unwrap_err();
        assert_eq!(error, ReadError::Encrypted);
    }
}

#[test]
fn the_variants_read_the_same_from_word_and_excel() {
    for (name, columns) in
        [("一体化_多项目长表_12列", 12), ("监控表_15列三行表头", 15), ("自评表_10列", 10)]
    {
        let word = real::document(&format!("variants/{name}.docx"));
        let excel = real::document(&format!("variants/{name}.xlsx"));
        assert_eq!((word.kind, excel.kind), (SourceKind::Docx, SourceKind::Xlsx));
        assert_eq!(word.grids().map(|grid| grid.columns).max(), Some(columns), "{name}");
        let texts = |document: &Document| {
            let cells = document.grids().flat_map(|grid| &grid.cells);
            let mut texts: Vec<String> = cells
                .map(|cell| model::text::label_key(&cell.text()))
                .filter(|text| !text.is_empty())
                .collect();
            texts.sort();
            texts
        };
        let (word, excel) = (texts(&word), texts(&excel));
        let missing: Vec<&String> = word.iter().filter(|text| !excel.contains(text)).collect();
        assert_eq!(missing, [""; 0], "{name}");
    }
}
