//! # 共性指标口径不一
//!
//! ## 查什么
//! 几个单位都有同名的指标，计量单位却不是一种，或者一个要求不低于、一个要求不高于。
//! 放在一起查的几个单位才能比；指标值不是数的不比。
//!
//! ## 依据
//! 财预〔2021〕101号：指标设置要“量化易评”；同一个指标口径一致，各单位才能汇总、比较。
//!
//! ## 怎样改
//! 按主管部门或者指标库的口径统一；确实是两回事的，把名称写得不同。
//!
//! ## 例子
//! ```form
//! kind: project
//! unit: 甲乡人民政府
//! | 产出指标 | 数量指标 | 开展法治宣传 | ≥12次 |
//! ---
//! kind: project
//! unit: 乙乡人民政府
//! | 产出指标 | 数量指标 | 开展法治宣传 | ≥12人次 |
//! ```
//! ```findings
//! 建议 第1张表「≥12次」“开展法治宣传”这里是“≥12次”，“乙乡人民政府”的同名指标是“≥12人次”，口径不一样。
//! 建议 第2张表「≥12人次」“开展法治宣传”这里是“≥12人次”，“甲乡人民政府”的同名指标是“≥12次”，口径不一样。
//! ```
//! 口径相同的，同一个单位的：
//! ```form
//! kind: project
//! unit: 甲乡人民政府
//! | 产出指标 | 数量指标 | 开展法治宣传 | ≥12次 |
//! | 满意度指标 | 满意度指标 | 群众满意度 | ≥90% |
//! ---
//! kind: project
//! unit: 乙乡人民政府
//! | 产出指标 | 数量指标 | 开展法治宣传 | 8次 |
//! | 满意度指标 | 满意度指标 | 群众满意度 | ≥85% |
//! ```
//! ```findings
//! 通过
//! ```

use model::{Column, Field};

use crate::neighbours::{Rows, measures};
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C130");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    if !context.is_plan() {
        return Ok(());
    }
    if !context.has_neighbours() {
        out.not_applicable("只有一个单位的表，没有别的单位可比");
        return Ok(());
    }
    let rows = context.units.rows.get_or_init(|| Rows::of(context));
    for (at, name, measure) in measures(context.form()) {
        out.looked();
        let Some((form, other)) = rows.otherwise(context, &name, &measure) else { continue };
        let form = context.batch.members[form].form;
        let hit = Hit::in_row(&context.form().indicators[at], Column::Target);
        out.fail(Hit {
            message: format!(
                "“{name}”这里是“{}”，“{}”的同名指标是“{}”，口径不一样。",
                hit.quote,
                model::text::trim(form.text(Field::Unit)),
                model::text::trim(form.indicators[other].text(Column::Target))
            ),
            remedy: "按主管部门或者指标库的口径统一；确实是两回事的，把名称写得不同。".into(),
            ..hit
        });
    }
    Ok(())
}
