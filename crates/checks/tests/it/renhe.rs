//! The real forms of one county bureau, rebuilt from the published rows: exactly the hits that a
//! reviewer found, and no others. The whole catalogue through the Word file is tested in `app`.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use checks::{Batch, Report};
use model::{
    Amount, Column, Field, Form, FormKind, Fund, Indicator, MoneyRow, MoneyUnit, Outcome, Part,
    Place, RowKind, Severity, Text,
};

use crate::example::category;
use crate::policy_for_tests::policy_of;

fn real(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/real").join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The 13 forms.
pub fn forms() -> Vec<Form> {
    let text = real("renhe-2026.txt");
    let mut starts: Vec<usize> = text.match_indices("申报表").map(|(at, _)| at).collect();
    for start in &mut starts {
        *start = text[..*start].rfind('\n').map_or(0, |at| at + 1);
    }
    starts.push(text.len());
    let parts = starts.windows(2).map(|pair| &text[pair[0]..pair[1]]);
    let mut forms: Vec<Form> = parts.enumerate().map(|(index, part)| head(index, part)).collect();
    add_rows(&mut forms);
    forms
}

fn text_at(form: usize, row: usize, text: &str) -> Text {
    let number = |n: usize| u32::try_from(n).expect("small");
    let file: Arc<str> = "renhe-2026.txt".into();
    Text::new(text, Some(Place::cell(&file, Part::Table(number(form + 1)), number(row), 2)))
}

/// Title, fields and money of a form; the line under a label is its value.
fn head(index: usize, part: &str) -> Form {
    let lines: Vec<&str> = part.lines().collect();
    let title = lines[0].trim();
    let kind = if index == 0 { FormKind::Department } else { FormKind::Project };
    let mut form = Form { kind, merges_known: true, ..Form::default() };
    form.category = category(title);
    form.year = part.contains("（2026年度）").then_some(2026);
    form.fields.insert(Field::Title, text_at(index, 1, title));
    let below = |label: &str, down: usize| {
        let at = lines.iter().position(|line| line.trim() == label)?;
        Some(text_at(index, at, lines[at + down].trim_start_matches('\t')))
    };
    for (field, label) in [
        (Field::Unit, if index == 0 { "部门名称" } else { "预算单位" }),
        (Field::Project, "项目名称"),
        (Field::Goal, if index == 0 { "年度总体目标" } else { "总体目标" }),
    ] {
        if let Some(text) = below(label, 1) {
            form.fields.insert(field, text);
        }
    }
    let mut money = |row: RowKind, cells: [(Fund, Option<Text>); 3]| {
        let read = |text| Amount::read(row, text, MoneyUnit::WanYuan, false);
        let amounts = cells.into_iter().filter_map(|(fund, text)| Some((fund, read(text?))));
        let amounts: BTreeMap<Fund, Amount> = amounts.collect();
        form.money.push(MoneyRow { row, amounts });
    };
    if index == 0 {
        for (row, label) in [(RowKind::Income, "收入预算"), (RowKind::Expenditure, "支出预算")]
        {
            money(
                row,
                [
                    (Fund::Total, below(label, 1)),
                    (Fund::Fiscal, below(label, 2)),
                    (Fund::Other, below(label, 3)),
                ],
            );
        }
    } else {
        money(
            RowKind::Expenditure,
            [
                (Fund::Total, below("年度资金总额:", 1)),
                (Fund::Fiscal, below("其中：财政拨款", 1)),
                (Fund::Other, below("其他资金", 1)),
            ],
        );
    }
    form
}

fn add_rows(forms: &mut [Form]) {
    let department = [
        Column::Block,
        Column::Level1,
        Column::Level2,
        Column::Level3,
        Column::Target,
        Column::Mean,
        Column::Year(2023),
        Column::Year(2024),
        Column::Year(2025),
    ];
    for (index, line) in real("renhe-department-rows.tsv").lines().enumerate().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let columns = if cells[0] == "管理效率" { &department[..] } else { &department[..5] };
        let texts = columns
            .iter()
            .zip(cells)
            .map(|(column, cell)| (*column, text_at(0, 20 + index, &cell.replace("\\n", "\n"))));
        forms[0].indicators.push(Indicator::read(texts.collect()));
    }
    let project = [Column::Level1, Column::Level2, Column::Level3, Column::Target];
    for (index, line) in real("renhe-rows.tsv").lines().enumerate().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let form: usize = cells[0].parse().expect("number of the project");
        let texts = project
            .iter()
            .zip(&cells[4..])
            .map(|(column, cell)| (*column, text_at(form, 20 + index, cell)));
        forms[form].indicators.push(Indicator::read(texts.collect()));
    }
}

/// The checks judged here: what is there, and whether the numbers tie.
const JUDGED: [&str; 23] = [
    "C001", "C002", "C003", "C004", "C007", "C008", "C009", "C080", "C081", "C082", "C083", "C084",
    "C085", "C086", "C087", "C088", "C091", "C092", "C093", "C094", "C100", "C107", "C120",
];

pub fn report(forms: &[Form]) -> Report {
    checks::run_only(&Batch::of(forms, &policy_of("renhe")), &JUDGED)
}

#[test]
fn the_forms_are_the_real_ones() {
    let forms = forms();
    let rows: Vec<usize> = forms.iter().map(|form| form.indicators.len()).collect();
    assert_eq!(rows, [16, 8, 14, 8, 7, 8, 6, 6, 6, 6, 8, 10, 11]);
    let total = |form: &Form| form.funds().and_then(|row| row.money(&Fund::Total));
    let totals: Vec<String> = forms.iter().filter_map(total).map(|m| m.to_string()).collect();
    assert_eq!(totals.len(), 13);
    assert_eq!((totals[0].as_str(), totals[12].as_str()), ("3099.68万元", "800.00万元"));
    assert!(forms.iter().all(|form| form.year == Some(2026)));
}

#[test]
fn exactly_the_hits_of_the_catalogue() {
    let expected = "\
C002\t0\t……
C003\t4\t社会效益指标
C003\t4\t可持续影响指标
C008\t0\t
C084\t0\t2026年度其他运转类预算项目6个，特定目标类预算项目6个，共12个项目实施
C085\t0\t城乡居民社会保险补助资金
C100\t2\t大中专毕业生就业奖补人均标准 400元/人/月
C107\t4\t170万
C107\t12\t0
C120\t1\t2025年预计
C120\t1\t2025年预计
";
    assert_eq!(report(&forms()).exact_hits(), expected);
}

#[test]
fn four_causes_bar_submission_and_nothing_is_left_undecided() {
    let forms = forms();
    let report = report(&forms);
    let errors = report.failures().filter(|finding| finding.severity == Severity::Error);
    assert_eq!(errors.count(), 5);
    let groups = report.groups();
    let barring: Vec<&str> =
        groups.iter().filter(|g| g.severity == Severity::Error).map(|g| g.key).collect();
    assert_eq!(barring.len(), 4, "{barring:?}");
    assert_eq!(report.count(Outcome::CannotDecide), 0);
    let mut order = groups.iter().map(|group| group.severity).collect::<Vec<_>>();
    order.dedup();
    assert!(order.is_sorted(), "errors first: {order:?}");
}

#[test]
fn the_category_finding_names_both_numbers_and_the_form_to_look_at() {
    let forms = forms();
    let report = report(&forms);
    let finding = report.failures().find(|f| f.code == "C084").expect("the title of P12");
    for number in ["6个", "5个", "7个", "1875.00", "1075.00", "74.29", "874.29"] {
        assert!(finding.message.contains(number), "{number}: {}", finding.message);
    }
    assert!(finding.message.contains("就业相关补助（上级预估)"), "{}", finding.message);
}

#[test]
fn every_sum_that_holds_is_seen_to_hold() {
    let forms = forms();
    let report = report(&forms);
    for (code, form) in [
        ("C080", 0),
        ("C081", 0),
        ("C082", 0),
        ("C083", 0),
        ("C086", 1),
        ("C086", 4),
        ("C086", 10),
        ("C086", 11),
        ("C087", 0),
        ("C087", 1),
        ("C087", 3),
        ("C088", 0),
        ("C094", 5),
    ] {
        assert_eq!(report.outcome(code, form), Some(Outcome::Pass), "{code} on form {form}");
    }
    for form in [2, 12] {
        assert_eq!(report.outcome("C086", form), Some(Outcome::NotApplicable), "prices only");
    }
}

#[test]
fn a_form_alone_is_never_blamed_for_what_is_not_there() {
    let all = forms();
    let department = report(&all[..1]);
    for code in ["C082", "C084", "C085"] {
        assert_eq!(department.outcome(code, 0), Some(Outcome::CannotDecide), "{code}");
    }
    let missing_one = report(&all[..12]);
    assert_eq!(missing_one.outcome("C082", 0), Some(Outcome::CannotDecide));
    assert_eq!(missing_one.outcome("C084", 0), Some(Outcome::CannotDecide));
    for form in 1..13 {
        let alone = report(&all[form..=form]);
        for code in ["C082", "C084", "C085", "C094"] {
            assert_ne!(alone.outcome(code, 0), Some(Outcome::Fail), "{code} on form {form}");
        }
    }
}

#[test]
fn forms_of_another_unit_or_year_change_nothing() {
    let mut forms = forms();
    let before = report(&forms).exact_hits();
    let mut other_year = forms[5].clone();
    other_year.year = Some(2025);
    let mut other_unit = forms[6].clone();
    other_unit.fields.insert(Field::Unit, Text::new("第一小学", None));
    forms.extend([other_year, other_unit]);
    let after = report(&forms).exact_hits();
    let of_the_thirteen: String = after
        .lines()
        .filter(|line| !line.contains("\t13\t") && !line.contains("\t14\t"))
        .map(|line| format!("{line}\n"))
        .collect();
    assert_eq!(of_the_thirteen, before);
}

#[test]
fn the_same_forms_in_two_files_are_two_submissions() {
    let first = forms();
    let mut second = forms();
    for form in &mut second {
        let fields = form.fields.values_mut();
        let cells = form.indicators.iter_mut().flat_map(|row| row.cells.values_mut());
        for text in fields.chain(cells) {
            if let Some(place) = &mut text.place {
                place.file = "copy.docx".into();
            }
        }
    }
    let both: Vec<Form> = first.into_iter().chain(second).collect();
    let report = report(&both);
    for form in [0, 13] {
        assert_eq!(report.outcome("C082", form), Some(Outcome::Pass));
        assert_eq!(report.outcome("C084", form), Some(Outcome::Fail));
    }
    assert_eq!(report.failures().count(), 22);
}
