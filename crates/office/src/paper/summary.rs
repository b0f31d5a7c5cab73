//! 绩效目标汇总表: a department's projects with their money and how many indicators they have.

use model::{Drawing, Ink, Money, Role};

use super::approval::wan;
use super::rows::{Rows, field, label};

/// A department's projects in a year.
#[derive(Debug, Clone, Default)]
pub struct Summary {
    /// The title.
    pub title: String,
    /// The department.
    pub department: String,
    /// What is counted, in words.
    pub basis: String,
    /// Its units.
    pub units: Vec<SummaryUnit>,
}

/// What one unit declares.
#[derive(Debug, Clone, Default)]
pub struct SummaryUnit {
    /// Its name.
    pub name: String,
    /// Its forms: that of the whole unit first.
    pub lines: Vec<SummaryLine>,
}

/// One form.
#[derive(Debug, Clone, Default)]
pub struct SummaryLine {
    /// The project; "" for the form of the whole unit.
    pub project: String,
    /// Its category in words.
    pub category: String,
    /// In all, from the budget, from elsewhere; none where the form does not say.
    pub money: [Option<Money>; 3],
    /// Indicators in all, then of output, cost, benefit and satisfaction.
    pub indicators: [usize; 5],
    /// Where it stands: 批复的文号, or how far it is.
    pub standing: String,
}

const HEADS: [&str; 13] = [
    "序号",
    "预算单位",
    "项目名称",
    "类别",
    "资金总额",
    "财政拨款",
    "其他资金",
    "指标数",
    "产出",
    "成本",
    "效益",
    "满意度",
    "办理情况",
];
/// Where the amounts begin, and where the counts do.
const MONEY: usize = 4;
const COUNTS: usize = 7;

/// The table, on its side.
pub fn summary(paper: &Summary) -> Drawing {
    let mut rows = Rows::new(HEADS.len());
    let (left, middle) = (format!("主管部门：{}", paper.department), paper.basis.clone());
    rows.title(&paper.title, [(&left, 4), (&middle, 5), ("金额单位：万元", 4)]);
    let head = rows.heads(&HEADS);
    let mut number = 0;
    for unit in &paper.units {
        for line in &unit.lines {
            number += 1;
            one(&mut rows, number, &unit.name, line);
        }
        let projects = unit.lines.iter().filter(|line| !line.project.is_empty());
        if projects.clone().count() > 1 && paper.units.len() > 1 {
            sum(&mut rows, &format!("{}小计", unit.name), projects);
        }
    }
    let all = paper.units.iter().flat_map(|unit| &unit.lines);
    sum(&mut rows, "项目合计", all.filter(|line| !line.project.is_empty()));
    Drawing {
        grid: rows.grid(),
        widths: vec![10, 30, 38, 18, 19, 19, 19, 13, 11, 11, 11, 13, 32],
        headers: std::iter::once(head..head + 1).collect(),
        landscape: true,
        title: format!("{}　{}", paper.title, paper.department),
    }
}

fn one(rows: &mut Rows, number: usize, unit: &str, line: &SummaryLine) {
    let row = rows.next();
    let name = if line.project.is_empty() { "部门整体支出" } else { &line.project };
    rows.put((row, 0), 1, &number.to_string(), label());
    rows.put((row, 1), 1, unit, field("unit"));
    rows.put((row, 2), 1, name, field("project"));
    rows.put((row, 3), 1, &line.category, field("category"));
    figures(rows, row, line.money, line.indicators);
    rows.put((row, 12), 1, &line.standing, field("standing"));
}

fn figures(rows: &mut Rows, row: usize, money: [Option<Money>; 3], indicators: [usize; 5]) {
    for (at, amount) in money.into_iter().enumerate() {
        rows.put((row, MONEY + at), 1, &wan(amount), field("money"));
    }
    for (at, count) in indicators.into_iter().enumerate() {
        rows.put((row, COUNTS + at), 1, &count.to_string(), field("indicators"));
    }
}

/// The sum of projects. Forms of whole units hold their projects and are never added to them.
fn sum<'l>(rows: &mut Rows, name: &str, lines: impl Iterator<Item = &'l SummaryLine>) {
    let (mut money, mut indicators, mut count) = ([None; 3], [0; 5], 0);
    for line in lines {
        count += 1;
        for (sum, own) in money.iter_mut().zip(line.money) {
            let Some(own) = own else { continue };
            *sum = sum.unwrap_or(Money::from_fen(0)).checked_add(own);
        }
        for (sum, own) in indicators.iter_mut().zip(line.indicators) {
            *sum += own;
        }
    }
    let row = rows.next();
    let told = format!("{name}（{count}个）");
    rows.put((row, 0), MONEY, &told, Ink::Printed(Role::Label));
    figures(rows, row, money, indicators);
    rows.put((row, 12), 1, "", field("standing"));
}
