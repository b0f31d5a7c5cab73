//! # 超预算采购
//!
//! ## 查什么
//! 采购执行率的指标值或者当年的实际完成值超过 100%。以前年度的参考值不在这里查。
//!
//! ## 依据
//! 政府采购应当严格按照批准的预算执行。
//!
//! ## 怎样改
//! 指标值改为不超过 100%；实际已经超过的，说明调整预算的批复。
//!
//! ## 例子
//! 目标和实际都超了：
//! ```form
//! kind: department_self_evaluation
//! columns: level1 | level2 | level3 | target | actual
//! | 成本指标 | 采购管理 | 采购执行率 | ≤105% | 100.01% |
//! ```
//! ```findings
//! 需答复 第1张表「≤105%」“采购执行率”的指标值是≤105%，超过100%：采购不能超过批准的预算。
//! 需答复 第1张表「100.01%」“采购执行率”的实际完成值是100.01%，超过100%：采购不能超过批准的预算。
//! ```
//! 正好 100% 不算超；参考年度的超出不查：
//! ```form
//! kind: department
//! columns: level1 | level2 | level3 | target | 2024
//! | 成本指标 | 采购管理 | 采购执行率 | ≥99.86% | 199.57% |
//! | 成本指标 | 采购管理 | 政府采购预算执行率 | 100% | 98% |
//! ```
//! ```findings
//! 通过
//! ```

use model::{Column, Decimal, Target};

use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C073");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let rates = context.words("words.procurement_rates")?;
    let limit = context.number("limit")?;
    for row in &context.form().indicators {
        let name = row.folded(Column::Level3);
        if !rates.iter().any(|word| name.contains(word.as_str())) {
            continue;
        }
        out.looked();
        let readings = [
            (Column::Target, "指标值", Some(&row.target)),
            (Column::Actual, "实际完成值", row.actual.as_ref()),
        ];
        for (column, called, reading) in readings {
            if reading.is_none_or(|reading| highest(reading) <= Some(limit)) {
                continue;
            }
            let hit = Hit::in_row(row, column);
            out.fail(Hit {
                message: format!(
                    "“{name}”的{called}是{}，超过{limit}%：采购不能超过批准的预算。",
                    hit.quote
                ),
                remedy: "改为不超过100%；实际已经超过的，写明调整预算的批复。".into(),
                ..hit
            });
        }
    }
    Ok(())
}

/// The highest per cent a reading allows; none where it is no percentage.
fn highest(reading: &Target) -> Option<Decimal> {
    let number = reading.range.map(|range| range.high).or(reading.value).or(reading.near);
    number.filter(|_| reading.unit == "%")
}
