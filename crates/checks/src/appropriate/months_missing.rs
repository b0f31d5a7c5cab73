//! # 标准缺月数
//!
//! ## 查什么
//! 成本标准按月计（元/人/月），全表没有一处写发几个月，也没有写明从几月到几月。
//! 按全年12个月算正好等于资金总额的，月数算得出来，不再问。
//!
//! ## 依据
//! 标准乘以人数乘以月数才等于要用的钱；少了月数，预算与目标对不起来。
//!
//! ## 怎样改
//! 在数量指标或者成本指标里写明发放月数，例如“400元/人/月，发放12个月”。
//!
//! ## 例子
//! 没有月数：
//! ```form
//! kind: project
//! | 产出指标 | 数量指标 | 享受见习补贴人数 | ≥80人 |
//! | 产出指标 | 成本指标 | 见习补贴标准 | 2330元／人.月 |
//! | 产出指标 | 成本指标 | 场租补贴标准 | ≤500元/人/月 |
//! ```
//! ```findings
//! 需答复 第1张表「2330元／人.月」“见习补贴标准”（2330元／人.月）等2行标准按月计，全表没有写发几个月，算不出要用多少钱。
//! ```
//! 写了几个月，或者写明起止月份：
//! ```form
//! kind: project
//! | 产出指标 | 数量指标 | 补贴月数 | 12个月 |
//! | 产出指标 | 成本指标 | 见习补贴标准 | 2330元/人/月 |
//! ---
//! kind: project
//! | 产出指标 | 时效指标 | 发放时间 | 2026年1月至2026年6月 |
//! | 产出指标 | 成本指标 | 见习补贴标准 | 2330元/人/月 |
//! ---
//! kind: project
//! money.expenditure: total 1356.48 | fiscal 1356.48 | other
//! | 产出指标 | 数量指标 | 发放补助人数 | 1570人 |
//! | 产出指标 | 成本指标 | 人均月补助标准 | 720元/人/月 |
//! ```
//! ```findings
//! 通过
//! ```

use model::{Column, Decimal, Field, FormKind, Fund, Indicator};

use crate::numbers::printed;
use crate::planned::planned;
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C158");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    if form.kind != FormKind::Project {
        return Ok(());
    }
    let rows: Vec<&Indicator> = form.indicators.iter().filter(|row| is_monthly(row)).collect();
    let Some(first) = rows.first() else { return Ok(()) };
    out.looked();
    let goal = form.text(Field::Goal);
    if counts_months(goal) || form.indicators.iter().any(tells_months) {
        return Ok(());
    }
    if makes_the_budget(context)? {
        return Ok(());
    }
    let others = match rows.len() {
        1 => String::new(),
        count => format!("等{count}行"),
    };
    let hit = Hit::in_row(first, Column::Target);
    out.fail(Hit {
        message: format!(
            "“{}”（{}）{others}标准按月计，全表没有写发几个月，算不出要用多少钱。",
            first.folded(Column::Level3),
            hit.quote.clone() + &first.folded(Column::Unit)
        ),
        remedy: "写明发放月数，例如在指标值后面写“发放……个月”。".into(),
        ..hit
    });
    Ok(())
}

/// Whether twelve months make the budget to the last digit printed (0.01万元): then they are meant.
fn makes_the_budget(context: &Context<'_>) -> Result<bool, Undecided> {
    let total = context.form().funds().and_then(|row| row.money(&Fund::Total));
    let Some(total) = total else { return Ok(false) };
    let budget = Decimal::from(total.fen()) / Decimal::ONE_HUNDRED;
    let near = |written: Decimal| (written - budget).abs() <= HALF_OF_THE_LAST_DIGIT;
    Ok(planned(context, total)?.is_some_and(|planned| near(planned.yuan.written)))
}

/// Half of 0.01万元, in yuan.
const HALF_OF_THE_LAST_DIGIT: Decimal = Decimal::from_parts(50, 0, 0, false, 0);

/// Whether the row states a price for a month.
fn is_monthly(row: &Indicator) -> bool {
    let monthly = |unit: &str| unit.starts_with("元/") && unit.contains('月');
    let numbers = printed(row.text(Column::Target));
    monthly(&row.target.unit) || numbers.iter().any(|number| monthly(number.unit()))
}

/// Whether the row says how many months, or from which month to which.
fn tells_months(row: &Indicator) -> bool {
    let target = row.text(Column::Target);
    let from_to = row.target.period.is_some() && target.contains('月');
    from_to
        || row.target.unit == "月"
        || counts_months(target)
        || counts_months(row.text(Column::Level3))
}

fn counts_months(text: &str) -> bool {
    printed(text).iter().any(|number| number.unit() == "月" || number.unit().starts_with("月/"))
}
