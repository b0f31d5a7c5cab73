//! # 照搬上年
//!
//! ## 查什么
//! 同一个项目的指标有九成以上和去年一字不差，预算却变了10%以上。要有去年的表才能比。
//! 预算没有大变的，常年的事年年一样不算。
//!
//! ## 依据
//! 财预〔2015〕88号：绩效目标要与预算相匹配；钱变了，事还照抄去年的，要核对。
//!
//! ## 怎样改
//! 按今年的任务和预算重新核定指标值；确实不变的，说明钱变在哪里。
//!
//! ## 例子
//! ```form
//! kind: project
//! year: 2026
//! unit: 某局
//! project: 网络运维
//! money.expenditure: total 8.00
//! | 产出指标 | 数量指标 | 维护网点 | 60个 |
//! | 产出指标 | 质量指标 | 网络畅通率 | ≥99% |
//! ---
//! past: yes
//! kind: project
//! year: 2025
//! unit: 某局
//! project: 网络运维
//! money.expenditure: total 12.00
//! | 产出指标 | 数量指标 | 维护网点 | 60个 |
//! | 产出指标 | 质量指标 | 网络畅通率 | ≥99% |
//! ```
//! ```findings
//! 建议 第1张表「8.00」2条指标里有2条和去年一字不差，预算却由12.00万元变成8.00万元。
//! ```
//! 钱没有大变的：
//! ```form
//! kind: project
//! year: 2026
//! unit: 某局
//! project: 网络运维
//! money.expenditure: total 12.50
//! | 产出指标 | 数量指标 | 维护网点 | 60个 |
//! ---
//! past: yes
//! kind: project
//! year: 2025
//! unit: 某局
//! project: 网络运维
//! money.expenditure: total 12.00
//! | 产出指标 | 数量指标 | 维护网点 | 60个 |
//! ```
//! ```findings
//! 通过
//! ```

use model::{Column, Decimal, FormKind, Indicator};

use crate::{Context, Hit, Meta, Out, Undecided, past};

pub const META: Meta = Meta::new("C121");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    if form.kind != FormKind::Project {
        return Ok(());
    }
    let (share, percent) = (context.number("share")?, context.number("percent")?);
    let Some(last) = past::of_last_year(context)? else {
        out.not_applicable(past::NONE);
        return Ok(());
    };
    let Some((money, before)) = past::budgets(form, last) else { return Ok(()) };
    let rows = form.indicators.len().max(last.indicators.len());
    if rows == 0 {
        return Ok(());
    }
    out.looked();
    let target = |row: &Indicator| row.folded(Column::Target);
    let is_same = |row: &&Indicator| past::same_row(last, row).map(target) == Some(target(row));
    let equal = form.indicators.iter().filter(is_same).count();
    let copied = Decimal::from(equal) >= share * Decimal::from(rows);
    let change = (past::fen(money) - past::fen(before)).abs();
    let changed = change * Decimal::ONE_HUNDRED > past::fen(before) * percent;
    let Some(cell) = past::budget_cell(form).filter(|_| copied && changed) else {
        return Ok(());
    };
    out.fail(Hit {
        message: format!("{rows}条指标里有{equal}条和去年一字不差，预算却由{before}变成{money}。"),
        remedy: "按今年的任务和预算重新核定指标值；确实不变的，说明钱变在哪里。".into(),
        ..Hit::on(cell)
    });
    Ok(())
}
