//! # 比较符没有意义
//!
//! ## 查什么
//! 比较符与数凑在一起等于一个定数：率写“≥100%”（不可能超过），写“≤0”“＜1起”（不可能更少）。
//! 完成率一类可以超过 100% 的，不算。
//!
//! ## 依据
//! 指标值要写得明白；审核中通常要求直接写定数。
//!
//! ## 怎样改
//! 写成“100%”“0”。
//!
//! ## 例子
//! 三种写法：
//! ```form
//! kind: project
//! | 产出指标 | 质量指标 | 验收合格率 | ≥100% |
//! | 效益指标 | 社会效益指标 | 安全事故 | ≤0起 |
//! | 效益指标 | 社会效益指标 | 重大投诉件数 | <1件 |
//! ```
//! ```findings
//! 建议 第1张表「≥100%」“验收合格率”的指标值“≥100%”只可能是100%。
//! 建议 第1张表「≤0起」“安全事故”的指标值“≤0起”只可能是0起。
//! 建议 第1张表「<1件」“重大投诉件数”的指标值“<1件”只可能是0件。
//! ```
//! 定数，或者比较符有意义：
//! ```form
//! kind: project
//! | 产出指标 | 质量指标 | 验收合格率 | 100% |
//! | 产出指标 | 数量指标 | 任务完成率 | ≥100% |
//! | 产出指标 | 质量指标 | 差错率 | <1% |
//! | 效益指标 | 社会效益指标 | 安全事故 | 0起 |
//! ```
//! ```findings
//! 通过
//! ```

use model::target::Comparator;
use model::{Column, Decimal, Indicator};

use crate::targets::{is_bounded_rate, is_lower_bound, percent, sets_targets};
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C047");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    if !sets_targets(form) {
        return Ok(());
    }
    for row in form.indicators.iter().filter(|row| row.target.value.is_some()) {
        out.looked();
        let name = row.folded(Column::Level3);
        let only = if is_full(context, row, &name)? {
            "100%".to_owned()
        } else if is_none(row) {
            format!("0{}", row.target.unit)
        } else {
            continue;
        };
        let hit = Hit::in_row(row, Column::Target);
        out.fail(Hit {
            message: format!("“{name}”的指标值“{}”只可能是{only}。", hit.quote),
            remedy: format!("直接写“{only}”。"),
            ..hit
        });
    }
    Ok(())
}

/// A rate that cannot pass 100 %, from 100 % up.
fn is_full(context: &Context<'_>, row: &Indicator, name: &str) -> Result<bool, Undecided> {
    let full = percent(&row.target) == Some(Decimal::ONE_HUNDRED) && is_lower_bound(&row.target);
    let plan = context.words("words.rates_against_plan")?;
    let passes = plan.iter().any(|word| name.contains(word.as_str()));
    Ok(full && !passes && is_bounded_rate(context, name)?)
}

/// A number of things that cannot be fewer than none.
fn is_none(row: &Indicator) -> bool {
    let (target, rate) = (&row.target, row.target.unit == "%" || row.target.unit.contains('/'));
    let value = target.value.unwrap_or(Decimal::ONE_HUNDRED);
    target.change.is_none()
        && match target.comparator {
            Comparator::AtMost => value.is_zero() && row.target.unit != "元",
            Comparator::Less => !rate && value == Decimal::ONE && row.target.unit != "元",
            _ => false,
        }
}
