//! # 比较符与方向相反
//!
//! ## 查什么
//! 越大越好的（满意度、合格率、准确率……）写“≤”，越小越好的（偏离度、投诉、事故……）写“≥”，
//! 花多少钱写“≥”；表上有“指标方向性”栏的，与该栏对照。
//! 单价、补助标准写“≥”可能是最低保障标准，只请确认。
//!
//! ## 依据
//! 比较符要与指标方向一致，否则越差得分越高。
//!
//! ## 怎样改
//! 改正比较符；方向栏填错的改方向栏。
//!
//! ## 例子
//! 满意度封顶，投诉有下限，成本至少花多少，补助标准不低于：
//! ```form
//! kind: project
//! | 满意度指标 | 满意度指标 | 群众满意度 | ≤90% |
//! | 产出指标 | 质量指标 | 投诉件数 | ≥3件 |
//! | 产出指标 | 成本指标 | 设备购置费 | ≥20万元 |
//! | 产出指标 | 成本指标 | 低保补助标准 | ≥530元/人·月 |
//! ```
//! ```findings
//! 需答复 第1张表「≤90%」“群众满意度”越大越好，指标值“≤90%”却用“≤”，越差越算完成。
//! 需答复 第1张表「≥3件」“投诉件数”越小越好，指标值“≥3件”却用“≥”，越差越算完成。
//! 需答复 第1张表「≥20万元」“设备购置费”是成本，指标值“≥20万元”用“≥”，等于至少要花这么多。
//! 建议 第1张表「≥530元/人·月」“低保补助标准”的标准“≥530元/人·月”用“≥”：是最低保障标准，还是成本控制标准？
//! ```
//! 方向栏说的相反：
//! ```form
//! kind: project
//! columns: level1 | level2 | level3 | nature | target | unit | direction
//! | 产出指标 | 数量指标 | 巡查次数 | ≤ | 12 | 次 | 正向 |
//! ```
//! ```findings
//! 需答复 第1张表「12」“巡查次数”越大越好，指标值“12”却用“≤”，越差越算完成。
//! ```
//! 一致的；看不出方向的；“不合格率”“投诉办结率”；不许超预算的：
//! ```form
//! kind: project
//! | 满意度指标 | 满意度指标 | 群众满意度 | ≥90% |
//! | 产出指标 | 质量指标 | 不合格率 | ≤1% |
//! | 产出指标 | 质量指标 | 预算支出完成率 | ≤100% |
//! | 产出指标 | 质量指标 | 投诉办结率 | ≥95% |
//! | 产出指标 | 时效指标 | 完成时限 | ≤30天 |
//! | 产出指标 | 成本指标 | 成本节约率 | ≥3% |
//! | 产出指标 | 成本指标 | 设备购置费 | ≤20万元 |
//! ```
//! ```findings
//! 通过
//! ```

use model::{Column, Decimal, Indicator};

use crate::indicators::{Classes, Cost, cost, is_money_cost};
use crate::targets::{Better, direction, is_lower_bound, is_upper_bound, percent, sets_targets};
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta { code: "C150", cases: &["standard"], reader_doubt: false };

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    if !sets_targets(form) {
        return Ok(());
    }
    let classes = Classes::of(context)?;
    for row in &form.indicators {
        let (from, to) = (is_lower_bound(&row.target), is_upper_bound(&row.target));
        if !from && !to {
            continue;
        }
        out.looked();
        let name = row.folded(Column::Level3);
        let hit = Hit::in_row(row, Column::Target);
        if is_money_cost(&classes, row) && from {
            if let Some(found) = of_cost(context, row, &name, hit)? {
                out.fail(found);
            }
            continue;
        }
        let (wish, sign) = match direction(context, row)? {
            Some(Better::Higher) if to && !caps_a_plan(context, row, &name)? => ("越大越好", "≤"),
            Some(Better::Lower) if from => ("越小越好", "≥"),
            _ => continue,
        };
        out.fail(Hit {
            message: format!("“{name}”{wish}，指标值“{}”却用“{sign}”，越差越算完成。", hit.quote),
            remedy: "改正比较符；方向栏填错的改方向栏。".into(),
            cause: Hit::cell_cause(context.code, hit.place.as_ref()),
            ..hit
        });
    }
    Ok(())
}

/// Whether the target says that a plan or budget is not to be exceeded: 预算完成率 ≤100%.
fn caps_a_plan(context: &Context<'_>, row: &Indicator, name: &str) -> Result<bool, Undecided> {
    let plans = context.words("words.rates_against_plan")?;
    let capped = percent(&row.target).is_some_and(|rate| rate >= Decimal::ONE_HUNDRED);
    Ok(capped && plans.iter().any(|word| name.contains(word.as_str())))
}

/// A cost with a lower bound: wrong for what is spent, perhaps right for a guaranteed standard.
fn of_cost(
    context: &Context<'_>,
    row: &Indicator,
    name: &str,
    hit: Hit,
) -> Result<Option<Hit>, Undecided> {
    let quote = &hit.quote;
    let (case, message, remedy) = match cost(row, context.words("words.price_names")?) {
        Cost::Amount(_) => (
            "",
            format!("“{name}”是成本，指标值“{quote}”用“≥”，等于至少要花这么多。"),
            "成本写“≤”；是最低保障标准的，写成单价并移到合适的类别。",
        ),
        Cost::Price if row.target.unit.starts_with("元/") => (
            "standard",
            format!("“{name}”的标准“{quote}”用“≥”：是最低保障标准，还是成本控制标准？"),
            "成本控制标准写“≤”；最低保障标准的，名称里写明“最低”。",
        ),
        _ => return Ok(None),
    };
    // Guaranteed standards are one question for the form, a wrong sign is one for the cell.
    let cause = match case {
        "" => Hit::cell_cause(context.code, hit.place.as_ref()),
        _ => String::new(),
    };
    Ok(Some(Hit { case, message, remedy: remedy.into(), cause, ..hit }))
}
