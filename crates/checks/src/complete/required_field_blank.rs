//! # 必填字段为空
//!
//! ## 查什么
//! 表上要求填的栏目（单位、项目名称、资金总额、年度总体目标）一个字也没有。
//! “其他资金”“上年结转”等空着等于零，不算缺。
//!
//! ## 依据
//! 申报表自身的栏目：设了栏目就要填写；审核要点“规范完整性”要求内容完整、不缺项。
//!
//! ## 怎样改
//! 在标出的栏目里填上内容；确实没有的，写明原因，不要留空。
//!
//! ## 例子
//! 目标和资金总额都没填：
//! ```form
//! kind: project
//! project: 培训项目
//! unit: 某局
//! goal:
//! money.expenditure: total | fiscal | other
//! ```
//! ```findings
//! 错误 第1张表「」“年度总体目标”没有填写。
//! 错误 第1张表「」“资金总额”没有填写。
//! ```
//! 其他资金空着不算：
//! ```form
//! kind: project
//! project: 培训项目
//! unit: 某局
//! goal: 全年培训100人。
//! money.expenditure: total 5.00 | fiscal 5.00 | other
//! ```
//! ```findings
//! 通过
//! ```

use model::{Form, FormKind, Path};

use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C001");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    for path in context.required()? {
        // A field the form does not have is the layout's business, not the author's.
        let Some(cell) = form.at(&path) else { continue };
        out.looked();
        if cell.is_blank() && !stands_elsewhere(form, &path) {
            let name = path.to_string();
            let label = crate::labels::of(&name);
            out.fail(Hit {
                message: format!("“{label}”没有填写。"),
                remedy: format!("填写“{label}”。"),
                quote: String::new(),
                cause: format!("{}/{name}", context.code),
                ..Hit::on(cell)
            });
        }
    }
    Ok(())
}

/// Whether a project's total that is blank in its own row is filled in another row of the money
/// table: forms call that row by several names (资金总额, 年度资金, 年初安排).
fn stands_elsewhere(form: &Form, path: &Path) -> bool {
    let Path::Money(_, fund) = path else { return false };
    let rows = form.money.iter().filter(|row| row.row.is_money());
    form.kind != FormKind::Department && rows.into_iter().any(|row| row.money(fund).is_some())
}
