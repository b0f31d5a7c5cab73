//! 绩效目标批复表: what one document approves, project by project, with every target.

use model::form::{Column, Field};
use model::text::{fold, trim};
use model::{Drawing, Form, FormKind, Fund, Ink, Money, MoneyUnit, Role};

use super::rows::{Rows, field, label};

/// What a document approves.
#[derive(Debug, Clone)]
pub struct Approval<'a> {
    /// The title.
    pub title: String,
    /// 文号.
    pub number: String,
    /// Its date, in words.
    pub dated: String,
    /// What it approves, in order.
    pub items: Vec<Approved<'a>>,
    /// What is said below; may be empty.
    pub remark: String,
}

/// A form that is approved.
#[derive(Debug, Clone)]
pub struct Approved<'a> {
    /// The unit.
    pub unit: String,
    /// The form as it was frozen.
    pub form: &'a Form,
    /// What is to be known beside it: that another document took its place; may be empty.
    pub note: String,
}

const COLUMNS: usize = 5;

/// The table. Each project has a head of its own, so that nothing is written into narrow columns.
pub fn approval(paper: &Approval<'_>) -> Drawing {
    let mut rows = Rows::new(COLUMNS);
    let (number, dated) =
        (format!("批复文号：{}", paper.number), format!("批复日期：{}", paper.dated));
    rows.title(&paper.title, [(&number, 3), (&dated, 1), ("金额单位：万元", 1)]);
    let head = rows.next();
    rows.put((head, 0), 2, "一级指标", Ink::Printed(Role::Head));
    for (column, name) in [(2, "二级指标"), (3, "三级指标"), (4, "批复的指标值")] {
        rows.put((head, column), 1, name, Ink::Printed(Role::Head));
    }
    for (index, item) in paper.items.iter().enumerate() {
        block(&mut rows, index + 1, item);
    }
    total(&mut rows, &paper.items);
    if !paper.remark.is_empty() {
        let row = rows.next();
        rows.put((row, 0), 1, "说明", label());
        rows.put((row, 1), COLUMNS - 1, &paper.remark, field("remark"));
    }
    Drawing {
        grid: rows.grid(),
        widths: vec![6, 13, 17, 33, 31],
        headers: std::iter::once(head..head + 1).collect(),
        landscape: false,
        title: paper.title.clone(),
    }
}

fn block(rows: &mut Rows, number: usize, item: &Approved<'_>) {
    let (first, form) = (rows.next(), item.form);
    let name = match form.kind {
        FormKind::Project => fold(form.text(Field::Project)),
        _ => "部门整体支出".to_owned(),
    };
    let name = if item.note.is_empty() { name } else { format!("{name}（{}）", item.note) };
    rows.put((first, 1), 1, "项目名称", label());
    rows.put((first, 2), 3, &name, field("project"));
    rows.put((first + 1, 1), 1, "预算单位", label());
    rows.put((first + 1, 2), 3, &item.unit, field("unit"));
    rows.put((first + 2, 1), 1, "批复金额", label());
    rows.put((first + 2, 2), 1, &wan(amount(form, &Fund::Total)), field("amount"));
    rows.put((first + 2, 3), 2, &funds(form), field("funds"));
    rows.put((first + 3, 1), 1, "总体目标", label());
    rows.put((first + 3, 2), 3, trim(form.text(Field::Goal)), field("goal"));
    // It spans the head of the project alone: a cell over all of it would be cut by page breaks.
    rows.tall((first, 0), (4, 1), &number.to_string(), label());
    indicators(rows, form);
}

/// The rows of indicators; a level that repeats the row above is one cell with it.
fn indicators(rows: &mut Rows, form: &Form) {
    let first = rows.next();
    let level = |at: usize, column: Column| {
        let row = &form.indicators[at];
        let own = row.folded(column);
        if own.is_empty() && column == Column::Level1 { row.folded(Column::Block) } else { own }
    };
    let count = form.indicators.len();
    for (row, indicator) in form.indicators.iter().enumerate() {
        rows.put((first + row, 3), 1, trim(indicator.text(Column::Level3)), field("level3"));
        rows.put((first + row, 4), 1, trim(indicator.text(Column::Target)), field("target"));
    }
    let same = |at: usize, depth: usize| {
        [Column::Level1, Column::Level2][..depth]
            .iter()
            .all(|column| level(at, *column) == level(at - 1, *column))
    };
    let places = [(1, Column::Level1, (0, 2)), (2, Column::Level2, (2, 1))];
    for (depth, column, (place, span)) in places {
        let mut start = 0;
        for at in 1..=count {
            if at == count || !same(at, depth) {
                let text = level(start, column);
                rows.tall((first + start, place), (at - start, span), &text, label());
                start = at;
            }
        }
    }
}

/// Projects and whole units are never added together: the one holds the other.
fn total(rows: &mut Rows, items: &[Approved<'_>]) {
    let projects = items.iter().filter(|item| item.form.kind == FormKind::Project);
    let (mut count, mut sum) = (0, Some(Money::from_fen(0)));
    for item in projects {
        count += 1;
        let amount = amount(item.form, &Fund::Total).unwrap_or(Money::from_fen(0));
        sum = sum.and_then(|sum| sum.checked_add(amount));
    }
    if count == 0 {
        return;
    }
    let row = rows.next();
    rows.put((row, 0), 2, "项目合计", label());
    rows.put((row, 2), 1, &wan(sum), field("sum"));
    rows.put((row, 3), 2, &format!("共{count}个项目"), Ink::Printed(Role::Label));
}

fn amount(form: &Form, fund: &Fund) -> Option<Money> {
    form.funds().and_then(|row| row.money(fund))
}

fn funds(form: &Form) -> String {
    let told = [(Fund::Fiscal, "财政拨款"), (Fund::Other, "其他资金")];
    let told = told
        .iter()
        .filter_map(|(fund, name)| Some(format!("{name}{}", wan(Some(amount(form, fund)?)))));
    let told: Vec<String> = told.collect();
    if told.is_empty() { String::new() } else { format!("其中：{}", told.join("，")) }
}

/// An amount in 万元; "" where there is none.
pub(super) fn wan(money: Option<Money>) -> String {
    money.map_or_else(String::new, |money| money.display_in(MoneyUnit::WanYuan, 2))
}
