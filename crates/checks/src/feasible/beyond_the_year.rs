//! # 期限超出预算年度
//!
//! ## 查什么
//! 年度目标里，时效指标写的日期或起止时间在预算年度之外：往后推到下一年，或者停在上一年。
//! 表上的项目起止时间已经包含那一年的（跨年项目）不算；学年不算；没写年份的不算。
//!
//! ## 依据
//! 年度绩效目标说的是本预算年度内要完成的事。
//!
//! ## 怎样改
//! 写本年度内的节点；跨年的项目在项目起止时间里写明总工期，年度表写本年完成到哪一步。
//!
//! ## 例子
//! 推到下一年，和停在上一年：
//! ```form
//! kind: project
//! year: 2026
//! | 产出指标 | 时效指标 | 完工时间 | 2027年6月底前 |
//! | 产出指标 | 时效指标 | 执行时间 | 2025年1月至2025年12月 |
//! | 产出指标 | 时效指标 | 建设期 | 2025年7月至2026年6月 |
//! ```
//! ```findings
//! 需答复 第1张表「2027年6月底前」时效指标“完工时间”写“2027年6月底前”，到了2027年，超出2026年度。
//! 需答复 第1张表「2025年1月至2025年12月」时效指标“执行时间”写“2025年1月至2025年12月”，是2025年，早于2026年度。
//! 需答复 第1张表「2025年7月至2026年6月」时效指标“建设期”写“2025年7月至2026年6月”，从2025年开始，早于2026年度。
//! ```
//! 年内的、跨年项目、学年：
//! ```form
//! kind: project
//! year: 2026
//! | 产出指标 | 时效指标 | 完工时间 | 2026年12月31日前 |
//! | 产出指标 | 时效指标 | 发放时间 | 12月底前 |
//! | 产出指标 | 时效指标 | 资助时间 | 2025-2026学年 |
//! ---
//! kind: project
//! year: 2026
//! duration: 2025年7月-2027年6月
//! | 产出指标 | 时效指标 | 完工时间 | 2027年6月底前 |
//! ```
//! ```findings
//! 通过
//! ```
//! 不知道是哪一年度的表：
//! ```form
//! kind: project
//! | 产出指标 | 时效指标 | 完工时间 | 2027年6月底前 |
//! ```
//! ```findings
//! 不能判定 第1张表「2027年6月底前」表上没有写预算年度，不知道“2027年6月底前”是不是本年度。
//! ```

use model::{Column, Field, Form, Indicator};

use crate::indicators::Classes;
use crate::timing::is_plan;
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C061");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    if !is_plan(form) {
        return Ok(());
    }
    let classes = Classes::of(context)?;
    for row in &form.indicators {
        if !classes.is_timeliness(row) || row.text(Column::Target).contains("学年") {
            continue;
        }
        let Some((first, last)) = years_of(row) else { continue };
        let hit = Hit::in_row(row, Column::Target);
        let Some(year) = form.year else {
            out.cannot_decide(Hit {
                message: format!("表上没有写预算年度，不知道“{}”是不是本年度。", hit.quote),
                remedy: "在标题下写明预算年度，如“（2026年度）”。".into(),
                ..hit
            });
            return Ok(());
        };
        out.looked();
        let outside = match () {
            () if last > year => format!("到了{last}年，超出{year}年度"),
            () if last < year => format!("是{last}年，早于{year}年度"),
            () if first < year => format!("从{first}年开始，早于{year}年度"),
            () => continue,
        };
        if project_covers(form, first) && project_covers(form, last) {
            continue;
        }
        let name = row.folded(Column::Level3);
        out.fail(Hit {
            message: format!("时效指标“{name}”写“{}”，{outside}。", hit.quote),
            remedy: format!(
                "写{year}年内的节点；跨年的项目在项目起止时间里写明总工期，这里写本年完成到哪一步。"
            ),
            ..hit
        });
    }
    Ok(())
}

/// The first and the last year a target names.
fn years_of(row: &Indicator) -> Option<(i32, i32)> {
    let period = row.target.period.and_then(|p| Some((p.start.year?, p.end.year?)));
    let deadline = row.target.deadline.and_then(|moment| Some((moment.year?, moment.year?)));
    let (first, last) = period.or(deadline)?;
    Some((first.into(), last.into()))
}

/// Whether the head of the form says that the project runs in that year.
fn project_covers(form: &Form, year: i32) -> bool {
    let fields = [Field::Duration, Field::Start, Field::End];
    let texts = fields.into_iter().filter_map(|field| form.filled(field));
    let years: Vec<i32> = texts.flat_map(years_in).collect();
    let ends = years.iter().min().zip(years.iter().max());
    ends.is_some_and(|(first, last)| (*first..=*last).contains(&year))
}

/// Numbers of four digits that can be years.
fn years_in(text: &str) -> Vec<i32> {
    let runs = text.split(|c: char| !c.is_ascii_digit());
    let starts = runs.filter_map(|run| run.get(..4)?.parse().ok());
    starts.filter(|year| (1990..=2099).contains(year)).collect()
}
