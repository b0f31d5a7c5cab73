//! # 缺质量指标或时效指标
//!
//! ## 查什么
//! 项目表有产出指标，却没有质量指标，或者没有时效指标，备注里也没有说明为什么不设。
//! 一条产出指标都没有的，由 C004 提出；表上不分二级指标的，不适用。
//!
//! ## 依据
//! 产出指标包括数量、质量、时效；没有明确质量标准或时限的，可以不设，所以只提建议。
//!
//! ## 怎样改
//! 补上缺的一条；确实没有必要设的，在备注里说明理由。
//!
//! ## 例子
//! 只有数量：
//! ```form
//! kind: project
//! | 产出指标 | 数量指标 | 培训人数 | ≥10人 |
//! | 产出指标 | 数量指标 | 培训期数 | ≥2期 |
//! ```
//! ```findings
//! 建议 第1张表「」产出有2条指标，没有质量指标和时效指标。
//! ```
//! 说明了理由，或者都有：
//! ```form
//! kind: project
//! remark: 本项目按月拨付，不单设时效指标。
//! | 产出指标 | 数量指标 | 培训人数 | ≥10人 |
//! | 产出指标 | 质量指标 | 合格率 | ≥95% |
//! ---
//! kind: project
//! | 产出指标 | 数量指标 | 培训人数 | ≥10人 |
//! | 产出指标 | 质量指标 | 合格率 | ≥95% |
//! | 产出指标 | 时效指标 | 完成时间 | 6月底前 |
//! ```
//! ```findings
//! 通过
//! ```
//! 表上只写一级指标，看不出二级：
//! ```form
//! kind: project
//! columns: level1 | level3 | target
//! | 产出指标 | 培训人数 | ≥10人 |
//! ```
//! ```findings
//! 不适用
//! ```

use model::{Column, Field, FormKind, Indicator};

use crate::indicators::{Classes, Family, classes_lost, rows_unread};
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C005");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    if form.kind != FormKind::Project {
        return Ok(());
    }
    if let Some(unread) = rows_unread(form) {
        out.cannot_decide(unread);
        return Ok(());
    }
    let classes = Classes::of(context)?;
    let outputs: Vec<&Indicator> =
        form.indicators.iter().filter(|row| classes.is_under(row, Family::Output)).collect();
    if outputs.iter().all(|row| classes.level2(row).is_none()) {
        out.not_applicable("缺产出的二级指标（数量、质量、时效），表里没有这一项");
        return Ok(());
    }
    out.looked();
    let reasons = form.text(Field::Remark);
    let has = |is: &dyn Fn(&Indicator) -> bool| form.indicators.iter().any(is);
    let wanted = [
        ("质量", has(&|row| classes.is_quality(row))),
        ("时效", has(&|row| classes.is_timeliness(row))),
    ];
    let missing: Vec<&str> = wanted
        .into_iter()
        .filter(|(name, found)| !found && !reasons.contains(&format!("{name}指标")))
        .map(|(name, _)| name)
        .collect();
    let Some(last) = outputs.last().filter(|_| !missing.is_empty()) else { return Ok(()) };
    if let Some(row) = classes.unclassed(&form.indicators) {
        out.cannot_decide(classes_lost(row));
        return Ok(());
    }
    let names: Vec<String> = missing.iter().map(|name| format!("{name}指标")).collect();
    let names = names.join("和");
    out.fail(Hit {
        place: last.place(Column::Level2).cloned(),
        message: format!("产出有{}条指标，没有{names}。", outputs.len()),
        remedy: format!("补上{names}；确实没有必要设的，在备注里说明理由。"),
        cause: "indicators_missing".into(),
        ..Hit::default()
    });
    Ok(())
}
