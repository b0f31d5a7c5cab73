//! # 元与万元混用
//!
//! ## 查什么
//! 同一笔钱在一处按元写、在另一处按万元写，正好相差一万倍：
//! 资金表各格之间、成本明细与资金总额之间、总体目标里说的资金与资金总额之间。
//! 单价和人均标准不参加比较。“170万”少写“元”是 C107 的事。
//!
//! ## 依据
//! 算术：同一笔钱只能有一个数。
//!
//! ## 怎样改
//! 统一用表头写明的单位（通常是万元）。
//!
//! ## 例子
//! 财政拨款按元填了：
//! ```form
//! kind: project
//! money.expenditure: total 16.15 | fiscal 161500 | other
//! | 产出指标 | 成本指标 | 劳务费 | 16.15万元 |
//! ```
//! ```findings
//! 错误 第1张表「161500」财政拨款是1615000000.00元（161500.00万元），资金总额是161500.00元（16.15万元），正好相差一万倍：像是元和万元写混了。
//! ```
//! 总体目标和成本都漏了“万”字：
//! ```form
//! kind: project
//! goal: 2026年预计需资金16.15元。
//! money.expenditure: total 16.15 | fiscal 16.15 | other
//! | 产出指标 | 成本指标 | 劳务费 | 16.15元 |
//! ```
//! ```findings
//! 错误 第1张表「16.15元」总体目标里说的资金是16.15元（0.001615万元），资金总额是161500.00元（16.15万元），正好相差一万倍：像是元和万元写混了。
//! 错误 第1张表「16.15元」成本指标合计是16.15元（0.001615万元），资金总额是161500.00元（16.15万元），正好相差一万倍：像是元和万元写混了。
//! ```
//! 数字凑巧相同的单价不算：
//! ```form
//! kind: project
//! goal: 人均经费标准800元，全年需资金800万元。
//! money.expenditure: total 800.00 | fiscal 800.00 | other
//! | 产出指标 | 成本指标 | 补贴标准 | 800元/人 |
//! | 产出指标 | 成本指标 | 资料费 | 800元 |
//! ```
//! ```findings
//! 通过
//! ```

use model::{Column, Fund, Money, Text};

use crate::money::ten_thousand_apart;
use crate::ties::costs::Costs;
use crate::ties::goal::said_in_goal;
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C093");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    for row in form.money.iter().filter(|row| row.row.is_money()) {
        let Some(total) = row.money(&Fund::Total) else { continue };
        out.looked();
        for (fund, amount) in row.amounts.iter().filter(|(fund, _)| **fund != Fund::Total) {
            if let Some(money) = amount.money
                && ten_thousand_apart(money, total)
            {
                let label = crate::labels::fund(fund);
                out.fail(mixed(&amount.text, label, money, total));
            }
        }
    }
    let Some(total) = form.funds().and_then(|row| row.money(&Fund::Total)) else { return Ok(()) };
    let costs = Costs::of(context)?;
    if let Some(sum) = costs.sum().filter(|sum| ten_thousand_apart(*sum, total))
        && let Some(cell) = costs.rows[0].1.cells.get(&Column::Target)
    {
        out.fail(mixed(cell, "成本指标合计", sum, total));
    }
    for (cell, said, money) in said_in_goal(form) {
        if ten_thousand_apart(money, total) {
            let mixed = mixed(cell, "总体目标里说的资金", money, total);
            let part = Hit::part(cell, said.start()..said.end());
            out.fail(Hit { place: part.place, quote: part.quote, ..mixed });
        }
    }
    Ok(())
}

fn mixed(cell: &Text, label: &str, money: Money, total: Money) -> Hit {
    Hit {
        message: format!(
            "{label}是{}元（{money}），资金总额是{}元（{total}），正好相差一万倍：像是元和万元写混了。",
            money.to_yuan(),
            total.to_yuan()
        ),
        remedy: "统一用表头写明的单位（通常是万元），改正写错的一处。".into(),
        cause: "money_unit".into(),
        ..Hit::on(cell)
    }
}
