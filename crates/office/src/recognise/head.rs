//! The head and foot of a form: labels and the fields beside or below them.

use model::form::Field;
use model::text::fold;
use model::{Form, Text};

use super::labels::{Labels, year_in};
use super::money::MoneyTable;
use super::rows::{Piece, Row, inline_value};
use super::tasks::TaskTable;

/// Reads the rows outside the indicator table, one after the other.
#[derive(Debug)]
pub struct Head<'a> {
    labels: &'a Labels,
    /// The money table.
    pub money: MoneyTable,
    tasks: Option<TaskTable>,
    /// Labels whose field stands in the row below: columns and field.
    below: Vec<(usize, usize, Field)>,
    /// Labels printed by the template, for finding the layout.
    pub printed: Vec<String>,
}

impl<'a> Head<'a> {
    /// A head in which amounts without a unit are read as 万元 until a layout says otherwise.
    pub fn new(labels: &'a Labels) -> Self {
        let money = MoneyTable::new(model::MoneyUnit::WanYuan);
        Head { labels, money, tasks: None, below: Vec::new(), printed: Vec::new() }
    }

    /// Takes the next row.
    pub fn take(&mut self, row: &Row, form: &mut Form) {
        for piece in row.own() {
            self.money.see_unit(&piece.key);
            if self.labels.in_head(&piece.key) || self.labels.in_tasks(&piece.key) {
                self.printed.push(piece.key.clone());
            }
        }
        if row.is_blank() || self.loose(row, form) {
            return;
        }
        let below = std::mem::take(&mut self.below);
        if !below.is_empty() && self.fill_below(row, &below, form) {
            return;
        }
        if self.in_tasks(row, form) || self.money.take(row, self.labels, form) {
            return;
        }
        self.pairs(row, form);
    }

    /// A row of a single filled cell: the year, the unit of money, `label：value`, a remark.
    fn loose(&mut self, row: &Row, form: &mut Form) -> bool {
        let Some(piece) = row.single() else { return false };
        let text = piece.text();
        let short = fold(&text.text).chars().count() <= 16;
        if short && !form.fields.contains_key(&Field::Year) && year_in(&text.text).is_some() {
            form.fields.insert(Field::Year, text);
            return true;
        }
        if short
            && self.money.unit_named()
            && fold(&text.text).contains("单位")
            && piece.key.contains("元")
        {
            form.fields.entry(Field::MoneyUnit).or_insert(text);
            return true;
        }
        if self.labels.in_head(&piece.key) || !self.below.is_empty() {
            return false;
        }
        if !self.inline(piece, form) && !row.is_line {
            form.unknown.push((String::new(), text));
        }
        true
    }

    /// `label：value` in one cell.
    fn inline(&mut self, piece: &Piece, form: &mut Form) -> bool {
        let text = piece.text();
        let Some((label, rest)) = inline_value(&text.text) else { return false };
        if matches!(fold(rest).as_str(), "元" | "万元" | "亿元") {
            form.fields.entry(Field::MoneyUnit).or_insert(text);
            return true;
        }
        let Some(field) = self.labels.field(&label) else { return false };
        self.printed.push(label);
        let value = Text::new(model::text::trim(rest), text.place.clone());
        form.fields.entry(field).or_insert(value);
        true
    }

    /// The row below labels such as 预期目标 | 实际完成情况.
    fn fill_below(&mut self, row: &Row, below: &[(usize, usize, Field)], form: &mut Form) -> bool {
        let mut used = false;
        for (start, end, field) in below {
            let under = row.own().find(|piece| {
                let label = self.labels.in_head(&piece.key);
                piece.start() < *end && *start < piece.end() && !label
            });
            if let Some(piece) = under {
                form.fields.entry(*field).or_insert_with(|| piece.text());
                used = true;
            }
        }
        used
    }

    fn in_tasks(&mut self, row: &Row, form: &mut Form) -> bool {
        if let Some(table) = TaskTable::detect(row, self.labels) {
            self.tasks = Some(table);
            return true;
        }
        let Some(table) = self.tasks.as_mut() else { return false };
        let taken = table.take(row, self.labels, &self.money, form);
        if !taken {
            self.tasks = None;
        }
        taken
    }

    /// Label, field, label, field …
    fn pairs(&mut self, row: &Row, form: &mut Form) {
        let own: Vec<&Piece> = row.own().collect();
        let mut at = 0;
        while at < own.len() {
            let (piece, next) = (own[at], own.get(at + 1));
            at += 1;
            if piece.is_blank() || self.inline(piece, form) {
                continue;
            }
            let value = next.filter(|next| !self.labels.in_head(&next.key));
            let field = self.labels.field(&piece.key);
            let section = self.labels.is("goal_section", &piece.key)
                || self.labels.is("money_section", &piece.key)
                || self.labels.is("side", &piece.key);
            match (field, value) {
                (Some(field), Some(value)) => {
                    form.fields.entry(field).or_insert_with(|| value.text());
                    at += 1;
                }
                (Some(field), None) if next.is_none() || !section => {
                    self.below.push((piece.start(), piece.end(), field));
                }
                (Some(_), None) => {}
                (None, _) if section => {}
                (None, Some(value)) if !value.is_blank() && piece.key.chars().count() <= 20 => {
                    form.unknown.push((piece.key.clone(), value.text()));
                    at += 1;
                }
                (None, _) => form.unknown.push((String::new(), piece.text())),
            }
        }
    }
}
