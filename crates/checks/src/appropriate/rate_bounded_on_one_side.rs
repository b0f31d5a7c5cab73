//! # 执行率只写下限
//!
//! ## 查什么
//! 采购执行率、预算执行率一类的率，指标值只写“≥……%”：超过 100% 也算完成，而超预算支出、采购本不应当。
//!
//! ## 依据
//! 支出和采购应当在批准的预算之内。
//!
//! ## 怎样改
//! 写成区间，如“95%—100%”。
//!
//! ## 例子
//! 只有下限：
//! ```form
//! kind: department
//! | 成本指标 | 采购管理 | 采购执行率 | ≥99.86% |
//! ```
//! ```findings
//! 建议 第1张表「≥99.86%」“采购执行率”的指标值“≥99.86%”只有下限，超过100%也算完成。
//! ```
//! 两边都有界，或者不是执行率：
//! ```form
//! kind: department
//! | 成本指标 | 采购管理 | 采购执行率 | 95%-100% |
//! | 成本指标 | 预算管理 | 预算执行率 | 100% |
//! | 产出指标 | 质量指标 | 验收合格率 | ≥99% |
//! ```
//! ```findings
//! 通过
//! ```

use model::Column;

use crate::targets::{is_lower_bound, percent, sets_targets};
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C048");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    if !sets_targets(form) {
        return Ok(());
    }
    let rates = context.words("words.execution_rates")?;
    for row in &form.indicators {
        let name = row.folded(Column::Level3);
        if !rates.iter().any(|rate| name.contains(rate.as_str())) {
            continue;
        }
        out.looked();
        if percent(&row.target).is_none() || !is_lower_bound(&row.target) {
            continue;
        }
        let hit = Hit::in_row(row, Column::Target);
        out.fail(Hit {
            message: format!("“{name}”的指标值“{}”只有下限，超过100%也算完成。", hit.quote),
            remedy: "写成区间，如“95%—100%”。".into(),
            ..hit
        });
    }
    Ok(())
}
