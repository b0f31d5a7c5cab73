//! # 率值越界
//!
//! ## 查什么
//! 准确率、合格率、覆盖率、满意度一类的率在 0 与 100% 之间，指标值超出就不可能做到：错误。
//! 完成率、执行率是与计划、预算相比，可以超过，但要说明：需答复。
//! 往年参考值越界的，历史改不了，只请说明。增长率、偏离度、结余率等不在其内。
//!
//! ## 依据
//! 算术：部分不会多于全体。
//!
//! ## 怎样改
//! 指标值改到 0—100% 之间；参考值核对口径，特殊年份在备注里说明。
//!
//! ## 例子
//! 满意度超过 100%；完成率超过 100%；去年的执行率接近 200%：
//! ```form
//! kind: department
//! columns: level1 | level2 | level3 | target | 2024 | 2025
//! | 满意度指标 | 满意度指标 | 群众满意度 | ≥100.01% | | |
//! | 产出指标 | 数量指标 | 任务完成率 | ≥110% | | |
//! | 成本指标 | 采购管理 | 采购执行率 | ≥99.86% | 199.57% | 100.00% |
//! ```
//! ```findings
//! 错误 第1张表「≥100.01%」“群众满意度”的指标值“≥100.01%”不在0—100%之间，不可能做到。
//! 需答复 第1张表「≥110%」“任务完成率”的指标值“≥110%”超过100%，没有说明为什么要超。
//! 需答复 第1张表「199.57%」“采购执行率”2024年的参考值是199.57%，不在0—100%之间。
//! ```
//! 正好 100%；没有界的率：
//! ```form
//! kind: department
//! columns: level1 | level2 | level3 | target | 2024 | 2025
//! | 满意度指标 | 满意度指标 | 群众满意度 | 100% | 0% | 100% |
//! | 成本指标 | 预算管理 | 预算编制偏离度 | ≤21.47% | 137.93% | -10.32% |
//! | 效益指标 | 经济效益指标 | 就业率增长 | ≥120% | | |
//! | 效益指标 | 社会效益指标 | 小学毛入学率 | ≥102% | | |
//! ```
//! ```findings
//! 通过
//! ```

use model::{Column, Decimal, Indicator};

use crate::targets::{is_bounded_rate, percent, reference, sets_targets};
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta { code: "C046", cases: &["plan", "reference"], reader_doubt: false };

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    if !sets_targets(form) {
        return Ok(());
    }
    let against_plan = context.words("words.rates_against_plan")?;
    for row in &form.indicators {
        let name = row.folded(Column::Level3);
        if !is_bounded_rate(context, &name)? {
            continue;
        }
        out.looked();
        let plan = against_plan.iter().any(|word| name.contains(word.as_str()));
        if ends(row).any(outside) {
            out.fail(of_target(row, &name, plan));
        }
        for (year, cell) in row.years() {
            if reference(row, cell).is_some_and(outside) {
                let hit = Hit::on(cell);
                out.fail(Hit {
                    message: format!("“{name}”{year}年的参考值是{}，不在0—100%之间。", hit.quote),
                    remedy: "核对这一年的口径；确实如此的，在备注里说明原因。".into(),
                    case: "reference",
                    cause: Hit::cell_cause(context.code, cell.place.as_ref()),
                    ..hit
                });
            }
        }
    }
    Ok(())
}

/// The percentages the target names.
fn ends(row: &Indicator) -> impl Iterator<Item = Decimal> {
    let range = row.target.range.filter(|_| row.target.unit == "%");
    let ends = range.into_iter().flat_map(|range| [range.low, range.high]);
    percent(&row.target).into_iter().chain(ends)
}

fn outside(rate: Decimal) -> bool {
    rate < Decimal::ZERO || rate > Decimal::ONE_HUNDRED
}

fn of_target(row: &Indicator, name: &str, plan: bool) -> Hit {
    let hit = Hit::in_row(row, Column::Target);
    let below = ends(row).any(|rate| rate < Decimal::ZERO);
    let (case, message, remedy) = if plan && !below {
        let message = format!("“{name}”的指标值“{}”超过100%，没有说明为什么要超。", hit.quote);
        ("plan", message, "写成100%；确实要超计划完成的，直接写完成的数量，并说明依据。")
    } else {
        let message = format!("“{name}”的指标值“{}”不在0—100%之间，不可能做到。", hit.quote);
        ("", message, "改到0—100%之间；想说增减的，把名称写成“……增长率”。")
    };
    let cause = Hit::cell_cause("C046", hit.place.as_ref());
    Hit { message, remedy: remedy.into(), case, cause, ..hit }
}
