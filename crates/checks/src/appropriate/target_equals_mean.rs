//! # 目标值等于均值
//!
//! ## 查什么
//! 指标值正好等于表上的三年均值：维持平均水平，没有改进。每条指标只作建议，一张表合为一件事。
//!
//! ## 依据
//! 历史标准可以用三年均值；审核时仍会问为什么不比过去好一些。当地要求按均值设定的，不必改。
//!
//! ## 怎样改
//! 能做得更好的，目标定得比均值好；按当地要求取均值的，说明即可。
//!
//! ## 例子
//! 相等，与不相等：
//! ```form
//! kind: department
//! columns: level1 | level2 | level3 | target | mean | 2023 | 2024 | 2025
//! | 成本指标 | 预算管理 | 预算年终结余率 | ≤4.05% | 4.05% | 1.15% | 1.91% | 9.10% |
//! | 成本指标 | 采购管理 | 采购节约率 | ≥5.01% | 5.00% | 4.00% | 5.00% | 6.00% |
//! ```
//! ```findings
//! 建议 第1张表「≤4.05%」“预算年终结余率”的指标值“≤4.05%”正好等于三年均值4.05%，只是维持平均水平。
//! ```
//! 比均值严，或者没有均值：
//! ```form
//! kind: department
//! columns: level1 | level2 | level3 | target | mean | 2025
//! | 成本指标 | 预算管理 | 预算年终结余率 | ≤4.00% | 4.05% | 9.10% |
//! | 成本指标 | 预算管理 | 一般性支出金额 | ≤18.34万元 | | |
//! ```
//! ```findings
//! 通过
//! ```

use model::Column;

use crate::targets::{reference, sets_targets};
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C043");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    if !sets_targets(form) {
        return Ok(());
    }
    out.not_applicable("缺三年均值，表里没有这一项");
    for row in &form.indicators {
        let mean = row.cells.get(&Column::Mean).filter(|cell| !cell.is_blank());
        let (Some(mean), Some(value)) = (mean, row.target.value) else { continue };
        out.looked();
        if reference(row, mean) != Some(value) {
            continue;
        }
        let hit = Hit::in_row(row, Column::Target);
        out.fail(Hit {
            message: format!(
                "“{}”的指标值“{}”正好等于三年均值{}，只是维持平均水平。",
                row.folded(Column::Level3),
                hit.quote,
                model::text::trim(&mean.text)
            ),
            remedy: "能做得更好的，目标定得比均值好；按当地要求取均值的，说明即可。".into(),
            ..hit
        });
    }
    Ok(())
}
