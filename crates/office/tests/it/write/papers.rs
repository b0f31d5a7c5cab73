//! Papers of the bureau: what was approved, what was changed, the summary, the letter.

use std::io::{Cursor, Read};

use model::form::{Amount, Column, Field, Indicator, MoneyRow, RowKind, Text};
use model::{Drawing, Form, FormKind, Fund, Letter, Money, MoneyUnit, Point, Printout, Section};
use office::Looks;
use office::paper::{
    Adjustment, Approval, Approved, ChangedCell, Signature, Summary, SummaryLine, SummaryUnit,
    adjustment, approval, signed, summary,
};

use super::drawings;

/// A form with so many indicators.
fn form(project: &str, goal: &str, rows: usize) -> Form {
    let text = |text: &str| Text::new(text, None);
    let mut money = MoneyRow::new(RowKind::Expenditure);
    for (fund, amount) in [(Fund::Total, "12.50"), (Fund::Fiscal, "12.50"), (Fund::Other, "0")] {
        let amount = Amount::read(RowKind::Expenditure, text(amount), MoneyUnit::WanYuan, false);
        money.amounts.insert(fund, amount);
    }
    let row = |row: usize| {
        let level2 = ["数量指标", "质量指标", "社会效益指标"][row * 3 / rows.max(3)];
        let level1 = if level2.starts_with("社会") { "效益指标" } else { "产出指标" };
        let cells = [
            (Column::Level1, text(level1)),
            (Column::Level2, text(level2)),
            (Column::Level3, text(&format!("第{row}项工作"))),
            (Column::Target, text("≥100人")),
        ];
        Indicator::read(cells.into())
    };
    Form {
        kind: FormKind::Project,
        fields: [(Field::Project, text(project)), (Field::Goal, text(goal))].into(),
        money: vec![money],
        indicators: (0..rows).map(row).collect(),
        ..Form::default()
    }
}

fn texts(drawing: &Drawing) -> Vec<String> {
    drawing.grid.cells.iter().map(model::Cell::text).collect()
}

/// No two cells in one place, and none outside of the grid.
fn is_whole(drawing: &Drawing) {
    let grid = &drawing.grid;
    let mut seen = vec![0; grid.rows * grid.columns];
    for cell in &grid.cells {
        for row in cell.row..cell.row + cell.row_span {
            for column in cell.column..cell.column + cell.column_span {
                seen[row * grid.columns + column] += 1;
            }
        }
    }
    assert!(seen.iter().all(|covered| *covered == 1), "{seen:?}");
    assert_eq!(drawing.widths.len(), grid.columns);
}

fn approved(forms: &[Form]) -> Drawing {
    let item = |form| Approved { unit: "仁和区人社局".into(), form, note: String::new() };
    approval(&Approval {
        title: "2026年度绩效目标批复表".into(),
        number: "仁财绩〔2026〕12号".into(),
        dated: "2026年3月2日".into(),
        items: forms.iter().map(item).collect(),
        remark: "照此执行。".into(),
    })
}

#[test]
fn an_approval_has_a_head_for_each_project_and_adds_the_projects_up() {
    let mut whole = form("", "管好本部门", 3);
    whole.kind = FormKind::Department;
    let drawing = approved(&[form("人才引进", "引进人才", 5), whole, form("技能培训", "培训", 0)]);
    is_whole(&drawing);
    let texts = texts(&drawing);
    for told in ["人才引进", "部门整体支出", "第4项工作", "25.00", "共2个项目"] {
        assert!(texts.iter().any(|text| text == told), "{told} in {texts:?}");
    }
    assert!(texts.iter().any(|text| text == "其中：财政拨款12.50，其他资金0.00"), "{texts:?}");
}

#[test]
fn a_summary_never_adds_the_whole_unit_to_its_projects() {
    let money = |fen| [Some(Money::from_fen(fen)), Some(Money::from_fen(fen)), None];
    let line = |project: &str, fen| SummaryLine {
        project: project.into(),
        money: money(fen),
        indicators: [3, 1, 0, 1, 1],
        ..SummaryLine::default()
    };
    let unit = |name: &str| SummaryUnit {
        name: name.into(),
        lines: vec![line("", 9_900_000), line("甲", 1_000_000), line("乙", 2_000_000)],
    };
    let paper =
        Summary { units: vec![unit("人社局"), unit("就业中心")], ..Summary::default() };
    let drawing = summary(&paper);
    is_whole(&drawing);
    let texts = texts(&drawing);
    assert!(texts.contains(&"人社局小计（2个）".into()) && texts.contains(&"3.00".into()));
    assert!(texts.contains(&"项目合计（4个）".into()) && texts.contains(&"6.00".into()));
    assert!(!texts.contains(&"12.90".into()));
}

#[test]
fn an_adjustment_numbers_what_changes() {
    let changes =
        [("「培训人数」的指标值", "≥100人", "≥80人"), ("新增指标「合格率」", "", "合格率 ≥95%")];
    let changes = changes.map(|(label, before, after)| ChangedCell {
        label: label.into(),
        before: before.into(),
        after: after.into(),
    });
    let paper =
        Adjustment { project: "培训".into(), changes: changes.into(), ..Default::default() };
    let drawing = adjustment(&paper);
    is_whole(&drawing);
    assert!(texts(&drawing).contains(&"（无）".into()));
    is_whole(&adjustment(&Adjustment::default()));
}

fn signatures() -> Vec<Signature> {
    let by = |step: &str, name: &str| Signature {
        step: step.into(),
        name: name.into(),
        on: if name.is_empty() { String::new() } else { "2026年3月2日".into() },
    };
    vec![by("填报提交", "陈某"), by("单位负责人签字", "周某"), by("绩效股审核", "")]
}

#[test]
fn signatures_stand_below_the_frame_and_leave_the_form_as_it_was() {
    let plain = drawings::renhe().remove(1);
    let drawing = signed(plain.clone(), &signatures(), "草稿");
    is_whole(&drawing);
    let texts = texts(&drawing);
    let strip = texts.last().expect("a strip");
    assert!(strip.starts_with("填报提交：陈某　2026年3月2日　"), "{strip}");
    assert!(strip.ends_with("\n绩效股审核：　　　　年　月　日"), "{strip}");
    let rows = plain.grid.rows;
    let above: Vec<_> = drawing.grid.cells.iter().filter(|cell| cell.row < rows).collect();
    assert_eq!(above.len(), plain.grid.cells.len());
    let xml = part(&docx(&Printout::Tables(vec![drawing])), "word/document.xml");
    let foot = xml.split("<w:tr>").last().expect("rows");
    assert!(foot.contains("FormPlain") && foot.contains(r#"<w:left w:val="nil"/>"#), "{foot}");
}

#[test]
fn every_paper_says_which_page_of_how_many_in_word_and_excel() {
    let paper = Printout::Tables(vec![approved(&[form("甲", "好", 60)])]);
    for paper in [paper, Printout::Letter(letter())] {
        let footer = part(&docx(&paper), "word/footer1.xml");
        for told in ["第 ", " PAGE ", " 页 共 ", " NUMPAGES "] {
            assert!(footer.contains(told), "{told} in {footer}");
        }
        let sheet = part(&xlsx(&paper), "xl/worksheets/sheet1.xml");
        assert!(sheet.contains("第 &amp;P 页 共 &amp;N 页"), "{sheet}");
    }
}

#[test]
fn the_head_of_a_long_paper_repeats_in_word_and_excel() {
    let paper = Printout::Tables(vec![approved(&[form("甲", "好", 60)])]);
    let xml = part(&docx(&paper), "word/document.xml");
    assert_eq!(xml.matches("<w:tblHeader/>").count(), 1);
    assert!(part(&xlsx(&paper), "xl/workbook.xml").contains("_xlnm.Print_Titles"));
}

#[test]
fn fonts_and_margins_are_those_the_pack_states() {
    let packs = policy::Packs::built_in().expect("packs load");
    let policy = packs.policy("renhe", chrono::NaiveDate::MAX).expect("the pack");
    assert_eq!(Looks::of(&policy), Looks::default(), "the national pack states the usual ones");
    let looks = Looks {
        title: "华文中宋".into(),
        body: "宋体".into(),
        margins: [30, 25, 30, 25],
        ..Looks::default()
    };
    let small = Printout::Tables(vec![drawings::small()]);
    let bytes = office::docx::printout(&small, &looks).expect("writes");
    let styles = part(&bytes, "word/styles.xml");
    assert!(styles.contains("华文中宋") && !styles.contains("仿宋") && !styles.contains('{'));
    assert!(part(&bytes, "word/document.xml").contains(r#"w:top="1701" w:right="1417""#));
    let book = office::xlsx::printout(&small, &looks).expect("writes");
    assert!(part(&book, "xl/styles.xml").contains("华文中宋"));
}

#[test]
fn what_somebody_typed_never_becomes_a_formula() {
    let nasty = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1+1", "＝1+1"];
    let fields = nasty.iter().enumerate().map(|(row, text)| drawings::field(row, 0, text, "goal"));
    let drawing = drawings::drawing("=SUM(1)", fields.collect());
    let bytes = xlsx(&Printout::Tables(vec![drawing]));
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    assert!(!sheet.contains("<f>") && !sheet.contains("<f "), "{sheet}");
    assert_eq!(sheet.matches(r#"t="s""#).count(), nasty.len());
    let strings = part(&bytes, "xl/sharedStrings.xml");
    assert!(strings.contains("=1+1") && strings.contains("@SUM(A1)"), "{strings}");
}

fn letter() -> Letter {
    Letter {
        title: "关于“人才引进”绩效目标的审核意见".into(),
        addressee: "仁和区人社局".into(),
        opening: vec!["已经审核。".into()],
        sections: vec![Section {
            heading: "一、必须改正的问题".into(),
            points: vec![Point {
                head: "（一）缺计量单位".into(), lines: vec!["170万".into()]
            }],
        }],
        closing: vec!["请按期改好。".into()],
        signature: vec!["仁和区财政局".into(), "2026年3月2日".into()],
        strip: "经办人：".into(),
    }
}

#[test]
fn a_letter_is_the_same_words_in_word_and_excel() {
    let paper = Printout::Letter(letter());
    let word = part(&docx(&paper), "word/document.xml");
    let excel = part(&xlsx(&paper), "xl/sharedStrings.xml");
    for told in
        ["审核意见", "仁和区人社局：", "一、必须改正", "（一）缺计量单位", "170万", "仁和区财政局"]
    {
        assert!(word.contains(told) && excel.contains(told), "{told}");
    }
}

fn docx(paper: &Printout) -> Vec<u8> {
    office::docx::printout(paper, &Looks::default()).expect("writes")
}

fn xlsx(paper: &Printout) -> Vec<u8> {
    office::xlsx::printout(paper, &Looks::default()).expect("writes")
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a package");
    let mut text = String::new();
    zip.by_name(name).expect("the part").read_to_string(&mut text).expect("UTF-8");
    text
}
