//! # 趋势恶化未说明
//!
//! ## 查什么
//! 参考值连续变差（越小越好的逐年变大，越大越好的逐年变小），并且最后一年比第一年差了一倍以上，
//! 备注里没有说明原因。至少要有三个年份的数；偏离度一类有正负的按绝对值比。
//! 历史数字改不了，问的是原因，不是改数。
//!
//! ## 依据
//! 参考值是设定指标值的依据：连续变差要说明原因，再定今年的目标。
//!
//! ## 怎样改
//! 在备注或说明里写明逐年变差的原因，以及今年扭转的办法。
//!
//! ## 例子
//! ```form
//! kind: department
//! columns: level1 | level2 | level3 | target | 2023 | 2024 | 2025
//! | 管理效率 | 预算管理 | 预算年终结余率 | ≤4.05% | 1.15% | 1.91% | 9.10% |
//! | 管理效率 | 资产管理 | 资产利用率 | ≥90% | 96% | 80% | 40% |
//! ```
//! ```findings
//! 需答复 第1张表「9.10%」“预算年终结余率”越小越好，却逐年变差：2023年1.15%、2024年1.91%、2025年9.10%，没有说明原因。
//! 需答复 第1张表「40%」“资产利用率”越大越好，却逐年变差：2023年96%、2024年80%、2025年40%，没有说明原因。
//! ```
//! 没有连续变差的、变得不多的、有正负的、说明了原因的：
//! ```form
//! kind: department
//! columns: level1 | level2 | level3 | target | 2023 | 2024 | 2025 | remark
//! | 管理效率 | 预算管理 | 结余率甲 | ≤4% | 1.15% | 9.10% | 2.91% | |
//! | 管理效率 | 预算管理 | 结余率乙 | ≤4% | 1.15% | 1.91% | 2.30% | |
//! | 管理效率 | 预算管理 | 编制偏离度 | ≤21% | 36.80% | 37.93% | -10.32% | |
//! | 管理效率 | 预算管理 | 结余率丙 | ≤4% | 1.15% | 1.91% | 9.10% | 上级资金年底才到 |
//! ```
//! ```findings
//! 通过
//! ```

use model::money::plain_number;
use model::{Column, Decimal, Indicator};

use crate::completion::{Better, better};
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C128");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    if !form.indicators.iter().any(|row| row.years().next().is_some()) {
        out.not_applicable("缺近三年的参考值，表里没有这一项");
        return Ok(());
    }
    let factor = context.number("factor")?;
    let least = context.number("min_years")?;
    let absolute = context.words("words.absolute_values")?;
    for row in &form.indicators {
        let name = row.folded(Column::Level3);
        let signless = absolute.iter().any(|word| name.contains(word.as_str()));
        let numbers =
            row.years().filter_map(|(year, text)| Some((year, plain_number(&text.text)?)));
        let values: Vec<(i32, Decimal)> = numbers
            .map(|(year, value)| (year, if signless { value.abs() } else { value }))
            .collect();
        let Some(better) = better(context, row)? else { continue };
        if Decimal::from(values.len()) < least {
            continue;
        }
        out.looked();
        if !worsens(&values, better, factor) || explained(row) {
            continue;
        }
        let (last, _) = values[values.len() - 1];
        let hit = Hit::in_row(row, Column::Year(last));
        let told: Vec<String> = row
            .years()
            .map(|(year, text)| format!("{year}年{}", model::text::trim(&text.text)))
            .collect();
        let way = if better == Better::Lower { "越小越好" } else { "越大越好" };
        out.fail(Hit {
            message: format!("“{name}”{way}，却逐年变差：{}，没有说明原因。", told.join("、")),
            remedy: "说明逐年变差的原因，以及今年扭转的办法；历史数字不用改。".into(),
            cause: Hit::cell_cause(context.code, hit.place.as_ref()),
            ..hit
        });
    }
    Ok(())
}

/// Whether every year is worse than the one before, and the last worse than the first by more
/// than the factor.
fn worsens(values: &[(i32, Decimal)], better: Better, factor: Decimal) -> bool {
    let worse = |earlier: Decimal, later: Decimal| match better {
        Better::Lower => later > earlier,
        Better::Higher => later < earlier,
    };
    let steadily = values.windows(2).all(|pair| worse(pair[0].1, pair[1].1));
    let ends = values.first().zip(values.last());
    let far = ends.is_some_and(|((_, first), (_, last))| {
        let (small, large) = (*first.min(last), *first.max(last));
        let limit = small.checked_mul(factor);
        !small.is_sign_negative() && !small.is_zero() && limit.is_some_and(|limit| large > limit)
    });
    steadily && far
}

/// Whether the row says anything about it.
fn explained(row: &Indicator) -> bool {
    let columns = [Column::Remark, Column::Reason];
    columns.iter().any(|column| !model::text::is_blank(row.text(*column)))
}
