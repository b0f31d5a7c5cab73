//! # 产出与效益重复
//!
//! ## 查什么
//! 同一张表里，一条效益指标的名称和一条产出指标的名称一样（不计标点和空格）。
//!
//! ## 依据
//! 产出说做了什么，效益说带来什么变化；同一件事写两遍，审核时只算一条，另一条会被删去。
//!
//! ## 怎样改
//! 效益指标改写成带来的变化，例如就业率、投诉下降、收入增加；没有的就删掉。
//!
//! ## 例子
//! 换个地方又写一遍：
//! ```form
//! kind: project
//! | 产出指标 | 数量指标 | 职业技能培训人数 | ≥900人 |
//! | 效益指标 | 社会效益指标 | 职业技能培训人数 | ≥900人 |
//! ```
//! ```findings
//! 需答复 第1张表「职业技能培训人数」第2条社会效益指标“职业技能培训人数”与第1条数量指标同名，产出和效益写成了同一件事。
//! ```
//! 效益说的是变化：
//! ```form
//! kind: project
//! | 产出指标 | 数量指标 | 职业技能培训人数 | ≥900人 |
//! | 效益指标 | 社会效益指标 | 培训后就业率 | ≥60% |
//! ```
//! ```findings
//! 通过
//! ```

use model::{Column, Indicator};

use crate::indicators::{Classes, Family};
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C164");

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    if !context.is_plan() {
        return Ok(());
    }
    let classes = Classes::of(context)?;
    let rows = &context.form().indicators;
    let numbered = || rows.iter().enumerate();
    let outputs: Vec<(usize, &Indicator)> =
        numbered().filter(|(_, row)| classes.family(row) == Some(Family::Output)).collect();
    for (index, row) in numbered() {
        if classes.family(row) != Some(Family::Benefit) {
            continue;
        }
        let name = bare(row);
        if name.is_empty() || outputs.is_empty() {
            continue;
        }
        out.looked();
        let Some((first, output)) = outputs.iter().find(|(_, other)| bare(other) == name) else {
            continue;
        };
        let hit = Hit::in_row(row, Column::Level3);
        out.fail(Hit {
            message: format!(
                "第{}条{}“{}”与第{}条{}同名，产出和效益写成了同一件事。",
                index + 1,
                row.folded(Column::Level2),
                row.folded(Column::Level3),
                first + 1,
                output.folded(Column::Level2),
            ),
            remedy: "效益指标改写成带来的变化（比率、降幅、增收……）；没有的就删掉这一条。".into(),
            cause: Hit::cell_cause(context.code, hit.place.as_ref()),
            ..hit
        });
    }
    Ok(())
}

/// A name without marks and blanks.
fn bare(row: &Indicator) -> String {
    row.text(Column::Level3)
        .chars()
        .map(model::text::narrow)
        .filter(|c| c.is_alphanumeric())
        .collect()
}
