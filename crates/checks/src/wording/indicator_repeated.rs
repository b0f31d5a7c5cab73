//! # 重复指标
//!
//! ## 查什么
//! 同一张表、同一个一级和二级指标下，三级指标名称和指标值都一样的两行。
//!
//! ## 依据
//! 一项指标只能申报一次，重复的一行会被计两次分；往往是复制后忘了改。
//!
//! ## 怎样改
//! 想一想第二行本来要写什么：补上本来的内容，或者删掉这一行。
//!
//! ## 例子
//! 复制后忘了改：
//! ```form
//! kind: project
//! | 项目完成 | 成本指标 | 就业奖补人均标准 | 400元/人/月 |
//! | 项目完成 | 成本指标 | 场租补贴 | ≤500元/人/月 |
//! | 项目完成 | 成本指标 | 就业奖补人均标准 | 400元/人/月 |
//! ```
//! ```findings
//! 错误 第1张表「就业奖补人均标准 400元/人/月」第3条指标与第1条完全一样（成本指标：就业奖补人均标准，400元/人/月）。
//! ```
//! 名称相同而指标值不同，或者二级指标不同，都不算重复：
//! ```form
//! kind: project
//! | 项目完成 | 成本指标 | 补贴标准 | 400元/人/月 |
//! | 项目完成 | 成本指标 | 补贴标准 | 500元/人/月 |
//! | 项目效益 | 社会效益指标 | 补贴标准 | 400元/人/月 |
//! ```
//! ```findings
//! 通过
//! ```

use model::{Column, Indicator};

use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C100");

/// Cells that must all be equal for a row to be the same row again.
const SAME: [Column; 7] = [
    Column::Block,
    Column::Level2,
    Column::Level3,
    Column::Explanation,
    Column::Nature,
    Column::Target,
    Column::Unit,
];

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let rows = &context.form().indicators;
    let filled = |row: &Indicator, column| !model::text::is_blank(row.text(column));
    for (index, row) in rows.iter().enumerate() {
        if !filled(row, Column::Level3) || !filled(row, Column::Target) {
            continue;
        }
        out.looked();
        let same = |other: &Indicator| {
            let equal = |column: &Column| row.folded(*column) == other.folded(*column);
            // A level-1 label lost in reading must not hide a repetition.
            let lost = !filled(row, Column::Level1) || !filled(other, Column::Level1);
            SAME.iter().all(equal) && (lost || equal(&Column::Level1))
        };
        let Some(first) = rows[..index].iter().position(same) else { continue };
        let (name, target) = (row.folded(Column::Level3), row.folded(Column::Target));
        out.fail(Hit {
            quote: format!("{name} {target}"),
            message: format!(
                "第{}条指标与第{}条完全一样（{}：{name}，{target}）。",
                index + 1,
                first + 1,
                row.folded(Column::Level2),
            ),
            remedy: "多半是复制后忘了改：补上这一行本来要写的内容，或者删掉它。".into(),
            cause: format!("{}/{name}/{target}", context.code),
            ..Hit::in_row(row, Column::Level3)
        });
    }
    Ok(())
}
