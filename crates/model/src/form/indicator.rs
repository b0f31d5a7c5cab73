//! Rows of the indicator table and of 年度主要任务.

use std::collections::BTreeMap;

use super::{Column, TaskColumn, Text};
use crate::{Decimal, Place, Target};

/// One indicator row.
#[derive(Debug, Clone, PartialEq)]
pub struct Indicator {
    /// Cells by role. Levels inherited through a merge are present, with the merged cell's place.
    pub cells: BTreeMap<Column, Text>,
    /// The reading of the target, with the form's separate columns for 性质 and 计量单位.
    pub target: Target,
    /// The reading of the actual value, where the form has one.
    pub actual: Option<Target>,
    /// 权重 or 分值 as a number.
    pub weight: Option<Decimal>,
    /// 得分 as a number.
    pub score: Option<Decimal>,
}

/// One row of 年度主要任务.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Task {
    /// Cells by role.
    pub cells: BTreeMap<TaskColumn, Text>,
}

impl Indicator {
    /// Types the cells of a row.
    pub fn read(cells: BTreeMap<Column, Text>) -> Self {
        let text = |column: Column| cells.get(&column).map_or("", |t| t.text.as_str());
        let unit = text(Column::Unit);
        let target = Target::with_columns(text(Column::Target), text(Column::Nature), unit);
        let actual = cells
            .get(&Column::Actual)
            .filter(|t| !t.is_blank())
            .map(|t| Target::with_columns(&t.text, "", unit));
        let number = |column| crate::money::plain_number(text(column));
        let (weight, score) = (number(Column::Weight), number(Column::Score));
        Indicator { target, actual, weight, score, cells }
    }

    /// A cell's text as written; "" when the row does not have it.
    pub fn text(&self, column: Column) -> &str {
        self.cells.get(&column).map_or("", |text| &text.text)
    }

    /// A cell's text without blanks at the ends and line breaks inside; for comparing.
    pub fn folded(&self, column: Column) -> String {
        crate::text::fold(self.text(column))
    }

    /// Where a cell stands; the row's target cell when that cell is unknown.
    pub fn place(&self, column: Column) -> Option<&Place> {
        let place = |column: &Column| self.cells.get(column).and_then(|t| t.place.as_ref());
        place(&column)
            .or_else(|| place(&Column::Target))
            .or_else(|| self.cells.values().find_map(|t| t.place.as_ref()))
    }

    /// Reference values of past years, oldest first.
    pub fn years(&self) -> impl Iterator<Item = (i32, &Text)> {
        self.cells.iter().filter_map(|(column, text)| match column {
            Column::Year(year) => Some((*year, text)),
            Column::Named(_) => None,
        })
    }
}
