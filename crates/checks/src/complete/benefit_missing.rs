//! # 缺效益指标
//!
//! ## 查什么
//! 项目表或部门整体表里没有一条效益指标（经济、社会、生态效益或可持续影响）。
//! 按二级指标的名称判断：一级指标漏写了，不影响这里。
//!
//! ## 依据
//! 绩效目标要包括产出、成本，还要包括经济效益、社会效益、生态效益、可持续影响和服务对象满意度。
//!
//! ## 怎样改
//! 补一条效益指标：钱花了以后，谁得到什么好处，怎样看得出来。
//!
//! ## 例子
//! 只有产出：
//! ```form
//! kind: project
//! | 产出指标 | 数量指标 | 培训人数 | ≥10人 |
//! | 满意度指标 | 满意度指标 | 学员满意度 | ≥90% |
//! ```
//! ```findings
//! 错误 第1张表「」2条指标里没有一条效益指标。
//! ```
//! 有的指标看不出一级、二级，不下结论：
//! ```form
//! kind: project
//! | 产出指标 | 数量指标 | 培训人数 | ≥10人 |
//! | | | 就业率 | ≥90% |
//! ```
//! ```findings
//! 不能判定 第1张表「就业率」指标“就业率”看不出属于哪个一级、二级指标，无法判断缺不缺。
//! ```
//! 效益排错了一级指标，仍然算有：
//! ```form
//! kind: project
//! | 项目完成 | 数量指标 | 培训人数 | ≥10人 |
//! | 项目完成 | 社会效益指标 | 就业率 | ≥90% |
//! ```
//! ```findings
//! 通过
//! ```

use model::FormKind;

use crate::indicators::{Classes, Family, classes_lost, none_of, rows_unread};
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C007");

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
    let classes = Classes::of(context)?;
    if form.indicators.iter().any(|row| classes.is_under(row, Family::Benefit)) {
        return Ok(());
    }
    if let Some(row) = classes.unclassed(&form.indicators) {
        out.cannot_decide(classes_lost(row));
        return Ok(());
    }
    let place = form.indicators.last().and_then(|row| row.place(model::Column::Level1));
    out.fail(Hit {
        place: place.cloned(),
        message: none_of(form, "效益指标"),
        remedy: "补一条效益指标：钱花了以后谁得到什么好处，怎样看得出来。".into(),
        cause: "indicators_missing".into(),
        ..Hit::default()
    });
    Ok(())
}
