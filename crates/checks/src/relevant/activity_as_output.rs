//! # 活动当产出
//!
//! ## 查什么
//! 数量指标的名称只是一项活动的次数：出差次数、会议次数、调研人次。活动本身不是成果。
//! 说清了办的是什么事的（食品安全检查次数、困难老人走访户数）不算。
//!
//! ## 依据
//! 产出指标要说活动带来了什么：查处了多少、解决了多少、办结了多少。
//!
//! ## 怎样改
//! 写活动的成果；一定要写活动的，把对象写清楚，例如“在建工地用工检查次数”。
//!
//! ## 例子
//! 出差多少次说明不了干成什么：
//! ```form
//! kind: project
//! | 产出指标 | 数量指标 | 出差次数 | ≥50人次 |
//! | 产出指标 | 数量指标 | 组织召开会议次数 | 4次 |
//! ```
//! ```findings
//! 建议 第1张表「出差次数」“出差次数”只说活动做了多少次，没有说办成什么事。
//! 建议 第1张表「组织召开会议次数」“组织召开会议次数”只说活动做了多少次，没有说办成什么事。
//! ```
//! 说清了办的事：
//! ```form
//! kind: project
//! | 产出指标 | 数量指标 | 食品安全检查次数 | ≥50次 |
//! | 产出指标 | 数量指标 | 追回欠薪案件 | ≥30件 |
//! ```
//! ```findings
//! 通过
//! ```

use model::Column;

use crate::indicators::Classes;
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C023");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    if !context.is_plan() {
        return Ok(());
    }
    let classes = Classes::of(context)?;
    let activities = context.words("words.activities")?;
    let measures = context.words("words.activity_measures")?;
    let leads = context.words("words.activity_leads")?;
    for row in context.form().indicators.iter().filter(|row| classes.is_quantity(row)) {
        out.looked();
        let name = row.folded(Column::Level3);
        let counted = measures.iter().filter_map(|measure| name.strip_suffix(measure.as_str()));
        let bare = counted.map(|rest| without_leads(rest, leads));
        if !bare.into_iter().any(|rest| activities.iter().any(|activity| activity == rest)) {
            continue;
        }
        let hit = Hit::in_row(row, Column::Level3);
        out.fail(Hit {
            message: format!("“{name}”只说活动做了多少次，没有说办成什么事。"),
            remedy: "写活动的成果，例如查处、办结、解决了多少件；一定要写活动的，把对象写进名称。"
                .into(),
            cause: Hit::cell_cause(context.code, hit.place.as_ref()),
            ..hit
        });
    }
    Ok(())
}

/// What is left without the verbs in front: 会议 of 组织召开会议.
fn without_leads<'t>(name: &'t str, leads: &[String]) -> &'t str {
    let mut leads_in = leads.iter().filter(|lead| !lead.is_empty());
    let shorter = leads_in.find_map(|lead| name.strip_prefix(lead.as_str()));
    shorter.map_or(name, |rest| without_leads(rest, leads))
}
