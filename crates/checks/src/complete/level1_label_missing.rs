//! # 一级指标缺失
//!
//! ## 查什么
//! 二级指标挂在了别的一级指标下面，例如“社会效益指标”排在“项目完成”里：
//! 多半是漏写了“项目效益”这一格，读表的人只能把它当成上一个一级指标的延续。
//! “管理效率”一栏的分类由当地表样规定，不在此列。
//!
//! ## 依据
//! 绩效指标体系：数量、质量、时效、成本属于产出（成本也可单列），经济、社会、生态效益和可持续影响
//! 属于效益，满意度单列或者属于效益。
//!
//! ## 怎样改
//! 在该二级指标左边补上所缺的一级指标；原来的分类是有意安排的，请说明理由。
//!
//! ## 例子
//! 漏写了“项目效益”：
//! ```form
//! kind: project
//! | 项目完成 | 数量指标 | 培训人数 | ≥10人 |
//! | 项目完成 | 社会效益指标 | 就业率 | ≥90% |
//! | 项目完成 | 可持续影响指标 | 持续带动就业 | ≥3年 |
//! ```
//! ```findings
//! 需答复 第1张表「社会效益指标」“社会效益指标”排在一级指标“项目完成”下面，它应当属于“项目效益”。
//! 需答复 第1张表「可持续影响指标」“可持续影响指标”排在一级指标“项目完成”下面，它应当属于“项目效益”。
//! ```
//! 从文字里读来的同样一张表，可能是读取造成的，降一级：
//! ```form
//! kind: project
//! merges: lost
//! | 产出指标 | 社会效益指标 | 就业率 | ≥90% |
//! ```
//! ```findings
//! 建议 第1张表「社会效益指标」“社会效益指标”排在一级指标“产出指标”下面，它应当属于“效益指标”。（原文件读不出合并单元格，也可能是读取造成的）
//! ```
//! 成本放在产出里、满意度放在效益里，各地都有，不算错：
//! ```form
//! kind: project
//! | 产出指标 | 数量指标 | 培训人数 | ≥10人 |
//! | 产出指标 | 成本指标 | 培训费 | 5万元 |
//! | 效益指标 | 社会效益指标 | 就业率 | ≥90% |
//! | 效益指标 | 服务对象满意度指标 | 学员满意度 | ≥90% |
//! ```
//! ```findings
//! 通过
//! ```

use model::{Column, Indicator};

use crate::indicators::{Classes, Family};
use crate::{Context, Hit, Meta, Out, Undecided};

pub const META: Meta = Meta { code: "C003", cases: &["reader_doubt"], reader_doubt: true };

/// The block whose classes the local form fixes itself.
const MANAGEMENT: &str = "管理效率";

pub fn run(context: &Context<'_>, out: &mut Out) -> Result<(), Undecided> {
    let classes = Classes::of(context)?;
    for row in &context.form().indicators {
        let management = [Column::Block, Column::Level1].iter();
        if management.into_iter().any(|column| row.folded(*column).contains(MANAGEMENT)) {
            continue;
        }
        let (Some(above), Some(own)) = (classes.level1(row), classes.level2(row)) else { continue };
        out.looked();
        if belongs(own, above) {
            continue;
        }
        let (level1, level2) = (row.folded(Column::Level1), row.folded(Column::Level2));
        let right = proper_label(own, row);
        out.fail(Hit {
            message: format!("“{level2}”排在一级指标“{level1}”下面，它应当属于“{right}”。"),
            remedy: format!("在它左边补上一级指标“{right}”。"),
            ..Hit::in_row(row, Column::Level2)
        });
    }
    Ok(())
}

/// Whether a class may stand below a level-1 label.
fn belongs(own: Family, above: Family) -> bool {
    own == above
        || matches!(
            (own, above),
            (Family::Cost, Family::Output) | (Family::Satisfaction, Family::Benefit)
        )
}

/// The label of a family in the words this form uses.
fn proper_label(own: Family, row: &Indicator) -> &'static str {
    let project_words = row.folded(Column::Level1).starts_with("项目");
    match (own, project_words) {
        (Family::Output, true) => "项目完成",
        (Family::Output, false) => "产出指标",
        (Family::Benefit, true) => "项目效益",
        (Family::Benefit, false) => "效益指标",
        (Family::Cost, _) => "成本指标",
        (Family::Satisfaction, _) => "满意度指标",
    }
}
