//! The part of a form above its indicators: title lines, fields, money and goals.
//!
//! ```text
//! 主管部门 甲局 实施单位 乙站                  主管部门 | 甲局 | 实施单位 | 乙站
//! 年初预算数 全年预算数 分值 得分               项目资金 | | 年初预算数 | 全年预算数 | 分值 | 得分
//! 年度资金总额: 52 52 10 9.9          →               | 年度资金总额: | 52 | 52 | 10 | 9.9
//! 预期目标 实际完成情况                        年度总体目标 | 预期目标 | 实际完成情况
//! 送戏下乡。 送戏下乡。                               | 送戏下乡。 | 送戏下乡。
//! ```
//! A value reaches to the next label; where it holds blanks or line breaks it keeps them.

use std::ops::Range;

use model::form::{Field, RowKind};
use model::text::label_key;

use super::class::Class;
use super::item::{Gap, Item, Sheet};
use super::labels::{Kind, Labels};
use super::money;
use super::source::Token;
use super::table::{Placed, Row, Section, row};
use crate::{Budget, ReadError};

/// Takes the lines before the first label, and returns where that label stands.
pub fn lines(
    sheet: &Sheet<'_>,
    range: Range<usize>,
    labels: &Labels,
    sections: &mut Vec<Section>,
) -> usize {
    let items = &sheet.items;
    let end = range.clone().find(|at| is_label(sheet, *at)).unwrap_or(range.end);
    let mut start = range.start;
    for at in range.start..end {
        let next = at + 1;
        let title = labels.is_title(&items[at].text());
        let cut = next == end
            || items[next].gap != Gap::Blank
            || title
            || labels.is_title(&items[next].text());
        if cut {
            let joined = sheet.join(&items[start..next]);
            sections.extend(joined.pieces.into_iter().map(Section::Line));
            start = next;
        }
    }
    end
}

/// Whether an item begins a cell that the form prints.
pub fn is_label(sheet: &Sheet<'_>, at: usize) -> bool {
    let item = &sheet.items[at];
    let printed = |kind: Kind| !matches!(kind, Kind::Column(_) | Kind::Group(_) | Kind::End);
    if item.is_blank() || !item.is(printed) {
        return false;
    }
    // Very short labels are words of the language too: they must begin a line or end in a colon.
    let text = item.text();
    label_key(&text).chars().count() > 2 || item.gap != Gap::Blank || text.ends_with([':', '：'])
}

/// The rows of the head.
///
/// # Errors
/// [`ReadError::TooLarge`] when time is up.
pub fn rows(
    sheet: &Sheet<'_>,
    range: Range<usize>,
    labels: &Labels,
    budget: &Budget,
) -> Result<Vec<Row>, ReadError> {
    let mut head =
        Head { sheet, labels, end: range.end, rows: Vec::new(), section: None, in_section: false };
    let mut at = range.start;
    while at < range.end {
        budget.check_time()?;
        at = head.step(at);
    }
    if let Some(section) = head.section.take() {
        head.rows.push(row([section]));
    }
    Ok(head.rows)
}

struct Head<'a> {
    sheet: &'a Sheet<'a>,
    labels: &'a Labels,
    end: usize,
    rows: Vec<Row>,
    /// A side label waiting for its first row.
    section: Option<Token>,
    /// Whether rows stand beside a side label, one column to the right.
    in_section: bool,
}

impl Head<'_> {
    /// Reads from `at` and returns where to go on.
    fn step(&mut self, at: usize) -> usize {
        let items = &self.sheet.items[..self.end];
        if items[at].is_blank() {
            return at + 1;
        }
        let series = !self.is_section(at);
        if let Some(table) = money::table(self.sheet, at..self.end, self.labels, series) {
            let end = table.end;
            self.rows.extend(table.rows(self.section.take()));
            return end;
        }
        if let Some(end) = self.goal_pair(at) {
            return end;
        }
        if !is_label(self.sheet, at) && !self.begins_unknown(at) {
            let end = self.next_label(at);
            self.rows.push(row([self.sheet.join(&items[at..end])]));
            return end;
        }
        if self.is_section(at) {
            self.begin_section(items[at].token.clone());
            return at + 1;
        }
        self.fields(at)
    }

    /// Whether a row begins with a short word that no list knows, followed by more on its line.
    fn begins_unknown(&self, at: usize) -> bool {
        let item = &self.sheet.items[at];
        let more = at + 1 < self.end && self.sheet.items[at + 1].gap == Gap::Blank;
        let short = matches!(item.class, Class::Short) || item.text().ends_with([':', '：']);
        self.sheet.rows_known && item.gap == Gap::Row && more && short
    }

    fn begin_section(&mut self, token: Token) {
        if let Some(before) = self.section.replace(token) {
            self.rows.push(row([before]));
        }
        self.in_section = true;
    }

    /// A label that has no value of its own but further labels beside it.
    fn is_section(&self, at: usize) -> bool {
        let text = self.sheet.items[at].text();
        let sections = |kind| matches!(kind, Kind::MoneySection | Kind::GoalSection | Kind::Side);
        if !self.labels.is(&text, sections) {
            return false;
        }
        let next = (at + 1..self.end).find(|next| !self.sheet.items[*next].is_blank());
        next.is_some_and(|next| {
            is_label(self.sheet, next) || self.is(next, |kind| matches!(kind, Kind::Money(_)))
        })
    }

    fn is(&self, at: usize, test: impl Fn(Kind) -> bool) -> bool {
        self.sheet.items[at].is(test)
    }

    fn next_label(&self, after: usize) -> usize {
        let begins = |at: &usize| is_label(self.sheet, *at) || self.begins_unknown(*at);
        (after + 1..self.end).find(begins).unwrap_or(self.end)
    }

    /// A label with its value, and further pairs as long as the row goes on.
    fn fields(&mut self, from: usize) -> usize {
        let money = self.is(from, |kind| kind == Kind::Fund);
        self.in_section &= money || self.section.is_some();
        let mut tokens = Vec::new();
        if self.in_section {
            tokens.push(self.section.take().unwrap_or_default());
        }
        let mut at = from;
        loop {
            let end = self.next_label(at);
            tokens.push(self.sheet.items[at].token.clone());
            let value = &self.sheet.items[at + 1..end];
            let numbers = value.len() > 1
                && value
                    .iter()
                    .all(|item| matches!(item.class, Class::Small | Class::Number | Class::Dash));
            if numbers {
                tokens.extend(value.iter().map(|item| item.token.clone()));
            } else {
                tokens.push(self.sheet.join(value));
            }
            at = end;
            let goes_on = at < self.end
                && matches!(self.sheet.items[at].gap, Gap::Blank | Gap::Border | Gap::Glued)
                && self.sheet.rows_known
                && !self.is_section(at);
            if !goes_on {
                break;
            }
        }
        self.rows.push(row(tokens));
        at
    }

    /// Two goals side by side, their texts below: 预期目标 and 实际完成情况, or medium and annual.
    fn goal_pair(&mut self, at: usize) -> Option<usize> {
        let filled: Vec<usize> =
            (at..self.end).filter(|at| !self.sheet.items[*at].is_blank()).take(3).collect();
        let [first, second, ..] = filled.as_slice() else { return None };
        let kinds = [self.goal(*first)?, self.goal(*second)?];
        if kinds[0] == kinds[1] || filled.get(2).is_some_and(|third| self.goal(*third).is_some()) {
            return None;
        }
        let end = self.next_label(*second);
        let left = self.section.take();
        let offset = usize::from(left.is_some());
        let label = |at: usize| self.sheet.items[at].token.clone();
        let heads = left.into_iter().chain([label(*first), label(*second)]);
        let heads: Row = row(heads);
        let values = self.pair(*second + 1..end);
        self.rows.push(heads);
        self.rows.push(
            values
                .map(|(column, span, token)| Placed { column: offset + column, span, token })
                .collect(),
        );
        self.in_section = false;
        Some(end)
    }

    fn goal(&self, at: usize) -> Option<Field> {
        if !is_label(self.sheet, at) {
            return None;
        }
        let kinds = &self.sheet.items[at].kinds;
        kinds.iter().find_map(|kind| match kind {
            Kind::Field(field @ (Field::Goal | Field::MediumGoal | Field::GoalActual)) => {
                Some(*field)
            }
            _ => None,
        })
    }

    /// The two texts below a pair of goals; one wide cell when they cannot be told apart.
    fn pair(&self, range: Range<usize>) -> impl Iterator<Item = (usize, usize, Token)> + use<> {
        let values: Vec<Item> =
            self.sheet.items[range].iter().filter(|item| !item.is_blank()).cloned().collect();
        let filler =
            values.iter().rev().take_while(|item| super::form::is_filler(&item.text())).count();
        let (values, filler) = values.split_at(values.len() - filler);
        let cut = super::halves::cut(values);
        let mut cells = match cut {
            Some(super::halves::Cut::Between(at)) => {
                vec![(0, 1, self.sheet.join(&values[..at])), (1, 1, self.sheet.join(&values[at..]))]
            }
            Some(super::halves::Cut::Inside(left, right)) => vec![(0, 1, left), (1, 1, right)],
            None if values.is_empty() => Vec::new(),
            None => vec![(0, 2, self.sheet.join(values))],
        };
        if !filler.is_empty() {
            cells.push((2, 1, self.sheet.join(filler)));
        }
        cells.into_iter()
    }
}

/// Whether a label stands above a column of amounts.
pub fn is_money(kind: Kind) -> bool {
    matches!(kind, Kind::Money(row) if !matches!(row, RowKind::Income | RowKind::Expenditure | RowKind::Overall))
}
