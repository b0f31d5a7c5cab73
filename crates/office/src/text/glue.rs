//! Text whose cells stand without anything between them, a row a line or the whole form on one.
//!
//! ```text
//! 绩效指标一级指标二级指标指标内容指标值        绩效指标 | 一级指标 | 二级指标 | 指标内容 | 指标值
//! 产出指标数量指标配备直饮水设备212台（套）   →  产出指标 | 数量指标 | 配备直饮水设备 | 212台（套）
//! 项目主管部门甲局项目执行单位乙站              项目主管部门 | 甲局 | 项目执行单位 | 乙站
//! ```
//! Cut are label words, level words (only with the word 指标), a comparator, and a number that
//! runs to the end of its row. Nothing else is: what remains is one item, and the row it belongs
//! to is reported.

use model::form::NamedColumn;

use super::class::Class;
use super::item::{Gap, Item, Sheet};
use super::labels::{Kind, Labels};
use super::source::{Piece, Token};
use crate::{Budget, ReadError};

mod row;

/// Cuts glued items apart where the region shows a head of glued column labels.
///
/// # Errors
/// [`ReadError::TooLarge`] when time is up.
pub fn cut(sheet: &mut Sheet<'_>, labels: &Labels, budget: &Budget) -> Result<(), ReadError> {
    let mut headed = false;
    for item in &sheet.items {
        headed = headed || has_head(&item.text(), labels, budget)?;
    }
    if !headed {
        return Ok(());
    }
    let by_line = sheet.items.iter().filter(|item| item.gap != Gap::Blank).count() > 6;
    let mut cutter = Cutter {
        labels,
        budget,
        by_line,
        below_head: false,
        titled: false,
        columns: Vec::new(),
        items: Vec::new(),
    };
    for item in std::mem::take(&mut sheet.items) {
        budget.check_time()?;
        match item.token.pieces.as_slice() {
            [piece] => cutter.piece(piece, item.gap)?,
            _ => cutter.items.push(item),
        }
    }
    sheet.items = cutter.items;
    sheet.rows_known = by_line;
    for item in &mut sheet.items {
        if by_line && matches!(item.gap, Gap::Line | Gap::Paragraph) {
            item.gap = Gap::Row;
        }
    }
    Ok(())
}

/// Whether at least three column labels, one of them a level, follow one another.
fn has_head(text: &str, labels: &Labels, budget: &Budget) -> Result<bool, ReadError> {
    let characters: Vec<char> = text.chars().collect();
    for at in 0..characters.len() {
        if at.is_multiple_of(1024) {
            budget.check_time()?;
        }
        if head_length(&characters[at..], labels).is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The characters of a run of at least three column labels.
fn head_length(text: &[char], labels: &Labels) -> Option<usize> {
    let (mut at, mut columns, mut level) = (0, 0, false);
    while let Some(length) = label(&text[at..], at > 0, labels) {
        let word: String = text[at..at + length].iter().collect();
        let kind = labels.column(&word)?;
        level |= is_level(kind);
        columns += 1;
        at += length;
    }
    (columns >= 3 && level).then_some(at)
}

/// The characters of the label that a text begins with, its remark in brackets and colon included.
fn label(text: &[char], after_label: bool, labels: &Labels) -> Option<usize> {
    let begin: String = text.iter().take(48).collect();
    let mut length = labels.prefix(&begin, after_label)?;
    if let Some('(' | '（') = text.get(length)
        && let Some(close) = text[length..].iter().take(12).position(|c| matches!(c, ')' | '）'))
    {
        length += close + 1;
    }
    if let Some(':' | '：') = text.get(length) {
        length += 1;
    }
    Some(length)
}

struct Cutter<'a> {
    labels: &'a Labels,
    /// Each cut counts characters from the beginning of its line, so a long line costs time.
    budget: &'a Budget,
    /// Whether every row has a line of its own.
    by_line: bool,
    /// Whether the column labels are behind.
    below_head: bool,
    /// Whether the title is behind.
    titled: bool,
    /// The columns of the last head.
    columns: Vec<NamedColumn>,
    items: Vec<Item>,
}

impl Cutter<'_> {
    /// Cuts one piece; the first part keeps the gap, the others are glued to it.
    fn piece(&mut self, piece: &Piece, gap: Gap) -> Result<(), ReadError> {
        let text: Vec<char> = piece.text.chars().collect();
        let mut gap = gap;
        if self.labels.is_title(&piece.text) {
            self.below_head = false;
            self.titled = true;
            self.push(piece.clone(), &mut gap);
            return Ok(());
        }
        let (mut at, mut from, mut after_label) = (0, 0, false);
        while at < text.len() {
            self.budget.check_time()?;
            let length = self.cut_length(&text, at, after_label);
            let Some(length) = length else {
                at += 1;
                after_label = false;
                continue;
            };
            self.values(piece, from, at, &mut gap);
            self.push(piece.part(at, at + length), &mut gap);
            at += length;
            from = at;
            after_label = true;
        }
        self.values(piece, from, text.len(), &mut gap);
        Ok(())
    }

    /// How many characters to cut off at `at` as a label or level name.
    fn cut_length(&mut self, text: &[char], at: usize, after_label: bool) -> Option<usize> {
        if self.below_head {
            return self.level_length(&text[at..]).or_else(|| self.closing_length(text, at));
        }
        if let Some(title) = self.title_length(text, at) {
            self.titled = true;
            return Some(title);
        }
        let length = label(&text[at..], after_label, self.labels)?;
        let word: String = text[at..at + length].iter().collect();
        match self.labels.column(&word) {
            Some(column) if after_label || self.columns.is_empty() => self.columns.push(column),
            _ => self.columns.clear(),
        }
        let level = self.columns.iter().any(|column| is_level(*column));
        if level
            && self.columns.len() >= 3
            && label(&text[at + length..], true, self.labels).is_none()
        {
            self.below_head = true;
            return Some(length);
        }
        let sure = at == 0
            || after_label
            || self.is_field(&word)
            || matches!(text[at - 1], '。' | '；' | ';' | ')' | '）' | '%' | '0'..='9')
            || text[at..at + length].contains(&':')
            || text[at..at + length].iter().any(|c| matches!(c, '(' | '（' | '：'))
            || label(&text[at + length..], true, self.labels).is_some();
        sure.then_some(length)
    }

    fn is_field(&self, word: &str) -> bool {
        use model::form::Field::{Goal, GoalActual, MediumGoal};
        self.labels.is(word, |kind| {
            matches!(kind, Kind::Field(field) if !matches!(field, Goal | MediumGoal | GoalActual))
        })
    }

    /// A title up to its 表, when a label or bracket follows.
    fn title_length(&self, text: &[char], at: usize) -> Option<usize> {
        if at > 0 || self.titled {
            return None;
        }
        let ends = (1..text.len().min(60)).filter(|end| text[*end - 1] == '表');
        ends.into_iter().find(|end| {
            let head: String = text[..*end].iter().collect();
            let follows = matches!(text.get(*end), Some('(' | '（'))
                || label(&text[*end..], false, self.labels).is_some();
            follows && self.labels.is_title(&head)
        })
    }

    /// 产出指标, 社会效益指标(30分) …: only with the word 指标, for the bare words occur in names.
    fn level_length(&self, text: &[char]) -> Option<usize> {
        const WORD: [char; 2] = ['指', '标'];
        let end = (2..=18.min(text.len())).find(|end| text[*end - 2..*end] == WORD)?;
        let name: String = text[..end].iter().collect();
        if !self.labels.is_level1(&name) && !self.labels.is_level2(&name) {
            return None;
        }
        let bracket = matches!(text.get(end), Some('(' | '（'));
        let close = text[end..].iter().take(8).position(|c| matches!(c, ')' | '）'));
        Some(end + if bracket { close.map_or(0, |at| at + 1) } else { 0 })
    }

    /// 总分, 合计, 注: at the beginning of a line or after a value.
    fn closing_length(&self, text: &[char], at: usize) -> Option<usize> {
        let sure = at == 0 || matches!(text[at - 1], '0'..='9' | '…' | '。' | '%');
        let is_end = |length: &usize| {
            let word: Option<String> = text.get(at..at + length).map(|word| word.iter().collect());
            word.is_some_and(|word| self.labels.is(&word, |kind| kind == Kind::End))
        };
        if sure { [5, 4, 3, 2].into_iter().find(is_end) } else { None }
    }

    /// What stands between two labels: one value, or below the head a name and its values.
    fn values(&mut self, piece: &Piece, from: usize, to: usize, gap: &mut Gap) {
        let text: Vec<char> = piece.text.chars().skip(from).take(to - from).collect();
        let filler = text.iter().rev().take_while(|c| **c == '…').count();
        let end = to - filler;
        let text = &text[..text.len() - filler];
        let closing = self
            .items
            .last()
            .is_some_and(|item| self.labels.is(&item.text(), |kind| kind == Kind::End));
        if !text.is_empty() && (!self.below_head || closing) {
            self.push(piece.part(from, end), gap);
        } else if !text.is_empty() {
            let mut start = from;
            let cuts = row::cuts(text, &self.columns, self.by_line, self.labels);
            for length in cuts.lengths {
                self.push(piece.part(start, start + length), gap);
                start += length;
            }
            if start < end {
                self.push(piece.part(start, end), gap);
                if let Some(last) = self.items.last_mut().filter(|_| !cuts.whole) {
                    last.class = Class::Uncut;
                }
            }
        }
        if filler > 0 {
            self.push(piece.part(end, to), gap);
        }
    }

    fn push(&mut self, piece: Piece, gap: &mut Gap) {
        self.items.push(Item::new(Token::of(piece), *gap, self.labels));
        *gap = Gap::Glued;
    }
}

fn is_level(column: NamedColumn) -> bool {
    matches!(column, NamedColumn::Level1 | NamedColumn::Level2 | NamedColumn::Level3)
}
