//! # 基本加项目不等于总额
//!
//! ## 查什么
//! 部门整体表里写的人员经费、公用经费、项目经费三个数，加起来应当等于支出预算总额。
//! 三个数要都能确定地读出来；有上年结转、经营支出等另列来源时不下结论。
//!
//! ## 依据
//! 算术：部门支出由人员经费、公用经费和项目经费组成。数字取自文字叙述，所以只要求答复。
//!
//! ## 怎样改
//! 核对三个数和支出总额；另有不在其中的支出，写明是什么、多少。
//!
//! ## 例子
//! 差 0.01 万元：
//! ```form
//! kind: department
//! money.expenditure: total 99.99 | fiscal 99.99 | other
//! | 产出指标（基本经费） | 成本指标 | 人员经费 | 人员类经费70.00万元；基本运转公用经费10.00万元 |
//! | 产出指标（项目经费） | 成本指标 | 项目经费 | 项目经费共计20.00万元 |
//! ```
//! ```findings
//! 需答复 第1张表「人员类经费70.00万元；基本运转公用经费10.00万元」人员经费70.00万元＋公用经费10.00万元＋项目经费20.00万元＝100.00万元，支出预算总额是99.99万元，相差0.01万元。
//! ```
//! 三数相加正好：
//! ```form
//! kind: department
//! money.expenditure: total 100.00 | fiscal 100.00 | other
//! | 产出指标（基本经费） | 成本指标 | 人员经费 | 人员类经费70.00万元；基本运转公用经费10.00万元 |
//! | 产出指标（项目经费） | 成本指标 | 项目经费 | 项目经费共计20.00万元 |
//! ```
//! ```findings
//! 通过
//! ```

use model::{FormKind, Fund, Money, RowKind};

use crate::department;
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta { code: "C083", cases: &["prose"], reader_doubt: false };

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    if form.kind != FormKind::Department {
        return Ok(());
    }
    let said = department::statements(form);
    let projects = said.project_money();
    let (Some(staff), Some(running), Some(projects)) = (&said.staff, &said.running, projects)
    else {
        return Ok(());
    };
    let Some(row) = form.money_row(RowKind::Expenditure) else { return Ok(()) };
    let Some(total) = row.money(&Fund::Total) else { return Ok(()) };
    out.looked();
    let sum = staff.value + running.value + projects.value;
    if sum == total {
        return Ok(());
    }
    let sentence = format!(
        "人员经费{}＋公用经费{}＋项目经费{}＝{sum}",
        staff.value, running.value, projects.value
    );
    if row.items().any(|(_, amount)| amount.money.is_some_and(|money| money != Money::ZERO)) {
        out.cannot_decide(Hit {
            message: format!("{sentence}，支出预算总额{total}；表上另列了资金来源，不能断定是错。"),
            remedy: "写明差额是哪一项支出。".into(),
            ..Hit::on(staff.cell)
        });
        return Ok(());
    }
    let gap = Ord::max(sum - total, total - sum);
    out.fail(Hit {
        message: format!("{sentence}，支出预算总额是{total}，相差{gap}。"),
        remedy: "核对三个数和支出总额；另有不在其中的支出，写明是什么、多少。".into(),
        case: "prose",
        ..Hit::on(staff.cell)
    });
    Ok(())
}
