//! # 均值受异常值影响
//!
//! ## 查什么
//! 有均值的率，往年参考值里有超过 100% 的，或者有一年是零而别的年份过半：
//! 均值被特殊年份拉偏，不宜拿来定目标。只有三年，不做统计检验。
//!
//! ## 依据
//! 用历史水平定目标，要用能代表正常情况的年份。
//!
//! ## 怎样改
//! 去掉特殊年份再平均（某年没有这项业务的写“/”），或者在备注里说明。
//!
//! ## 例子
//! 一年是零，一年将近 200%：
//! ```form
//! kind: department
//! columns: level1 | level2 | level3 | target | mean | 2023 | 2024 | 2025
//! | 成本指标 | 采购管理 | 采购执行率 | ≥99.86% | 99.86% | 0.00% | 199.57% | 100.00% |
//! ```
//! ```findings
//! 需答复 第1张表「99.86%」“采购执行率”的均值99.86%受特殊年份影响（2023年0.00%，2024年199.57%），不能代表正常水平。
//! ```
//! 各年相近；都很低；可以为负的率：
//! ```form
//! kind: department
//! columns: level1 | level2 | level3 | target | mean | 2023 | 2024 | 2025
//! | 成本指标 | 采购管理 | 采购执行率 | ≥95% | 97% | 95% | 96% | 100% |
//! | 产出指标 | 质量指标 | 网上办理使用率 | ≥30% | 20% | 0% | 20% | 40% |
//! | 成本指标 | 预算管理 | 预算编制偏离度 | ≤21.47% | 21.47% | 136.80% | 37.93% | -10.32% |
//! ```
//! ```findings
//! 通过
//! ```

use model::{Column, Decimal, Indicator};

use crate::targets::{is_bounded_rate, reference, sets_targets};
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C049");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    if !sets_targets(form) {
        return Ok(());
    }
    out.not_applicable("缺三年均值和往年参考值，表里没有这一项");
    let high = context.number("high_when_another_is_zero")?;
    for row in &form.indicators {
        let name = row.folded(Column::Level3);
        let mean = row.cells.get(&Column::Mean).filter(|cell| !cell.is_blank());
        let (Some(mean), true) = (mean, is_bounded_rate(context, &name)?) else { continue };
        let values = values(row);
        if values.len() < 2 {
            continue;
        }
        out.looked();
        let none_beside_much =
            |value: Decimal| value.is_zero() && values.iter().any(|(_, other)| *other > high);
        let odd: Vec<String> = values
            .iter()
            .filter(|(_, value)| *value > Decimal::ONE_HUNDRED || none_beside_much(*value))
            .map(|(year, value)| format!("{year}年{value}%"))
            .collect();
        if odd.is_empty() {
            continue;
        }
        let hit = Hit::on(mean);
        out.fail(Hit {
            message: format!(
                "“{name}”的均值{}受特殊年份影响（{}），不能代表正常水平。",
                hit.quote,
                odd.join("，")
            ),
            remedy: "去掉特殊年份再平均（某年没有这项业务的写“/”），或者在备注里说明。".into(),
            ..hit
        });
    }
    Ok(())
}

/// The percentages of past years.
fn values(row: &Indicator) -> Vec<(i32, Decimal)> {
    let values = row.years().filter_map(|(year, cell)| Some((year, reference(row, cell)?)));
    values.filter(|_| row.target.unit == "%").collect()
}
