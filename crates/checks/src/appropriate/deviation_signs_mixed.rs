//! # 偏离度正负相抵
//!
//! ## 查什么
//! 偏离度、偏差率往年有正有负，又有均值：正负一抵，均值比实际偏离的程度小。只请确认口径。
//!
//! ## 依据
//! 偏离度说的是离预算多远，通常按绝对值平均；当地另有公式的从其规定。
//!
//! ## 怎样改
//! 确认公式：按绝对值计算的，改均值和指标值；按正负相抵计算的，在备注里写明。
//!
//! ## 例子
//! 两年为正，一年为负：
//! ```form
//! kind: department
//! columns: level1 | level2 | level3 | target | mean | 2023 | 2024 | 2025
//! | 成本指标 | 预算管理 | 预算编制偏离度 | ≤21.47% | 21.47% | 36.80% | 37.93% | -10.32% |
//! ```
//! ```findings
//! 需答复 第1张表「21.47%」“预算编制偏离度”各年有正有负，均值21.47%是正负相抵的结果，按绝对值平均是28.35%，口径请确认。
//! ```
//! 同号，或者不是偏离度：
//! ```form
//! kind: department
//! columns: level1 | level2 | level3 | target | mean | 2024 | 2025
//! | 成本指标 | 预算管理 | 预算编制偏离度 | ≤15% | 15% | 10% | 20% |
//! | 效益指标 | 经济效益指标 | 产值增长率 | ≥5% | 0% | -10% | 10% |
//! ```
//! ```findings
//! 通过
//! ```

use model::{Column, Decimal};

use crate::targets::{reference, sets_targets};
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C050");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    if !sets_targets(form) {
        return Ok(());
    }
    out.not_applicable("缺有三年均值的偏离度，表里没有这一项");
    let signed = context.words("words.signed_rates")?;
    for row in &form.indicators {
        let name = row.folded(Column::Level3);
        let mean = row.cells.get(&Column::Mean).filter(|cell| !cell.is_blank());
        let Some(mean) = mean.filter(|_| signed.iter().any(|w| name.contains(w.as_str()))) else {
            continue;
        };
        out.looked();
        let values: Vec<Decimal> =
            row.years().filter_map(|(_, cell)| reference(row, cell)).collect();
        let below = values.iter().any(|value| *value < Decimal::ZERO);
        if !below || !values.iter().any(|value| *value > Decimal::ZERO) {
            continue;
        }
        let distance: Decimal = values.iter().map(|value| value.abs()).sum();
        let distance = (distance / Decimal::from(values.len())).round_dp(2);
        let unit = if row.target.unit == "%" { "%" } else { "" };
        let hit = Hit::on(mean);
        out.fail(Hit {
            message: format!(
                "“{name}”各年有正有负，均值{}是正负相抵的结果，按绝对值平均是{distance}{unit}，口径请确认。",
                hit.quote
            ),
            remedy: "按绝对值计算的，改均值和指标值；按正负相抵计算的，在备注里写明。".into(),
            ..hit
        });
    }
    Ok(())
}
