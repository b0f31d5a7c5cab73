//! Dirt and mixtures that the files at hand do not show.

use super::{lines, picture, read_text};

fn rows(text: &str) -> Vec<String> {
    let document = read_text("表.txt", text.as_bytes());
    picture(document.grids().next().unwrap())
}

const HEAD: &str = "项目支出绩效目标表\n（2026年度）\n项目名称 桥梁养护\n";

#[test]
fn a_markdown_table_is_read_line_by_line() {
    let text = "项目支出绩效目标表\n\n| 一级指标 | 二级指标 | 三级指标 | 指标值 |\n|---|---|---|---|\n| 产出指标 | 数量指标 | 桥梁 座数 | ≥3座 |\n| | | 涵洞数 | |\n| | 质量指标 | 合格率 | 100% |\n";
    assert_eq!(
        rows(text),
        [
            "0:一级指标 1:二级指标 2:三级指标 3:指标值",
            "0:产出指标 1:数量指标 2:桥梁座数 3:≥3座",
            "2:涵洞数",
            "1:质量指标 2:合格率 3:100%"
        ]
    );
}

#[test]
fn wide_blanks_and_tabs_separate_cells() {
    let text = format!(
        "{HEAD}一级指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t养护桥梁\t≥3座\n\t\t养护涵洞\t5 座\n\t质量指标\t验收 合格率\t100%\n"
    );
    let rows = rows(&text);
    assert_eq!(
        rows[2..],
        [
            "0:产出指标 1:数量指标 2:养护桥梁 3:≥3座",
            "2:养护涵洞 3:5座",
            "1:质量指标 2:验收合格率 3:100%"
        ]
    );
}

#[test]
fn two_forms_one_after_the_other() {
    let form = "绩效目标表\n(2026年度)\n项目名称 甲\n一级指标 二级指标 三级指标 指标值\n产出指标 数量指标 人数 4人\n效益指标 社会效益指标 就业 ≥90%\n注:无\n\n";
    let document = read_text("表.txt", form.repeat(2).as_bytes());
    assert_eq!(document.grids().count(), 2);
    assert_eq!(lines(&document), ["绩效目标表", "(2026年度)", "绩效目标表", "(2026年度)"]);
}

#[test]
fn text_without_a_form_is_lines() {
    let document = read_text("信.txt", "各单位：\n请于3月底前报送。\n谢谢\n".as_bytes());
    assert_eq!(document.grids().count(), 0);
    assert_eq!(lines(&document), ["各单位：", "请于3月底前报送。", "谢谢"]);
}

#[test]
fn a_satisfaction_name_like_its_class_stays_a_name() {
    let text = format!(
        "{HEAD}一级指标 二级指标 三级指标 指标值\n满意度指标 服务对象满意度 群众满意度 ≥90%\n服务对象满意度 ≥95%\n"
    );
    assert_eq!(
        rows(&text)[2..],
        ["0:满意度指标 1:服务对象满意度 2:群众满意度 3:≥90%", "2:服务对象满意度 3:≥95%"]
    );
}

#[test]
fn a_second_block_has_a_head_of_its_own() {
    let text = "部门整体支出绩效目标表\n部门名称 甲局\n管理效率 一级指标 二级指标 三级指标 指标值\n成本指标 预算管理 结余率 ≤4%\n履职效能 一级指标 二级指标 三级指标 指标值\n产出指标 数量指标 人数 87人\n效益指标 社会效益指标 就业 ≥90%\n";
    assert_eq!(
        rows(text)[1..],
        [
            "0:管理效率 1:一级指标 2:二级指标 3:三级指标 4:指标值",
            "1:成本指标 2:预算管理 3:结余率 4:≤4%",
            "0:履职效能 1:一级指标 2:二级指标 3:三级指标 4:指标值",
            "1:产出指标 2:数量指标 3:人数 4:87人",
            "1:效益指标 2:社会效益指标 3:就业 4:≥90%",
        ]
    );
}
