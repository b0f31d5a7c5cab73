//! The small text format in which examples and cases write forms, and findings as lines.
//!
//! ```text
//! kind: project                 first of all; `---` begins the next form of the batch
//! year: 2026
//! unit: 某局                     any field of a form by its name; `\n` is a line break,
//!                               `\s` and `\t` a blank and a tab where they would not be seen
//! money_unit: 元                 万元 where it is not said
//! money.expenditure: total 646.00 | fiscal 646.00 | other
//! merges: lost                  a source that forgot its merged cells
//! unknown.公开日期: 2026-03-30    text under a label that is no field
//! blank_row:                     a row of the indicator table without a word
//! columns: level1 | level2 | level3 | target | mean | 2023
//! | 项目完成 | 数量指标 | 培训人数 | ≥10人 |
//! ```
//! `batch: complete` on the first line declares that every form of the unit is there;
//! `past: yes` makes a form one of an earlier year, `peer: yes` one of another unit of the region,
//! both only compared with; `pack.words.split_targets: 甲 = 乙` has the pack say one word more.
//! `pack: renhe` has the batch judged by that pack instead of the national one, each form as of the
//! first day of its year (2026 where it has none).

use std::collections::BTreeMap;
use std::sync::Arc;

use checks::{Batch, Peer, Report};
use model::{
    Amount, Category, Column, Field, Finding, Form, Indicator, MoneyRow, MoneyUnit, Outcome, Part,
    Place, RowKind, Text,
};
use policy::Policy;

use crate::policy_for_tests::{policy_of, policy_of_year, policy_that_says};

/// Forms written in an example, and whether they are declared complete.
#[derive(Debug, Default)]
pub struct Written {
    pub forms: Vec<Form>,
    /// Forms with a line `past: yes`: of earlier years, only to compare with.
    pub past: Vec<Form>,
    /// Rows of forms with a line `peer: yes`: of other units, only to compare with.
    pub peers: Vec<Peer>,
    pub complete: bool,
    pub pack: Option<String>,
    /// What the pack says besides: key, left and right word of a table.
    pub says: Vec<[String; 3]>,
}

/// Reads forms; panics with the line that is wrong, as a test should.
pub fn read_forms(text: &str) -> Written {
    let mut written = Written::default();
    for (index, part) in text.split("\n---\n").enumerate() {
        let mut reader = Reader::new(index);
        let (mut past, mut peer) = (false, false);
        for (number, line) in part.lines().enumerate() {
            match line.trim() {
                "" => {}
                "batch: complete" => written.complete = true,
                "past: yes" => past = true,
                "peer: yes" => peer = true,
                line if line.starts_with("pack.") => {
                    let word = line["pack.".len()..].split([':', '=']).map(|w| w.trim().to_owned());
                    let word = <[String; 3]>::try_from(word.collect::<Vec<_>>());
                    written.says.push(word.expect("key: left = right"));
                }
                line if line.starts_with("pack: ") => {
                    written.pack = Some(line["pack: ".len()..].to_owned());
                }
                line => reader.line(number + 1, line),
            }
        }
        if peer {
            written.peers.extend(Peer::of(&reader.form));
            continue;
        }
        let pile = if past { &mut written.past } else { &mut written.forms };
        pile.push(reader.form);
    }
    written
}

struct Reader {
    form: Form,
    table: u32,
    unit: MoneyUnit,
    columns: Vec<Column>,
}

impl Reader {
    fn new(index: usize) -> Self {
        let columns = vec![Column::Level1, Column::Level2, Column::Level3, Column::Target];
        let form = Form { merges_known: true, ..Form::default() };
        let table = u32::try_from(index + 1).expect("few forms");
        Reader { form, table, unit: MoneyUnit::WanYuan, columns }
    }

    fn text(&self, row: usize, column: usize, text: &str) -> Text {
        let number = |n: usize| u32::try_from(n).expect("small");
        let file: Arc<str> = "例.docx".into();
        let place = Place::cell(&file, Part::Table(self.table), number(row), number(column));
        let text = text.replace("\\n", "\n").replace("\\s", " ").replace("\\t", "\t");
        Text::new(text, Some(place))
    }

    fn line(&mut self, row: usize, line: &str) {
        if let Some(cells) = line.strip_prefix('|') {
            return self.indicator(row, cells.strip_suffix('|').unwrap_or(cells));
        }
        let (key, value) = line.split_once(':').unwrap_or_else(|| panic!("no colon: {line}"));
        let value = value.trim();
        match key {
            "kind" => {
                self.form.kind = value
                    .parse()
                    .unwrap_or_else(|_| panic!("no kind “{value}”; docs/terms.md lists them"))
            }
            "year" => self.form.year = Some(value.parse().expect("a year")),
            "category" => self.form.category = Some(value.parse().expect("category")),
            "merges" => self.form.merges_known = value != "lost",
            "layout" => self.form.layout = Some(value.to_owned()),
            "money_unit" => {
                self.unit = if value == "元" { MoneyUnit::Yuan } else { MoneyUnit::WanYuan }
            }
            "columns" => {
                let names = value.split('|').map(str::trim);
                self.columns = names.map(|n| n.parse().expect("column name")).collect();
            }
            "blank_row" => self.form.blank_rows.extend(self.text(row, 1, "").place),
            key if key.starts_with("unknown.") => {
                let text = self.text(row, 2, value);
                self.form.unknown.push((key["unknown.".len()..].to_owned(), text));
            }
            key if key.starts_with("money.") => self.money(row, &key["money.".len()..], value),
            key => {
                let field: Field = key.parse().unwrap_or_else(|()| {
                    panic!("no field “{key}”; docs/terms.md lists the names: {line}")
                });
                if field == Field::Title {
                    self.form.category = category(value);
                }
                let text = self.text(row, 2, value);
                self.form.fields.insert(field, text);
            }
        }
    }

    fn money(&mut self, row: usize, kind: &str, value: &str) {
        let kind: RowKind = kind.parse().expect("row of the money table");
        let mut money = MoneyRow::new(kind);
        for (column, cell) in value.split('|').enumerate() {
            let (fund, text) = cell.trim().split_once(' ').unwrap_or((cell.trim(), ""));
            let amount = Amount::read(kind, self.text(row, column + 2, text), self.unit, false);
            money.amounts.insert(fund.into(), amount);
        }
        self.form.money.push(money);
    }

    fn indicator(&mut self, row: usize, cells: &str) {
        let mut texts = BTreeMap::new();
        let values: Vec<&str> = cells.split('|').map(str::trim).collect();
        assert_eq!(
            values.len(),
            self.columns.len(),
            "a row must have the cells level1 | level2 | level3 | target, or those of the form's \
             `columns:` line: {cells}"
        );
        for (at, (column, value)) in self.columns.iter().zip(values).enumerate() {
            texts.insert(*column, self.text(row, at + 1, value));
        }
        self.form.indicators.push(Indicator::read(texts));
    }
}

/// The category a title names, as the recogniser tells it.
pub fn category(title: &str) -> Option<Category> {
    if title.contains("特定目标类") {
        return Some(Category::SpecificPurpose);
    }
    title.contains("其他运转类").then_some(Category::OtherOperating)
}

/// Runs one check, or all of them where no code is given, and writes the findings as lines.
pub fn findings_of(written: &Written, policy: &Policy, codes: &[&str]) -> String {
    let own = written.pack.as_deref().map(policy_of);
    let own = own.or_else(|| (!written.says.is_empty()).then(|| policy_that_says(&written.says)));
    let policy = own.as_ref().unwrap_or(policy);
    let pack = written.pack.as_deref().unwrap_or("national");
    // A form of another year is judged by the values of that year.
    let other = |form: &Form| form.year.filter(|year| *year != 2026);
    let others: BTreeMap<i32, Policy> =
        written.forms.iter().filter_map(other).map(|y| (y, policy_of_year(pack, y))).collect();
    let mut batch = Batch::of(&written.forms, policy);
    batch.past = written.past.iter().collect();
    batch.peers = written.peers.iter().collect();
    for member in &mut batch.members {
        let own = other(member.form).and_then(|year| others.get(&year));
        member.policy = own.unwrap_or(policy);
    }
    batch.declared_complete = written.complete;
    let report = checks::run_only(&batch, codes);
    for finding in &report.findings {
        assert!(!finding.message.is_empty() && !finding.remedy.is_empty(), "{finding:?}");
        assert!(finding.outcome != Outcome::Fail || !finding.basis.is_empty(), "{finding:?}");
    }
    let mut lines: Vec<String> = report.findings.iter().map(|f| line(f, codes.len() > 1)).collect();
    if lines.is_empty() {
        lines.push(quiet(&report).to_owned());
    }
    lines.join("\n")
}

fn line(finding: &Finding, with_code: bool) -> String {
    let weight = match finding.outcome {
        Outcome::Fail => finding.severity.to_string(),
        _ => "不能判定".to_owned(),
    };
    let code = if with_code { format!("{} ", finding.code) } else { String::new() };
    let form = finding.form.map_or_else(|| "全部".to_owned(), |i| format!("第{}张表", i + 1));
    let quote = finding.quote.replace('\n', "\\n");
    let fix = finding
        .fix
        .as_ref()
        .map_or_else(String::new, |fix| format!("【可改为“{}”】", fix.replacement));
    format!("{weight} {code}{form}「{quote}」{}{fix}", finding.message)
}

/// What to print where nothing was found.
fn quiet(report: &Report) -> &'static str {
    let passed = report.verdicts.iter().any(|verdict| verdict.outcome == Outcome::Pass);
    if passed { "通过" } else { "不适用" }
}
