//! # 完成值照抄指标值
//!
//! ## 查什么
//! 自评表的实际完成值照抄了指标值，还带着比较符（指标值“≥90%”，完成值也写“≥90%”）：
//! 界限是承诺，不是结果。没有比较符而恰好相等的（“12座”“100%”“稳定”）不算，确实可能一样。
//!
//! ## 依据
//! 自评要对照指标值填写实际完成的数。
//!
//! ## 怎样改
//! 填实际完成的数，如“93%”。
//!
//! ## 例子
//! ```form
//! kind: self_evaluation
//! columns: level1 | level2 | level3 | target | actual
//! | 产出指标 | 质量指标 | 评审通过率 | ≥90% | >=90％ |
//! | 产出指标 | 成本指标 | 单座费用 | ≤8万元/座 | ≤8万元/座 |
//! | 产出指标 | 质量指标 | 留样合格率 | 100% | ≥100% |
//! ```
//! ```findings
//! 需答复 第1张表「>=90％」“评审通过率”的指标值是“≥90%”，实际完成值写“>=90％”：仍是界限，看不出实际完成多少。
//! 需答复 第1张表「≤8万元/座」“单座费用”的指标值是“≤8万元/座”，实际完成值写“≤8万元/座”：仍是界限，看不出实际完成多少。
//! 需答复 第1张表「≥100%」“留样合格率”的指标值是“100%”，实际完成值写“≥100%”：仍是界限，看不出实际完成多少。
//! ```
//! ```form
//! kind: self_evaluation
//! columns: level1 | level2 | level3 | target | actual
//! | 产出指标 | 数量指标 | 鉴定座数 | =12座 | 12座 |
//! | 产出指标 | 质量指标 | 评审通过率 | ≥90% | 90% |
//! | 效益指标 | 生态效益指标 | 生态流量 | 稳定 | 稳定 |
//! ```
//! ```findings
//! 通过
//! ```

use model::target::Comparator;
use model::{Column, Target};

use crate::scoring::is_scored;
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C141");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    if !is_scored(form) {
        return Ok(());
    }
    for row in &form.indicators {
        let Some(actual) = &row.actual else { continue };
        out.looked();
        if !is_bound(actual) || !says_the_same(actual, &row.target) {
            continue;
        }
        let hit = Hit::in_row(row, Column::Actual);
        out.fail(Hit {
            message: format!(
                "“{}”的指标值是“{}”，实际完成值写“{}”：仍是界限，看不出实际完成多少。",
                row.folded(Column::Level3),
                model::text::trim(row.text(Column::Target)),
                hit.quote
            ),
            remedy: "填实际完成的数，不带比较符。".into(),
            ..hit
        });
    }
    Ok(())
}

/// Whether a value is only a limit.
fn is_bound(value: &Target) -> bool {
    let stated = !matches!(value.comparator, Comparator::Unstated | Comparator::Equal);
    stated && value.value.is_some()
}

fn says_the_same(actual: &Target, target: &Target) -> bool {
    actual.value == target.value && (actual.unit == target.unit || actual.unit.is_empty())
}
