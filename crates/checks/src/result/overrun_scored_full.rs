//! # 反向指标误算
//!
//! ## 查什么
//! 指标值是上限（“≤24小时”“≤8万元”，或者方向栏写反向），实际完成值超过了上限，却按满分计：
//! 这是把“越小越好”当成了“越大越好”。没有说明原因的是错误，说明了原因的要答复。
//!
//! ## 依据
//! 完成指标值的才得满分；超过上限没有完成。
//!
//! ## 怎样改
//! 按反向指标的办法扣分；上限定得不对的，说明原因。
//!
//! ## 例子
//! ```form
//! kind: self_evaluation
//! columns: level1 | level2 | level3 | target | actual | weight | score | reason
//! | 产出指标 | 时效指标 | 平均用时 | ≤24小时 | 30小时 | 8 | 8 | |
//! | 产出指标 | 成本指标 | 单座费用 | ≤8万元/座 | 8.6万元/座 | 10 | 10 | 材料涨价 |
//! | 效益指标 | 社会效益指标 | 安全事故 | 0起 | 1起 | 10 | 10 | |
//! ```
//! ```findings
//! 错误 第1张表「30小时」“平均用时”的指标值“≤24小时”是上限，实际“30小时”超过了，却得了满分8分，也没有说明原因。
//! 错误 第1张表「1起」“安全事故”的指标值“0起”是上限，实际“1起”超过了，却得了满分10分，也没有说明原因。
//! 需答复 第1张表「8.6万元/座」“单座费用”的指标值“≤8万元/座”是上限，实际“8.6万元/座”超过了，却得了满分10分。
//! ```
//! ```form
//! kind: self_evaluation
//! columns: level1 | level2 | level3 | target | actual | weight | score | reason
//! | 产出指标 | 时效指标 | 平均用时 | ≤24小时 | 24小时 | 8 | 8 | |
//! | 产出指标 | 成本指标 | 单座费用 | ≤8万元/座 | 8.6万元/座 | 10 | 9.25 | 材料涨价 |
//! | 产出指标 | 数量指标 | 培训人数 | ≥100人 | 120人 | 10 | 10 | |
//! ```
//! ```findings
//! 通过
//! ```

use model::Column;

use crate::completion::completion;
use crate::scoring::{has_reason, is_overrun_in_full, is_scored};
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta { code: "C144", cases: &["explained"], reader_doubt: true };

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    if !is_scored(form) {
        return Ok(());
    }
    for row in &form.indicators {
        let Some(actual) = &row.actual else { continue };
        let Some(completion) = completion(context, row, actual)? else { continue };
        out.looked();
        if !is_overrun_in_full(row, &completion) {
            continue;
        }
        let hit = Hit::in_row(row, Column::Actual);
        let explained = has_reason(context, row)?;
        out.fail(Hit {
            message: format!(
                "“{}”的指标值“{}”是上限，实际“{}”超过了，却得了满分{}分{}。",
                row.folded(Column::Level3),
                model::text::trim(row.text(Column::Target)),
                hit.quote,
                row.score.unwrap_or_default().normalize(),
                if explained { "" } else { "，也没有说明原因" }
            ),
            remedy: "按反向指标的办法扣分，并在偏差原因里说明。".into(),
            case: if explained { "explained" } else { "" },
            cause: Hit::cell_cause("row", row.place(Column::Level3)),
            ..hit
        });
    }
    Ok(())
}
