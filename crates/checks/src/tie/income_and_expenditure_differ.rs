//! # 收支不平衡
//!
//! ## 查什么
//! 部门整体表里，收入预算的资金总额与支出预算的资金总额必须分毫不差。
//!
//! ## 依据
//! 表内勾稽：同一部门当年的收入与支出是一笔钱的两面。
//!
//! ## 怎样改
//! 对照部门预算批复（或“二上”数），改正填错的一边；两边都不要凑数。
//!
//! ## 例子
//! 支出少填了 0.01 万元：
//! ```form
//! kind: department
//! money.income: total 3099.68 | fiscal 3099.68 | other
//! money.expenditure: total 3099.67 | fiscal 3099.67 | other
//! ```
//! ```findings
//! 错误 第1张表「3099.67」收入预算总额3099.68万元，支出预算总额3099.67万元，相差0.01万元。
//! ```
//! 两边相等：
//! ```form
//! kind: department
//! money.income: total 3099.68 | fiscal 3099.68 | other
//! money.expenditure: total 3099.68 | fiscal 3099.68 | other 0
//! ```
//! ```findings
//! 通过
//! ```

use model::Fund;

use crate::ties::funds::both_sides;
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C080");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let Some((income, expenditure)) = both_sides(context.form(), &Fund::Total) else {
        return Ok(());
    };
    out.looked();
    let (Some(received), Some(spent)) = (income.money, expenditure.money) else {
        let unread = if income.money.is_none() { income } else { expenditure };
        out.cannot_decide(Hit {
            message: "收入或支出预算的资金总额没有填，或者读不成金额，无法核对收支是否相等。"
                .into(),
            remedy: "把两处资金总额填成数字后再查。".into(),
            ..Hit::on(&unread.text)
        });
        return Ok(());
    };
    if received != spent {
        let gap = Ord::max(received - spent, spent - received);
        out.fail(Hit {
            message: format!("收入预算总额{received}，支出预算总额{spent}，相差{gap}。"),
            remedy: "对照部门预算批复（或“二上”数），改正填错的一边。".into(),
            ..Hit::on(&expenditure.text)
        });
    }
    Ok(())
}
