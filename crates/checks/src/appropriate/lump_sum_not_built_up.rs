//! # 大额整笔无测算
//!
//! ## 查什么
//! 项目资金总额达到规则包的界线（内部参数），只有一条成本指标，金额就等于总额，全表也没有一个单价或者标准。
//!
//! ## 依据
//! 绩效目标要与资金量相匹配：钱是怎样算出来的，表上应当看得出。
//!
//! ## 怎样改
//! 把总额分成几项，写明数量乘以标准；确实是一笔合同的，写明合同或者测算依据。
//!
//! ## 例子
//! 正好在界线上的一整笔：
//! ```form
//! kind: project
//! money.expenditure: total 100.00 | fiscal 100.00 | other
//! | 产出指标 | 数量指标 | 享受人员 | ≥10人 |
//! | 产出指标 | 成本指标 | 高层次人才补贴 | 100万 |
//! ```
//! ```findings
//! 需答复 第1张表「100万」资金总额100.00万元，成本指标只有一行“高层次人才补贴”（100万），表里没有单价、标准，看不出怎样算出来的。
//! ```
//! 有标准的；分了几项的；不到界线的：
//! ```form
//! kind: project
//! money.expenditure: total 170.00 | fiscal 170.00 | other
//! | 产出指标 | 数量指标 | 享受人员 | ≥10人，每人17万元/人 |
//! | 产出指标 | 成本指标 | 高层次人才补贴 | 170万元 |
//! ---
//! kind: project
//! money.expenditure: total 170.00 | fiscal 170.00 | other
//! | 产出指标 | 成本指标 | 人才补贴 | 100万元 |
//! | 产出指标 | 成本指标 | 安家补助 | 70万元 |
//! ---
//! kind: project
//! money.expenditure: total 99.99 | fiscal 99.99 | other
//! | 产出指标 | 成本指标 | 人才补贴 | 99.99万元 |
//! ```
//! ```findings
//! 通过
//! ```

use model::{Column, Field, Form, FormKind, Fund, Indicator, Money, MoneyUnit};

use crate::indicators::{Classes, Cost, cost, is_money_cost};
use crate::numbers::{Printed, printed};
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C155");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    let total = form.funds().and_then(|row| row.money(&Fund::Total));
    let Some(total) = total.filter(|_| form.kind == FormKind::Project) else { return Ok(()) };
    let classes = Classes::of(context)?;
    let prices = context.words("words.price_names")?;
    let rows = form.indicators.iter().filter(|row| is_money_cost(&classes, row));
    let rows: Vec<&Indicator> = rows.collect();
    let Some(first) = rows.first() else { return Ok(()) };
    out.looked();
    let limit = Money::from_decimal(context.number("min_total")?, MoneyUnit::WanYuan);
    let small = limit.is_ok_and(|limit| total < limit);
    let [row] = rows[..] else { return Ok(()) };
    if small || cost(row, prices) != Cost::Amount(total) || is_built_up(form) {
        return Ok(());
    }
    let hit = Hit::in_row(first, Column::Target);
    out.fail(Hit {
        message: format!(
            "资金总额{total}，成本指标只有一行“{}”（{}），表里没有单价、标准，看不出怎样算出来的。",
            row.folded(Column::Level3),
            hit.quote
        ),
        remedy: "分项写明数量乘以标准；确实是一笔合同的，写明合同或者测算依据。".into(),
        ..hit
    });
    Ok(())
}

/// Whether some cell tells a price or a multiplication.
fn is_built_up(form: &Form) -> bool {
    let columns = [Column::Target, Column::Explanation, Column::Remark];
    let cells = form
        .indicators
        .iter()
        .flat_map(|row| columns.iter().filter_map(|column| row.cells.get(column)));
    let fields = [Field::Goal, Field::Content, Field::Remark];
    let fields = fields.iter().filter_map(|field| form.fields.get(field));
    let mut texts = cells.chain(fields).map(|cell| cell.text.as_str());
    let priced = |text: &str| {
        printed(text).iter().any(|n: &Printed| n.unit().starts_with("元/")) || text.contains('×')
    };
    let units = form.indicators.iter().any(|row| row.target.unit.starts_with("元/"));
    units || texts.any(priced)
}
