//! # 权重未设
//!
//! ## 查什么
//! 表上有权重（分值）栏，有指标的行却没有填权重。表上没有这一栏的，不适用。
//! 写了“/”的不算空。
//!
//! ## 依据
//! 权重在批复绩效目标时确定，自评时按它打分。
//!
//! ## 怎样改
//! 给每条指标填上权重，合计按当地规定（一般为 90 或 100）。
//!
//! ## 例子
//! 有一行没填：
//! ```form
//! kind: project
//! columns: level1 | level2 | level3 | target | weight
//! | 产出指标 | 数量指标 | 培训人数 | ≥10人 | 50 |
//! | 产出指标 | 质量指标 | 合格率 | ≥95% | |
//! ```
//! ```findings
//! 需答复 第1张表「」“合格率”没有填权重。
//! ```
//! 整栏没填：
//! ```form
//! kind: project
//! columns: level1 | level2 | level3 | target | weight
//! | 产出指标 | 数量指标 | 培训人数 | ≥10人 | |
//! | 产出指标 | 质量指标 | 合格率 | ≥95% | |
//! ```
//! ```findings
//! 需答复 第1张表「」权重一栏没有填：2条指标都没有权重。
//! ```
//! 都填了；没有名称的备用行不算：
//! ```form
//! kind: project
//! columns: level1 | level2 | level3 | target | weight
//! | 产出指标 | 数量指标 | 培训人数 | ≥10人 | 90 |
//! | 产出指标 | 成本指标 | | | |
//! ```
//! ```findings
//! 通过
//! ```
//! 表上没有权重栏：
//! ```form
//! kind: project
//! | 产出指标 | 数量指标 | 培训人数 | ≥10人 |
//! ```
//! ```findings
//! 不适用
//! ```

use model::{Column, FormKind, Indicator};

use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta { code: "C015", cases: &[], reader_doubt: true };

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    if matches!(form.kind, FormKind::Monitoring | FormKind::Other) {
        return Ok(());
    }
    if !form.indicators.iter().any(|row| row.cells.contains_key(&Column::Weight)) {
        out.not_applicable("缺权重栏，表里没有这一项");
        return Ok(());
    }
    let named = |row: &&Indicator| !model::text::is_blank(row.text(Column::Level3));
    let rows: Vec<&Indicator> = form.indicators.iter().filter(named).collect();
    let blank = |row: &&&Indicator| model::text::is_blank(row.text(Column::Weight));
    let without: Vec<&Indicator> = rows.iter().filter(blank).copied().collect();
    if !rows.is_empty() {
        out.looked();
    }
    let whole = without.len() == rows.len();
    for row in without.iter().take(if whole { 1 } else { without.len() }) {
        let message = if whole {
            format!("权重一栏没有填：{}条指标都没有权重。", rows.len())
        } else {
            format!("“{}”没有填权重。", row.folded(Column::Level3))
        };
        out.fail(Hit {
            message,
            remedy: "填上权重，合计按当地规定。".into(),
            ..Hit::in_row(row, Column::Weight)
        });
    }
    Ok(())
}
