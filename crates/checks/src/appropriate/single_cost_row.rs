//! # 成本只有一行总额
//!
//! ## 查什么
//! 项目表只有一条成本指标，金额就是资金总额，而资金总额超过 10 万元（内部参数）：成本指标没有增加任何信息。
//! 不低于 100 万元的要答复，其余只作建议。
//!
//! ## 依据
//! 成本指标说明钱怎么花、单位成本多少，用来控制成本。
//!
//! ## 怎样改
//! 按用途拆成几行，或者写出单价、人均标准和数量。
//!
//! ## 例子
//! 100 万元一笔；10.01 万元一笔：
//! ```form
//! kind: project
//! money.expenditure: total 100.00 | fiscal 100.00 | other
//! | 产出指标 | 成本指标 | 平台经费 | 区级资金100万元 |
//! ---
//! kind: project
//! money.expenditure: total 10.01 | fiscal 10.01 | other
//! | 产出指标 | 成本指标 | 网络租赁费 | ≤10.01万元 |
//! ```
//! ```findings
//! 需答复 第1张表「区级资金100万元」成本指标只有“平台经费”一条，指标值“区级资金100万元”就是资金总额100.00万元，看不出钱怎么花。
//! 建议 第2张表「≤10.01万元」成本指标只有“网络租赁费”一条，指标值“≤10.01万元”就是资金总额10.01万元，看不出钱怎么花。
//! ```
//! 正好 10 万元；拆成两行；写单价：
//! ```form
//! kind: project
//! money.expenditure: total 10.00 | fiscal 10.00 | other
//! | 产出指标 | 成本指标 | 网络租赁费 | 10万元 |
//! ---
//! kind: project
//! money.expenditure: total 100.00 | fiscal 100.00 | other
//! | 产出指标 | 成本指标 | 场地租金 | 60万元 |
//! | 产出指标 | 成本指标 | 设备购置 | 40万元 |
//! ---
//! kind: project
//! money.expenditure: total 100.00 | fiscal 100.00 | other
//! | 产出指标 | 成本指标 | 补贴标准 | 400元/人/月 |
//! ```
//! ```findings
//! 通过
//! ```

use model::{Column, Decimal, FormKind, Fund, Indicator, Money, MoneyUnit};

use crate::indicators::{Classes, Cost, cost, is_money_cost};
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta { code: "C053", cases: &["large"], reader_doubt: false };

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    if form.kind != FormKind::Project {
        return Ok(());
    }
    let (least, large) = (context.number("min_budget")?, context.number("large_budget")?);
    let classes = Classes::of(context)?;
    let price_names = context.words("words.price_names")?;
    let rows: Vec<&Indicator> =
        form.indicators.iter().filter(|row| is_money_cost(&classes, row)).collect();
    let total = form.funds().and_then(|row| row.money(&Fund::Total));
    let ([row, others @ ..], Some(total)) = (&rows[..], total) else { return Ok(()) };
    out.looked();
    let whole = others.is_empty() && cost(row, price_names) == Cost::Amount(total);
    if !whole || total <= wan_yuan(least) {
        return Ok(());
    }
    let case = if total >= wan_yuan(large) { "large" } else { "" };
    let hit = Hit::in_row(row, Column::Target);
    out.fail(Hit {
        message: format!(
            "成本指标只有“{}”一条，指标值“{}”就是资金总额{total}，看不出钱怎么花。",
            row.folded(Column::Level3),
            hit.quote
        ),
        remedy: "按用途拆成几行，或者写出单价、人均标准和数量。".into(),
        case,
        ..hit
    });
    Ok(())
}

/// An amount the pack gives in 万元.
fn wan_yuan(number: Decimal) -> Money {
    Money::from_decimal(number, MoneyUnit::WanYuan).unwrap_or_default()
}
