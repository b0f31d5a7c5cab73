//! # 成本明细与预算不符
//!
//! ## 查什么
//! 项目表的成本指标全部是金额时，它们的合计应当等于项目资金总额：
//! 超过总额是错误；不足总额要说明（有的地方成本指标不要求列全）。
//! 成本里有单价、人均标准、比率的，不适用。社会成本、生态成本不算钱。
//! “共40.5万元。其中：……”只取 40.5 万元，不重复加分项。
//!
//! ## 依据
//! 算术：明细之和不能超过总额；绩效目标要与预算资金量相匹配。
//!
//! ## 怎样改
//! 核对每一行成本和资金总额；还有没列出的成本，补一行或者说明。
//!
//! ## 例子
//! 超过 0.01 万元：
//! ```form
//! kind: project
//! money.expenditure: total 100.00 | fiscal 100.00 | other
//! | 产出指标 | 成本指标 | 培训费 | 60.01万元 |
//! | 产出指标 | 成本指标 | 资料费 | 区财政补助资金40万元。其中：甲30万元，乙10万元 |
//! ```
//! ```findings
//! 错误 第1张表「60.01万元」2行成本指标合计100.01万元，比资金总额100.00万元多0.01万元。
//! ```
//! 不足：
//! ```form
//! kind: project
//! money.expenditure: total 100.00 | fiscal 100.00 | other
//! | 成本指标 | 经济成本指标 | 培训费 | ≤99.99万元 |
//! | 成本指标 | 生态环境成本指标 | 排放 | 无 |
//! ```
//! ```findings
//! 需答复 第1张表「≤99.99万元」1行成本指标合计99.99万元，比资金总额100.00万元少0.01万元。
//! ```
//! 正好相等（“100万”缺“元”由 C107 提出）；写着单价的，不适用：
//! ```form
//! kind: project
//! money.expenditure: total 100.00 | fiscal 100.00 | other
//! | 产出指标 | 成本指标 | 培训费 | 100万 |
//! ---
//! kind: project
//! money.expenditure: total 100.00 | fiscal 100.00 | other
//! | 产出指标 | 成本指标 | 人均标准 | 400元/人/月 |
//! | 产出指标 | 成本指标 | 资料费 | 500万元 |
//! ---
//! kind: project
//! money.expenditure: total 158.20 | fiscal 158.20 | other
//! | 产出指标 | 成本指标 | 单台采购价 | ≤7462元 |
//! ```
//! ```findings
//! 通过
//! ```

use model::{Column, FormKind, Fund, Indicator, Money};

use crate::ties::costs::Costs;
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta { code: "C086", cases: &["under"], reader_doubt: false };

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    if form.kind != FormKind::Project {
        return Ok(());
    }
    let costs = Costs::of(context)?;
    if !costs.are_amounts() {
        return Ok(());
    }
    out.looked();
    let first = costs.rows[0].1;
    if let Some(unclear) = costs.unclear() {
        out.cannot_decide(Hit {
            message: "这一行成本里有几个金额，看不出哪个是合计。".into(),
            remedy: "写成“共计……万元。其中：……”。".into(),
            ..Hit::in_row(unclear, Column::Target)
        });
        return Ok(());
    }
    let total = form.funds().and_then(|row| row.money(&Fund::Total));
    let (Some(sum), Some(total)) = (costs.sum(), total) else {
        out.cannot_decide(Hit {
            message: "资金总额没有填，或者读不成金额，无法与成本明细核对。".into(),
            remedy: "填上资金总额后再查。".into(),
            ..Hit::in_row(first, Column::Target)
        });
        return Ok(());
    };
    if sum != total {
        out.fail(difference(first, costs.rows.len(), sum, total));
    }
    Ok(())
}

fn difference(first: &Indicator, count: usize, sum: Money, total: Money) -> Hit {
    let gap = Ord::max(sum - total, total - sum);
    let (verb, case) = if sum > total { ("多", "") } else { ("少", "under") };
    // Ten thousand times apart is one fault of the unit (C093), not a second one.
    let cause = if crate::money::ten_thousand_apart(sum, total) { "money_unit" } else { "" };
    Hit {
        message: format!("{count}行成本指标合计{sum}，比资金总额{total}{verb}{gap}。"),
        remedy: "核对每一行成本和资金总额；还有没列出的成本，补一行或者说明。".into(),
        case,
        cause: cause.into(),
        ..Hit::in_row(first, Column::Target)
    }
}
