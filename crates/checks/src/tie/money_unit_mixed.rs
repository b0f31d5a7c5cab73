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

use model::{Column, Field, Form, Fund, Money, Text};

use crate::indicators::{Classes, Cost, cost, is_money_cost};
use crate::money::ten_thousand_apart;
use crate::numbers::printed;
use crate::{Context, Hit, Meta, Out, Undecided, department};

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
    if let Some((cell, sum)) = costs(context, form)?
        && ten_thousand_apart(sum, total)
    {
        out.fail(mixed(cell, "成本指标合计", sum, total));
    }
    for (cell, said, money) in said_in_goal(form) {
        if ten_thousand_apart(money, total) {
            out.fail(Hit {
                quote: said, ..mixed(cell, "总体目标里说的资金", money, total)
            });
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

/// The sum of the cost rows when all of them are amounts, with the first row's cell.
fn costs<'a>(
    context: &Context<'a>,
    form: &'a Form,
) -> Result<Option<(&'a Text, Money)>, Undecided> {
    let classes = Classes::of(context)?;
    let price_names = context.words("words.price_names")?;
    let mut sum: Option<(&Text, Money)> = None;
    for row in form.indicators.iter().filter(|row| is_money_cost(&classes, row)) {
        let (Cost::Amount(money), Some(cell)) =
            (cost(row, price_names), row.cells.get(&Column::Target))
        else {
            return Ok(None);
        };
        sum = Some(sum.map_or((cell, money), |(first, so_far)| (first, so_far + money)));
    }
    Ok(sum)
}

/// Amounts the goal calls the money of the project, not a price or a standard.
fn said_in_goal(form: &Form) -> Vec<(&Text, String, Money)> {
    let Some(goal) = form.fields.get(&Field::Goal) else { return Vec::new() };
    let numbers = printed(&goal.text).into_iter();
    let of_project = numbers.filter(|number| {
        let label = &number.quantity.label;
        let names = ["资金", "预算", "经费", "投资", "总额"].iter().any(|w| label.contains(w));
        let single = ["均", "每", "标准", "单价"].iter().any(|w| label.contains(w));
        number.is_money() && !single && (names || number.quantity.is_total)
    });
    of_project.filter_map(|n| Some((goal, n.text.clone(), department::money(&n)?))).collect()
}
