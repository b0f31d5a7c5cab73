//! # 量化率过低
//!
//! ## 查什么
//! 一张表里指标值写得出数的指标太少（不到六成，内部参数，没有文件依据）。有数的算，
//! 只有期限、等级、“全覆盖”或一句话的不算。指标少于五条的表不查。
//!
//! ## 依据
//! 绩效目标要细化量化，指标尽量可以量、可以比。
//!
//! ## 怎样改
//! 先把数量、质量指标改成数；效益指标能找到统计口径的也写数。
//!
//! ## 例子
//! 五条里有两条：
//! ```form
//! kind: project
//! | 产出指标 | 数量指标 | 平台打造 | 打造一个综合性平台 |
//! | 产出指标 | 质量指标 | 平台建设 | 做好日常管理 |
//! | 产出指标 | 时效指标 | 完成时间 | 2026年度 |
//! | 产出指标 | 成本指标 | 平台经费 | 区级资金200万元 |
//! | 满意度指标 | 满意度指标 | 服务对象满意度 | ≥90% |
//! ```
//! ```findings
//! 需答复 第1张表「」5条指标里写出数的只有2条（约40%，不到60%，内部参数）。没有数的：一句话2条、期限1条。
//! ```
//! 五条里有三条，正好六成；四条的表不查：
//! ```form
//! kind: project
//! | 产出指标 | 数量指标 | 建设平台 | 3个 |
//! | 产出指标 | 质量指标 | 平台建设 | 做好日常管理 |
//! | 产出指标 | 时效指标 | 完成时间 | 2026年度 |
//! | 产出指标 | 成本指标 | 平台经费 | 区级资金200万元 |
//! | 满意度指标 | 满意度指标 | 服务对象满意度 | ≥90% |
//! ---
//! kind: project
//! | 产出指标 | 质量指标 | 平台建设 | 做好日常管理 |
//! | 产出指标 | 时效指标 | 完成时间 | 2026年度 |
//! | 效益指标 | 社会效益指标 | 带动就业 | 带动就业 |
//! | 满意度指标 | 满意度指标 | 服务对象满意度 | ≥90% |
//! ```
//! ```findings
//! 通过
//! ```

use model::target::Kind;
use model::{Column, Decimal, Indicator};

use crate::indicators::rows_unread;
use crate::targets::{filled_rows, has_number, sets_targets};
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C042");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    let (share, least) = (context.number("min_share")?, context.number("min_rows")?);
    let rows: Vec<&Indicator> = filled_rows(form).collect();
    let all = Decimal::from(rows.len());
    if !sets_targets(form) || all < least {
        return Ok(());
    }
    if let Some(unread) = rows_unread(form) {
        out.cannot_decide(unread);
        return Ok(());
    }
    out.looked();
    let without: Vec<&Indicator> =
        rows.iter().copied().filter(|row| !has_number(&row.target)).collect();
    let counted = all - Decimal::from(without.len());
    if counted >= share * all {
        return Ok(());
    }
    let hundred = Decimal::ONE_HUNDRED;
    let place = without.first().and_then(|row| row.place(Column::Target));
    out.fail(Hit {
        place: place.cloned(),
        message: format!(
            "{all}条指标里写出数的只有{counted}条（约{}%，不到{}%，内部参数）。没有数的：{}。",
            (counted * hundred / all).round(),
            (share * hundred).normalize(),
            kinds(&without)
        ),
        remedy: "先把数量、质量指标改成数；效益指标能找到统计口径的也写数。".into(),
        ..Hit::default()
    });
    Ok(())
}

/// How many of the rows are what: 一句话5条、期限1条.
fn kinds(rows: &[&Indicator]) -> String {
    let kind = |row: &&Indicator| match row.target.kind {
        Kind::Period | Kind::Deadline => "期限",
        Kind::Grade | Kind::Scale | Kind::Boolean => "等级或是否",
        Kind::Blank | Kind::Placeholder | Kind::Skeleton | Kind::Unreadable => "没有填好",
        _ => "一句话",
    };
    let kinds: Vec<&str> = rows.iter().map(kind).collect();
    let names = ["一句话", "期限", "等级或是否", "没有填好"].into_iter();
    let counted = names.map(|name| (name, kinds.iter().filter(|kind| **kind == name).count()));
    let told = counted.filter(|(_, count)| *count > 0);
    told.map(|(name, count)| format!("{name}{count}条")).collect::<Vec<_>>().join("、")
}
