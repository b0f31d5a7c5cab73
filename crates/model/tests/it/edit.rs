//! Editing a form: what each step does, what is refused, and what undoes what.

use std::sync::Arc;

use model::form::Edit;
use model::{
    Amount, Column, Field, Form, FormKind, Fund, Indicator, Money, MoneyRow, MoneyUnit, Part, Path,
    Place, RowKind, Task, TaskColumn, Text,
};
use proptest::prelude::*;

fn text(text: &str, row: u32, column: u32) -> Text {
    let file: Arc<str> = "表.docx".into();
    Text::new(text, Some(Place::cell(&file, Part::Table(1), row, column)))
}

fn row(number: u32, block: &str, levels: [&str; 2], name: &str, target: &str) -> Indicator {
    let cells = [
        (Column::Block, text(block, 7, 1)),
        (Column::Level1, text(levels[0], 8, 2)),
        (Column::Level2, text(levels[1], 8, 3)),
        (Column::Level3, text(name, number, 4)),
        (Column::Target, text(target, number, 5)),
    ];
    Indicator::read(cells.into())
}

fn form() -> Form {
    let mut money = MoneyRow::new(RowKind::Expenditure);
    let total = Amount::read(RowKind::Expenditure, text("34", 4, 4), MoneyUnit::WanYuan, false);
    money.amounts.insert(Fund::Total, total);
    let indicators = vec![
        row(8, "管理效率", ["产出指标", "数量指标"], "培训人数", "≥50人"),
        row(9, "管理效率", ["产出指标", "数量指标"], "培训场次", "4次"),
        row(10, "履职效能", ["效益指标", "社会效益"], "覆盖率", "≥95%"),
    ];
    let task = Task { cells: [(TaskColumn::Name, text("办班", 6, 1))].into() };
    Form {
        kind: FormKind::Project,
        fields: [(Field::Project, text("培训", 2, 2))].into(),
        money: vec![money],
        tasks: vec![task.clone(), task],
        indicators,
        ..Form::default()
    }
}

fn set(path: &str, text: &str) -> Edit {
    Edit::Set { path: path.parse().expect("a path"), text: text.to_owned() }
}

#[test]
fn a_written_cell_is_read_again_and_keeps_its_place() {
    let mut form = form();
    let before = form.clone();
    form.apply(&set("indicators.0.target", "≥60人")).expect("fits");
    let row = &form.indicators[0];
    assert_eq!(row.target.value.map(|value| value.to_string()).as_deref(), Some("60"));
    assert_eq!(row.place(Column::Target), before.indicators[0].place(Column::Target));
    form.apply(&set("money.expenditure.total", "3099.68")).expect("fits");
    form.apply(&set("money.expenditure.fiscal", "1.5亿元")).expect("fits");
    let money = form.funds().expect("a row");
    assert_eq!(money.money(&Fund::Total), Some(Money::from_fen(3_099_680_000)));
    assert_eq!(money.money(&Fund::Fiscal), Some(Money::from_fen(15_000_000_000)));
    form.apply(&set("money.rate.total", "98%")).expect("fits");
    form.apply(&set("money.income.total", "34")).expect("fits");
    let order: Vec<RowKind> = form.money.iter().map(|row| row.row).collect();
    assert_eq!(order, [RowKind::Expenditure, RowKind::Income, RowKind::Rate], "amounts first");
}

#[test]
fn a_browser_sends_its_own_line_breaks_and_unchanged_text_changes_nothing() {
    let mut form = form();
    form.apply(&set("goal", "一\r\n二\u{1}")).expect("fits");
    assert_eq!(form.text(Field::Goal), "一\n二");
    let before = form.clone();
    form.apply(&set("goal", "一\r\n二")).expect("fits");
    form.apply(&set("content", "")).expect("fits");
    assert_eq!(form, before, "a blank text makes no cell");
}

#[test]
fn a_place_inside_a_line_gives_way_to_the_whole_cell() {
    let mut form = form();
    let spanned = |text: Text| Text { place: text.place.map(|p| p.with_span(3, 5)), ..text };
    form.fields.insert(Field::Unit, spanned(text("人社局", 3, 2)));
    form.apply(&set("unit", "仁和区人社局")).expect("fits");
    assert_eq!(form.fields[&Field::Unit].place, text("", 3, 2).place);
}

#[test]
fn a_new_row_stands_below_with_the_levels_of_the_row_above() {
    let mut form = form();
    form.apply(&Edit::AddIndicator { after: Some(1) }).expect("fits");
    let row = &form.indicators[2];
    assert_eq!((row.text(Column::Level1), row.text(Column::Level2)), ("产出指标", "数量指标"));
    assert_eq!((row.text(Column::Block), row.text(Column::Level3)), ("管理效率", ""));
    assert_eq!(row.cells[&Column::Target].place, None, "a new cell has no place yet");
    let mut blank = Form::default();
    blank.apply(&Edit::AddIndicator { after: None }).expect("fits");
    blank.apply(&set("indicators.0.target", "3次")).expect("fits");
}

#[test]
fn a_repair_takes_the_words_where_they_stand_or_else_first() {
    let mut form = form();
    let repair = |at| Edit::Replace {
        path: Path::Field(Field::Goal),
        at,
        quote: "按排".to_owned(),
        text: "安排".to_owned(),
    };
    form.apply(&set("goal", "按排一，按排二")).expect("fits");
    form.apply(&repair(Some(4))).expect("fits");
    assert_eq!(form.text(Field::Goal), "按排一，安排二");
    form.apply(&repair(Some(4))).expect("moved, so the first");
    assert_eq!(form.text(Field::Goal), "安排一，安排二");
    let gone = form.apply(&repair(Some(usize::MAX))).expect_err("nothing left");
    assert!(gone.to_string().contains("已经改过"), "{gone}");
}

#[test]
fn a_rectangle_fills_its_block_and_grows_it() {
    let mut form = form();
    let columns = vec![Column::Level2, Column::Level3, Column::Target];
    let line = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
    let texts = vec![
        line(["质量指标", "合格率", "≥98%"]),
        line(["", "优良率", "≥60%"]),
        line(["时效指标", "完成时间", "12月底前"]),
    ];
    form.apply(&Edit::Paste { row: 1, columns: columns.clone(), texts }).expect("fits");
    let shown: Vec<[&str; 3]> = form
        .indicators
        .iter()
        .map(|row| [Column::Block, Column::Level2, Column::Level3].map(|column| row.text(column)))
        .collect();
    assert_eq!(
        shown,
        [
            ["管理效率", "数量指标", "培训人数"],
            ["管理效率", "质量指标", "合格率"],
            ["管理效率", "质量指标", "优良率"],
            ["管理效率", "时效指标", "完成时间"],
            ["履职效能", "社会效益", "覆盖率"],
        ]
    );
    assert_eq!(form.indicators[3].target.kind, model::target::Kind::Deadline);
    let before = form.clone();
    let wide = vec![vec![String::new(); 4]];
    let refused = form.apply(&Edit::Paste { row: 0, columns, texts: wide }).expect_err("too wide");
    assert!(refused.to_string().contains("列多"), "{refused}");
    assert_eq!(form, before);
}

#[test]
fn what_does_not_fit_is_refused_and_changes_nothing() {
    let whole = form();
    let long = "字".repeat(10_001);
    for edit in [
        set("indicators.3.target", "1"),
        set("tasks.2.name", "1"),
        set("money_unit", "元"),
        set("goal", &long),
        Edit::AddIndicator { after: Some(3) },
        Edit::RemoveIndicator { row: 3 },
        Edit::MoveTask { row: 0, to: 2 },
        Edit::Paste { row: 9, columns: vec![], texts: vec![] },
    ] {
        let mut form = whole.clone();
        let all = [set("project", "别的"), edit.clone()];
        assert!(form.apply(&edit).is_err() && form.apply_all(&all).is_err(), "{edit:?}");
        assert_eq!(form, whole, "{edit:?}");
    }
}

#[test]
fn steps_are_plain_json() {
    let json = r#"[{"edit":"set","path":"indicators.3.target","text":"≥1"},
        {"edit":"add_indicator","after":2},{"edit":"add_task"},{"edit":"move_indicator","row":1,"to":0},
        {"edit":"paste","row":0,"columns":["level3","2024"],"texts":[["甲","1"]]}]"#;
    let edits: Vec<Edit> = serde_json::from_str(json).expect("edits");
    let again = serde_json::to_string(&edits).expect("writes");
    assert_eq!(serde_json::from_str::<Vec<Edit>>(&again).expect("reads"), edits);
    assert!(serde_json::from_str::<Edit>(r#"{"edit":"set","path":"nothing","text":""}"#).is_err());
}

proptest! {
    #[test]
    fn adding_a_row_and_taking_it_out_changes_nothing(after in proptest::option::of(0usize..3)) {
        let (before, at) = (form(), after.map_or(0, |after| after + 1));
        let mut form = before.clone();
        form.apply_all(&[Edit::AddIndicator { after }, Edit::RemoveIndicator { row: at }]).expect("fits");
        prop_assert_eq!(form, before);
    }

    #[test]
    fn moving_a_row_away_and_back_changes_nothing(row in 0usize..3, to in 0usize..3) {
        let before = form();
        let mut form = before.clone();
        form.apply(&Edit::MoveIndicator { row, to }).expect("fits");
        prop_assert_eq!(&form.indicators[to], &before.indicators[row]);
        form.apply(&Edit::MoveIndicator { row: to, to: row }).expect("fits");
        prop_assert_eq!(form, before);
    }

    #[test]
    fn a_text_is_kept_as_typed_and_read_as_a_reader_reads_it(text in "[ -~一-龥≥％\n]{0,30}") {
        let mut form = form();
        form.apply(&set("indicators.2.target", &text)).expect("fits");
        let row = &form.indicators[2];
        prop_assert_eq!(row.text(Column::Target), text);
        prop_assert_eq!(row, &Indicator::read(row.cells.clone()));
    }
}
