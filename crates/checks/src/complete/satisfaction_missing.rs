//! # 缺满意度指标
//!
//! ## 查什么
//! 项目表或部门整体表里，二级、三级指标都没有“满意”二字。
//!
//! ## 依据
//! 面向社会公众或有明确服务对象的，设满意度指标；单位内部的项目可以不设，说明即可。
//!
//! ## 怎样改
//! 补一条满意度指标，写明问谁、多少算达标；内部项目说明不设的理由。
//!
//! ## 例子
//! 部门整体表没有满意度：
//! ```form
//! kind: department
//! | 产出指标 | 数量指标 | 培训人数 | ≥10人 |
//! | 效益指标 | 社会效益指标 | 就业率 | ≥90% |
//! ```
//! ```findings
//! 需答复 第1张表「」2条指标里没有一条满意度指标。
//! ```
//! 三级指标里有满意度也算：
//! ```form
//! kind: project
//! | 效益指标 | 社会效益指标 | 群众满意度 | ≥90% |
//! ```
//! ```findings
//! 通过
//! ```

use model::{Column, FormKind};

use crate::indicators::{none_of, rows_unread};
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C008");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    if !matches!(form.kind, FormKind::Project | FormKind::Department) {
        return Ok(());
    }
    out.looked();
    if let Some(unread) = rows_unread(form) {
        out.cannot_decide(unread);
        return Ok(());
    }
    let columns = [Column::Level1, Column::Level2, Column::Level3];
    let asks = |row: &model::Indicator| columns.iter().any(|c| row.folded(*c).contains("满意"));
    if form.indicators.iter().any(asks) {
        return Ok(());
    }
    let place = form.indicators.last().and_then(|row| row.place(Column::Level1));
    out.fail(Hit {
        place: place.cloned(),
        message: none_of(form, "满意度指标"),
        remedy: "补一条满意度指标，写明问谁、多少算达标；内部项目说明不设的理由。".into(),
        cause: "indicators_missing".into(),
        ..Hit::default()
    });
    Ok(())
}
