//! How a field is called when one speaks of it to a clerk.

use model::{Fund, RowKind};

/// The Chinese name of a field by its path, as forms usually print it; the path itself when it
/// has no usual name.
pub(crate) fn of(path: &str) -> &str {
    match path {
        "unit" => "预算单位（部门名称）",
        "department" => "主管部门",
        "project" => "项目名称",
        "goal" => "年度总体目标",
        "category" => "项目类别",
        "basis" => "立项依据",
        "content" => "项目概况",
        "duration" => "项目起止时间",
        "money.income.total" => "收入预算的资金总额",
        "money.expenditure.total" => "资金总额",
        "money.expenditure.fiscal" => "财政拨款",
        "money.initial.total" => "年初预算数（资金总额）",
        "money.adjusted.total" => "全年预算数（资金总额）",
        other => other,
    }
}

/// A row of the money table.
pub(crate) fn row(row: RowKind) -> &'static str {
    match row {
        RowKind::Income => "收入预算",
        RowKind::Expenditure => "支出预算",
        RowKind::Overall => "项目总资金",
        RowKind::Initial => "年初预算数",
        RowKind::Adjusted => "全年预算数",
        RowKind::Executed => "执行数",
        RowKind::Forecast => "全年预计执行数",
        RowKind::Rate => "执行率",
        RowKind::Weight => "分值",
        RowKind::Score => "得分",
        RowKind::Reason => "偏差原因",
    }
}

/// A source of money.
pub(crate) fn fund(fund: &Fund) -> &str {
    match fund {
        Fund::Total => "资金总额",
        Fund::Fiscal => "财政拨款",
        Fund::Other => "其他资金",
        Fund::Item(label) => label,
    }
}
