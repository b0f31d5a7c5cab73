//! # 目标中夹带要钱
//!
//! ## 查什么
//! 总体目标里写着申请资金、增加预算、需资金多少。受理救助申请、企业急需资金这类说法不算；文件名里的不算。
//! 只查申报表，自评表照抄的不查。
//!
//! ## 依据
//! 绩效目标写预期的产出和效果；要多少钱写在资金栏，理由写在申报说明里。
//!
//! ## 怎样改
//! 从总体目标里删掉这句话；增加预算的理由写到申报说明里，并写明增加多少、对应增加什么产出。
//!
//! ## 例子
//! 两种写法：
//! ```form
//! kind: project
//! goal: 完善村级网络，2026年费用申请增加预算，核心是方便群众。
//! ---
//! kind: project
//! goal: 公正处理争议案件。2026年预计需资金16.15万元。
//! ```
//! ```findings
//! 建议 第1张表「2026年费用申请增加预算」总体目标里写“申请增加预算”：目标说的是做成什么，不是要多少钱。
//! 建议 第2张表「2026年预计需资金16.15万元」总体目标里写“需资金”：目标说的是做成什么，不是要多少钱。
//! ```
//! 申请说的是别的事：
//! ```form
//! kind: project
//! goal: 受理救助申请900件，帮助急需资金的企业申请专利，落实《关于申请资金的通知》。
//! ---
//! kind: self_evaluation
//! goal: 2026年预计需资金16.15万元。
//! ```
//! ```findings
//! 通过
//! ```

use model::{Field, FormKind};

use crate::titles::without_titles;
use crate::words::{Names, find_anywhere};
use crate::{Context, Hit, Meta, Out, Undecided, clauses};

pub const META: Meta = Meta::new("C151");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    if !matches!(form.kind, FormKind::Project | FormKind::Department) {
        return Ok(());
    }
    let Some(goal) = form.fields.get(&Field::Goal).filter(|goal| !goal.is_blank()) else {
        return Ok(());
    };
    out.looked();
    let others = Names::only(context, &["words.asking_money_except"])?;
    let text = without_titles(&goal.text);
    let mut last = None;
    for word in find_anywhere(&text, context.words("words.asking_money")?, &others) {
        let clause = clauses::around(&text, word.start..word.end);
        if last.replace(clause.clone()) == Some(clause.clone()) {
            continue;
        }
        out.fail(Hit {
            message: format!("总体目标里写“{}”：目标说的是做成什么，不是要多少钱。", word.text),
            remedy: "删掉这句话；要增加预算的，在申报说明里写明增加多少、对应什么产出。".into(),
            ..Hit::part(goal, clause)
        });
    }
    Ok(())
}
