//! # 投入当产出
//!
//! ## 查什么
//! 数量指标写的是用了多少人（购买服务人数、辅助人员、聘用人员），或者名称就是“人员数量”
//! “项目数量”“经费”。这些是投入，不是干成的事。享受补贴的、受益的、参加培训的人数是产出，
//! 招聘项目招到的人也是产出，都不算。
//!
//! ## 依据
//! 产出指标说财政资金换来了什么：办了多少件、服务了多少人次、建了多少公里。
//!
//! ## 怎样改
//! 改写成这些人、这些钱干成的事，例如经办业务件数、办案件数、巡查次数。
//! 部门整体表里写明的人数、项目数可以留作说明，另补履职的产出。
//!
//! ## 例子
//! 买来的人手是投入：
//! ```form
//! kind: project
//! | 产出指标 | 数量指标 | 购买服务人数 | 4人 |
//! | 产出指标 | 数量指标 | 辅助办案人员 | 3人 |
//! ---
//! kind: department
//! | 产出指标 | 数量指标 | 项目数量 | 12个 |
//! ```
//! ```findings
//! 需答复 第1张表「购买服务人数」“购买服务人数”（4人）说的是投入了多少人，不是干成了什么。
//! 需答复 第1张表「辅助办案人员」“辅助办案人员”（3人）说的是投入了多少人，不是干成了什么。
//! 建议 第2张表「项目数量」“项目数量”（12个）说的是投入，不是履行职责干成了什么。
//! ```
//! 受益的人、办成的事是产出：
//! ```form
//! kind: project
//! | 产出指标 | 数量指标 | 大中专毕业生就业奖补人员数量 | ≥10人 |
//! | 产出指标 | 数量指标 | 购买服务受益老年人人数 | ≥200人 |
//! | 产出指标 | 数量指标 | 建设项目数量 | 3个 |
//! ---
//! kind: project
//! project: 事业单位公开招聘
//! | 产出指标 | 数量指标 | 聘用人数 | ≥20人 |
//! ```
//! ```findings
//! 通过
//! ```

use model::{Column, Field, FormKind, Indicator};

use crate::indicators::Classes;
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta { code: "C022", cases: &["department"], reader_doubt: false };

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    if !context.is_plan() {
        return Ok(());
    }
    let form = context.form();
    let classes = Classes::of(context)?;
    let project = form.text(Field::Project);
    let recruits = contains(project, context.words("words.recruiting_projects")?);
    for row in form.indicators.iter().filter(|row| classes.is_quantity(row)) {
        out.looked();
        let name = row.folded(Column::Level3);
        let heads = !recruits && counts_staff(context, row, &name)?;
        let bare = context.words("words.input_names")?.contains(&name);
        if !heads && !bare {
            continue;
        }
        let hit = Hit::in_row(row, Column::Level3);
        let (case, what) = match (form.kind, heads) {
            (FormKind::Department, _) => ("department", "投入，不是履行职责干成了什么"),
            (_, true) => ("", "投入了多少人，不是干成了什么"),
            (_, false) => ("", "投入，不是干成了什么"),
        };
        out.fail(Hit {
            case,
            message: format!("“{name}”{}说的是{what}。", aside(&row.folded(Column::Target))),
            remedy: "改写成这些人、这些钱干成的事，例如经办业务件数、办案件数、服务人次；投入的人和钱写进项目概况、成本指标。"
                .into(),
            ..hit
        });
    }
    Ok(())
}

/// A short target in brackets; a long one is read in its cell.
fn aside(target: &str) -> String {
    let short = (1..=12).contains(&target.chars().count());
    if short { format!("（{target}）") } else { String::new() }
}

/// Whether the row counts people who work for the unit, not people it works for.
fn counts_staff(context: &Context<'_>, row: &Indicator, name: &str) -> Result<bool, Undecided> {
    let endings = context.words("words.person_endings")?;
    let people = endings.iter().any(|word| name.ends_with(word.as_str()))
        || matches!(row.target.unit.as_str(), "人" | "名");
    Ok(people
        && contains(name, context.words("words.input_as_output")?)
        && !contains(name, context.words("words.input_exempt")?))
}

fn contains(text: &str, words: &[String]) -> bool {
    words.iter().any(|word| text.contains(word.as_str()))
}
