//! 绩效目标调整表: the old value beside the new, and why.

use model::{Drawing, Ink, Role};

use super::rows::{Rows, field, label};

/// A change of what was approved.
#[derive(Debug, Clone, Default)]
pub struct Adjustment {
    /// The title.
    pub title: String,
    /// The project.
    pub project: String,
    /// The unit.
    pub unit: String,
    /// Why.
    pub reason: String,
    /// The document that approved it before, and the one that approves the change: 文号，日期.
    pub papers: [String; 2],
    /// The money before and after, in 万元.
    pub money: [String; 2],
    /// What differs.
    pub changes: Vec<ChangedCell>,
    /// How far it is: under way, approved, given up.
    pub outcome: String,
}

/// A cell or row that is not as it was.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChangedCell {
    /// What people call it.
    pub label: String,
    /// As it was; "" for what is new.
    pub before: String,
    /// As it is to be; "" for what is gone.
    pub after: String,
}

const COLUMNS: usize = 4;

/// The table.
pub fn adjustment(paper: &Adjustment) -> Drawing {
    let mut rows = Rows::new(COLUMNS);
    rows.title(&paper.title, [(&paper.outcome, 2), ("", 1), ("金额单位：万元", 1)]);
    for (name, text) in
        [("项目名称", &paper.project), ("预算单位", &paper.unit), ("调整原因", &paper.reason)]
    {
        let row = rows.next();
        rows.put((row, 0), 2, name, label());
        rows.put((row, 2), 2, text, field("about"));
    }
    let head = rows.heads(&["序号", "调整内容", "调整前", "调整后"]);
    for (name, [before, after]) in [("批复", &paper.papers), ("资金总额", &paper.money)] {
        let row = rows.next();
        rows.put((row, 0), 2, name, label());
        rows.put((row, 2), 1, before, field("before"));
        rows.put((row, 3), 1, after, field("after"));
    }
    for (index, change) in paper.changes.iter().enumerate() {
        let row = rows.next();
        rows.put((row, 0), 1, &(index + 1).to_string(), label());
        rows.put((row, 1), 1, &change.label, label());
        rows.put((row, 2), 1, shown(&change.before), field("before"));
        rows.put((row, 3), 1, shown(&change.after), field("after"));
    }
    if paper.changes.is_empty() {
        rows.across("没有不同的地方。", Ink::Printed(Role::Label));
    }
    Drawing {
        grid: rows.grid(),
        widths: vec![7, 23, 35, 35],
        headers: std::iter::once(head..head + 1).collect(),
        landscape: false,
        title: format!("{}　{}", paper.title, paper.project),
    }
}

fn shown(text: &str) -> &str {
    if text.is_empty() { "（无）" } else { text }
}
