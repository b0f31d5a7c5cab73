//! # 必填项没有填
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
//! 官方表样上的一行被整行删掉：
//! ```form
//! kind: project
//! layout: national.project
//! project: 培训项目
//! unit: 某局
//! money.expenditure: total 5.00 | fiscal 5.00 | other
//! ```
//! ```findings
//! 不能判定 第1张表「」官方表样上有“年度总体目标”，这份文件里没有读到这一栏。
//! ```

use model::{Field, Form, FormKind, Path};

use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C001");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    for path in context.required()? {
        let Some(cell) = form.at(&path) else {
            not_read(context, &path, out);
            continue;
        };
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

/// A field that the official form has and the file does not: the row may have been deleted, or
/// not been read. A form without a known layout may simply not ask for it.
fn not_read(context: &Context<'_>, path: &Path, out: &mut Out) {
    let form = context.form();
    if context.layout().is_none() || stands_elsewhere(form, path) {
        return;
    }
    let name = path.to_string();
    let label = crate::labels::of(&name);
    out.cannot_decide(Hit {
        message: format!("官方表样上有“{label}”，这份文件里没有读到这一栏。"),
        remedy: "删掉了的，照官方表样补上并填写；文件里有的，请人工查看。".into(),
        place: form.place(Field::Title).cloned(),
        cause: format!("{}/{name}", context.code),
        ..Hit::default()
    });
}

/// Whether a project's total that is blank in its own row is filled in another row of the money
/// table: forms call that row by several names (资金总额, 年度资金, 年初安排).
fn stands_elsewhere(form: &Form, path: &Path) -> bool {
    let Path::Money(_, fund) = path else { return false };
    let rows = form.money.iter().filter(|row| row.row.is_money());
    form.kind != FormKind::Department && rows.into_iter().any(|row| row.money(fund).is_some())
}
