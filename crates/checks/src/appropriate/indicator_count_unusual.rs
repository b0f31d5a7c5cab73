//! # 指标过多或过少
//!
//! ## 查什么
//! 项目表的指标少于 5 条或多于 20 条（内部参数；国家没有规定条数）。部门整体表不查。
//!
//! ## 依据
//! 指标要突出重点，又要说得全产出、成本、效益和满意度。
//!
//! ## 怎样改
//! 太少的补上缺的方面；太多的合并、留下核心指标。
//!
//! ## 例子
//! 只有四条：
//! ```form
//! kind: project
//! | 产出指标 | 数量指标 | 培训人数 | ≥10人 |
//! | 产出指标 | 时效指标 | 完成时间 | 2026年12月底前 |
//! | 效益指标 | 社会效益指标 | 就业率 | ≥90% |
//! | 满意度指标 | 满意度指标 | 学员满意度 | ≥90% |
//! ```
//! ```findings
//! 建议 第1张表「」只有4条指标，少于5条。
//! ```
//! 正好五条：
//! ```form
//! kind: project
//! | 产出指标 | 数量指标 | 培训人数 | ≥10人 |
//! | 产出指标 | 质量指标 | 结业率 | ≥95% |
//! | 产出指标 | 时效指标 | 完成时间 | 2026年12月底前 |
//! | 效益指标 | 社会效益指标 | 就业率 | ≥90% |
//! | 满意度指标 | 满意度指标 | 学员满意度 | ≥90% |
//! ```
//! ```findings
//! 通过
//! ```

use model::{Column, Decimal, FormKind};

use crate::indicators::rows_unread;
use crate::targets::filled_rows;
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C055");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    if form.kind != FormKind::Project || form.indicators.is_empty() {
        return Ok(());
    }
    out.looked();
    if let Some(unread) = rows_unread(form) {
        out.cannot_decide(unread);
        return Ok(());
    }
    let (least, most) = (context.number("min_rows")?, context.number("max_rows")?);
    let count = Decimal::from(filled_rows(form).count());
    let (message, remedy) = if count < least {
        (
            format!("只有{count}条指标，少于{least}条。"),
            "看产出、成本、效益、满意度缺哪一方面，补上。",
        )
    } else if count > most {
        (format!("有{count}条指标，多于{most}条。"), "合并相近的，留下最能说明项目的核心指标。")
    } else {
        return Ok(());
    };
    let place = form.indicators[0].place(Column::Level1).cloned();
    out.fail(Hit { place, message, remedy: remedy.into(), ..Hit::default() });
    Ok(())
}
