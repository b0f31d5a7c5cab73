//! # 数据来源、佐证缺失
//!
//! ## 查什么
//! 表上有“数据来源（取值方式）”或“佐证资料”栏，而某些指标这几栏全空着。
//! 表上没有这些栏的不适用。
//!
//! ## 依据
//! 指标要能取值、能核实：数据从哪里来，拿什么证明。
//!
//! ## 怎样改
//! 写明来源（业务台账、统计报表、问卷……）或者佐证材料的名称。
//!
//! ## 例子
//! ```form
//! kind: project
//! columns: level1 | level2 | level3 | target | source | evidence
//! | 产出指标 | 数量指标 | 培训人数 | ≥100人 | | |
//! | 产出指标 | 质量指标 | 培训合格率 | ≥95% | 考试成绩册 | |
//! | 效益指标 | 社会效益指标 | 就业率 | ≥60% | | |
//! ```
//! ```findings
//! 建议 第1张表「」3条指标里有2条没有写数据来源和佐证资料：培训人数、就业率。
//! ```
//! ```form
//! kind: project
//! columns: level1 | level2 | level3 | target | source
//! | 产出指标 | 数量指标 | 培训人数 | ≥100人 | 培训台账 |
//! ```
//! ```findings
//! 通过
//! ```

use model::form::NamedColumn;
use model::{Column, Indicator};

use crate::timing::is_plan;
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta::new("C065");

/// The columns that tell where a value comes from.
const COLUMNS: [Column; 2] =
    [Column::Named(NamedColumn::Source), Column::Named(NamedColumn::Evidence)];

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let form = context.form();
    if !is_plan(form) {
        return Ok(());
    }
    let asked = |row: &&Indicator| COLUMNS.iter().any(|column| row.cells.contains_key(column));
    let named = |row: &&Indicator| !model::text::is_blank(row.text(Column::Level3));
    let rows: Vec<&Indicator> = form.indicators.iter().filter(asked).filter(named).collect();
    if rows.is_empty() {
        out.not_applicable("缺“数据来源”“佐证资料”栏，表里没有这一项");
        return Ok(());
    }
    out.looked();
    let blank =
        |row: &&&Indicator| COLUMNS.iter().all(|column| model::text::is_blank(row.text(*column)));
    let blank: Vec<&&Indicator> = rows.iter().filter(blank).collect();
    let Some(first) = blank.first() else { return Ok(()) };
    let column = COLUMNS.iter().find(|column| first.cells.contains_key(column));
    let names: Vec<String> = blank.iter().map(|row| row.folded(Column::Level3)).collect();
    out.fail(Hit {
        message: format!(
            "{}条指标里有{}条没有写数据来源和佐证资料：{}。",
            rows.len(),
            blank.len(),
            names.join("、")
        ),
        remedy: "写明数据来源（业务台账、统计报表、问卷……）或者佐证材料的名称。".into(),
        ..Hit::in_row(first, *column.unwrap_or(&COLUMNS[0]))
    });
    Ok(())
}
