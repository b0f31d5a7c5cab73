//! The heads of an indicator table: finding the run of column labels, and what each column holds.
//!
//! ```text
//! 绩效指标 | 年度指标值 | 实际完成值 | 一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位
//! ```
//! is a head whose group 年度指标值 was printed before its children; the columns are
//! `一级 二级 三级 性质 指标值 单位 实际完成值`, and the group stands in a row above them.

use std::ops::Range;

use model::form::NamedColumn;

use super::class::Class;
use super::item::Item;
use super::labels::{Group, Kind, Labels};
use super::source::Token;
use super::table::{Placed, Row};

/// The columns of one head.
#[derive(Debug, Clone, Default)]
pub struct Columns {
    /// What each column holds, from the left; `None` is the side label or a past year.
    pub kinds: Vec<Option<NamedColumn>>,
    /// Whether the first column is the side label 绩效指标.
    pub side: bool,
    /// The rows of the head.
    pub rows: Vec<Row>,
}

/// The next run of column labels at or after `from`.
pub fn find(items: &[Item], from: usize, labels: &Labels) -> Option<Range<usize>> {
    let mut at = from;
    while at < items.len() {
        let run = run(items, at);
        if is_head(&items[run.clone()], labels) {
            return Some(run);
        }
        at = run.end.max(at + 1);
    }
    None
}

/// Labels from `at` on that can stand in a head, blanks between them included.
fn run(items: &[Item], at: usize) -> Range<usize> {
    let mut end = at;
    for (index, item) in items.iter().enumerate().skip(at) {
        if item.is_blank() {
            continue;
        }
        if !stands_in_head(item) {
            break;
        }
        end = index + 1;
    }
    let blank = items[at..end.max(at)].iter().take_while(|item| item.is_blank()).count();
    at + blank..end.max(at + blank)
}

fn stands_in_head(item: &Item) -> bool {
    item.is(|kind| matches!(kind, Kind::Column(_) | Kind::Group(_) | Kind::Side))
        || (item.class != Class::Text && is_year(&item.text()))
}

/// `2023年`: the value of a past year stands below.
fn is_year(text: &str) -> bool {
    let text = model::text::label_key(text);
    let digits = text.trim_end_matches('度').strip_suffix('年');
    digits.is_some_and(|digits| digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit()))
}

/// At least three different columns, one of them a level.
fn is_head(run: &[Item], labels: &Labels) -> bool {
    let mut kinds: Vec<NamedColumn> =
        run.iter().filter_map(|item| labels.column(&item.text())).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds.len() >= 3 && kinds.iter().any(|kind| is_level(*kind))
}

fn is_level(kind: NamedColumn) -> bool {
    matches!(kind, NamedColumn::Level1 | NamedColumn::Level2 | NamedColumn::Level3)
}

struct Head {
    token: Token,
    kind: Option<NamedColumn>,
    group: Option<Group>,
}

/// The columns under a run of labels.
pub fn columns(run: &[Item], labels: &Labels) -> Columns {
    let mut side = Vec::new();
    let mut heads: Vec<Head> = Vec::new();
    for item in run.iter().filter(|item| !item.is_blank()) {
        let text = item.text();
        let kind = labels.column(&text);
        let group = labels.kinds(&text).iter().find_map(|kind| match kind {
            Kind::Group(group) => Some(*group),
            _ => None,
        });
        if kind.is_none() && group.is_none() && !is_year(&text) {
            side.push(item.token.clone());
        } else {
            heads.push(Head { token: item.token.clone(), kind, group });
        }
    }
    levels_first(&mut heads);
    let mut result = Columns { side: !side.is_empty(), ..Columns::default() };
    let mut above = Row::new();
    let mut row = Row::new();
    if result.side {
        result.kinds.push(None);
        let pieces = side.into_iter().flat_map(|token| token.pieces).collect();
        row.push(Placed::new(0, Token { pieces }));
    }
    while !heads.is_empty() {
        let head = heads.remove(0);
        let children = children(&head, &mut heads);
        let first = result.kinds.len();
        if children.is_empty() {
            result.kinds.push(head.kind);
            row.push(Placed::new(first, head.token));
            continue;
        }
        above.push(Placed { column: first, span: children.len(), token: head.token });
        for (offset, child) in children.into_iter().enumerate() {
            result.kinds.push(child.kind);
            row.push(Placed::new(first + offset, child.token));
        }
    }
    if !above.is_empty() {
        result.rows.push(above);
    }
    result.rows.push(row);
    result
}

/// Where the levels come after other columns, they were printed a row below: move them in front.
fn levels_first(heads: &mut Vec<Head>) {
    let is = |head: &Head| head.kind.is_some_and(is_level);
    let Some(first) = heads.iter().position(is) else { return };
    let other = |head: &Head| !is(head) && head.kind != Some(NamedColumn::Explanation);
    let before = heads[..first].iter().filter(|head| other(head)).count();
    if before < 2 {
        return;
    }
    let count = heads[first..].iter().take_while(|head| is(head)).count();
    let levels: Vec<Head> = heads.drain(first..first + count).collect();
    heads.splice(0..0, levels);
}

/// Takes the columns below a group out of what follows it.
fn children(head: &Head, heads: &mut Vec<Head>) -> Vec<Head> {
    use NamedColumn::*;
    let belongs = |kind: Option<NamedColumn>| match head.group {
        Some(Group::Reference) => kind.is_none() || kind == Some(Mean),
        Some(Group::Cause) => matches!(
            kind,
            Some(CauseFunds | CauseRules | CauseStaff | CauseHardware | CauseOther | Reason)
        ),
        Some(Group::Likelihood) => matches!(kind, Some(Sure | Possible | Impossible)),
        Some(Group::Target) => matches!(kind, Some(Nature | Direction | Target | Unit)),
        None => false,
    };
    let Some(first) = heads
        .iter()
        .position(|child| child.group.is_none_or(|g| g == Group::Target) && belongs(child.kind))
    else {
        return Vec::new();
    };
    let count = heads[first..].iter().take_while(|child| belongs(child.kind)).count();
    let run = &heads[first..first + count];
    if head.group == Some(Group::Target)
        && (count < 2 || !run.iter().any(|child| child.kind == Some(Target)))
    {
        return Vec::new();
    }
    heads.drain(first..first + count).collect()
}
