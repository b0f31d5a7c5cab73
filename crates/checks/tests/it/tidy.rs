//! Repairs that may be applied unasked: exact, never two for one character, never a change of
//! meaning, and once applied nothing is left to repair.

use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

use checks::Batch;
use model::{
    Column, Field, Finding, Form, FormKind, Indicator, Outcome, Part, Place, Target, Text,
};
use policy::Policy;
use proptest::prelude::*;

use crate::policy_for_tests::policy_of;
use crate::renhe;

static POLICY: LazyLock<Policy> = LazyLock::new(|| policy_of("renhe"));

/// Checks that hand out such repairs.
const CODES: [&str; 8] = ["C108", "C109", "C110", "C111", "C112", "C113", "C114", "C116"];

fn repairs(forms: &[Form]) -> Vec<Finding> {
    let report = checks::run_only(&Batch::of(forms, &POLICY), &CODES);
    assert!(report.findings.iter().all(|finding| finding.outcome == Outcome::Fail));
    report
        .findings
        .into_iter()
        .filter(|f| f.fix.as_ref().is_some_and(|fix| fix.automatic))
        .collect()
}

/// A text with the repairs that stand in it; panics when one does not fit the characters.
fn repaired(text: &Text, repairs: &[Finding]) -> Text {
    let Some(own) = &text.place else { return text.clone() };
    let here =
        |place: &Place| (&place.part, place.row, place.column) == (&own.part, own.row, own.column);
    let mut repairs: Vec<&Finding> =
        repairs.iter().filter(|f| f.place.as_ref().is_some_and(here)).collect();
    let span = |f: &Finding| f.place.as_ref().and_then(|place| place.span).expect("characters");
    repairs.sort_by_key(|finding| std::cmp::Reverse(span(finding).start));
    let mut characters: Vec<char> = text.text.chars().collect();
    let mut free = characters.len();
    for finding in repairs {
        let (start, end) = (span(finding).start as usize, span(finding).end as usize);
        assert!(end <= free, "two repairs for the same characters: {finding:?}");
        let quoted: String = characters[start..end].iter().collect();
        assert_eq!(quoted, finding.quote, "the quote is what is replaced");
        assert!(!finding.quote.contains('\n'), "a repair stays in its paragraph");
        let fix = finding.fix.as_ref().expect("filtered");
        assert_ne!(fix.replacement, finding.quote, "a repair changes something");
        characters.splice(start..end, fix.replacement.chars());
        free = start;
    }
    Text::new(characters.into_iter().collect::<String>(), text.place.clone())
}

fn repaired_form(form: &Form, repairs: &[Finding]) -> Form {
    let mut form = form.clone();
    for text in form.fields.values_mut() {
        *text = repaired(text, repairs);
    }
    for row in &mut form.indicators {
        let cells = row.cells.iter().map(|(column, text)| (*column, repaired(text, repairs)));
        *row = Indicator::read(cells.collect());
    }
    form
}

/// Applies every repair and looks again.
fn repaired_to_rest(forms: &[Form]) -> Vec<Form> {
    let found = repairs(forms);
    let of =
        |index: usize| found.iter().filter(|f| f.form == Some(index)).cloned().collect::<Vec<_>>();
    let after: Vec<Form> =
        forms.iter().enumerate().map(|(index, form)| repaired_form(form, &of(index))).collect();
    let left = repairs(&after);
    assert!(left.is_empty(), "left after repairing: {left:#?}\nbefore: {found:#?}");
    after
}

/// What may never change: Chinese characters and digits, in their order.
fn content(text: &str) -> String {
    let narrow = text.chars().map(model::text::narrow);
    narrow.filter(|c| c.is_ascii_alphanumeric() || ('\u{4e00}'..='\u{9fff}').contains(c)).collect()
}

/// The texts of a form that repairs may touch, in order.
fn texts(form: &Form) -> Vec<&str> {
    let fields = form.fields.values().map(|text| text.text.as_str());
    let rows = form.indicators.iter().flat_map(|row| row.cells.values().map(|t| t.text.as_str()));
    fields.chain(rows).collect()
}

fn form_of(index: u32, goal: &str, values: &[&str]) -> Form {
    let file: Arc<str> = "表.docx".into();
    let cell = |row: usize, column: u32, text: &str| {
        let row = u32::try_from(row).expect("few rows");
        let place = Place::cell(&file, Part::Table(index), row, column);
        Text::new(text, Some(place))
    };
    let mut form = Form { kind: FormKind::Project, merges_known: true, ..Form::default() };
    form.fields.insert(Field::Goal, cell(1, 2, goal));
    for (at, value) in values.iter().enumerate() {
        let row = [
            (Column::Level1, cell(at + 2, 1, "产出指标")),
            (Column::Level3, cell(at + 2, 3, goal.lines().next().unwrap_or_default())),
            (Column::Target, cell(at + 2, 4, value)),
        ];
        form.indicators.push(Indicator::read(row.into_iter().collect()));
    }
    form
}

/// The real forms, each cell in a place of its own.
fn real_forms() -> Vec<Form> {
    let mut forms = renhe::forms();
    let mut cell = 0;
    let mut apart = |text: &mut Text| {
        cell += 1;
        if let Some(place) = &mut text.place {
            place.column = cell;
        }
    };
    for form in &mut forms {
        form.fields.values_mut().for_each(&mut apart);
        let rows = form.indicators.iter_mut();
        rows.flat_map(|row| row.cells.values_mut()).for_each(&mut apart);
    }
    forms
}

#[test]
fn the_real_forms_come_to_rest_and_say_the_same() {
    let before = real_forms();
    assert!(repairs(&before).len() > 30);
    let after = repaired_to_rest(&before);
    for (old, new) in before.iter().zip(&after) {
        for (old, new) in old.indicators.iter().zip(&new.indicators) {
            assert_eq!(meaning(&old.target), meaning(&new.target));
        }
    }
}

#[test]
fn no_other_check_repairs_unasked() {
    let report = checks::run(&Batch::of(&real_forms(), &POLICY));
    let codes = report.findings.iter().filter(|f| f.fix.as_ref().is_some_and(|fix| fix.automatic));
    let other: Vec<&str> =
        codes.map(|f| f.code.as_str()).filter(|code| !CODES.contains(code)).collect();
    assert!(other.is_empty(), "{other:?}");
}

/// What a target says, whatever its writing.
fn meaning(target: &Target) -> impl PartialEq + std::fmt::Debug + use<> {
    let parts: Vec<_> = target.parts.iter().map(|part| (part.value, part.unit.clone())).collect();
    let (value, unit) = (target.value, target.unit.clone());
    let total = target.total.as_ref().map(|part| part.value);
    (target.kind, target.comparator, value, unit, target.range, target.period, parts, total)
}

#[test]
fn real_targets_say_the_same_after_repair() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/real/values.tsv");
    let text = fs::read_to_string(path).expect("the real targets");
    let values: Vec<String> = text
        .lines()
        .skip(1)
        .filter_map(|line| line.split('\t').next())
        .map(|value| value.replace("\\n", "\n"))
        .collect();
    let values: Vec<&str> = values.iter().map(String::as_str).collect();
    let before = form_of(1, "目标", &values);
    let after = repaired_to_rest(std::slice::from_ref(&before));
    for (old, new) in before.indicators.iter().zip(&after[0].indicators) {
        let (old, new) = (&old.target, &new.target);
        assert_eq!(meaning(old), meaning(new), "{} → {}", old.text, new.text);
    }
}

#[test]
fn texts_of_other_places_come_to_rest() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/real/variants");
    for path in crate::examples::files(&folder, "txt") {
        let text = fs::read_to_string(&path).expect("a variant");
        let lines: Vec<&str> = text.lines().map(|line| line.trim_end_matches('\r')).collect();
        let form = form_of(1, &text.replace('\r', ""), &lines);
        repaired_to_rest(&[form]);
    }
}

/// Text of what repairs look for, whole and broken.
fn pieces(pieces: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(pieces), 0..14).prop_map(|pieces| pieces.concat())
}

const MARKS: &[&str] = &[
    "(",
    ")",
    "（",
    "）",
    "[",
    "]",
    "［",
    "］",
    "《",
    "》",
    "<",
    ">",
    "“",
    "”",
    "\"",
    "【",
    "】",
    "〔",
    "〕",
    ",",
    ";",
    ":",
    "，",
    "。",
    "；",
    "：",
    "、",
    " ",
    "  ",
    "\t",
    "\u{3000}",
    "\u{a0}",
    "\n",
    "2014",
    "2024",
    "１２",
    "5",
    "48",
    "号",
    "第",
    "年",
    "月",
    "人",
    "元",
    "／",
    "/",
    ".",
    "．",
    "·",
    "次",
    "％",
    "%",
    "≧",
    "＝",
    "Ａ",
    "甲",
    "乙丙",
    "财政局",
    "川人社发",
    "全年",
    "度",
    "至",
    "-",
    "1月",
    "12月",
    "2026年",
    "布署",
    "百分比",
    "平米",
    "km",
    "万",
    "圆",
    "[bookmark: a]",
    "HYPERLINK",
    " \\l \"_Toc\"",
    "错误!未找到",
    "文件",
    "楼",
    "≥",
    "8",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(250))]

    #[test]
    fn any_text_comes_to_rest(
        goal in pieces(MARKS),
        values in prop::collection::vec(pieces(MARKS), 0..5),
        second in pieces(MARKS),
    ) {
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        repaired_to_rest(&[form_of(1, &goal, &values), form_of(2, &second, &values)]);
    }

    #[test]
    fn words_and_numbers_stay(
        goal in pieces(&MARKS[..50]),
        value in pieces(&MARKS[..50]),
    ) {
        let before = form_of(1, &goal, &[&value]);
        let after = repaired_to_rest(std::slice::from_ref(&before));
        for (old, new) in texts(&before).into_iter().zip(texts(&after[0])) {
            prop_assert_eq!(content(old), content(new), "{} → {}", old, new);
        }
    }
}
