//! # 指标名称空泛
//!
//! ## 查什么
//! 三级指标的名称等于没说：“预算资金的使用”“工作完成情况”，或者只是把二级指标的名称又写一遍
//! （社会效益指标 / 社会效益）。时效指标的名称（按工作计划）另有检查；部门整体表里按经费类别列的
//! 成本不算，满意度不算。
//!
//! ## 依据
//! 三级指标要具体说明衡量什么，一看名称就知道要查什么数。
//!
//! ## 怎样改
//! 名称写成要查的那件事，例如“平台运营费用”“发放奖补人数”。
//!
//! ## 例子
//! 看不出要查什么：
//! ```form
//! kind: project
//! | 产出指标 | 成本指标 | 预算资金的使用 | 区级资金200万元 |
//! | 效益指标 | 社会效益指标 | 社会效益 | 优 |
//! ```
//! ```findings
//! 建议 第1张表「预算资金的使用」指标名称“预算资金的使用”看不出要衡量什么。
//! 建议 第1张表「社会效益」指标名称“社会效益”只是把二级指标又写了一遍，看不出要衡量什么。
//! ```
//! 说清了，或者另有检查：
//! ```form
//! kind: project
//! | 产出指标 | 成本指标 | 平台运营费用 | ≤200万元 |
//! | 产出指标 | 时效指标 | 按工作计划 | 2026年全年 |
//! | 满意度指标 | 服务对象满意度指标 | 服务对象满意度 | ≥90% |
//! ---
//! kind: department
//! | 产出指标 | 成本指标 | 项目经费 | 共计1949.29万元 |
//! ```
//! ```findings
//! 通过
//! ```

use model::{Column, FormKind};

use crate::indicators::{Classes, Family};
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C153");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    if !context.is_plan() {
        return Ok(());
    }
    let classes = Classes::of(context)?;
    let empty = context.words("words.empty_names")?;
    let department = context.form().kind == FormKind::Department;
    for row in &context.form().indicators {
        let name = row.folded(Column::Level3);
        let family = classes.family(row);
        let exempt = family == Some(Family::Satisfaction)
            || (department && family == Some(Family::Cost))
            || classes.is_timeliness(row);
        if name.is_empty() || exempt {
            continue;
        }
        out.looked();
        let label = row.folded(Column::Level2);
        let again = label == name || label.strip_suffix("指标") == Some(name.as_str());
        let what = match (again, empty.contains(&name)) {
            (true, _) => "只是把二级指标又写了一遍，看不出要衡量什么",
            (false, true) => "看不出要衡量什么",
            (false, false) => continue,
        };
        let hit = Hit::in_row(row, Column::Level3);
        out.fail(Hit {
            message: format!("指标名称“{name}”{what}。"),
            remedy: "名称写成要查的那件事，一看就知道要查什么数。".into(),
            cause: Hit::cell_cause(context.code, hit.place.as_ref()),
            ..hit
        });
    }
    Ok(())
}
