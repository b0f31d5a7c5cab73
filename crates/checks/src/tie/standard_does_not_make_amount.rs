//! # 人均标准算不出所写金额
//!
//! ## 查什么
//! 一格里写着人均标准（8000元/人）和人数，表里另有同一用途的金额：标准乘人数应当与金额相近。
//! 人数按合计、按在职（去掉退休等）各算一遍，都相差超过一定比例才问，并把每一种算法写出来。
//! 用途要写明白（公用经费标准对公用经费）；同一用途有几个金额的不比。
//!
//! ## 依据
//! 复核习惯：定额标准与金额应当能互相推算。公用经费除定额外还有工会、福利、交通补贴、公务用车等，
//! 差额可能有理由，所以只是提醒。
//!
//! ## 怎样改
//! 写明差额是哪几项，或者改正标准、人数、金额里写错的一个。
//!
//! ## 例子
//! 按在职、按合计都差得远：
//! ```form
//! kind: department
//! | 产出指标（基本经费） | 数量指标 | 人员数量 | 共计87人。其中：行政人员56人；退休人员31人。\n公用经费配备标准：8000元/人 |
//! | 产出指标（基本经费） | 成本指标 | 人员经费 | 人员类经费1054.05万元；基本运转公用经费96.34万元 |
//! ```
//! ```findings
//! 建议 第1张表「8000元/人」公用经费写的是96.34万元；按标准算：8000元/人×在职56人＝44.80万元（差51.54万元），8000元/人×共计87人＝69.60万元（差26.74万元）。
//! ```
//! 差在百分之五以内；用途不同的金额：
//! ```form
//! kind: department
//! | 产出指标（基本经费） | 数量指标 | 人员数量 | 在职10人，公用经费标准：8000元/人 |
//! | 产出指标（基本经费） | 成本指标 | 运转经费 | 公用经费8.40万元 |
//! ---
//! kind: department
//! | 产出指标（基本经费） | 数量指标 | 人员数量 | 在职10人，公用经费标准：8000元/人 |
//! | 产出指标（基本经费） | 成本指标 | 人员经费 | 人员经费150.00万元 |
//! ```
//! ```findings
//! 通过
//! ```

use model::Column;

use crate::ties::products::yuan;
use crate::ties::standards::standards;
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C090");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let tolerance = context.number("tolerance")?;
    for standard in standards(context)? {
        out.looked();
        if standard.within(tolerance) {
            continue;
        }
        let row = &context.form().indicators[standard.row];
        let Some(cell) = row.cells.get(&Column::Target) else { continue };
        out.fail(Hit {
            message: format!(
                "{}写的是{}；按标准算：{}。",
                standard.subject,
                yuan(standard.amount.value()),
                standard.said()
            ),
            remedy: "写明差额是哪几项（工会、福利、交通补贴等），或者改正写错的一个数。".into(),
            ..Hit::part(cell, standard.price.start()..standard.price.end())
        });
    }
    Ok(())
}
