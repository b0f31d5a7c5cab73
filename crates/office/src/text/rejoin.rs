//! Puts labels together again that were broken over lines or cut at blanks.
//!
//! ```text
//! 主管部门        一级      服务对象满意度      项目资金      经济效益 指标
//! 及编码          指标      指标                （万元）
//! ```
//! Two to four neighbours become one item when together they are a label or a level name, and a
//! remark in brackets joins the label before it. Values are never joined here.

use model::text::label_key;

use super::class::Class;
use super::item::{Gap, Item, Sheet};
use super::labels::{Kind, Labels};

/// Joins broken labels.
pub fn rejoin(sheet: &mut Sheet<'_>, labels: &Labels) {
    let mut joined: Vec<Item> = Vec::with_capacity(sheet.items.len());
    let mut at = 0;
    while at < sheet.items.len() {
        let count = broken(&sheet.items[at..], labels);
        if count > 1 {
            let run = &sheet.items[at..at + count];
            joined.push(Item::new(sheet.join(run), run[0].gap, labels));
        } else {
            joined.push(sheet.items[at].clone());
        }
        at += count;
        attach_bracket(sheet, &mut joined, labels);
    }
    sheet.items = joined;
}

/// How many items from the first make one label.
fn broken(items: &[Item], labels: &Labels) -> usize {
    (2..=4.min(items.len())).rev().find(|count| is_broken(&items[..*count], labels)).unwrap_or(1)
}

fn is_broken(parts: &[Item], labels: &Labels) -> bool {
    let short = |item: &Item| {
        let key = label_key(&item.text());
        !key.is_empty() && key.chars().count() <= 9 && !(key.starts_with('(') && key.ends_with(')'))
    };
    let near = |item: &Item| matches!(item.gap, Gap::Line | Gap::Row | Gap::Blank | Gap::Paragraph);
    if !parts.iter().all(short) || !parts[1..].iter().all(near) {
        return false;
    }
    let whole: String = parts.iter().map(Item::text).collect();
    let is_label = |text: &str| !labels.kinds(text).is_empty() || is_level(text, labels);
    if !is_label(&whole) {
        return false;
    }
    // Two full labels side by side are two cells, however well they read together.
    let last = label_key(&parts[parts.len() - 1].text());
    let tail = !is_label(&last) || matches!(last.as_str(), "指标" | "目标");
    let head = label_key(&parts[0].text());
    tail || !is_label(&head)
}

fn is_level(text: &str, labels: &Labels) -> bool {
    text.contains("指标") && (labels.is_level1(text) || labels.is_level2(text))
}

/// A remark in brackets after a label: `（万元）`, `(A)`, `(2024 年-2026 年)`.
fn attach_bracket(sheet: &Sheet<'_>, joined: &mut Vec<Item>, labels: &Labels) {
    let [.., label, bracket] = joined.as_slice() else { return };
    let text = label_key(&bracket.text());
    let remark = text.starts_with('(')
        && text.ends_with(')')
        && text.chars().count() <= 16
        && !text.contains(['，', ',']);
    let score = text.trim_end_matches(')').ends_with('分');
    if !remark || (score && bracket.gap != Gap::Line) || bracket.class == Class::Level1 {
        return;
    }
    let takes = |kind| !matches!(kind, Kind::Field(field) if !is_goal(field));
    if labels.is(&label.text(), |kind| kind == Kind::End) {
        return;
    }
    let named = text.contains(['元', '章', '盖']) && !labels.kinds(&label.text()).is_empty();
    let level = score && is_level(&label.text(), labels);
    if !(labels.is(&label.text(), takes) || named || level) {
        return;
    }
    let count = joined.len();
    let whole = Item::new(sheet.join(&joined[count - 2..]), joined[count - 2].gap, labels);
    joined.truncate(count - 2);
    joined.push(whole);
}

fn is_goal(field: model::form::Field) -> bool {
    use model::form::Field;
    matches!(field, Field::Goal | Field::MediumGoal | Field::GoalActual)
}
