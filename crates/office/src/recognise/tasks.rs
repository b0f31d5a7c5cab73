//! 年度主要任务 of the national department form.

use model::form::{Task, TaskColumn};
use model::{Form, Fund, RowKind};

use super::labels::Labels;
use super::money::MoneyTable;
use super::rows::Row;

/// The task table while its rows go by.
#[derive(Debug)]
pub struct TaskTable {
    columns: Vec<(usize, usize, TaskColumn)>,
}

impl TaskTable {
    /// A row with 任务名称 and 主要内容 begins the table.
    pub fn detect(row: &Row, labels: &Labels) -> Option<Self> {
        let mut table = TaskTable { columns: Vec::new() };
        table.head(row, labels);
        let has = |wanted| table.columns.iter().any(|(_, _, column)| *column == wanted);
        (has(TaskColumn::Name) && has(TaskColumn::Content)).then_some(table)
    }

    fn head(&mut self, row: &Row, labels: &Labels) {
        for piece in row.own().filter(|piece| !piece.is_blank()) {
            let Some(column) = labels.task(&piece.key) else { continue };
            let (start, end) = (piece.start(), piece.end());
            self.columns.retain(|(s, e, _)| *e <= start || *s >= end);
            self.columns.push((start, end, column));
        }
    }

    /// Takes a row; `false` ends the table.
    pub fn take(
        &mut self,
        row: &Row,
        labels: &Labels,
        money: &MoneyTable,
        form: &mut Form,
    ) -> bool {
        let mut filled = row.own().filter(|piece| !piece.is_blank()).peekable();
        let Some(first) = filled.peek() else { return true };
        let sum = ["金额合计", "合计", "总计"].contains(&first.key.as_str());
        let section = labels.money_section(&first.key) && labels.task(&first.key).is_none();
        if !sum && (section || labels.field(&first.key).is_some()) {
            return false;
        }
        if filled.all(|piece| labels.task(&piece.key).is_some()) {
            self.head(row, labels);
            return true;
        }
        let mut task = Task::default();
        for piece in row.own() {
            let column =
                self.columns.iter().find(|(start, end, _)| (*start..*end).contains(&piece.start()));
            let Some((_, _, column)) = column else { continue };
            match (sum, fund(*column)) {
                (false, _) => _ = task.cells.insert(*column, piece.text()),
                (true, Some(fund)) => money.put(form, RowKind::Expenditure, fund, piece.text()),
                (true, None) => {}
            }
        }
        if task.cells.values().any(|text| !text.is_blank()) {
            form.tasks.push(task);
        }
        true
    }
}

fn fund(column: TaskColumn) -> Option<Fund> {
    match column {
        TaskColumn::Total => Some(Fund::Total),
        TaskColumn::Fiscal => Some(Fund::Fiscal),
        TaskColumn::Other => Some(Fund::Other),
        TaskColumn::Name | TaskColumn::Content => None,
    }
}
