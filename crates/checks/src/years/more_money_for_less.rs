//! # 预算与目标反向
//!
//! ## 查什么
//! 同一个项目今年的预算比去年多10%以上，能和去年对上的数量指标却没有一条增加。
//! 单价标准提高了同样多的不算，要有去年的表才能比。
//!
//! ## 依据
//! 财预〔2015〕88号：绩效目标要与预算相匹配，“相应匹配”。
//!
//! ## 怎样改
//! 写明多出来的钱办什么事，补上或者提高对应的数量指标；标准提高的，写明标准。
//!
//! ## 例子
//! 钱多了两成，人数照旧：
//! ```form
//! kind: project
//! year: 2026
//! unit: 某局
//! project: 技能培训补助
//! money.expenditure: total 60.00
//! | 产出指标 | 数量指标 | 培训人数 | ≥1000人 |
//! ---
//! past: yes
//! kind: project
//! year: 2025
//! unit: 某局
//! project: 技能培训补助
//! money.expenditure: total 50.00
//! | 产出指标 | 数量指标 | 培训人数 | ≥1000人 |
//! ```
//! ```findings
//! 需答复 第1张表「60.00」预算由去年的50.00万元增加到60.00万元，1条数量指标没有一条增加。
//! ```
//! 标准提高的，人数增加的：
//! ```form
//! kind: project
//! year: 2026
//! unit: 某局
//! project: 养老服务补贴
//! money.expenditure: total 60.00
//! | 产出指标 | 数量指标 | 补贴人数 | 500人 |
//! | 成本指标 | 经济成本指标 | 补贴标准 | 1200元/人 |
//! ---
//! kind: project
//! year: 2026
//! unit: 某局
//! project: 技能培训补助
//! money.expenditure: total 60.00
//! | 产出指标 | 数量指标 | 培训人数 | ≥1200人 |
//! ---
//! past: yes
//! kind: project
//! year: 2025
//! unit: 某局
//! project: 养老服务补贴
//! money.expenditure: total 50.00
//! | 产出指标 | 数量指标 | 补贴人数 | 500人 |
//! | 成本指标 | 经济成本指标 | 补贴标准 | 1000元/人 |
//! ---
//! past: yes
//! kind: project
//! year: 2025
//! unit: 某局
//! project: 技能培训补助
//! money.expenditure: total 50.00
//! | 产出指标 | 数量指标 | 培训人数 | ≥1000人 |
//! ```
//! ```findings
//! 通过
//! ```

use model::{Decimal, FormKind};

use crate::indicators::Classes;
use crate::{Context, Hit, Meta, Out, Undecided, past};

pub const META: Meta = Meta::new("C123");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    if form.kind != FormKind::Project {
        return Ok(());
    }
    let percent = context.number("percent")?;
    let classes = Classes::of(context)?;
    let Some(last) = past::of_last_year(context)? else {
        out.not_applicable(past::NONE);
        return Ok(());
    };
    let Some((money, before)) = past::budgets(form, last) else { return Ok(()) };
    let pairs: Vec<_> = form
        .indicators
        .iter()
        .filter_map(|row| {
            let (now, then) = past::targets(row, past::same_row(last, row)?)?;
            Some((row, now, then))
        })
        .collect();
    let quantities: Vec<_> = pairs.iter().filter(|(row, ..)| classes.is_quantity(row)).collect();
    if quantities.is_empty() {
        return Ok(());
    }
    out.looked();
    let (fen, fen_before) = (past::fen(money), past::fen(before));
    let grown = fen * Decimal::ONE_HUNDRED > fen_before * (Decimal::ONE_HUNDRED + percent);
    let more_done = quantities.iter().any(|(_, now, then)| now > then);
    let dearer = |now: Decimal, then: Decimal| {
        let sides = now.checked_mul(fen_before).zip(then.checked_mul(fen));
        sides.is_some_and(|(price, budget)| price >= budget)
    };
    let standard = pairs
        .iter()
        .any(|(row, now, then)| row.target.unit.starts_with("元/") && dearer(*now, *then));
    let Some(cell) = past::budget_cell(form).filter(|_| grown && !more_done && !standard) else {
        return Ok(());
    };
    out.fail(Hit {
        message: format!(
            "预算由去年的{before}增加到{money}，{}条数量指标没有一条增加。",
            quantities.len()
        ),
        remedy: "写明多出来的钱办什么事，补上或者提高对应的数量指标；标准提高的，写明标准。".into(),
        ..Hit::on(cell)
    });
    Ok(())
}
