//! # 公用经费挤入项目
//!
//! ## 查什么
//! 项目的成本指标是办公费、水电费、接待费、公车一类日常公用开支，或者只写经济科目“其他商品和服务支出”，
//! 要答复；差旅、耗材、印刷可能就是任务本身的开支，只提示。
//!
//! ## 依据
//! 日常公用经费在基本支出里安排，项目支出安排专门的任务。
//!
//! ## 怎样改
//! 属于日常公用的，移到公用经费；确实是任务开支的，名称里写明做什么用，例如“引才活动差旅费”。
//!
//! ## 例子
//! 办公经费列进了项目，差旅费要说明：
//! ```form
//! kind: project
//! | 产出指标 | 成本指标 | 办公经费 | 2万元 |
//! | 产出指标 | 成本指标 | 差旅费 | 1.5万元 |
//! ```
//! ```findings
//! 需答复 第1张表「办公经费」成本指标“办公经费”是日常公用开支或者科目名称，不是项目任务的成本。
//! 建议 第1张表「差旅费」成本指标“差旅费”里的“差旅”常见于日常公用开支，请确认是任务本身要花的。
//! ```
//! 任务本身的成本；数量指标不查；部门整体表不查：
//! ```form
//! kind: project
//! | 产出指标 | 成本指标 | 考务支出 | 11万元 |
//! | 产出指标 | 成本指标 | 水电改造工程费 | 30万元 |
//! | 产出指标 | 数量指标 | 印刷资料 | ≥900份 |
//! ---
//! kind: department
//! | 产出指标 | 成本指标 | 办公经费 | 2万元 |
//! ```
//! ```findings
//! 通过
//! ```

use model::{Column, FormKind};

use crate::indicators::{Classes, is_money_cost};
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta { code: "C071", cases: &["task"], reader_doubt: false };

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    if form.kind != FormKind::Project {
        return Ok(());
    }
    let classes = Classes::of(context)?;
    let (office, task) = (context.words("words.office_costs")?, context.words("words.task_costs")?);
    for row in form.indicators.iter().filter(|row| is_money_cost(&classes, row)) {
        out.looked();
        let name = row.folded(Column::Level3);
        let hit = Hit::in_row(row, Column::Level3);
        if let Some(word) = said(office, &name) {
            out.fail(Hit {
                message: format!(
                    "成本指标“{name}”{}是日常公用开支或者科目名称，不是项目任务的成本。",
                    of(word, &name)
                ),
                remedy: "属于日常公用的，移到公用经费；确实是任务开支的，名称里写明做什么用。"
                    .into(),
                ..hit
            });
        } else if let Some(word) = said(task, &name) {
            out.fail(Hit {
                message: format!(
                    "成本指标“{name}”{}常见于日常公用开支，请确认是任务本身要花的。",
                    of(word, &name)
                ),
                remedy: "是任务开支的，写明做什么用、怎样算出来；是日常开支的，移到公用经费。"
                    .into(),
                case: "task",
                ..hit
            });
        }
    }
    Ok(())
}

/// The first word of a list that a name has.
fn said<'w>(words: &'w [String], name: &str) -> Option<&'w String> {
    words.iter().find(|word| name.contains(word.as_str()))
}

/// Shows the word where it is not the whole name.
fn of(word: &str, name: &str) -> String {
    if word == name { String::new() } else { format!("里的“{word}”") }
}
