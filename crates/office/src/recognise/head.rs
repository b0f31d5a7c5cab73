//! The head of a form: labels and the fields beside or below them.

use std::collections::BTreeSet;

use model::form::Field;
use model::text::{fold, label_key, trim};
use model::{Form, Text};

use super::labels::{Labels, bare, budget_year, is_goal, numberless, year_in};
use super::money::{MoneyTable, Taken};
use super::rows::{Piece, Row, inline_values};
use super::tasks::TaskTable;

/// Reads the rows outside the indicator table, one after the other.
#[derive(Debug)]
pub struct Head<'a> {
    labels: &'a Labels,
    /// The money table.
    pub money: MoneyTable,
    tasks: Option<TaskTable>,
    /// Labels whose text stands in the row below.
    below: Vec<Below>,
    /// Fields whose label is a weak one (部门：): a better label replaces them.
    weak: BTreeSet<Field>,
    /// Labels printed by the template, for finding the layout.
    pub printed: Vec<String>,
}

/// A label whose text stands under it.
#[derive(Debug)]
struct Below {
    start: usize,
    end: usize,
    /// The field, or none for a label nobody knows.
    field: Option<Field>,
    label: String,
}

impl Below {
    fn new(piece: &Piece, field: Option<Field>) -> Self {
        Below { start: piece.start(), end: piece.end(), field, label: piece.key.clone() }
    }
}

impl<'a> Head<'a> {
    /// A head in which amounts without a unit are read as 万元 until a layout says otherwise.
    pub fn new(labels: &'a Labels) -> Self {
        let money = MoneyTable::new(model::MoneyUnit::WanYuan);
        let (below, weak, printed) = (Vec::new(), BTreeSet::new(), Vec::new());
        Head { labels, money, tasks: None, below, weak, printed }
    }

    /// Takes the next row.
    pub fn take(&mut self, row: &Row, form: &mut Form) {
        for piece in row.own() {
            self.money.see_unit(&piece.key);
            if self.labels.in_head(&piece.key) || self.labels.in_tasks(&piece.key) {
                self.printed.push(piece.key.clone());
            }
        }
        if row.is_blank() || self.column_labels(row) || self.loose(row, form) {
            return;
        }
        let below = std::mem::take(&mut self.below);
        if !below.is_empty() && self.fill_below(row, &below, form) {
            return;
        }
        if self.in_tasks(row, form) {
            return;
        }
        match self.money.take(row, self.labels, form) {
            Taken::Row => {}
            Taken::Cells(cells) => self.pairs(row, &cells, form),
        }
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
        if !self.inline(piece, form) && !row.is_line && !is_annex(&piece.key) {
            form.unknown.push((String::new(), text));
        }
        true
    }

    /// Every `label：value` in one cell.
    fn inline(&mut self, piece: &Piece, form: &mut Form) -> bool {
        let text = piece.text();
        let labels = self.labels;
        let known = |label: &str| labels.field(label).is_some() || labels.is("printed", label);
        let values = inline_values(&text.text, known);
        let mut used = false;
        let year = budget_year(&text.text).filter(|_| !values.is_empty());
        if let Some(year) = year.filter(|_| !form.fields.contains_key(&Field::Year)) {
            form.fields.insert(Field::Year, Text::new(year, text.place.clone()));
        }
        for (label, value) in &values {
            let value = Text::new(trim(value), text.place.clone());
            if matches!(
                fold(&value.text).as_str(),
                "元" | "万元" | "亿元" | "人民币元" | "人民币万元"
            ) {
                self.money.see_unit(&label_key(&format!("{label}:{}", value.text)));
                let whole = match values.len() {
                    1 => text.clone(),
                    _ => Text::new(format!("{label}：{}", value.text), value.place),
                };
                form.fields.entry(Field::MoneyUnit).or_insert(whole);
            } else if let Some(field) = labels.field(label) {
                self.set(form, field, label, value);
            } else if values.len() == 1 {
                return false;
            }
            self.printed.push(label.clone());
            used = true;
        }
        used
    }

    /// Stores a field: the first text stays, unless it is blank or stands beside a weak label;
    /// numbered goals add up.
    pub fn set(&mut self, form: &mut Form, field: Field, label: &str, text: Text) {
        let weak = self.labels.is_weak(label);
        let Some(old) = form.fields.get_mut(&field).filter(|old| !old.is_blank()) else {
            if weak {
                self.weak.insert(field);
            }
            form.fields.insert(field, text);
            return;
        };
        let numbered = is_goal(field) && numberless(label) != bare(label);
        if !weak && !text.is_blank() && self.weak.remove(&field) {
            *old = text;
        } else if numbered && !text.is_blank() && old.text != text.text {
            old.text = format!("{}\n{}", old.text, text.text);
        }
    }

    /// A row of nothing but labels of the indicator table: the upper half of its header.
    pub fn column_labels(&self, row: &Row) -> bool {
        let known = |piece: &Piece| {
            self.labels.column(&piece.key).is_some() || self.labels.is("side", &piece.key)
        };
        !row.is_line
            && row
                .own()
                .filter(|piece| !piece.is_blank())
                .all(|piece| known(piece) && self.labels.field(&piece.key).is_none())
    }

    /// The row below labels such as 预期目标 | 实际完成情况.
    fn fill_below(&mut self, row: &Row, below: &[Below], form: &mut Form) -> bool {
        let labelled = |piece: &Piece| {
            let field = self.labels.field(&piece.key);
            field.is_some_and(|field| !is_goal(field)) && !self.section(piece)
        };
        if row.own().any(labelled) {
            return false;
        }
        let mut used = false;
        for label in below {
            let under = row.own().find(|piece| {
                let over = piece.start() < label.end && label.start < piece.end();
                over && !self.labels.in_head(&piece.key)
            });
            let Some(piece) = under else { continue };
            match label.field {
                Some(field) => self.set(form, field, &label.label, piece.text()),
                None if piece.is_blank() => {}
                None => form.unknown.push((label.label.clone(), piece.text())),
            }
            used = true;
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

    /// Label, field, label, field …; cells in `taken` have been read as money.
    fn pairs(&mut self, row: &Row, taken: &[usize], form: &mut Form) {
        let own: Vec<&Piece> = row.own().collect();
        let begins = row.pieces.first().is_some_and(|piece| !piece.continued);
        let (mut at, mut lone) = (0, Vec::new());
        while at < own.len() {
            let (piece, next) = (own[at], own.get(at + 1));
            let leading = begins && own[..at].iter().all(|piece| piece.is_blank());
            at += 1;
            if taken.contains(&(at - 1)) || piece.is_blank() || self.inline(piece, form) {
                continue;
            }
            let value = next.filter(|next| !self.labels.in_head(&next.key));
            match (self.labels.field(&piece.key), value) {
                (Some(field), Some(value)) => {
                    self.set(form, field, &piece.key, value.text());
                    at += 1;
                }
                (Some(field), None) if next.is_none() || !(leading && self.section(piece)) => {
                    self.below.push(Below::new(piece, Some(field)));
                }
                (Some(_), None) => {}
                (None, _) if self.labels.is("printed", &piece.key) => lone.push(piece),
                (None, _) if self.section(piece) || self.labels.in_head(&piece.key) => {}
                (None, Some(value)) if !value.is_blank() && piece.key.chars().count() <= 20 => {
                    form.unknown.push((piece.key.clone(), value.text()));
                    at += 1;
                }
                (None, _) => lone.push(piece),
            }
        }
        self.lone(&lone, form);
    }

    /// Texts that are neither label nor field: beside labels of the row below, labels too.
    fn lone(&mut self, lone: &[&Piece], form: &mut Form) {
        const LONGEST: usize = 12;
        for piece in lone {
            let short = !piece.key.is_empty() && piece.key.chars().count() <= LONGEST;
            if !self.below.is_empty() && short {
                self.below.push(Below::new(piece, None));
            } else if !self.labels.is("printed", &piece.key) {
                form.unknown.push((String::new(), piece.text()));
            }
        }
    }

    fn section(&self, piece: &Piece) -> bool {
        self.labels.is("goal_section", &piece.key)
            || self.labels.money_section(&piece.key)
            || self.labels.is("side", &piece.key)
    }
}

/// The number of an annex or a published table: 附件2, 公开14表.
fn is_annex(key: &str) -> bool {
    let named = key.starts_with("附件") || key.starts_with("附表") || key.starts_with("公开");
    let short = key.chars().count() <= 8 && (key.ends_with('表') || !key.starts_with("公开"));
    named && short && !key.contains(':')
}
