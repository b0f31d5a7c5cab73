//! # 产出缺数量指标
//!
//! ## 查什么
//! 项目表的产出里没有一条数量指标；如果产出指标一条也没有，就是错误。
//! 按二级指标的名称判断，不看它挂在哪个一级指标下面。
//!
//! ## 依据
//! 绩效目标要细化量化，产出从数量、质量、时效等方面说明。利息、贴息一类的项目可以没有数量指标，
//! 说明理由即可。
//!
//! ## 怎样改
//! 补一条数量指标，写清做多少（人、次、个、公里……）；确实没有的，说明理由。
//!
//! ## 例子
//! 有产出而没有数量：
//! ```form
//! kind: project
//! | 产出指标 | 时效指标 | 完成时间 | 2026年12月底前 |
//! | 效益指标 | 社会效益指标 | 就业率 | ≥90% |
//! ```
//! ```findings
//! 需答复 第1张表「」产出有1条指标，没有一条是数量指标。
//! ```
//! 产出一条也没有：
//! ```form
//! kind: project
//! | 效益指标 | 社会效益指标 | 就业率 | ≥90% |
//! ```
//! ```findings
//! 错误 第1张表「」1条指标里没有一条产出指标。
//! ```
//! 有数量指标：
//! ```form
//! kind: project
//! | 产出指标 | 数量指标 | 培训人数 | ≥10人 |
//! ```
//! ```findings
//! 通过
//! ```

use model::FormKind;

use crate::indicators::{Classes, Family, classes_lost, none_of, rows_unread};
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta { code: "C004", cases: &["no_output"], reader_doubt: false };

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    if form.kind != FormKind::Project {
        return Ok(());
    }
    out.looked();
    if let Some(unread) = rows_unread(form) {
        out.cannot_decide(unread);
        return Ok(());
    }
    let classes = Classes::of(context)?;
    if form.indicators.iter().any(|row| classes.is_quantity(row)) {
        return Ok(());
    }
    let outputs = form.indicators.iter().filter(|row| classes.is_under(row, Family::Output));
    let count = outputs.count();
    if let Some(row) = classes.unclassed(&form.indicators).filter(|_| count == 0) {
        out.cannot_decide(classes_lost(row));
        return Ok(());
    }
    let hit = match count {
        0 => Hit {
            case: "no_output",
            message: none_of(form, "产出指标"),
            remedy: "补上产出指标：做多少（数量）、做得怎样（质量）、何时完成（时效）。".into(),
            ..Hit::default()
        },
        _ => Hit {
            message: format!("产出有{count}条指标，没有一条是数量指标。"),
            remedy: "补一条数量指标，写清做多少；确实没有的，说明理由。".into(),
            ..Hit::default()
        },
    };
    let place = form.indicators.first().and_then(|row| row.place(model::Column::Level1));
    out.fail(Hit { place: place.cloned(), cause: "indicators_missing".into(), ..hit });
    Ok(())
}
