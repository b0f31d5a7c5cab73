//! # 目标值差于上年
//!
//! ## 查什么
//! 指标值比表上去年的实际值差，差出 5% 以上（内部参数）。越小越好还是越大越好，看方向栏，
//! 其次看指标名称，再看比较符；都看不出的不查。偏离度有正有负，按离零多远比较。
//! 去年是零、或者去年的率超过 100% 的不比：多半是特殊情况。
//!
//! ## 依据
//! 指标值以历史水平为参照，不应无故倒退。
//!
//! ## 怎样改
//! 把指标值定到不差于去年；确实要放宽的，写明原因。
//!
//! ## 例子
//! 去年只偏离 10.32%，今年却允许 21.47%：
//! ```form
//! kind: department
//! year: 2026
//! columns: level1 | level2 | level3 | target | mean | 2023 | 2024 | 2025
//! | 成本指标 | 预算管理 | 预算编制偏离度 | ≤21.47% | 21.47% | 36.80% | 37.93% | -10.32% |
//! ```
//! ```findings
//! 需答复 第1张表「≤21.47%」“预算编制偏离度”2025年是-10.32%，指标值“≤21.47%”比它差（按离零多远比较）。
//! ```
//! 比去年好；差得不多（正好 5%）；去年没有数；只有前年的数：
//! ```form
//! kind: department
//! year: 2026
//! columns: level1 | level2 | level3 | target | 2024 | 2025
//! | 成本指标 | 预算管理 | 预算年终结余率 | ≤4.05% | 1.91% | 9.10% |
//! | 成本指标 | 采购管理 | 采购执行率 | ≥99.86% | 199.57% | 100.00% |
//! | 成本指标 | 预算管理 | 预算结余率 | ≤10.50% | 1.91% | 10.00% |
//! | 成本指标 | 预算管理 | 支出执行率 | ≥80% | 99% | / |
//! ---
//! kind: department
//! year: 2027
//! columns: level1 | level2 | level3 | target | 2024 | 2025
//! | 成本指标 | 预算管理 | 预算年终结余率 | ≤14.05% | 1.91% | 9.10% |
//! ```
//! ```findings
//! 通过
//! ```

use model::{Column, Decimal, Indicator};

use crate::targets::{
    Better, direction, is_bounded_rate, is_lower_bound, is_upper_bound, last_year, reference,
    sets_targets,
};
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C044");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    if !sets_targets(form) {
        return Ok(());
    }
    out.not_applicable("缺上年实际值，表里没有这一项");
    let tolerance = context.number("tolerance")?;
    for row in &form.indicators {
        let Some((year, cell)) = last_year(form, row) else { continue };
        let (Some(target), Some(last)) = (row.target.value, reference(row, cell)) else { continue };
        let name = row.folded(Column::Level3);
        let Some(better) = better(context, row)? else { continue };
        let unusual = last > Decimal::ONE_HUNDRED && is_bounded_rate(context, &name)?;
        if last.is_zero() || unusual {
            continue;
        }
        out.looked();
        let signed = context.words("words.signed_rates")?.iter().any(|w| name.contains(w.as_str()));
        let (target, last) = if signed { (target.abs(), last.abs()) } else { (target, last) };
        let worse = match better {
            Better::Higher => last - target,
            Better::Lower => target - last,
        };
        if worse <= tolerance * last.abs() {
            continue;
        }
        let hit = Hit::in_row(row, Column::Target);
        let distance = if signed { "（按离零多远比较）" } else { "" };
        out.fail(Hit {
            message: format!(
                "“{name}”{year}年是{}，指标值“{}”比它差{distance}。",
                model::text::trim(&cell.text),
                hit.quote
            ),
            remedy: "把指标值定到不差于去年；确实要放宽的，写明原因。".into(),
            ..hit
        });
    }
    Ok(())
}

/// Which values are the better ones: what the form or the name says, else what is promised.
fn better(context: &Context<'_>, row: &Indicator) -> Result<Option<Better>, Undecided> {
    let promised = match (is_lower_bound(&row.target), is_upper_bound(&row.target)) {
        (true, _) => Some(Better::Higher),
        (_, true) => Some(Better::Lower),
        _ => None,
    };
    Ok(direction(context, row)?.or(promised))
}
