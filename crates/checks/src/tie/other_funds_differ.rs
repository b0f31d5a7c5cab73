//! # 收支的其他资金不同
//!
//! ## 查什么
//! 部门整体表里，收入预算和支出预算的“其他资金”都写了数字而不相等。
//! 有一边空着或者写着占位符的，不在此列（占位符见 C002）。
//!
//! ## 依据
//! 复核习惯：其他资金收多少、用多少，通常一致；结转到下年使用的可以不同。
//!
//! ## 怎样改
//! 核对两处其他资金；确实不同的，说明差额去向。
//!
//! ## 例子
//! 收 10 万，支 9.99 万：
//! ```form
//! kind: department
//! money.income: total 110.00 | fiscal 100.00 | other 10.00
//! money.expenditure: total 110.00 | fiscal 100.01 | other 9.99
//! ```
//! ```findings
//! 建议 第1张表「9.99」其他资金：收入预算10.00万元，支出预算9.99万元，两处不同。
//! ```
//! 相同，或者一边没有写数字：
//! ```form
//! kind: department
//! money.income: total 110.00 | fiscal 100.00 | other 10
//! money.expenditure: total 110.00 | fiscal 100.00 | other 10.00
//! ---
//! kind: department
//! money.income: total 100.00 | fiscal 100.00 | other ……
//! money.expenditure: total 100.00 | fiscal 100.00 | other 0
//! ```
//! ```findings
//! 通过
//! ```

use model::Fund;

use crate::ties::funds::both_sides;
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C091");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let Some((income, expenditure)) = both_sides(context.form(), &Fund::Other) else {
        return Ok(());
    };
    let (Some(received), Some(spent)) = (income.money, expenditure.money) else { return Ok(()) };
    out.looked();
    if received != spent {
        out.fail(Hit {
            message: format!("其他资金：收入预算{received}，支出预算{spent}，两处不同。"),
            remedy: "核对两处其他资金；确实不同的，说明差额去向。".into(),
            ..Hit::on(&expenditure.text)
        });
    }
    Ok(())
}
