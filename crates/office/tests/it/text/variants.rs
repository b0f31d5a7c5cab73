//! Forms from other places as they look once flattened; `expected.tsv` tells how many indicators.

use model::{Document, Grid};

use super::{lines, picture, read_text, real};

fn variant(name: &str) -> Document {
    read_text(name, &real(&format!("variants/{name}")))
}

/// The rows between the head and the closing rows that have a name and a value.
fn indicators(grid: &Grid) -> Vec<String> {
    let rows = picture(grid);
    let head = grid
        .cells
        .iter()
        .filter(|cell| {
            matches!(model::text::label_key(&cell.text()).as_str(), "二级指标" | "二级指标(年度)")
        })
        .max_by_key(|cell| cell.column)
        .unwrap();
    // Level 3 stands right of level 2, where the head names it.
    let column = head.column + 1;
    let filled = |row: usize, column: usize| {
        grid.cells.iter().any(|cell| {
            cell.row == row && cell.column == column && cell.column_span == 1 && !cell.is_blank()
        })
    };
    (head.row + 1..grid.rows)
        .filter(|row| filled(*row, column) && (column + 1..grid.columns).any(|c| filled(*row, c)))
        .map(|row| rows[row].clone())
        .filter(|row| !["注:", "总分", "合计"].iter().any(|end| row.contains(end)))
        .collect()
}

#[test]
fn every_variant_gives_its_rows() {
    let expected = String::from_utf8(real("variants/expected.tsv")).unwrap();
    let mut seen = 0;
    for fields in expected.lines().skip(1).map(|line| line.split('\t').collect::<Vec<_>>()) {
        if !fields[0].ends_with(".txt") {
            continue;
        }
        let document = variant(fields[0]);
        let grids: Vec<&Grid> = document.grids().collect();
        assert_eq!(grids.len(), 1, "{}", fields[0]);
        let rows = indicators(grids[0]).len();
        let (least, most): (usize, usize) = match fields[4] {
            "glued" => (6, fields[3].parse().unwrap()),
            _ => (fields[3].parse().unwrap(), fields[3].parse().unwrap()),
        };
        assert!((least..=most).contains(&rows), "{}: {rows}\n{:#?}", fields[0], picture(grids[0]));
        seen += 1;
    }
    assert_eq!(seen, 13);
}

fn assert_rows(name: &str, expected: &[&str]) {
    let document = variant(name);
    let rows = picture(document.grids().next().unwrap());
    for row in expected {
        assert!(rows.iter().any(|found| found == row), "{name}: no {row}\n{rows:#?}");
    }
}

#[test]
fn one_cell_a_paragraph_with_long_and_annual_triples() {
    assert_rows(
        "001.txt",
        &[
            "0:主管部门及编码 1:[021007]平湖市教育局",
            "0:项目资金 1:资金总额 2:158.2万元 3:当年资金总额: 4:158.2万元",
            "0:总体目标 1:中期目标 2:年度目标",
            "1:产出指标 2:时效指标 5:时效指标 6:设备安装调试完成时间 7:2024年8月25日前",
        ],
    );
    assert_eq!(lines(&variant("001.txt"))[1..], ["项目支出绩效目标表", "2020年度)"]);
}

#[test]
fn glued_rows_are_cut_at_labels_levels_and_the_value() {
    assert_rows(
        "002.txt",
        &[
            "0:项目主管部门 1:平湖市教育局 2:项目执行单位 3:平湖市教育装备站",
            "0:资金情况(万元) 1:年度资金总额: 2:158.2",
            "1:其中:上级资金 2:120",
            "1:产出指标 2:数量指标 3:配备直饮水设备 4:212台（套）",
            "3:覆盖学校数 4:38所",
            "2:时效指标 3:设备安装调试完成时间 4:2024年8月25日前",
            "2:可持续影响指标 3:滤芯更换与维保制度 4:健全",
        ],
    );
}

#[test]
fn a_missing_unit_does_not_move_the_score() {
    assert_rows(
        "004.txt",
        &[
            "1:产出指标 2:数量指标 3:聘用季节性护林员 4:正向 5:= 6:160 8:10",
            "1:产出指标 2:时效指标 3:物资采购完成时限 4:正向 5:= 6:44,469 7:44,469 8:10",
            "1:效益指标 2:生态效益指标 3:森林火灾受害率 4:反向 5:= 6:0.8 7:‰ 8:15",
            "0:归口科室 1:(12)农业农村科",
            "1:其中:财政拨款数 2:240",
        ],
    );
}

#[test]
fn a_cell_a_line_with_pipes() {
    assert_rows(
        "005.txt",
        &[
            "1:其中:财政资金 2:380.00 3:398.00 4:389.40 5:97.84% 6:/ 7:/",
            "1:其他资金 6:/ 7:/",
            "1:产出指标 2:数量指标 3:列养里程 4:= 5:1286.4 6:公里 7:1286.4 8:8 9:8",
            "3:坑槽修补面积 4:≥ 5:9500 6:㎡ 7:10230 8:6 9:6",
            "2:社会效益指标 3:群众出行条件 4:定性 5:有所改善 7:有所改善 8:12 9:12",
            "1:合计 8:100",
        ],
    );
}

#[test]
fn one_long_line_with_blanks() {
    assert_rows(
        "006.txt",
        &[
            "1:其中:本年财政拨款 2:86.5 3:86.5 4:84.21",
            "1:建好并运营助餐点，让辖区高龄老人吃上平价热饭。 2:已完成。 3:..................................................",
            "3:全年助餐人次 4:≥6.8万人次 5:7.1 6:8 7:8",
            "2:经济效益指标",
            "2:可持续影响指标 3:助餐服务长效机制 4:基本建立 5:达成预期指标 6:15 7:15",
            "1:总分 6:100 7:90",
        ],
    );
}

#[test]
fn one_glued_line_is_cut_where_it_is_certain_and_reported_where_not() {
    assert_rows(
        "007.txt",
        &[
            "0:年度资金总额:969610100.00%10",
            "1:完成12座小型水库安全鉴定并提出除险方案。 2:完成12座小型水库安全鉴定并提出除险方案。",
            "1:产出指标(50分) 2:数量指标 3:鉴定水库座数 4:15 5:＝12座 6:＝12座 7:15",
            "2:质量指标 3:鉴定成果一次评审通过率 4:15 5:≥90% 6:≥90%",
        ],
    );
    let document = variant("007.txt");
    assert_eq!(lines(&document).last(), Some(&"13.82座补测后复审"));
    assert_eq!(document.findings.len(), 1);
    assert_eq!(document.findings[0].code, "R030");
    let document = variant("003.txt");
    let whole = "维护自助终端反映维护自助终端情况26台季度巡检次数反映季度巡检次数情况>4次/台";
    assert_eq!(lines(&document).last(), Some(&whole));
    assert!(lines(&document).contains(&"日X市2022年市直部门预算项目支出绩效目标表"));
}

#[test]
fn a_group_label_is_no_column_and_a_line_break_is_an_empty_cell() {
    assert_rows(
        "008.txt",
        &[
            "1:年度资金总额 3:450000.00 4:450000.00 5:10 6:100% 7:10",
            "1:其中:当年财政拨款 3:450000.00 4:450000.00 5:— 7:—",
            "4:年度指标值",
            "0:绩效指标 1:一级指标 2:二级指标 3:三级指标 4:指标性质 5:指标值 6:度量单位 7:实际完成值 8:分值 9:得分 10:偏差原因分析及改进措施",
            "1:产出指标 2:数量指标 3:抽检批次 4:≧ 5:900 6:批次 7:912 8:12 9:12",
            "3:较大食品安全事故 4:═ 5:0 6:起 7:0 8:15 9:15",
            "1:总分 8:100 9:96 10:优",
        ],
    );
}

#[test]
fn a_lost_level_1_stays_blank() {
    assert_rows(
        "009.txt",
        &[
            "0:项目资金(万元) 2:年初预算数 3:全年预算数(A) 4:全年执行数(B) 5:分值 6:执行率(B/A) 7:得分",
            "1:上年结转资金 5:- 7:-",
            "0:年度绩效指标完成情况 1:一级指标 2:二级指标 3:三级指标 4:年度指标值 5:实际完成值 6:分值 7:得分 8:偏差原因分析及改进措施",
            "0:(50分)",
            "2:数量指标 3:指标1:演出场次 4:≥120场 5:124场 6:10 7:10",
            "0:……",
            "3:指标2:覆盖行政村 4:≥96个 5:96个 6:10 7:10",
        ],
    );
}

#[test]
fn paragraphs_and_pipe_runs() {
    let row = "2:经济效益指标 3:带动沿线务工增收 4:≥35万元";
    assert_rows(
        "010.txt",
        &[
            &format!("1:效益指标 {row}"),
            "0:总体目标 1:年度目标 2:完成列养里程的日常保洁、病害处治和安全隐患整改。",
        ],
    );
    assert_rows(
        "011.txt",
        &[&format!("1:效益指标 {row}"), "0:总 1:年度目标 2:1、完成养护2、整改隐患3、方便群众"],
    );
    assert_rows(
        "012.txt",
        &[
            "0:主管部门及代码 1:[103]临江区民政局 2:实施单位 3:临江区老龄服务中心",
            "2:全年助餐人次 3:≥6.8万人次",
        ],
    );
}

#[test]
fn a_real_page_of_a_pdf_with_broken_labels() {
    assert_rows(
        "putuo-2026.page-text.txt",
        &[
            "0:项目性质 1:阶段性项目",
            "0:实施单位 1:上海市普陀区城市管理行政执法局执法大队",
            "0:项目资金（元） 1:项目资金总额 2:10,308,000.00 3:年度资金申请总额 4:3,498,000.00",
            "1:其中：财政资金 2:10,308,000.00 3:其中：当年财政拨款 4:3,498,000.00",
            "3:上年结转资金 4:0.00",
            "1:其他资金 2:0.00 3:其他资金 4:0.00",
            "0:项目绩效目标 1:项目总体目标(2024年-2026年) 2:年度总体目标",
            "1:成本指标 2:经济成本指标 3:成本控制合理性 4:合理",
            "1:满意度指标 2:服务对象满意度指标 3:群众满意度 4:≥90.00(%)",
        ],
    );
}

#[test]
fn a_cell_leads_back_to_its_line() {
    let document = variant("012.txt");
    let grid = document.grids().next().unwrap();
    let cell = grid.cells.iter().find(|cell| cell.text() == "≥6.8万人次").unwrap();
    let place = cell.place.as_ref().unwrap();
    assert_eq!((place.paragraph, place.row as usize), (Some(24), cell.row + 1));
    let span = place.span.unwrap();
    assert_eq!((span.start, span.end), (7, 14));
}
