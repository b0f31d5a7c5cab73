//! The lists beside the forms, as CSV that spreadsheets open: one line for each declaration, and one
//! for each indicator.

use std::fmt::Write;

use desk::Exported;
use model::form::Column;
use model::{Fund, MoneyUnit};
use web::site::parts::Badge;

use super::place;

/// Spreadsheets take a text for UTF-8 by its first mark.
const MARK: &str = "\u{feff}";

/// The declarations, each with the path of its form.
pub fn declarations(all: &[(&Exported, &str)]) -> String {
    let heads = [
        "主管部门",
        "单位",
        "表",
        "项目",
        "总额（元）",
        "财政拨款（元）",
        "其他资金（元）",
        "指标数",
        "阶段",
        "批复文号",
        "批复日期",
        "文件",
    ];
    let mut list = line(&heads.map(str::to_owned));
    for (one, path) in all {
        let (department, unit) = place(one);
        let (case, form) = (&one.case, &one.form);
        let money = |fund: Fund| {
            let money = form.funds().and_then(|row| row.money(&fund));
            money.map(|money| money.display_in(MoneyUnit::Yuan, 2)).unwrap_or_default()
        };
        let approval = case.standing.approval.as_ref();
        let state = Badge::of(&case.situation.state, &case.setting.workflow).word;
        list += &line(&[
            department,
            unit,
            form.kind.chinese().to_owned(),
            case.standing.declaration.project.clone(),
            money(Fund::Total),
            money(Fund::Fiscal),
            money(Fund::Other),
            form.indicators.len().to_string(),
            state,
            approval.map(|approval| approval.number.clone()).unwrap_or_default(),
            approval.map(|approval| approval.dated.to_string()).unwrap_or_default(),
            (*path).to_owned(),
        ]);
    }
    format!("{MARK}{list}")
}

/// The indicators, in the order of their forms.
pub fn indicators(all: &[(&Exported, &str)]) -> String {
    const COLUMNS: [Column; 6] = [
        Column::Level1,
        Column::Level2,
        Column::Level3,
        Column::Target,
        Column::Unit,
        Column::Weight,
    ];
    let heads = [
        "单位",
        "项目",
        "序号",
        "一级指标",
        "二级指标",
        "三级指标",
        "指标值",
        "计量单位",
        "分值",
        "文件",
    ];
    let mut list = line(&heads.map(str::to_owned));
    for (one, path) in all {
        for (number, indicator) in one.form.indicators.iter().enumerate() {
            let (_, unit) = place(one);
            let project = one.case.standing.declaration.project.clone();
            let mut cells = vec![unit, project, (number + 1).to_string()];
            cells.extend(COLUMNS.map(|column| indicator.text(column).to_owned()));
            cells.push((*path).to_owned());
            list += &line(&cells);
        }
    }
    format!("{MARK}{list}")
}

fn line(cells: &[String]) -> String {
    let mut line = String::new();
    for (number, cell) in cells.iter().enumerate() {
        if number > 0 {
            line.push(',');
        }
        // What somebody wrote must not be worked out by whoever opens the list: a spreadsheet
        // takes a text that begins like this for a formula.
        let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
        let guard = if formula { "'" } else { "" };
        _ = write!(line, "\"{guard}{}\"", cell.replace('"', "\"\""));
    }
    line + "\r\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_wrote_stays_one_cell_and_no_formula() {
        let cells = ["a,\"b\"\nc", "=HYPERLINK(1)", "-5", "≥5"].map(str::to_owned);
        assert_eq!(line(&cells), "\"a,\"\"b\"\"\nc\",\"'=HYPERLINK(1)\",\"'-5\",\"≥5\"\r\n");
    }
}
