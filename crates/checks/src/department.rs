//! What a department's form says about its projects: how many, of which category, how much.
//!
//! Such statements stand in prose. A number counts only where its clause names the category or
//! the total beyond doubt; everything else is left unread.

use std::collections::BTreeMap;

use model::{Category, Column, Field, Form, Fund, Money, MoneyUnit, Text};

use crate::numbers::{Printed, printed};
use crate::{Batch, Hit};

/// A number said in a cell.
#[derive(Debug, Clone)]
pub(crate) struct Said<'a, T> {
    /// The number.
    pub value: T,
    /// The cell.
    pub cell: &'a Text,
    /// Its row among the indicators.
    pub row: usize,
    /// One past the number's last character in the cell.
    pub end: usize,
}

/// Everything a department's form says about its projects and its basic spending.
#[derive(Debug, Clone, Default)]
pub(crate) struct Statements<'a> {
    /// Projects of each category.
    pub counts: BTreeMap<&'static str, Said<'a, u64>>,
    /// All projects.
    pub count: Option<Said<'a, u64>>,
    /// Money of each category.
    pub sums: BTreeMap<&'static str, Said<'a, Money>>,
    /// Money of all projects.
    pub sum: Option<Said<'a, Money>>,
    /// 人员经费.
    pub staff: Option<Said<'a, Money>>,
    /// 公用经费.
    pub running: Option<Said<'a, Money>>,
    /// Project names it gives, with the category they are named under.
    pub names: Vec<(String, &'static str, &'a Text)>,
}

/// How forms call what is paid to people; 安保人员购买服务 is none of it.
const STAFF: &[&str] = &["人员经费", "人员类", "人员支出", "工资福利支出"];

/// How forms call what the office itself costs.
const RUNNING: &[&str] = &["公用经费", "公用支出"];

/// How a category is written on forms.
pub(crate) fn category_name(category: Category) -> &'static str {
    match category {
        Category::SpecificPurpose => "特定目标类",
        Category::OtherOperating => "其他运转类",
    }
}

/// A sentence or clause of a target: where it stands.
#[derive(Clone, Copy)]
struct Piece<'a> {
    text: &'a str,
    cell: &'a Text,
    row: usize,
    /// Its first character in the cell.
    start: usize,
}

impl<'a> Piece<'a> {
    /// A number of this piece, as said.
    fn said<T>(&self, value: T, number: &Printed) -> Said<'a, T> {
        Said { value, cell: self.cell, row: self.row, end: self.start + number.end() }
    }

    /// The pieces between some marks; a comma inside 1,949.29 is none.
    fn split(self, marks: &str) -> Vec<Piece<'a>> {
        let mut pieces = Vec::new();
        let (mut from, mut start, mut count) = (0, self.start, self.start);
        for (at, c) in self.text.char_indices() {
            let (before, after) = (&self.text[..at], &self.text[at + c.len_utf8()..]);
            let digit = |c: char| c.is_ascii_digit();
            let grouped = c == ',' && before.ends_with(digit) && after.starts_with(digit);
            count += 1;
            if marks.contains(c) && !grouped {
                pieces.push(Piece { text: &self.text[from..at], start, ..self });
                (from, start) = (at + c.len_utf8(), count);
            }
        }
        pieces.push(Piece { text: &self.text[from..], start, ..self });
        pieces
    }
}

/// Reads a department's form.
pub(crate) fn statements(form: &Form) -> Statements<'_> {
    let mut said = Statements::default();
    for (row, indicator) in form.indicators.iter().enumerate() {
        let Some(cell) = indicator.cells.get(&Column::Target) else { continue };
        let labels = [indicator.text(Column::Level1), indicator.text(Column::Level3)];
        let labelled = labels.iter().any(|label| label.contains("项目"));
        for sentence in (Piece { text: &cell.text, cell, row, start: 0 }).split("。\n") {
            let basic = STAFF.iter().chain(RUNNING).any(|word| sentence.text.contains(word));
            let projects = named_categories(sentence.text) > 0 || labelled;
            match (basic, projects) {
                (true, _) => read_basic(sentence, &mut said),
                (false, true) => read_projects(sentence, &mut said),
                (false, false) => {}
            }
        }
    }
    said
}

/// Clauses of a sentence with their numbers; a clause ends at a comma or semicolon.
fn clauses(sentence: Piece<'_>) -> impl Iterator<Item = (Piece<'_>, Vec<Printed>)> {
    sentence.split("，,；;").into_iter().map(|clause| (clause, printed(clause.text)))
}

fn read_projects<'a>(sentence: Piece<'a>, said: &mut Statements<'a>) {
    for (clause, numbers) in clauses(sentence) {
        let counts = numbers.iter().filter(|n| matches!(n.unit(), "个" | "项") && !n.loose);
        let count = only(counts).and_then(|n| Some(clause.said(u64::try_from(n.value()).ok()?, n)));
        let sum = only(numbers.iter().filter(|n| n.is_money() && !n.loose));
        let sum = sum.and_then(|n| Some(clause.said(money(n)?, n)));
        let announces = ["共", "合计", "总计"].iter().any(|word| clause.text.contains(word));
        match category_in(clause.text) {
            Some(category) => {
                if count.is_some() || sum.is_some() {
                    let names = names_before(clause.text, category).into_iter();
                    said.names.extend(names.map(|name| (name, category, clause.cell)));
                }
                if let Some(count) = count {
                    said.counts.entry(category).or_insert(count);
                }
                if let Some(sum) = sum {
                    said.sums.entry(category).or_insert(sum);
                }
            }
            None if announces => {
                said.count = said.count.take().or(count);
                said.sum = said.sum.take().or(sum);
            }
            None => {}
        }
    }
}

fn read_basic<'a>(sentence: Piece<'a>, said: &mut Statements<'a>) {
    for (clause, numbers) in clauses(sentence) {
        let number = only(numbers.iter().filter(|n| n.is_money() && !n.loose));
        let Some(value) = number.and_then(|n| Some(clause.said(money(n)?, n))) else {
            continue;
        };
        let names = |words: &[&str]| words.iter().any(|word| clause.text.contains(word));
        match (names(STAFF), names(RUNNING), names(&["项目"])) {
            (true, false, false) => said.staff.get_or_insert(value),
            (false, true, false) => said.running.get_or_insert(value),
            (false, false, true) => said.sum.get_or_insert(value),
            _ => continue,
        };
    }
}

/// The only item; none when there are several.
fn only<'n>(mut numbers: impl Iterator<Item = &'n Printed>) -> Option<&'n Printed> {
    numbers.next().filter(|_| numbers.next().is_none())
}

/// A printed amount in fen.
pub(crate) fn money(number: &Printed) -> Option<Money> {
    Money::from_decimal(number.value(), MoneyUnit::Yuan).ok()
}

/// The categories a text names.
fn categories_in(text: &str) -> impl Iterator<Item = &'static str> {
    let names = ["特定目标类", "其他运转类"].into_iter();
    names.filter(|name| text.contains(name.trim_end_matches('类')))
}

/// How many categories a text names.
fn named_categories(text: &str) -> usize {
    categories_in(text).count()
}

/// The category a clause names; none when it names two.
fn category_in(clause: &str) -> Option<&'static str> {
    let mut names = categories_in(clause);
    names.next().filter(|_| names.next().is_none())
}

/// Names listed before the category: 「甲、乙等特定目标类项目经费」.
fn names_before(clause: &str, category: &str) -> Vec<String> {
    let Some(list) = clause.split(category).next().and_then(|head| head.strip_suffix('等')) else {
        return Vec::new();
    };
    let parts = list.split('、').map(model::text::fold);
    parts.filter(|name| name.chars().count() >= 4).collect()
}

/// Why the forms at hand do not allow a conclusion.
#[derive(Debug, Clone)]
pub(crate) struct Missing {
    message: String,
    remedy: String,
}

impl Missing {
    /// Something is missing; the check that asks says how to supply it.
    pub(crate) fn because(message: String) -> Self {
        Missing { message, remedy: String::new() }
    }

    /// What is missing.
    pub(crate) fn message(&self) -> &str {
        &self.message
    }

    /// The same as a hit on the cell that makes the statement.
    pub(crate) fn about(&self, cell: &Text) -> Hit {
        let (message, remedy) = (self.message.clone(), self.remedy.clone());
        Hit { message, remedy, ..Hit::on(cell) }
    }
}

impl<'a> Statements<'a> {
    /// Money of all projects: stated as such, else of both categories.
    pub(crate) fn project_money(&self) -> Option<Said<'a, Money>> {
        self.sum.clone().or_else(|| {
            let [one, other] = self.sums.values().collect::<Vec<_>>()[..] else { return None };
            Some(Said { value: one.value + other.value, ..one.clone() })
        })
    }

    /// How many projects there are: stated as such, else of both categories.
    fn project_count(&self) -> Option<u64> {
        let both = || match self.counts.values().collect::<Vec<_>>()[..] {
            [one, other] => Some(one.value + other.value),
            _ => None,
        };
        self.count.as_ref().map(|said| said.value).or_else(both)
    }
}

/// Rule R4: why it is not sure that every project form of the unit is here; none when it is.
pub(crate) fn incomplete(
    batch: &Batch<'_>,
    said: &Statements<'_>,
    projects: &[(usize, &Form)],
) -> Option<Missing> {
    let here = projects.len();
    if here > 0 && batch.declared_complete {
        return None;
    }
    let missing = |message: String| {
        Some(Missing {
            message,
            remedy: "把本单位当年的项目表交齐后一起检查；已经交齐的，声明“已交齐”。".into(),
        })
    };
    match said.project_count() {
        _ if here == 0 => missing("没有同时交来本单位的项目表，无法核对。".into()),
        Some(stated) if stated == here as u64 => None,
        Some(stated) if stated > here as u64 => {
            missing(format!("整体表写共{stated}个项目，这里只有{here}张项目表，无法核对。"))
        }
        Some(stated) => missing(format!(
            "整体表写共{stated}个项目，这里却有{here}张项目表，可能有重复的或者不属于这一批的，无法核对。"
        )),
        None => missing(format!("整体表没有写明项目个数，不知道这{here}张项目表是否齐全。")),
    }
}

/// Total of the project forms; says which one has no readable total.
pub(crate) fn sum_of(projects: &[(usize, &Form)]) -> Result<Money, Missing> {
    let mut sum = Money::ZERO;
    for (_, form) in projects {
        let Some(total) = form.funds().and_then(|row| row.money(&Fund::Total)) else {
            let name = model::text::trim(form.text(Field::Project));
            return Err(Missing {
                message: format!("项目“{name}”的资金总额没有填，或者读不成金额。"),
                remedy: "填上该项目的资金总额后再查。".into(),
            });
        };
        sum = sum + total;
    }
    Ok(sum)
}
