//! # 公开时限
//!
//! ## 查什么
//! 表上写着批复日期和公开日期，公开比批复晚了 20 天以上。没有这两个日期的，不适用。
//!
//! ## 依据
//! 部门预算在批复后二十日内公开；重要绩效目标随同公开。
//!
//! ## 怎样改
//! 已经晚了的，说明原因；以后在批复之日起二十日内公开。
//!
//! ## 例子
//! 晚了一天：
//! ```form
//! kind: project
//! unknown.批复日期: 2026年2月10日
//! unknown.公开日期: 2026-03-03
//! ```
//! ```findings
//! 需答复 第1张表「2026-03-03」2026-02-10批复，2026-03-03公开，过了21天，超过20天。
//! ```
//! 第二十天：
//! ```form
//! kind: project
//! unknown.批复日期: 2026年2月10日
//! unknown.公开日期: 2026年3月2日
//! ```
//! ```findings
//! 通过
//! ```
//! 表上没有日期：
//! ```form
//! kind: project
//! goal: 做好就业工作。
//! ```
//! ```findings
//! 不适用
//! ```

use chrono::NaiveDate;
use model::{Decimal, Target, Text};

use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C076");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let approved = dated(context, "words.approval_dates")?;
    let published = dated(context, "words.publication_dates")?;
    let (Some((_, approved)), Some((cell, published))) = (approved, published) else {
        out.not_applicable("缺批复日期和公开日期，表里没有这一项");
        return Ok(());
    };
    out.looked();
    let days = published.signed_duration_since(approved).num_days();
    let limit = context.number("days")?;
    if Decimal::from(days) > limit {
        out.fail(Hit {
            message: format!("{approved}批复，{published}公开，过了{days}天，超过{limit}天。"),
            remedy: "说明没有按时公开的原因；以后在批复之日起二十日内公开。".into(),
            ..Hit::on(cell)
        });
    }
    Ok(())
}

/// The cell under one of the labels, where it holds a whole date.
fn dated<'a>(context: &Context<'a>, key: &str) -> Result<Option<(&'a Text, NaiveDate)>, Undecided> {
    let labels = context.words(key)?;
    let mut unknown = context.form().unknown.iter();
    let found = unknown.find(|(label, _)| labels.iter().any(|word| label.contains(word.as_str())));
    let Some((_, text)) = found else { return Ok(None) };
    let day = Target::read(model::text::trim(&text.text)).deadline.and_then(|moment| {
        let (year, month, day) = (moment.year?, moment.month?, moment.day?);
        NaiveDate::from_ymd_opt(year.into(), month.into(), day.into())
    });
    Ok(day.map(|day| (text, day)))
}
