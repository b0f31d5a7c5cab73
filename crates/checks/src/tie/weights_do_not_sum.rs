//! # 权重合计不符
//!
//! ## 查什么
//! 表上有权重（分值）的，各条指标的权重加起来（自评表连同预算执行率的分值）应当是规定的总分。
//! 申报时预算执行率的 10 分通常不列，所以 90 和 100 都认。有的行没填权重时不下结论。
//!
//! ## 依据
//! 表内规则：总分是固定的；具体数值由规则包给出。
//!
//! ## 怎样改
//! 调整权重，使合计等于规定的总分；审核后权重不再改动。
//!
//! ## 例子
//! 合计 100.01：
//! ```form
//! kind: project
//! columns: level1 | level2 | level3 | target | weight
//! | 产出指标 | 数量指标 | 培训人数 | ≥10人 | 60 |
//! | 效益指标 | 社会效益指标 | 就业率 | ≥90% | 40.01 |
//! ```
//! ```findings
//! 错误 第1张表「100.01」权重合计100.01，应当是100或90。
//! ```
//! 有一行没填权重：
//! ```form
//! kind: project
//! columns: level1 | level2 | level3 | target | weight
//! | 产出指标 | 数量指标 | 培训人数 | ≥10人 | 60 |
//! | 效益指标 | 社会效益指标 | 就业率 | ≥90% | |
//! ```
//! ```findings
//! 不能判定 第1张表「」有的指标没有权重，或者权重读不成数字，无法核对合计。
//! ```
//! 自评表的 90 分加上预算执行率 10 分：
//! ```form
//! kind: self_evaluation
//! money.weight: total 10
//! columns: level1 | level2 | level3 | target | weight
//! | 产出指标 | 数量指标 | 培训人数 | ≥10人 | 50 |
//! | 效益指标 | 社会效益指标 | 就业率 | ≥90% | 40 |
//! ```
//! ```findings
//! 通过
//! ```

use model::{Column, Decimal, Fund, RowKind};

use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C092");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    let column = Column::Weight;
    let cells = || form.indicators.iter().filter_map(|row| Some((row, row.cells.get(&column)?)));
    if !cells().any(|(row, _)| row.weight.is_some()) {
        return Ok(());
    }
    out.looked();
    let blank_row = |row: &model::Indicator| model::text::is_blank(row.text(Column::Level3));
    if let Some((_, cell)) = cells().find(|(row, _)| row.weight.is_none() && !blank_row(row)) {
        out.cannot_decide(Hit {
            message: "有的指标没有权重，或者权重读不成数字，无法核对合计。".into(),
            remedy: "给每条指标填上权重。".into(),
            ..Hit::on(cell)
        });
        return Ok(());
    }
    let of_rows: Decimal = form.indicators.iter().filter_map(|row| row.weight).sum();
    let execution = form
        .money_row(RowKind::Weight)
        .and_then(|row| row.amounts.get(&Fund::Total))
        .and_then(|amount| amount.number);
    let sum = of_rows + execution.unwrap_or_default();
    let totals = context.words(&format!("checks.{}.totals", context.code))?;
    let allowed: Vec<Decimal> = totals.iter().filter_map(|total| total.parse().ok()).collect();
    if !allowed.contains(&sum) {
        let place = form.indicators[0].place(column).cloned();
        let beside = match execution {
            Some(points) => format!("（含预算执行率{}）", points.normalize()),
            None => String::new(),
        };
        out.fail(Hit {
            place,
            quote: sum.normalize().to_string(),
            message: format!("权重合计{}{beside}，应当是{}。", sum.normalize(), totals.join("或")),
            remedy: "调整权重，使合计等于规定的总分。".into(),
            ..Hit::default()
        });
    }
    Ok(())
}
